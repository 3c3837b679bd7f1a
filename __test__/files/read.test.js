'use strict';

// Files of other programs are recognised, told apart and read.
// Promises: F1

const tough3 = require('tough-cookie-3');
const tough4 = require('tough-cookie-4');
const tough6 = require('tough-cookie');
const { Session, parseCookies } = require('../..');
const { SHAPES } = require('./shapes');
const { fixture } = require('./tools/fixtures');
const { REPLAYS, sentBy } = require('./tools/visit');

const PAGE = 'https://www.shop.example/cart';

describe.each(['curl', 'wget', 'python', 'yt-dlp'])('what %s saved', (tool) => {
  const files = ['shop', 'local'].map((place) => parseCookies(fixture(`${tool}-${place}.txt`)));

  test('is a cookies.txt without problems', () => {
    expect(files.map(({ format, problems }) => ({ format, problems }))).toEqual([
      { format: 'netscape', problems: [] },
      { format: 'netscape', problems: [] },
    ]);
  });

  test('makes a session that sends what the tool would', () => {
    const session = new Session();
    for (const { cookies } of files) session.putPuppeteerCookies(cookies);
    expect(sentBy(session)).toEqual(REPLAYS.map(({ pairs }) => [...pairs].sort()));
  });

  test('keeps domain, expiry, Secure and what the tool says of HttpOnly', () => {
    const named = Object.fromEntries(files.flatMap(({ cookies }) => cookies.map((cookie) => [cookie.name, cookie])));
    expect(named['of-domain']).toMatchObject({ domain: '.shop.example', expires: -1, secure: false });
    expect(named.session).toMatchObject({ domain: 'www.shop.example', path: '/', httpOnly: false });
    expect(named.lasting.expires).toBe(2082758400);
    expect(named.secure).toMatchObject({ domain: '127.0.0.1', secure: true });
    expect(named['http-only'].httpOnly).toBe(tool === 'curl');
  });
});

test.each(SHAPES)('what %s writes is recognised as %s and read', (_program, format, text, cookies) => {
  const file = parseCookies(text);
  expect({ format: file.format, problems: file.problems }).toEqual({ format, problems: [] });
  expect(file.cookies).toMatchObject(cookies);
});

test('a partition of the protocol arrives in a form that both libraries take', () => {
  const [, , text] = SHAPES.find(([program]) => program === 'the DevTools protocol');
  const [{ partitionKey, _crHasCrossSiteAncestor }] = parseCookies(text).cookies;
  expect([String(partitionKey), partitionKey.topLevelSite, _crHasCrossSiteAncestor]).toEqual([
    'https://top.example',
    'https://top.example',
    true,
  ]);
});

describe.each([
  ['tough-cookie 3', tough3],
  ['tough-cookie 4', tough4],
  ['tough-cookie 6', tough6],
])('a jar of %s', (_name, tough) => {
  const jar = new tough.CookieJar();
  for (const line of [
    'a=1; Domain=shop.example',
    'b=2; Max-Age=3600; Secure; HttpOnly',
    'c=3; Path=/cart; SameSite=Lax',
  ]) {
    jar.setCookieSync(line, PAGE);
  }

  test.each([
    ['as JSON', () => JSON.stringify(jar)],
    ['as a list of its cookies', () => JSON.stringify(jar.toJSON().cookies)],
  ])('%s makes a session that sends the same', (_form, text) => {
    const { format, cookies, problems } = parseCookies(text());
    expect({ format, problems }).toEqual({ format: 'tough-cookie', problems: [] });
    const session = new Session();
    session.putPuppeteerCookies(cookies);
    expect(session.getCookieString(PAGE)).toBe(jar.getCookieStringSync(PAGE));
  });
});

test('the state of a session, as text and as JSON of its own, gives what a browser would be given', () => {
  const session = new Session();
  session.setCookie('a=1; Domain=shop.example; Max-Age=60; Secure; SameSite=None; Priority=High', PAGE);
  session.setCookie('__Host-p=1; Path=/; Secure; Partitioned', PAGE);
  session.setCookie('città=Zürich', PAGE);
  for (const text of [session.getStateText(), JSON.stringify(session, null, 2)]) {
    expect(parseCookies(text)).toEqual({ format: 'state', cookies: session.getPuppeteerCookies(), problems: [] });
  }
});

test('a header is of the URL that comes with it; what was sent encrypted is not sent in the clear', () => {
  for (const text of ['Cookie: login=one; cart=\r\n', 'login=one; cart=']) {
    const { format, cookies, problems } = parseCookies(text, { url: new URL(PAGE) });
    expect({ format, problems }).toEqual({ format: 'header', problems: [] });
    const session = new Session();
    session.putPuppeteerCookies(cookies);
    expect(session.getCookieString('https://www.shop.example/')).toBe('login=one; cart=');
    expect(session.getCookieString('http://www.shop.example/')).toBe('');
    expect(session.getCookieString('https://other.shop.example/')).toBe('');
  }
});

test('what Playwright has of storage comes as `origins`', () => {
  const origins = [{ origin: 'https://shop.example', localStorage: [{ name: 'é\ud800', value: '{"a":1}' }] }];
  const text = JSON.stringify({ cookies: [], origins });
  expect(parseCookies(text)).toEqual({ format: 'playwright', cookies: [], origins, problems: [] });
  expect(parseCookies('{"cookies":[]}')).not.toHaveProperty('origins');
});

test('a cookie that names no host is of the URL, as in putPuppeteerCookies', () => {
  expect(parseCookies('[{"name":"a","value":"1"}]', { url: PAGE }).cookies).toMatchObject([
    { domain: 'www.shop.example', path: '/' },
  ]);
  expect(parseCookies('[{"name":"a","value":"1"}]').problems).toEqual([
    { index: 0, name: 'a', code: 'COOKIE_NO_DOMAIN', reason: expect.any(String) },
  ]);
});

describe('the format', () => {
  const texts = new Map([
    ...['curl', 'wget', 'python', 'yt-dlp'].map((tool) => [tool, ['netscape', fixture(`${tool}-shop.txt`)]]),
    ...SHAPES.map(([program, format, text]) => [program, [format, text]]),
    ['tough-cookie', ['tough-cookie', JSON.stringify(new tough6.CookieJar())]],
    ['a session', ['state', new Session().getStateText()]],
    ['a header', ['header', 'a=1; b=2']],
    ['Playwright', ['playwright', '{"cookies":[],"origins":[]}']],
    ['a recording', ['har', '{"log":{"version":"1.2","entries":[]}}']],
  ]);
  const OF_BROWSERS = ['extension', 'puppeteer', 'playwright', 'selenium'];
  const ALL = [...OF_BROWSERS, 'netscape', 'tough-cookie', 'state', 'header', 'har'];

  test.each([...texts])('of %s is told by the content, and no other is taken for it', (_name, [format, text]) => {
    expect(parseCookies(text, { url: PAGE }).format).toBe(format);
    for (const other of ALL) {
      const read = () => parseCookies(text, { url: PAGE, format: other });
      // Lists of a browser's cookies are read alike, whoever wrote them.
      const isAlike = other === format || (OF_BROWSERS.includes(other) && OF_BROWSERS.includes(format));
      // Any line may be wanted as lines of a cookies.txt or as a header; each then says what is wrong with it.
      const isLines = ['netscape', 'header'].includes(other) && ['netscape', 'header'].includes(format);
      if (isAlike) expect(read().format).toBe(other);
      else if (!isLines) expect(read).toThrow(expect.objectContaining({ code: 'ERR_UNKNOWN_COOKIE_FILE' }));
    }
  });
});
