'use strict';

// One session for Puppeteer and for Playwright: what it hands out, both take.

const { Session } = require('../../crawlee');

const FRAME = { name: 'badge', value: '1', domain: 'sso.example', path: '/', secure: true, sameSite: 'None' };
const SITE = 'https://shop.example';

/** The cookies after a stay on disk. */
function restored(cookies) {
  const session = new Session();
  session.setCookies(cookies, 'https://sso.example/');
  return new Session(JSON.parse(JSON.stringify(session.getState()))).getCookies();
}

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
};

test.each(Object.keys(REPORTS))('the partition of a cookie reported by %s is told to both', (name) => {
  const [cookie, hasCrossSiteAncestor] = REPORTS[name];
  const [{ partitionKey, _crHasCrossSiteAncestor }] = restored([cookie]);
  // As Playwright reads it: a string and a field beside it.
  expect(typeof partitionKey === 'string' || partitionKey instanceof String).toBe(true);
  expect(partitionKey.valueOf()).toBe(SITE);
  expect(_crHasCrossSiteAncestor).toBe(hasCrossSiteAncestor);
  // As Puppeteer reads it: a string is one without a frame.
  if (typeof partitionKey === 'string') expect(hasCrossSiteAncestor).toBe(false);
  else expect(partitionKey).toMatchObject({ sourceOrigin: SITE, hasCrossSiteAncestor });
});

test('what was handed out is read again, as it is and as JSON', () => {
  for (const [cookie] of Object.values(REPORTS)) {
    const once = restored([cookie]);
    expect(restored(once)).toEqual(once);
    expect(restored(JSON.parse(JSON.stringify(once)))).toEqual(once);
  }
});

test('a cookie without a partition has no field for one', () => {
  expect(restored([FRAME])).toEqual([{ ...FRAME, expires: -1, httpOnly: false }]);
});

test('an expiry beyond the year 9999 is brought forward to its end', () => {
  const session = new Session();
  session.setCookie(`far=1; Max-Age=${1e15}`, 'https://shop.example/');
  session.setCookie('near=1; Max-Age=60', 'https://shop.example/');
  const [far, near] = session.getCookies();
  expect(far.expires).toBe(Date.UTC(9999, 11, 31, 23, 59, 59) / 1000);
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

test('cookies have to be an array', () => {
  expect(() => new Session().setCookies('sid=1')).toThrow(TypeError);
});

test('the Cookie header has no pair without a name', () => {
  const session = new Session();
  const cookie = (name, value, path = '/') => ({ name, value, domain: 'shop.example', path });
  session.setCookies([cookie('', 'alone'), cookie('a', '1'), cookie('', 'deep', '/deep'), cookie('b', 'c=d')]);
  expect(session.getCookieString('https://shop.example/deep')).toBe('a=1; b=c=d');
  expect(session.getCookies('https://shop.example/deep')).toHaveLength(4);
});
