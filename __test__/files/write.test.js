'use strict';

// Files that are written are read by those for whom they are.
// Promises: F3

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const tough3 = require('tough-cookie-3');
const tough4 = require('tough-cookie-4');
const tough6 = require('tough-cookie');
const { CookieError, Session, formatCookies, parseCookies } = require('../..');
const { openSite } = require('../browser/site');
const curl = require('./tools/curl');
const { REPLAYS, announce, replay, sentBy } = require('./tools/visit');
const { fixture } = require('./tools/fixtures');

const PAGE = 'https://www.shop.example/cart/';

/** A session with a cookie of every kind. */
function sessionOfAll() {
  const session = new Session();
  for (const line of [
    'plain=1; Path=/',
    'shared=2; Domain=shop.example; Path=/; Max-Age=86400; SameSite=Lax',
    'hidden=3; Path=/; HttpOnly; Secure; SameSite=None; Priority=High',
    'empty=; Path=/',
    'deep=4',
    'town=Zürich 日本; Path=/',
    '__Host-own=5; Path=/; Secure; Partitioned',
  ]) {
    session.setCookie(line, PAGE);
  }
  session.putPuppeteerCookies([
    {
      name: 'framed',
      value: '6',
      domain: 'www.shop.example',
      path: '/',
      secure: true,
      partitionKey: { sourceOrigin: 'https://top.example', hasCrossSiteAncestor: true },
    },
  ]);
  return session;
}

