'use strict';

// What the log is told of refused cookies: name, domain and code, values never.
// Promises: C21

const { CookieJar, Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');

const HOME = 'https://www.example.com/shop';

describe.each([
  ['Session', Session],
  ['Session for Crawlee', CrawleeSession],
])('the log of %s', (_name, Class) => {
  /** The data of the only call of the log. */
  function told(call, options) {
    const debug = jest.fn();
    const session = new Class({ log: { debug }, ...options });
    call(session);
    expect(debug.mock.calls).toEqual([['Could not set cookies.', expect.any(Object)]]);
    return debug.mock.calls[0][1];
  }

  test.each([
    ['sid=secret; Domain=other.example', { name: 'sid', domain: 'other.example', code: 'COOKIE_DOMAIN_MISMATCH' }],
    [
      ' sid = secret ;domain= .Other.example ',
      { name: 'sid', domain: '.Other.example', code: 'COOKIE_DOMAIN_MISMATCH' },
    ],
    [
      'a=secret; Domain=one.example; DOMAIN=two.example',
      { name: 'a', domain: 'two.example', code: 'COOKIE_DOMAIN_MISMATCH' },
    ],
    ['__Host-sid=secret', { name: '__Host-sid', domain: 'www.example.com', code: 'COOKIE_HOST_PREFIX' }],
    ['sid=secret\x01', { name: 'sid', domain: 'www.example.com', code: 'COOKIE_PARSE_FAILED' }],
    ['si\x01d=secret', { name: 'si\ufffdd', domain: 'www.example.com', code: 'COOKIE_PARSE_FAILED' }],
    // What has no = may be a value.
    ['secret\x01; Path=/', { name: '', domain: 'www.example.com', code: 'COOKIE_PARSE_FAILED' }],
    [
      `${'n'.repeat(81)}=secret; Domain=other.example`,
      { name: `${'n'.repeat(79)}…`, domain: 'other.example', code: 'COOKIE_DOMAIN_MISMATCH' },
    ],
    [
      `${'n'.repeat(80)}=secret; Domain=other.example`,
      { name: 'n'.repeat(80), domain: 'other.example', code: 'COOKIE_DOMAIN_MISMATCH' },
    ],
    [`sid=secret${'x'.repeat(5000)}`, { name: 'sid', domain: 'www.example.com', code: 'COOKIE_TOO_LARGE' }],
  ])('names the line %j', (line, refusal) => {
    const data = told((session) => session.putResponse({ headers: { 'set-cookie': ['a=b', line] }, url: HOME }));
    expect(data).toEqual({ errorMessages: [expect.any(String)], refusals: [refusal] });
    expect(JSON.stringify(data)).not.toContain('secret');
  });

  test('has the refusals of a response in the order of its lines', () => {
    const lines = ['a=1; Domain=com', 'ok=1', 'b=2; Partitioned', 'c=3; Domain=other.example'];
    const data = told((session) => session.putResponse({ headers: { 'set-cookie': lines }, url: HOME }));
    expect(data.refusals.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(data.errorMessages).toHaveLength(3);
  });

  test.each(['about:blank', undefined])('knows no domain of a response from %p', (url) => {
    const { refusals } = told((session) => session.putResponse({ headers: { 'set-cookie': 'sid=secret' }, url }));
    expect(refusals).toEqual([
      { name: 'sid', domain: undefined, code: url === undefined ? 'COOKIE_NO_DOMAIN' : 'COOKIE_NOT_HTTP' },
    ]);
  });

  test.each([
    [
      'a wrong field',
      { name: 'sid', value: 'secret', domain: '.a.example', path: 1 },
      ['sid', '.a.example', 'COOKIE_INVALID'],
    ],
    ['a refusal of Rust', { name: 'sid', value: 'secret', domain: 'a b' }, ['sid', 'a b', 'COOKIE_INVALID_DOMAIN']],
    [
      'a domain of its URL',
      { name: 'sid', value: 'secret;', url: 'https://u.example/x' },
      ['sid', 'u.example', 'COOKIE_INVALID_CHARACTER'],
    ],
    ['no domain', { name: 'sid', value: 'secret;' }, ['sid', 'www.example.com', 'COOKIE_INVALID_CHARACTER']],
    [
      'a long name',
      { name: 'ü'.repeat(100), value: 'secret;' },
      [`${'ü'.repeat(79)}…`, 'www.example.com', 'COOKIE_INVALID_CHARACTER'],
    ],
    [
      'a long name that can’t be read',
      { name: '🍪'.repeat(100), value: 1, domain: 'a.example' },
      [`${'🍪'.repeat(79)}…`, 'a.example', 'COOKIE_INVALID'],
    ],
    [
      'a name of many lines',
      { name: 'a\nb', value: 1, domain: 'a\r\nb' },
      ['a\ufffdb', 'a\ufffd\ufffdb', 'COOKIE_INVALID'],
    ],
    ['no name', { value: 'secret', domain: 'a.example' }, [undefined, 'a.example', 'COOKIE_INVALID']],
    [
      'a name of a wrong type',
      { name: { secret: 1 }, value: 'secret', domain: ['secret'] },
      [undefined, undefined, 'COOKIE_INVALID'],
    ],
    ['no object', 'sid=secret', [undefined, 'www.example.com', 'COOKIE_INVALID']],
    [
      'a wrong field and no domain',
      { name: 'sid', value: 1, domain: null },
      ['sid', 'www.example.com', 'COOKIE_INVALID'],
    ],
    [
      'a wrong field and a URL',
      { name: 'sid', value: 1, domain: '', url: 'HTTP://U.example:8/x' },
      ['sid', 'u.example', 'COOKIE_INVALID'],
    ],
    [
      'a wrong field and the URL of an address',
      { name: 'sid', value: 1, url: 'http://[0:0::1]/' },
      ['sid', '[::1]', 'COOKIE_INVALID'],
    ],
    // What it has of its own counts, also where it leads to no host.
    ...['', 'no url', 'about:blank', 'ftp://f.example/', 7, { href: HOME, toString: () => HOME }].map((url) => [
      `a wrong field and the URL ${JSON.stringify(url)}`,
      { name: 'sid', value: 1, url },
      ['sid', undefined, 'COOKIE_INVALID'],
    ]),
    ['too much text', { name: 'sid', value: 'secret'.repeat(400_000) }, ['sid', 'www.example.com', 'COOKIE_TOO_LARGE']],
  ])('names a browser’s cookie with %s', (_what, cookie, [name, domain, code]) => {
    const data = told((session) => session.putPuppeteerCookies([cookie, { name: 'ok', value: 'secret' }], HOME));
    expect(data).toEqual({ errorMessages: [expect.any(String)], refusals: [{ name, domain, code }] });
    expect(JSON.stringify(data)).not.toContain('secret');
  });

  test('knows the same domain of a cookie that Rust refuses and of one that does not come so far', () => {
    for (const url of [
      undefined,
      '',
      'no url',
      'about:blank',
      HOME,
      'https://EXAMPLE.com./',
      'http://127.1:80/',
      'http://[::1]/',
    ]) {
      for (const fields of [
        {},
        { domain: '' },
        { domain: null },
        { domain: '.A b' },
        { url: HOME },
        { url: '' },
        { url: 'x' },
      ]) {
        const { refusals } = told((session) =>
          session.putPuppeteerCookies(
            [
              { name: 'a', value: 'b;', ...fields },
              { name: 'a', value: 1, ...fields },
            ],
            url,
          ),
        );
        expect(refusals).toHaveLength(2);
        expect(refusals[1].domain).toBe(refusals[0].domain);
      }
    }
  });

  test('has the refusals of JavaScript and of Rust in the order of the list', () => {
    const cookies = ['a', 'b', 'c', 'd'].map((name, index) => ({
      name,
      value: index % 2 === 0 ? 1 : 'x;',
      domain: 'a.example',
    }));
    const { refusals } = told((session) => session.putPuppeteerCookies(cookies));
    expect(refusals.map(({ name, code }) => [name, code])).toEqual([
      ['a', 'COOKIE_INVALID'],
      ['b', 'COOKIE_INVALID_CHARACTER'],
      ['c', 'COOKIE_INVALID'],
      ['d', 'COOKIE_INVALID_CHARACTER'],
    ]);
  });

  // Promises: E8
  test('never holds a value, whatever is wrong with the cookie', () => {
    const value = 'topsecret';
    const wrong = [
      { expires: value },
      { expires: new Date() },
      { hostOnly: value },
      { secure: true, partitionKey: 7 },
      { partitionKey: 'https://top.example' },
      { name: '__Host-a' },
      { value: `${value};` },
      { value: `${value}\n` },
      { value: `${value}\ud800` },
      { value: value.repeat(600) },
      { value: value.repeat(300_000) },
      { name: '', value: `${value}=1` },
      { value: { value } },
      { path: { value } },
      { sameSite: 'weird' },
      { partitionKeyOpaque: true },
    ].map((fields) => ({ name: 'a', value, domain: 'a.example', path: '/', ...fields }));
    const cookies = told((session) => session.putPuppeteerCookies(wrong));
    expect(cookies.refusals).toHaveLength(wrong.length);
    expect(JSON.stringify(cookies)).not.toContain(value);
    const lines = [
      '',
      '; Domain=com',
      '; Domain=x.example',
      '; Secure; Partitioned\x01',
      '\ud800',
      '\x01',
      '\t',
      value.repeat(600),
    ];
    const headers = {
      'set-cookie': lines.slice(1).flatMap((rest) => [`a=${value}${rest}`, `__Host-a=${value}${rest}`]),
    };
    const response = told((session) => session.putResponse({ headers, url: HOME }));
    expect(response.refusals.length).toBeGreaterThan(10);
    expect(JSON.stringify(response)).not.toContain(value);
  });

  test('knows the limits of a jar', () => {
    const cookieJar = new CookieJar(null, { limits: { cookiesPerDomain: 0 } });
    const { refusals } = told((session) => session.putResponse({ headers: { 'set-cookie': 'a=1' }, url: HOME }), {
      cookieJar,
    });
    expect(refusals).toEqual([{ name: 'a', domain: 'www.example.com', code: 'COOKIE_LIMIT_REACHED' }]);
  });
});

test('a session without a log goes on without a word', () => {
  const session = new Session();
  session.putPuppeteerCookies([7, { name: 'a', value: 'b', domain: 'a.example' }], undefined, { replace: true });
  session.putResponse({ headers: { 'set-cookie': ['a=b; Domain=com'] }, url: HOME });
  expect(session.getPuppeteerCookies()).toHaveLength(1);
});
