// Cookies of browsers in and out, headers, and what is refused.

import assert from 'node:assert/strict';
import { Cookie, CookieError, Session } from 'crawler-session';
import { thrownBy } from '../runtime.mjs';

const HOME = 'https://example.com/';

/** Cookies as Puppeteer reports them: every kind of field. */
const REPORTED = [
  { name: 'sid', value: 'a=b', domain: 'example.com', path: '/', expires: -1, httpOnly: true, secure: true },
  {
    name: 'until',
    value: 'é€😀',
    domain: '.example.com',
    path: '/',
    expires: 4102444800.123456,
    httpOnly: false,
    secure: false,
    sameSite: 'Lax',
    priority: 'High',
  },
  {
    name: 'chip',
    value: '',
    domain: 'example.com',
    path: '/deep',
    expires: -1,
    httpOnly: false,
    secure: true,
    sameSite: 'None',
    partitionKey: { sourceOrigin: 'https://top.example', hasCrossSiteAncestor: true },
  },
];

/** A cookie with what Puppeteer reads of it: the key of a frame's partition is a string for Playwright, and has Puppeteer's fields. */
function forPuppeteer({ _crHasCrossSiteAncestor, ...cookie }) {
  if (!cookie.partitionKey?.sourceOrigin) return cookie;
  const { sourceOrigin, hasCrossSiteAncestor } = cookie.partitionKey;
  return { ...cookie, partitionKey: { sourceOrigin, hasCrossSiteAncestor } };
}

export default {
  'what one browser reports, another gets'() {
    const session = new Session();
    session.putPuppeteerCookies(REPORTED.map((cookie) => ({ ...cookie, size: 9, session: false })));
    const given = session.getPuppeteerCookies();
    const byName = (cookies) => Object.fromEntries(cookies.map((cookie) => [cookie.name, forPuppeteer(cookie)]));
    assert.deepEqual(byName(given), byName(REPORTED));
    const { partitionKey, _crHasCrossSiteAncestor } = given.find(({ name }) => name === 'chip');
    assert.deepEqual([`${partitionKey}`, _crHasCrossSiteAncestor], ['https://top.example', true]);
    assert.ok(Array.isArray(session.getPuppeteerCookies()));
    assert.deepEqual(
      session.getPuppeteerCookies('http://www.example.com/').map(({ name }) => name),
      ['until'],
    );
  },

  'a thousand cookies go in and out'() {
    const session = new Session();
    const many = Array.from({ length: 1000 }, (_, n) => ({ name: `n${n}`, value: `${n}`, domain: `s${n}.example` }));
    session.putPuppeteerCookies(many);
    assert.equal(session.getPuppeteerCookies().length, 1000);
    assert.equal(session.getCookieString('https://s999.example/'), 'n999=999');
  },

  'lines, Cookie objects and cookies of browsers by one call'() {
    const session = new Session();
    session.setCookies(['a=1; Path=/', Cookie.parse('b=2; Path=/'), { name: 'c', value: '3' }], HOME);
    session.setCookie('d=4', new URL(HOME));
    assert.equal(session.getCookieString(HOME), 'a=1; b=2; c=3; d=4');
    const cookies = session.getCookies(HOME);
    assert.ok(cookies.every((cookie) => cookie instanceof Cookie && cookie.creation instanceof Date));
    assert.deepEqual(
      cookies.map(({ key }) => key),
      ['a', 'b', 'c', 'd'],
    );
  },

  'one bad cookie costs nothing and is logged'() {
    const logged = [];
    const session = new Session({ log: { debug: (...args) => logged.push(args) } });
    session.putPuppeteerCookies([{ name: 'bad' }, { name: 'good', value: '1', domain: 'example.com' }]);
    assert.equal(session.getCookieString(HOME), 'good=1');
    assert.equal(logged.length, 1);
    assert.equal(logged[0][0], 'Could not set cookies.');
    assert.equal(logged[0][1].errorMessages.length, 1);
  },

  'what is passed explicitly is refused explicitly'() {
    const session = new Session();
    const error = thrownBy(() => session.setCookies(['a=1', 'b=2; Domain=other.example', '', 'c=3'], HOME));
    assert.ok(error instanceof CookieError && error instanceof Error);
    assert.deepEqual([error.name, error.code, error.index], ['CookieError', 'COOKIE_DOMAIN_MISMATCH', 1]);
    assert.deepEqual(
      error.errors.map(({ index }) => index),
      [1, 2],
    );
    assert.equal(session.getCookieString(HOME), 'a=1; c=3');
  },
};
