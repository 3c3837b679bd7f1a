'use strict';

const { Original, tough3 } = require('../helpers/sides');
const { KEEPING, keepAsChrome } = require('./keep-as-chrome');

/**
 * The original with those of Chrome's rules (docs/chrome.md) that the random lines meet: told so, it has to do what ours does. What each of them
 * changes is counted.
 */
const SECURE = 'Secure cookies are left alone';
const OCTETS = 'text is sent as the octets of its UTF-8';
const RULES = [...KEEPING, SECURE, OCTETS];

class ByChrome {
  constructor() {
    this.met = Object.fromEntries(RULES.map((rule) => [rule, 0]));
  }

  /** Changes how a session of the original keeps its cookies; ours is left as it is. */
  takes(session) {
    if (session instanceof Original) keepAsChrome(session.cookieJar, tough3, (rule) => this.met[rule]++);
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
      if (refused) this.met[SECURE]++;
      return !refused;
    });
    return Array.isArray(given) ? stored : (stored[0] ?? []);
  }

  /** A `Cookie` header, in which each character is an octet. */
  header(session, header) {
    if (!(session instanceof Original)) return header;
    const sent = header
      .split('; ')
      .map((pair) => (/[^\0-\xff]/.test(pair) ? Buffer.from(pair).toString('latin1') : pair));
    const octets = sent.join('; ');
    if (octets !== header) this.met[OCTETS]++;
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
