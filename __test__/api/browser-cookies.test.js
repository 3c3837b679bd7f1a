'use strict';

// putPuppeteerCookies and getPuppeteerCookies. Real browsers are in __test__/browser.

const { CookieJar, Session } = require('../..');

const HOUR = 3600;

function inAnHour() {
  return Math.floor(Date.now() / 1000) + HOUR;
}

/** What comes out again of one cookie, or `undefined` if it was refused. */
function roundTrip(cookie, url) {
  const session = new Session();
  session.putPuppeteerCookies([{ name: 'a', value: 'b', domain: 'example.com', path: '/', ...cookie }], url);
  return session.getPuppeteerCookies()[0];
}

// Promises: C8
test('every field comes back as it went in, and no other', () => {
  const cookie = {
    name: 'a',
    value: '"x=y"',
    domain: '.example.com',
    path: '/p',
    expires: inAnHour() + 0.482937,
    httpOnly: true,
    secure: true,
    sameSite: 'None',
    priority: 'High',
  };
  const more = { size: 8, session: false, sourceScheme: 'NonSecure', sourcePort: 80, sameParty: false };
  expect(roundTrip({ ...cookie, ...more })).toStrictEqual(cookie);
});

// Promises: C8
test('what a browser does not say is not made up', () => {
  expect(roundTrip({})).toStrictEqual({
    name: 'a',
    value: 'b',
    domain: 'example.com',
    path: '/',
    expires: -1,
    httpOnly: false,
    secure: false,
  });
});

// Promises: C7
test('expires is seconds, to the last bit', () => {
  for (let i = 0; i < 1000; i++) {
    const expires = Math.round((inAnHour() + i * 1.234567) * 1e6) / 1e6;
    expect(roundTrip({ expires }).expires).toBe(expires);
  }
});

// Promises: C7
test.each([-1, 0, NaN, Infinity, -Infinity, undefined, null])('expires %p makes a session cookie', (expires) => {
  expect(roundTrip({ expires }).expires).toBe(-1);
});

// Promises: C7
test('a huge expiry is clamped to what a Date holds, and goes out as what Playwright takes', () => {
  const session = new Session({ cookieJar: new CookieJar() });
  session.putPuppeteerCookies([{ name: 'a', value: 'b', domain: 'example.com', expires: 1e300 }]);
  expect(session.getPuppeteerCookies()[0].expires).toBe(Date.UTC(9999, 11, 31, 23, 59, 59) / 1000);
  expect(session.getState().cookieJar.cookies[0].expires).toBe('+275760-09-13T00:00:00.000Z');
  expect(session.getCookies('https://example.com/')[0].expires).toEqual(new Date(8.64e15));
});

// Promises: C20
test('what a browser reported lives as long as it said, beyond the 400 days of a response too', () => {
  const session = new Session();
  const expires = inAnHour() + 3000 * 86_400;
  session.putPuppeteerCookies([{ name: 'a', value: 'b', domain: 'example.com', path: '/', expires }]);
  expect(session.getPuppeteerCookies()[0].expires).toBe(expires);
  expect(new Session(JSON.parse(JSON.stringify(session.getState()))).getPuppeteerCookies()[0].expires).toBe(expires);
});

// Promises: C7
test('an expired cookie is gone, and takes the older one with it', () => {
  const session = new Session();
  const cookie = { name: 'a', value: 'b', domain: 'example.com', path: '/' };
  session.putPuppeteerCookies([cookie]);
  session.putPuppeteerCookies([{ ...cookie, expires: 1 }]);
  expect(session.getPuppeteerCookies()).toEqual([]);
  expect(session.getCookieString('https://example.com/')).toBe('');
});

// Promises: C5
test('a dot means a domain cookie, none a host-only one; both may have one name', () => {
  const session = new Session();
  session.putPuppeteerCookies([
    { name: 'a', value: 'host', domain: 'example.com', path: '/' },
    { name: 'a', value: 'domain', domain: '.example.com', path: '/' },
  ]);
  expect(session.getCookieString('https://example.com/')).toBe('a=host; a=domain');
  expect(session.getCookieString('https://www.example.com/')).toBe('a=domain');
  expect(session.getPuppeteerCookies().map(({ domain }) => domain)).toEqual(['example.com', '.example.com']);
});

