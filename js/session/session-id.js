'use strict';

// A plain vm context has no global of this name.
const { Buffer } = require('node:buffer');

const PREFIX = 'session_';
const LENGTH = PREFIX.length + 10;
const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
/** The largest multiple of 62 that a byte can hold: bytes from there on would make some characters more likely. */
const UNBIASED = 248;

/** A stock of random bytes: one call per id would cost more than the rest of a session. */
const bytes = new Uint8Array(4096);
let used = bytes.length;

/** Where an id is written. A text that grows by one character after the other keeps all its parts in memory, 200 bytes. */
const written = Buffer.from(PREFIX.padEnd(LENGTH));

function randomCharacter() {
  for (;;) {
    if (used === bytes.length) {
      // Loaded on first use: it takes longer to load than the addon.
      require('node:crypto').randomFillSync(bytes);
      used = 0;
    }
    const byte = bytes[used++];
    if (byte < UNBIASED) return ALPHABET[byte % ALPHABET.length];
  }
}

/** A new id: `session_` and ten random letters and digits, fit for a proxy's session name. */
function createSessionId() {
  for (let at = PREFIX.length; at < LENGTH; at++) written[at] = randomCharacter();
  return written.toString('latin1');
}

module.exports = { createSessionId };
