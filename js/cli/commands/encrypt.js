'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { newName } = require('../../pool/owner');
const { cipherOf, checkKeys } = require('../../pool/cipher');
const { secondsOf } = require('../arguments');
const { Failure, UsageError } = require('../failures');
const { readKey } = require('../key-file');
const { withPool } = require('../open-pool');
const { counted, print, tell } = require('../output');

const PAGE = 100;
const LEASE_MS = 60_000;
/** How long to wait for a session that somebody holds before it is looked at again. */
const LONGEST_WAIT = 1000;
const USUAL_TIMEOUT = 60;

/**
 * Writes the state of a record anew. A free one is taken for that; one that is retired or expired is nobody's, and stays what it is.
 *
 * @returns {Promise<boolean>} whether it is done; if not, somebody holds it, or it rests
 */
async function rewrite({ store, name }, id, again) {
  const record = await store.get(name, id);
  if (record === undefined) return true;
  const { fence, usableMs, reason } = record;
  if (record.leaseMs === undefined && (reason !== undefined || usableMs <= 0)) {
    // As an expired one, nobody can take it before it is retired again.
    const isDone = await store.reset(name, id, fence, { state: again(record.state), usableMs: Math.min(usableMs, 0) });
    if (isDone && reason !== undefined) await store.retire(name, id, reason);
    return isDone;
  }
  const claim = { owner: newName(), leaseMs: LEASE_MS, id, pick: 'least-recently-used' };
  const { status, fence: held, state } = await store.claim(name, claim);
  if (status === 'missing') return true;
  if (status !== 'claimed') return false;
  const { held: isDone } = await store.release(name, id, held, { state: again(state), restMs: 0 });
  return isDone;
}

async function* idsOf({ store, name }) {
  let after;
  do {
    const page = await store.list(name, { after, limit: PAGE });
    for (const { id } of page.records) yield id;
    after = page.next;
  } while (after !== undefined);
}

module.exports = {
  summary: 'encrypts the states of a pool, or changes their key',
  about:
    'Encrypts the states of a pool with the key in --key-file, or encrypts them with that key instead of the one in --old-key-file. First give the crawlers the new key, as `encryptionKey: [key, null]` or `[key, oldKey]`: those without it write as before, or fail.',
  options: {
    'old-key-file': { value: 'FILE', about: 'the key that states are encrypted with so far' },
    timeout: { value: 'SECS', about: `how long to wait for sessions that are in use; default: ${USUAL_TIMEOUT}` },
  },
  async run({ options }) {
    const keyFile = options['key-file'] ?? process.env.CRAWLER_SESSION_KEY_FILE;
    if (keyFile === undefined) throw new UsageError('--key-file is missing');
    const old = options['old-key-file'];
    const encryptionKey = [readKey(keyFile), ...(old === undefined ? [] : [readKey(old)]), null];
    const end = Date.now() + secondsOf(options.timeout, 'timeout', USUAL_TIMEOUT) * 1000;
    await withPool(
      options,
      async (opened) => {
        const cipher = cipherOf(opened.name, checkKeys(encryptionKey));
        let waiting = [];
        let count = 0;
        for await (const id of idsOf(opened)) waiting.push(id);
        for (;;) {
          const left = [];
          for (const id of waiting) {
            const again = (state) => cipher.encrypt(id, cipher.decrypt(id, String(state)));
            if (await rewrite(opened, id, again)) count++;
            else left.push(id);
          }
          waiting = left;
          if (waiting.length === 0 || Date.now() >= end) break;
          tell(`Waiting for ${counted(waiting.length, 'session')} in use`);
          await sleep(LONGEST_WAIT);
        }
        print(`Encrypted ${counted(count, 'session')}`);
        if (waiting.length > 0) {
          throw new Failure(`${counted(waiting.length, 'session')} in use or resting could not be encrypted`);
        }
      },
      { poolOptions: { encryptionKey } },
    );
  },
};