describe('curl', () => {
  let site;
  let folder;
  beforeAll(async () => {
    site = await openSite();
    announce(site);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-curl-'));
  });
  afterAll(async () => {
    await site.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('sends from our cookies.txt what the session sends', async () => {
    const session = new Session();
    for (const place of ['shop', 'local']) {
      session.putPuppeteerCookies(parseCookies(fixture(`curl-${place}.txt`)).cookies);
    }
    const file = path.join(folder, 'ours.txt');
    fs.writeFileSync(file, formatCookies(session.getPuppeteerCookies(), 'netscape'));
    const sent = await replay(curl, site, { file, folder });
    expect(sent).toEqual(sentBy(session));
    expect(sent).toEqual(REPLAYS.map(({ pairs }) => [...pairs].sort()));
  });
});

test('a cookies.txt says that it is one, and secret; flag and dot agree, times are whole seconds', () => {
  const session = sessionOfAll();
  const [header, ...lines] = formatCookies(session.getPuppeteerCookies(), 'netscape').split('\n');
  // What Python's reader wants a file to begin with.
  expect(header).toMatch(/^# Netscape HTTP Cookie File\b.*secret/i);
  const last = lines.pop();
  expect(last).toBe('');
  const fields = lines.map((line) => line.replace(/^#HttpOnly_/, '').split('\t'));
  expect(fields.map(([, , , , , name]) => name)).toEqual([
    'plain',
    'shared',
    'hidden',
    'empty',
    'deep',
    'town',
    '__Host-own',
  ]);
  for (const [domain, shared, , secure, expiry, ...rest] of fields) {
    expect(shared).toBe(domain.startsWith('.') ? 'TRUE' : 'FALSE');
    expect(secure).toMatch(/^(TRUE|FALSE)$/);
    expect(expiry).toMatch(/^\d+$/);
    expect(rest).toHaveLength(2);
  }
  expect(lines.filter((line) => line.startsWith('#HttpOnly_'))).toHaveLength(1);
});

describe.each(['extension', 'puppeteer', 'playwright', 'tough-cookie', 'netscape'])('%s', (format) => {
  test('is read again as what it is, with all that it can say', () => {
    const original = sessionOfAll().getPuppeteerCookies();
    const file = parseCookies(formatCookies(original, format));
    expect({ format: file.format, problems: file.problems }).toEqual({ format, problems: [] });
    const said = original.map((cookie) => {
      const rest = { ...cookie };
      if (format !== 'puppeteer' && format !== 'tough-cookie') delete rest.priority;
      if (format === 'netscape') {
        for (const field of ['sameSite', 'partitionKey', '_crHasCrossSiteAncestor']) delete rest[field];
        rest.expires = Math.trunc(cookie.expires);
      }
      return rest;
    });
    // A cookie of another site's partition would become one that its site gets everywhere.
    const kept = format === 'netscape' ? said.filter(({ name }) => name !== 'framed') : said;
    // Of the keys, extensions have the protocol's form.
    const plain = (cookies) =>
      cookies.map((cookie) => ({ ...cookie, partitionKey: cookie.partitionKey && String(cookie.partitionKey) }));
    expect(plain(file.cookies)).toEqual(plain(kept));
  });

  test('makes a session that sends the same', () => {
    const session = sessionOfAll();
    const again = new Session();
    again.putPuppeteerCookies(parseCookies(formatCookies(session.getPuppeteerCookies(), format)).cookies);
    for (const url of [PAGE, 'https://shop.example/', 'http://www.shop.example/']) {
      expect(again.getCookieString(url)).toBe(session.getCookieString(url));
    }
  });
});

test('what is written of a list is what the session itself would write of it', () => {
  const cookies = sessionOfAll().getPuppeteerCookies();
  expect(JSON.parse(formatCookies(cookies, 'extension'))[2]).toEqual({
    domain: 'www.shop.example',
    hostOnly: true,
    httpOnly: true,
    name: 'hidden',
    path: '/',
    sameSite: 'no_restriction',
    secure: true,
    session: true,
    storeId: '0',
    value: '3',
  });
  expect(JSON.parse(formatCookies(cookies, 'puppeteer')).at(-1).partitionKey).toEqual({
    sourceOrigin: 'https://top.example',
    hasCrossSiteAncestor: true,
  });
  expect(JSON.parse(formatCookies(cookies, 'playwright'))).toMatchObject({ cookies: { length: 8 }, origins: [] });
  expect(formatCookies(cookies, 'header')).toBe(
    'plain=1; shared=2; hidden=3; empty=; deep=4; town=Zürich 日本; __Host-own=5',
  );
});

test("Playwright's `origins` are written with the cookies", () => {
  const origins = [{ origin: 'https://shop.example', localStorage: [{ name: 'a', value: 'é\ud800' }] }];
  const text = formatCookies([], 'playwright', { origins });
  expect(JSON.parse(text)).toEqual({ cookies: [], origins });
  expect(parseCookies(text).origins).toEqual(origins);
});

test.each([
  ['3', tough3],
  ['4', tough4],
  ['6', tough6],
])('tough-cookie %s reads its form, and sends the same', (_version, tough) => {
  const session = sessionOfAll();
  // It knows no partitions; and it sends text as it stands, where a session sends octets.
  session.deleteCookies([{ name: 'framed' }, { name: 'town' }]);
  const jar = tough.CookieJar.deserializeSync(formatCookies(session.getPuppeteerCookies(), 'tough-cookie'));
  for (const url of [PAGE, 'https://shop.example/']) {
    expect(jar.getCookieStringSync(url)).toBe(session.getCookieString(url));
  }
});

test('a cookie that has ended is no session cookie in any file', () => {
  const jar = new tough6.CookieJar();
  jar.setCookieSync('ended=1; Max-Age=0', PAGE);
  const [cookie] = parseCookies(JSON.stringify(jar)).cookies;
  expect(cookie.expires).toBeGreaterThan(0);
  for (const format of ['extension', 'puppeteer', 'playwright', 'tough-cookie', 'netscape']) {
    const [again] = parseCookies(formatCookies([cookie], format)).cookies;
    expect(again.expires).toBeGreaterThan(0);
    expect(again.expires).toBeLessThan(Date.now() / 1000);
  }
});

test('all formats of an empty list are files without cookies', () => {
  for (const format of ['netscape', 'extension', 'puppeteer', 'playwright', 'tough-cookie']) {
    expect(parseCookies(formatCookies([], format), { format })).toMatchObject({ format, cookies: [], problems: [] });
  }
  expect(formatCookies([], 'header')).toBe('');
});

test('what no file can carry is a CookieError for the first such cookie, with all of them; nothing is written', () => {
  const good = { name: 'good', value: 'secret', domain: 'shop.example' };
  const cookies = [
    good,
    { ...good, value: 'secret\n' },
    { ...good, domain: undefined },
    { ...good, sameSite: 'never' },
    7,
  ];
  let error;
  try {
    formatCookies(cookies, 'netscape');
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(CookieError);
  expect(error.errors.map(({ index, code }) => [index, code])).toEqual([
    [1, 'COOKIE_INVALID_CHARACTER'],
    [2, 'COOKIE_NO_DOMAIN'],
    [3, 'COOKIE_INVALID_SAME_SITE'],
    [4, 'COOKIE_INVALID'],
  ]);
  expect(JSON.stringify(error.errors.map(({ message }) => message))).not.toContain('secret');
});

test.each([
  ['no list', ['a=1', 'netscape'], 'ERR_INVALID_ARG_TYPE', 'cookies must be an array'],
  ['a format that is only read', [[], 'har'], 'ERR_INVALID_ARG_VALUE', "'tough-cookie', 'header', got \"har\""],
  ['no format', [[]], 'ERR_INVALID_ARG_TYPE', 'format must be one of'],
  ['origins that are none', [[], 'playwright', { origins: {} }], 'ERR_INVALID_ARG_TYPE', 'options.origins'],
  ['origins in another format', [[], 'netscape', { origins: [] }], 'ERR_INVALID_ARG_VALUE', "for 'playwright' only"],
  ['options that are none', [[], 'netscape', 7], 'ERR_INVALID_ARG_TYPE', 'options must be an object'],
])('%s is a TypeError that names it', (_what, args, code, words) => {
  expect(() => formatCookies(...args)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) }),
  );
});
