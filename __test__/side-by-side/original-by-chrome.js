'use strict';

const { Original, tough3 } = require('../helpers/sides');

/**
 * The original with those of Chrome's rules (docs/chrome.md) that the random lines meet: told so, it has to do what ours does. What each of them
 * changes is counted.
 */
const RULES = [
  'a cookie that has ended is gone',
  'another value is another cookie',
  'Secure cookies are left alone',
  'text is sent as the octets of its UTF-8',
  'an access is noted once a minute',
];

/** How long after an access the next one is not noted, in milliseconds. */
const ACCESS_STEP = 60_000;

class ByChrome {
  constructor() {
    this.met = Object.fromEntries(RULES.map((rule) => [rule, 0]));
  }

  /** Changes how a session of the original replaces cookies; ours is left as it is. */
  takes(session) {
    if (!(session instanceof Original)) return session;
    const { store } = session.cookieJar;
    const { putCookie } = store;
    // The original reads all lines of a response before it stores the first, so their cookies are counted when they are stored.
    store.putCookie = (cookie, done) => {
      cookie.creationIndex = new tough3.Cookie().creationIndex;
      putCookie.call(store, cookie, done);
    };
    store.updateCookie = (old, cookie, done) => {
      const ended = old.expiryTime() <= Date.now();
      if (!ended && old.value === cookie.value) return putCookie.call(store, cookie, done);
      this.met[ended ? 'a cookie that has ended is gone' : 'another value is another cookie']++;
      cookie.creation = cookie.lastAccessed;
      return store.putCookie(cookie, done);
    };
    return session;
  }

  /** Those lines of a response, one or an array, that may be stored: an insecure origin neither replaces nor hides a Secure cookie. */
  lines(session, given, url) {
    const { protocol, hostname, pathname } = new URL(url);
    if (!(session instanceof Original) || protocol === 'https:' || hostname.startsWith('127.')) return given;
    const secure = cookiesOf(session).filter((cookie) => cookie.secure && cookie.expiryTime() > Date.now());
    const stored = [given].flat().filter((line) => {
      const { key, domain = hostname, path = tough3.defaultPath(pathname) } = withoutNull(tough3.parse(line));
      const hides = (old) =>
        old.key === key &&
        (tough3.domainMatch(domain, old.domain) || tough3.domainMatch(old.domain, domain)) &&
        tough3.pathMatch(path, old.path);
      const refused = secure.some(hides);
      if (refused) this.met['Secure cookies are left alone']++;
      return !refused;
    });
    return Array.isArray(given) ? stored : (stored[0] ?? []);
  }

  /** Reads from a session, by which cookies that were used within the last minute don't change. */
  read(session, read) {
    if (!(session instanceof Original)) return read();
    const before = new Map(cookiesOf(session).map((cookie) => [cookie, cookie.lastAccessed]));
    const found = read();
    for (const cookie of cookiesOf(session)) {
      const last = before.get(cookie);
      if (cookie.lastAccessed - last === 0 || Date.now() - last >= ACCESS_STEP) continue;
      this.met['an access is noted once a minute']++;
      cookie.lastAccessed = last;
      for (const one of Array.isArray(found) ? found : []) {
        if (one.key === cookie.key && one.domain === cookie.domain && one.path === cookie.path) one.lastAccessed = last;
      }
    }
    return found;
  }

  /** A `Cookie` header, in which each character is an octet. */
  header(session, header) {
    if (!(session instanceof Original)) return header;
    const sent = header
      .split('; ')
      .map((pair) => (/[^\0-\xff]/.test(pair) ? Buffer.from(pair).toString('latin1') : pair));
    const octets = sent.join('; ');
    if (octets !== header) this.met['text is sent as the octets of its UTF-8']++;
    return octets;
  }
}

function cookiesOf(session) {
  const found = [];
  session.cookieJar.store.getAllCookies((_, cookies) => found.push(...cookies));
  return found;
}

function withoutNull(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

module.exports = { ByChrome, RULES };