// Promises: C6
test.each([
  ['EXAMPLE.com', 'example.com'],
  ['.Bücher.example', '.xn--bcher-kva.example'],
  ['[::1]', '[::1]'],
  ['127.0.0.1', '127.0.0.1'],
  ['github.io', 'github.io'],
  ['intranet', 'intranet'],
])('the domain %s is canonicalised to %s and found', (domain, canonical) => {
  const session = new Session();
  session.putPuppeteerCookies([{ name: 'a', value: 'b', domain, path: '/' }]);
  expect(session.getPuppeteerCookies()[0].domain).toBe(canonical);
  expect(session.getCookieString(`http://${canonical.replace(/^\./, 'sub.')}/`)).toBe('a=b');
});

// Promises: C4
test('a cookie is filed under its own domain; the URL fills in for one without', () => {
  const session = new Session();
  const url = 'https://www.example.com/dir/page';
  session.putPuppeteerCookies(
    [
      { name: 'sso', value: '1', domain: 'login.other.org', path: '/' },
      { name: 'own', value: '1' },
    ],
    url,
  );
  session.putPuppeteerCookies([{ name: 'param', value: '1', url: 'https://param.example/x/' }]);
  expect(session.getCookieString('https://login.other.org/')).toBe('sso=1');
  expect(session.getCookieString(url)).toBe('own=1');
  expect(session.getPuppeteerCookies(url)).toMatchObject([{ domain: 'www.example.com', path: '/dir' }]);
  expect(session.getPuppeteerCookies('https://param.example/x/y')).toMatchObject([
    { domain: 'param.example', path: '/x' },
  ]);
});

// Promises: C4
test('the domain counts more than a url of the cookie, and that more than the URL of the call', () => {
  const session = new Session();
  const [url, given] = ['https://url.example/', 'https://call.example/'];
  const cookies = [
    { name: 'both', value: '1', domain: '.domain.example', url },
    { name: 'own', value: '1', url },
    { name: 'again', value: '1', domain: 'domain.example', url },
    { name: 'none', value: '1' },
    { name: 'broken', value: '1', domain: 'no host', url },
    { name: 'empty', value: '1', domain: '', url },
  ];
  session.putPuppeteerCookies(cookies, given);
  const filed = session.getPuppeteerCookies().map(({ name, domain }) => [name, domain]);
  expect(filed).toEqual([
    ['both', '.domain.example'],
    ['own', 'url.example'],
    ['again', 'domain.example'],
    ['none', 'call.example'],
    ['empty', 'url.example'],
  ]);
});

// Promises: C10
test('a Secure cookie that a browser reported is kept, whatever the URL', () => {
  const session = new Session();
  session.putPuppeteerCookies([{ name: 'a', value: 'b', domain: 'example.com', secure: true }], 'http://example.com/');
  expect(session.getCookieString('https://example.com/')).toBe('a=b');
  expect(session.getCookieString('http://example.com/')).toBe('');
});

