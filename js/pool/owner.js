'use strict';

/** Names a pool object for all processes: machine, process, and some letters of its own, for somebody who looks into the store. */
function newOwner() {
  const { hostname } = require('node:os');
  const { randomBytes } = require('node:crypto');
  return `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`;
}

module.exports = { newOwner };
