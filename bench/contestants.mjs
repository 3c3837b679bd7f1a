// The session classes that are compared, each with the calls of its own API for the same operations.

import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { devDependencies } = require('../package.json');

// The hosts want to know where they may write, though nothing here makes them write.
const storage = mkdtempSync(join(tmpdir(), 'crawler-session-bench-'));
process.on('exit', () => rmSync(storage, { recursive: true, force: true }));
process.env.APIFY_LOCAL_STORAGE_DIR ??= storage;
process.env.CRAWLEE_STORAGE_DIR ??= storage;

/** A cookie's expiry as the contestant's `putCookies` takes it, in what the name says. */
const seconds = (cookie) => cookie;
const milliseconds = (cookie) => ({ ...cookie, expires: cookie.expires * 1000 });

/** What the classes with the calls of Crawlee have in common. */
const CRAWLEE_CALLS = {
  putResponse: (session, response) => session.setCookiesFromResponse(response),
  putCookies: (session, cookies, url) => session.setCookies(cookies, url),
  cookiesOf: (session, url) => session.getCookies(url),
  checkStatus: (session, code) => session.retireOnBlockedStatusCodes(code),
  fromBrowser: seconds,
};

/** What the classes with the calls of Apify SDK 0.18 have in common. */
const SDK_CALLS = {
  putResponse: (session, response) => session.putResponse(response),
  putCookies: (session, cookies, url) => session.putPuppeteerCookies(cookies, url),
  cookiesOf: (session, url) => session.getPuppeteerCookies(url),
  checkStatus: (session, code) => session.checkStatus(code),
};

/** How ours write and read a state as text, for which they have methods. */
const OWN_TEXTS = {
  toText: (session) => session.getStateText(),
  fromText: ({ Session, pool }, text) => Session.fromStateText(text, { sessionPool: pool }),
};

/** How the others do, by hand. */
const JSON_TEXTS = {
  toText: (session) => JSON.stringify(session.getState()),
  fromText: ({ Session, pool }, text) => new Session({ ...withDates(JSON.parse(text)), sessionPool: pool }),
};

/** How each is loaded; nothing is loaded that is not asked for, since memory is measured too. */
const LOADERS = {
  ours() {
    const { Session } = require('../index.js');
    const calls = { ...SDK_CALLS, ...OWN_TEXTS, fromBrowser: seconds, restorable: (state) => state };
    return { Session, pool: new EventEmitter(), ...calls };
  },
  oursForCrawlee() {
    const { Session } = require('../crawlee.js');
    const pool = Object.assign(new EventEmitter(), { blockedStatusCodes: [401, 403, 429] });
    return { Session, pool, ...CRAWLEE_CALLS, ...OWN_TEXTS, restorable: (state) => state };
  },
  apify() {
    const { Session } = require('apify-018/build/session_pool/session');
    const { SessionPool } = require('apify-018/build/session_pool/session_pool');
    const calls = { ...SDK_CALLS, ...JSON_TEXTS, fromBrowser: milliseconds, restorable: withDates };
    return { Session, pool: new SessionPool(), ...calls };
  },
  crawlee() {
    const { Session, SessionPool } = require('@crawlee/core');
    return { Session, pool: new SessionPool(), ...CRAWLEE_CALLS, ...JSON_TEXTS, restorable: withDates };
  },
};

/** The names in the reports. */
export const TITLES = {
  ours: 'crawler-session',
  oursForCrawlee: 'crawler-session/crawlee',
  apify: `Apify SDK ${versionOf('apify-018')}`,
  crawlee: `Crawlee ${versionOf('crawlee')}`,
  tough: `tough-cookie ${versionOf('tough-cookie')}`,
  genericPool: `generic-pool ${versionOf('generic-pool')}`,
};

export const NAMES = Object.keys(LOADERS);

/** A session class with its calls and a pool for its sessions. */
export function contestant(name) {
  return { name, ...LOADERS[name]() };
}

/** As the pools of the hosts do it when they restore a state. */
function withDates(state) {
  return { ...state, createdAt: new Date(state.createdAt), expiresAt: new Date(state.expiresAt) };
}

/** As this package's devDependencies pin it. */
export function versionOf(name) {
  return devDependencies[name].split('@').at(-1);
}