// Promises: C8, C9
test.each([
  ['Strict', 'Strict'],
  ['lax', 'Lax'],
  ['NONE', 'None'],
  ['no_restriction', 'None'],
  ['No_Restriction', 'None'],
  ['Default', undefined],
  ['unspecified', undefined],
  ['UNSPECIFIED', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
  ['no restriction', 'refused'],
])('sameSite %p comes back as %p', (sameSite, expected) => {
  const cookie = roundTrip({ sameSite, secure: true });
  expect(cookie === undefined ? 'refused' : cookie.sameSite).toBe(expected);
});

// Playwright's Firefox says None where the site has said nothing; no browser holds a cookie that says so and is not Secure.
test.each(['None', 'no_restriction'])('sameSite %p of a cookie that is not Secure is none at all', (sameSite) => {
  expect(roundTrip({ sameSite })).not.toHaveProperty('sameSite');
  const session = new Session();
  session.setCookies([{ name: 'a', value: 'b', domain: 'example.com', sameSite }]);
  expect(session.getCookieString('https://example.com/')).toBe('a=b');
  expect(session.getState().cookieJar.cookies[0]).not.toHaveProperty('sameSite');
});

// Promises: C8
test.each([
  ['Low', 'Low'],
  ['medium', 'Medium'],
  [undefined, undefined],
  ['urgent', 'refused'],
])('priority %p comes back as %p', (priority, expected) => {
  const cookie = roundTrip({ priority });
  expect(cookie === undefined ? 'refused' : cookie.priority).toBe(expected);
});

// Promises: C5
test('two partitions keep a cookie of one name apart', () => {
  const session = new Session();
  const cookie = { name: 'a', domain: 'example.com', path: '/', secure: true };
  session.putPuppeteerCookies([
    { ...cookie, value: '1', partitionKey: 'https://one.example' },
    { ...cookie, value: '2', partitionKey: 'https://two.example' },
    { ...cookie, value: '3' },
    { ...cookie, value: '4', partitionKey: 'https://one.example' },
  ]);
  // Another value makes it the newest.
  expect(session.getPuppeteerCookies().map(({ value }) => value)).toEqual(['2', '3', '4']);
});

// Promises: C16
test('values beyond ASCII come back as they were', () => {
  const session = new Session();
  const values = ['é', 'кириллица', '🍪 cookie 🍪', '\u2028', '日本', 'plain'];
  session.putPuppeteerCookies(
    values.map((value, index) => ({ name: `ñ${index}`, value, domain: 'example.com', path: '/' })),
  );
  expect(session.getPuppeteerCookies().map(({ value }) => value)).toEqual(values);
  expect(session.getCookies('https://example.com/').map(({ value }) => value)).toEqual(values);
  expect(new Session(JSON.parse(JSON.stringify(session))).getPuppeteerCookies()).toEqual(session.getPuppeteerCookies());
});

// Promises: C14
test('without a URL the whole jar comes out in the order of creation, with one only what the request gets', () => {
  const session = new Session();
  session.setCookie('a=1', 'https://one.example/');
  session.setCookie('b=1', 'https://two.example/');
  session.setCookie('c=1; Path=/deep', 'https://one.example/deep/');
  expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(session.getPuppeteerCookies('https://one.example/deep').map(({ name }) => name)).toEqual(['c', 'a']);
  expect(session.getPuppeteerCookies(new URL('https://two.example')).map(({ name }) => name)).toEqual(['b']);
});

// Promises: C9, C15
test.each([false, true])(
  'a partition key in the form of the DevTools protocol goes back in it, with ancestor %s',
  (hasCrossSiteAncestor) => {
    // Puppeteer before version 23, which old SDKs bring along, hands out what the browser told and sends it to the browser as it is.
    const partitionKey = { topLevelSite: 'https://top.example', hasCrossSiteAncestor };
    const asOldPuppeteerSendsIt = (cookie) => JSON.parse(JSON.stringify(cookie)).partitionKey;
    expect(asOldPuppeteerSendsIt(roundTrip({ secure: true, partitionKey }))).toEqual(partitionKey);
    const session = new Session();
    session.putPuppeteerCookies([{ name: 'a', value: 'b', domain: 'example.com', secure: true, partitionKey }]);
    const restored = new Session(JSON.parse(JSON.stringify(session)));
    expect(asOldPuppeteerSendsIt(restored.getPuppeteerCookies()[0])).toEqual(partitionKey);
    // What was handed out is read again, and goes back in the same form.
    const again = new Session();
    again.putPuppeteerCookies(restored.getPuppeteerCookies());
    expect(asOldPuppeteerSendsIt(again.getPuppeteerCookies()[0])).toEqual(partitionKey);
    // The same partition in Puppeteer's form is the same cookie.
    const sourceOrigin = partitionKey.topLevelSite;
    restored.putPuppeteerCookies([
      {
        name: 'a',
        value: 'c',
        domain: 'example.com',
        secure: true,
        partitionKey: { sourceOrigin, hasCrossSiteAncestor },
      },
    ]);
    const [cookie, ...others] = restored.getPuppeteerCookies();
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ value: 'c', _crHasCrossSiteAncestor: hasCrossSiteAncestor });
    expect(String(cookie.partitionKey)).toBe(sourceOrigin);
  },
);
