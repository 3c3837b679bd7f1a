'use strict';

// The ways of cookies into a session and out of it, and of a session into text and back. Names and hosts are few, so that cookies replace and
// delete each other, and many end soon.

const { CookieJar, Session, formatCookies, parseCookies } = require('../..');

const HOSTS = 10;
const NAMES = 30;
const FORMATS = ['netscape', 'extension', 'puppeteer', 'playwright', 'tough-cookie'];

const hostOf = (random) => `site-${random.below(HOSTS)}.shops.example`;
const urlOf = (random) => `https://${hostOf(random)}/shop/${random.below(3)}`;
const textOf = (random) =>
  random
    .next()
    .toString(36)
    .repeat(1 + random.below(12));

/** A `Set-Cookie` line; one in four deletes, one in four ends within seconds. */
function lineOf(random) {
  const age = random.pick([0, 1 + random.below(20), 86_400, undefined]);
  const domain = random.chance(0.3) ? '; Domain=shops.example' : '';
  const attributes = `${domain}; Path=/${random.chance(0.3) ? 'shop' : ''}; Secure${age === undefined ? '' : `; Max-Age=${age}`}`;
  return `name-${random.below(NAMES)}=${textOf(random)}${attributes}`;
}

/** A cookie as a browser reports it. */
function browserCookieOf(random) {
  const expires = random.chance(0.3) ? -1 : Math.floor(Date.now() / 1_000) + random.below(1_000);
  return {
    name: `name-${random.below(NAMES)}`,
    value: textOf(random),
    domain: hostOf(random),
    path: '/',
    secure: true,
    expires,
  };
}

const listOf = (random, make) => Array.from({ length: 1 + random.below(20) }, () => make(random));

/** Each is called with a session and a random generator. */
const METHODS = {
  putResponse: (session, random) =>
    session.putResponse({ url: urlOf(random), headers: { 'set-cookie': listOf(random, lineOf) } }),
  putPuppeteerCookies: (session, random) =>
    session.putPuppeteerCookies(listOf(random, browserCookieOf), urlOf(random), { replace: random.chance(0.5) }),
  setCookie: (session, random) => session.setCookie(lineOf(random), urlOf(random)),
  setCookies: (session, random) => session.setCookies(listOf(random, browserCookieOf), urlOf(random)),
  setCookieSync: (session, random) =>
    session.cookieJar.setCookieSync(lineOf(random), urlOf(random), { ignoreError: true }),
  getCookieString: (session, random) => session.getCookieString(urlOf(random)),
  getCookies: (session, random) => session.getCookies(urlOf(random)),
  getPuppeteerCookies: (session, random) => session.getPuppeteerCookies(random.chance(0.5) ? urlOf(random) : undefined),
  getSetCookieStringsSync: (session, random) => session.cookieJar.getSetCookieStringsSync(urlOf(random)),
  deleteCookies: (session, random) => session.deleteCookies({ name: `name-${random.below(NAMES)}` }),
  deleteByPredicate: (session, random) =>
    session.deleteCookies(({ value }) => value.length > 100 && random.chance(0.5)),
  removeAllCookiesSync: (session, random) => random.chance(0.05) && session.cookieJar.removeAllCookiesSync(),
  serializeSync: (session) =>
    CookieJar.deserializeSync(session.cookieJar.serializeSync()).getCookieStringSync('https://site-0.shops.example/'),
  cloneSync: (session, random) =>
    session.cookieJar.cloneSync().setCookieSync(lineOf(random), urlOf(random), { ignoreError: true }),
  getState: (session) =>
    new Session(JSON.parse(JSON.stringify(session.getState()))).getCookieString('https://site-0.shops.example/'),
  getStateText: (session) => Session.fromStateText(session.getStateText()).getPuppeteerCookies(),
  cookieFiles(session, random) {
    const text = formatCookies(session.getPuppeteerCookies(), random.pick(FORMATS));
    // A file without cookies has nothing by which it could be told what it is.
    if (session.getPuppeteerCookies().length > 0) session.putPuppeteerCookies(parseCookies(text).cookies);
  },
  storageState(session, random) {
    session.putStorageState(
      {
        cookies: listOf(random, browserCookieOf),
        origins: [{ origin: `https://${hostOf(random)}`, localStorage: [{ name: 'token', value: textOf(random) }] }],
      },
      { replace: true },
    );
    session.storageState();
  },
  userData: (session, random) => {
    session.userData = { token: textOf(random) };
  },
  refused(session, random) {
    // Errors hold what was refused; they must not be kept.
    for (const wrong of ['', 'a=b; Domain=com', `a=${'x'.repeat(5_000)}`]) {
      try {
        session.setCookie(wrong, urlOf(random));
      } catch (error) {
        if (error.name !== 'CookieError') throw error;
      }
    }
    session.putResponse({ url: urlOf(random), headers: { 'set-cookie': ['a=b; Domain=com', '=', lineOf(random)] } });
  },
};

module.exports = { METHODS };
