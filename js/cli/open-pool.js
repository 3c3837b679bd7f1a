'use strict';

const { cipherOf, checkKeys } = require('../pool/cipher');
const { SessionPool } = require('../pool/session-pool');
const { UsageError } = require('./failures');
const { readKey } = require('./key-file');
const { isThere, openStore } = require('./stores/open');

/**
 * Opens the pool that the options name, for the time of a function. It gets `pool`; and what looks at records as they are stored: `store`,
 * `name` and `cipher`.
 *
 * @param {boolean} [create] whether a store that isn't there is made
 * @param {object} [poolOptions] further ones of the pool
 */
async function withPool(options, use, { create = false, poolOptions = {} } = {}) {
  const { pool: name = 'default', 'key-file': keyFile = process.env.CRAWLER_SESSION_KEY_FILE } = options;
  const spec = specOf(options);
  const encryptionKey = keyFile === undefined ? undefined : readKey(keyFile);
  const { store, end } = await openStore(spec, { create, isArgument: options.store !== undefined });
  try {
    const pool = await SessionPool.open({ encryptionKey, ...poolOptions, store, name, createSessions: false });
    try {
      return await use({ pool, store, name, cipher: cipherOf(name, checkKeys(encryptionKey)) });
    } finally {
      await pool.close();
    }
  } finally {
    await end?.();
  }
}

/** Whether the store that the options name is there, as far as that is known without opening it. */
function hasStore(options) {
  return isThere(specOf(options));
}

function specOf({ store = process.env.CRAWLER_SESSION_STORE }) {
  if (!store) throw new UsageError('--store is missing, and so is the variable CRAWLER_SESSION_STORE');
  return store;
}

module.exports = { hasStore, withPool };
