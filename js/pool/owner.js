'use strict';

/** Names a pool object for all processes: machine, process, and some letters of its own, for somebody who looks into the store. */
function newOwner() {
  const { randomBytes } = require('node:crypto');
  return `${machine()}:${process.pid}:${randomBytes(6).toString('hex')}`;
}

/** The name of this machine. Deno tells it to those alone who may know. */
function machine() {
  try {
    return require('node:os').hostname();
  } catch {
    return 'unknown';
  }
}

module.exports = { newOwner };
