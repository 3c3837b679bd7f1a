'use strict';

const fs = require('node:fs');
const { Failure } = require('./failures');

const KEY_BYTES = 32;
const HEX = /^[\da-f]{64}$/i;
const BASE64 = /^[A-Za-z\d+/_-]{43}=?$/;

/** The key in a file: its 32 bytes, or these in hex or base64 on a line. What is in the file is never quoted. */
function readKey(file) {
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    throw new Failure(`The key can't be read: ${error.message}`);
  }
  if (bytes.length === KEY_BYTES) return bytes;
  const text = bytes.toString('latin1').trim();
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  if (BASE64.test(text)) return Buffer.from(text, 'base64');
  throw new Failure(`${file} has no key: ${KEY_BYTES} bytes, or these in hex or base64`);
}

module.exports = { readKey };
