'use strict';

const { isUint8Array } = require('node:util').types;
const { describe, typeError } = require('../values/errors');
const { SessionPoolError } = require('./errors');

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What an encrypted state begins with. The name of the key and the encrypted bytes in base64 follow, separated by colons. */
const MARK = 'aes-256-gcm';

/**
 * Reads the option `encryptionKey`: one key, or a list of which the first encrypts and all decrypt. In a list, `null` says that states that
 * are not encrypted are accepted as well.
 *
 * @returns {{ keys: Uint8Array[], acceptsPlain: boolean } | undefined}
 */
function checkKeys(value) {
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? value : [value];
  const keys = list.filter((key) => key !== null);
  const isKey = (key) => isUint8Array(key) && key.length === KEY_BYTES;
  const wrong = isKey(list[0]) ? keys.find((key) => !isKey(key)) : list[0];
  if (wrong !== undefined || list.length === 0) {
    const expected = `${KEY_BYTES} bytes, or a list that begins with such a key`;
    throw typeError('ERR_INVALID_ARG_VALUE', `encryptionKey must be ${expected}, got ${describeKey(wrong)}`);
  }
  return { keys: keys.map((key) => Buffer.from(key)), acceptsPlain: list.includes(null) };
}

/** Describes what is no key, and never quotes it. */
function describeKey(value) {
  if (isUint8Array(value)) return `${value.length} bytes`;
  return typeof value === 'string' ? 'a string' : describe(value);
}

/** Encrypts states with AES-256-GCM, bound to the pool's name and the session's id, so that records can't be swapped. */
class Cipher {
  #pool;
  #keys;
  #acceptsPlain;
  #crypto = require('node:crypto');

  constructor(pool, { keys, acceptsPlain }) {
    this.#pool = pool;
    this.#acceptsPlain = acceptsPlain;
    this.#keys = new Map(keys.map((key) => [this.#nameOf(key), key]));
  }

  encrypt(id, text) {
    const [[name, key]] = this.#keys;
    const iv = this.#crypto.randomBytes(IV_BYTES);
    const cipher = this.#crypto.createCipheriv(MARK, key, iv).setAAD(this.#bindingOf(id));
    const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${MARK}:${name}:${bytes.toString('base64')}`;
  }

  /** The key of a state; `undefined` if it is not encrypted. Throws if this pool has another one. */
  keyOf(id, text) {
    if (!text.startsWith(`${MARK}:`)) {
      if (this.#acceptsPlain) return undefined;
      throw unreadable(id, 'it is not encrypted, and encryptionKey has no null, which would accept that');
    }
    const [, name] = text.split(':', 2);
    const key = this.#keys.get(name);
    if (key === undefined) throw unreadable(id, `it is encrypted with another key (${name})`);
    return key;
  }

  decrypt(id, text) {
    const key = this.keyOf(id, text);
    if (key === undefined) return text;
    const [, , base64] = text.split(':', 3);
    const bytes = Buffer.from(base64, 'base64');
    try {
      const decipher = this.#crypto
        .createDecipheriv(MARK, key, bytes.subarray(0, IV_BYTES))
        .setAAD(this.#bindingOf(id))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw unreadable(id, 'it was changed, or belongs to another session or pool', cause);
    }
  }

  #bindingOf(id) {
    return Buffer.from(JSON.stringify([this.#pool, id]));
  }

  /** Tells keys apart, and tells nothing about them. */
  #nameOf(key) {
    return this.#crypto.createHash('sha256').update('crawler-session key').update(key).digest('hex').slice(0, 8);
  }
}

/** For a pool without a key: states are what they are. */
const NO_CIPHER = {
  encrypt: (_id, text) => text,
  keyOf(id, text) {
    if (text.startsWith(`${MARK}:`)) throw unreadable(id, 'it is encrypted, and the pool has no encryptionKey');
    return undefined;
  },
  decrypt(id, text) {
    this.keyOf(id, text);
    return text;
  },
};

/** The error for a state that can't be read or, with another `verb`, saved. */
function unreadable(id, why, cause, verb = 'read') {
  const message = `The state of session ${JSON.stringify(id)} can't be ${verb}: ${why}`;
  return new SessionPoolError('STATE_UNREADABLE', message, cause === undefined ? undefined : { cause });
}

/** The cipher of a pool; without keys, none. */
function cipherOf(pool, keys) {
  return keys === undefined ? NO_CIPHER : new Cipher(pool, keys);
}

module.exports = { checkKeys, cipherOf, unreadable };
