'use strict';

/** The original class of Apify SDK 0.18.1 and ours, with what the comparisons of both need. */

const { Session: Original } = require('apify-018/build/session_pool/session');
const { SessionPool } = require('apify-018/build/session_pool/session_pool');
const tough3 = require('apify-018/node_modules/tough-cookie');
const tough6 = require('tough-cookie');
const { Session: Ours } = require('../..');
const { withoutOwnExtensions } = require('./own-extensions');

/** The time at which every comparison starts. */
const START = Date.UTC(2024, 0, 15, 12, 0, 0, 250);

const URL = 'https://www.example.com/';

/** A session of the real pool of 0.18. */
function make(Session, pool, options) {
  return new Session({ sessionPool: pool, ...options });
}

/** What `call` throws, in a form that can be compared. A call that throws nothing is reported as such. */
function thrown(call) {
  let value;
  try {
    value = call();
  } catch (error) {
    return { isError: error instanceof Error, name: error.name, message: error.message };
  }
  return { returned: value === undefined ? 'undefined' : value };
}

/** Everything that counts usage, and what is concluded from it. */
function counters(session) {
  return {
    errorScore: session.errorScore,
    usageCount: session.usageCount,
    blocked: session.isBlocked(),
    expired: session.isExpired(),
    maxUsage: session.isMaxUsageCountReached(),
    usable: session.isUsable(),
  };
}

/** Gives a session a response with these `Set-Cookie` lines. */
function put(session, lines, url = URL) {
  session.putResponse({ headers: { 'set-cookie': lines }, url });
}

/** The options for a session out of the JSON text of a state, with dates as the pool of 0.18 gives them. */
function fromText(text, pool) {
  const state = JSON.parse(text);
  return {
    ...state,
    sessionPool: pool,
    createdAt: new Date(state.createdAt),
    expiresAt: new Date(state.expiresAt),
  };
}

/**
 * The cookies in the state of a session that are not expired: when the others are swept out is not promised. What only our class
 * keeps of a cookie travels among the extensions, under our name, and is left out.
 */
function storedCookies(session) {
  const { cookies } = session.getState().cookieJar;
  const alive = cookies.filter((cookie) => tough3.Cookie.fromJSON(cookie).expiryTime() > Date.now());
  return alive.map(withoutOwnExtensions);
}

/** Plain data as it looks after JSON; what JSON can't say is named, so that it can't be mistaken for `null`. */
function plain(value) {
  const text = JSON.stringify(value, (_, item) => {
    if (item === undefined) return '(undefined)';
    return typeof item === 'number' && !Number.isFinite(item) ? `(${item})` : item;
  });
  return JSON.parse(text);
}

module.exports = {
  Original,
  Ours,
  START,
  SessionPool,
  URL,
  counters,
  fromText,
  make,
  plain,
  put,
  storedCookies,
  thrown,
  withoutOwnExtensions,
  tough3,
  tough6,
};
