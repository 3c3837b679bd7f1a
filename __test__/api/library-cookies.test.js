'use strict';

// One session for Puppeteer and for Playwright, in both classes: what it hands out, both take.
// Promises: C15

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');

const FRAME = { name: 'badge', value: '1', domain: 'sso.example', path: '/', secure: true, sameSite: 'None' };
const SITE = 'https://shop.example';

const REPORTS = {
  'Playwright, under a cross-site frame': [{ ...FRAME, partitionKey: SITE, _crHasCrossSiteAncestor: true }, true],
  'Playwright, at the top level': [{ ...FRAME, partitionKey: SITE, _crHasCrossSiteAncestor: false }, false],
  'Puppeteer, under a cross-site frame': [
    { ...FRAME, partitionKey: { sourceOrigin: SITE, hasCrossSiteAncestor: true } },
    true,
  ],
  'Puppeteer, at the top level': [
    { ...FRAME, partitionKey: { sourceOrigin: SITE, hasCrossSiteAncestor: false } },
    false,
  ],
  // The string says nothing of frames; Puppeteer takes it for the top level.
  "Puppeteer's page.cookies()": [{ ...FRAME, partitionKey: SITE }, false],
  'the protocol, under a cross-site frame': [
    { ...FRAME, partitionKey: { topLevelSite: SITE, hasCrossSiteAncestor: true } },
    true,
  ],
  'the protocol, at the top level': [
    { ...FRAME, partitionKey: { topLevelSite: SITE, hasCrossSiteAncestor: false } },
    false,
  ],
};

/** The key as Puppeteer 24 sends it to the browser. */
function puppeteersKey({ partitionKey }) {
  if (partitionKey === undefined) return undefined;
  if (typeof partitionKey === 'string') return { topLevelSite: partitionKey, hasCrossSiteAncestor: false };
  const { sourceOrigin, hasCrossSiteAncestor } = partitionKey;
  return { topLevelSite: sourceOrigin, hasCrossSiteAncestor: hasCrossSiteAncestor ?? false };
}

/** The key as Playwright 1.57 to 1.65 send it to the browser: a string is one or a `String` object. */
function playwrightsKey({ partitionKey, _crHasCrossSiteAncestor }) {
  if (!partitionKey) return undefined;
  if (!(typeof partitionKey === 'string' || partitionKey instanceof String)) throw new Error('expected string');
  return { topLevelSite: partitionKey.valueOf(), hasCrossSiteAncestor: _crHasCrossSiteAncestor ?? true };
}

describe.each([
  ['the main class', Session],
  ['the class for Crawlee', CrawleeSession],
])('%s', (_class, Class) => {
  /** The cookies after a stay on disk. */
  function restored(cookies) {
    const session = new Class();
    session.putPuppeteerCookies(cookies, 'https://sso.example/');
    return new Class(JSON.parse(JSON.stringify(session.getState()))).getPuppeteerCookies();
  }

  test.each(Object.keys(REPORTS))('the partition of a cookie reported by %s is told to both', (name) => {
    const [cookie, hasCrossSiteAncestor] = REPORTS[name];
    const [handedOut] = restored([cookie]);
    const expected = { topLevelSite: SITE, hasCrossSiteAncestor };
    expect(puppeteersKey(handedOut)).toEqual(expected);
    expect(playwrightsKey(handedOut)).toEqual(expected);
  });

  test('what was handed out is read again, as it is and as JSON', () => {
    for (const [cookie] of Object.values(REPORTS)) {
      const once = restored([cookie]);
      expect(restored(once)).toEqual(once);
      expect(restored(JSON.parse(JSON.stringify(once)))).toEqual(once);
    }
  });

  test('what was posted to another thread, where a String object loses its fields, is read and deleted as the same', () => {
    for (const [cookie] of Object.values(REPORTS)) {
      const [once] = restored([cookie]);
      const [posted] = structuredClone([once]);
      const [again] = restored([posted]);
      expect(playwrightsKey(again)).toEqual(playwrightsKey(once));
      const session = new Class({ cookieJar: [once] });
      const elsewhere = { ...posted, _crHasCrossSiteAncestor: !posted._crHasCrossSiteAncestor };
      expect([session.deleteCookies(elsewhere), session.deleteCookies(posted)]).toEqual([0, 1]);
    }
  });

  test('a cookie without a partition has no field for one', () => {
    expect(restored([FRAME])).toEqual([{ ...FRAME, expires: -1, httpOnly: false }]);
  });

  test('an expiry beyond the year 9999 is brought forward to its end', () => {
    const session = new Class();
    session.setCookie(`far=1; Max-Age=${1e15}`, 'https://shop.example/');
    session.setCookie('near=1; Max-Age=60', 'https://shop.example/');
    const [far, near] = session.getPuppeteerCookies();
    // Row 12 of docs/chrome.md may have shortened it to 400 days.
    expect(far.expires).toBeLessThanOrEqual(Date.UTC(9999, 11, 31, 23, 59, 59) / 1000);
    expect(near.expires).toBeLessThan(Date.now() / 1000 + 61);
  });

  test('a cookie that cannot be read costs no other, whatever its fields', () => {
    const hostile = {
      ...FRAME,
      get partitionKey() {
        throw new Error('no');
      },
    };
    expect(restored([null, hostile, 7, undefined, FRAME]).map(({ name }) => name)).toEqual(['badge']);
  });

  test('of what Firefox reports, nothing is lost, and Chromium is told nothing that it would not keep', () => {
    // Playwright's Firefox says None where the site has said nothing.
    const { secure, ...insecure } = FRAME;
    const [cookie] = restored([{ ...insecure, expires: -1, httpOnly: false, secure: false }]);
    expect(cookie).toMatchObject({ name: 'badge', secure: false });
    expect(cookie).not.toHaveProperty('sameSite');
  });

  test('a cookie of a jar that says None and is not Secure goes out without a word of SameSite', () => {
    const session = new Class({
      cookieJar: { cookies: [{ key: 'a', value: 'b', domain: 'a.example', sameSite: 'none' }] },
    });
    const [cookie] = session.getPuppeteerCookies();
    expect(cookie.name).toBe('a');
    expect(cookie).not.toHaveProperty('sameSite');
  });
});

test('cookies have to be an array', () => {
  expect(() => new CrawleeSession().setCookies('sid=1')).toThrow(TypeError);
});
