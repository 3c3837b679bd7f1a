// What is dropped is collected, and its native memory given back.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { Session } from 'crawler-session';
import { collectGarbage } from '../runtime.mjs';

const COOKIES = Array.from({ length: 50 }, (_, n) => ({ name: `n${n}`, value: 'x'.repeat(400), domain: 's.example' }));

/** Weak references to sessions of a pool that holds them, and to the pool; nothing else holds anything. */
function dropped() {
  const sessionPool = Object.assign(new EventEmitter(), { sessions: [] });
  const log = { debug() {} };
  sessionPool.sessions = Array.from({ length: 20 }, () => {
    const session = new Session({ sessionPool, log, userData: { sessionPool } });
    session.putPuppeteerCookies(COOKIES);
    session.cookieJar.getCookieStringSync('https://s.example/');
    session.retire();
    return session;
  });
  return [sessionPool, ...sessionPool.sessions].map((value) => new WeakRef(value));
}

export default {
  async 'pools and sessions that hold each other are collected'() {
    const references = dropped();
    await collectGarbage();
    const alive = references.filter((reference) => reference.deref() !== undefined).length;
    // A collector that looks at the stack for what may be a pointer (Bun's) may find one or two there.
    assert.ok(alive <= 2, `${alive} of ${references.length} are alive`);
  },

  async 'rounds of dropped sessions do not grow resident memory'() {
    const rounds = [];
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < 400; i++) new Session().putPuppeteerCookies(COOKIES);
      await collectGarbage();
      rounds.push(process.memoryUsage().rss / 2 ** 20);
    }
    // A round stores 8 MB of cookies, so eight rounds that were kept would be 64 MB.
    const growth = rounds.at(-1) - Math.max(...rounds.slice(0, 4));
    assert.ok(growth < 24, `${growth.toFixed(1)} MB more: ${rounds.map((mb) => mb.toFixed(0)).join(', ')}`);
  },
};
