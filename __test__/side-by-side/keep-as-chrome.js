'use strict';

/** How long after an access the next one is not noted, in milliseconds. */
const ACCESS_STEP = 60_000;

const ENDED = 'a cookie that has ended is gone';
const REPLACED = 'another value is another cookie';
const ACCESSED = 'an access is noted once a minute';
const KEEPING = [ENDED, REPLACED, ACCESSED];

/**
 * Makes a jar of tough-cookie, of any version, keep its cookies as Chrome does (docs/chrome.md): a cookie that has ended is gone at once, one that
 * is replaced by another value is new, and an access is noted once a minute. `note` is told the name of each of them that changes something, and the
 * cookie that comes. `isOver` knows of cookies that have ended without tough-cookie's saying so.
 */
function keepAsChrome(jar, { Cookie }, note, isOver = () => false) {
  const { store } = jar;
  const { putCookie, removeCookie } = store;
  store.getAllCookies((_, cookies) => {
    for (const cookie of cookies) noteAccesses(cookie, note);
  });
  store.putCookie = (cookie, done) => {
    if (hasEnded(cookie)) {
      note(ENDED, cookie);
      return removeCookie.call(store, cookie.domain, cookie.path, cookie.key, done);
    }
    noteAccesses(cookie, note);
    // It was counted when its line was read; those of a response are all read before the first is stored.
    cookie.creationIndex = new Cookie().creationIndex;
    return putCookie.call(store, cookie, done);
  };
  store.updateCookie = (old, cookie, done) => {
    const isGone = hasEnded(old) || isOver(old);
    if (isGone || old.value !== cookie.value) {
      note(isGone ? ENDED : REPLACED, cookie);
      cookie.creation = cookie.lastAccessed;
      return store.putCookie(cookie, done);
    }
    if (hasEnded(cookie)) return store.putCookie(cookie, done);
    noteAccesses(cookie, note);
    return putCookie.call(store, cookie, done);
  };
}

function hasEnded(cookie) {
  return cookie.expiryTime() <= Date.now();
}

/** Makes a cookie in a store forget accesses that come soon after the one that it knows of. */
function noteAccesses(cookie, note) {
  let last = cookie.lastAccessed;
  Object.defineProperty(cookie, 'lastAccessed', {
    configurable: true,
    enumerable: true,
    get: () => last,
    set: (time) => {
      if (time - last >= ACCESS_STEP) last = time;
      else if (time - last !== 0) note(ACCESSED);
    },
  });
}

module.exports = { KEEPING, keepAsChrome };
