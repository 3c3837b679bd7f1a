'use strict';

const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { Failure } = require('./failures');

/** Writes a file for its owner alone, whole or not at all. One that is there is replaced. */
function writeSecretFile(file, text) {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = fs.openSync(beside, 'wx', 0o600);
    try {
      fs.writeFileSync(handle, text);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(beside, file);
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw new Failure(`${file} was not written: ${error.message}`);
  }
}

module.exports = { writeSecretFile };
