'use strict';

const { CookieJar, Session } = require('../../..');

/** What a test of a rule drives: sets lines as a response at a URL would, and tells the `Cookie` header of another request. */
const KINDS = {
  'a session': () => {
    const session = new Session();
    return {
      set: (line, url) => session.setCookie(line, url),
      header: (url) => session.getCookieString(url),
      cookies: (url) => session.getCookies(url),
      again: () => of(new Session(JSON.parse(JSON.stringify(session)))),
    };
  },
  'its jar': () => ofJar(new Session().cookieJar),
  "a CookieJar by Chrome's rules": () => ofJar(new CookieJar(null, { rules: 'chrome' })),
  'a CookieJar': () => ofJar(new CookieJar()),
};

function of(session) {
  return { header: (url) => session.getCookieString(url), cookies: (url) => session.getCookies(url) };
}

function ofJar(jar) {
  return {
    set: (line, url) => jar.setCookieSync(line, url),
    header: (url) => jar.getCookieStringSync(url),
    cookies: (url) => jar.getCookiesSync(url),
    again: () => ofJar(CookieJar.fromJSON(JSON.stringify(jar.cloneSync()))),
  };
}

/** Every kind of jar, for the rules that hold in both. */
const ALL = Object.entries(KINDS);
/** Those that follow Chrome. */
const CHROME = ALL.slice(0, 3);

/** A jar of a kind after it was given some lines; a line is set at the URL before it. Returns the jar and the codes of the refusals. */
function filled(make, ...steps) {
  const jar = make();
  const codes = [];
  let url = 'https://site.example/';
  for (const step of steps) {
    if (/^https?:\/\//.test(step)) {
      url = step;
      continue;
    }
    try {
      jar.set(step, url);
    } catch (error) {
      if (typeof error.code !== 'string') throw error;
      codes.push(error.code);
    }
  }
  return { jar, codes, header: (at = url) => jar.header(at) };
}

/** The octets of a text's UTF-8 as text, one character for each: as Node's HTTP clients hand over what a server sent. */
function octets(text) {
  return Buffer.from(text, 'utf8').toString('latin1');
}

module.exports = { ALL, CHROME, filled, octets };
