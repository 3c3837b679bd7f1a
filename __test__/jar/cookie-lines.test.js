'use strict';

// Promises: J15

const { NOT_TEXT, inBoth, ours } = require('./both');

// What RFC 6265 section 5.2 and the documentation of tough-cookie say of a Set-Cookie line, for both packages.

const date = (text) => new Date(text).toISOString();

/** The fields of a cookie that are not defaults. */
function fieldsOf(cookie) {
  const { creation: _, ...fields } = cookie.toJSON();
  return fields;
}

inBoth(
  'a line is split into name, value and attributes: %j',
  [
    // Examples of RFC 6265 section 3.1.
    ['SID=31d4d96e407aad42', { key: 'SID', value: '31d4d96e407aad42' }],
    ['SID=31d4; Path=/; Secure; HttpOnly', { key: 'SID', value: '31d4', path: '/', secure: true, httpOnly: true }],
    ['lang=en-US; Path=/; Domain=example.com', { key: 'lang', value: 'en-US', path: '/', domain: 'example.com' }],
    ['lang=; Expires=Sun, 06 Nov 1994 08:49:37 GMT', { key: 'lang', expires: date('1994-11-06T08:49:37Z') }],
    // The example of tough-cookie's documentation.
    ['a=bcd; Expires=Tue, 18 Oct 2011 07:05:03 GMT', { key: 'a', value: 'bcd', expires: date('2011-10-18T07:05:03Z') }],
    ['a=', { key: 'a' }],
    ['a=b=c', { key: 'a', value: 'b=c' }],
    ['a="b c"', { key: 'a', value: '"b c"' }],
    [' a = b ;', { key: 'a', value: 'b' }],
    ['a b=ü😀', { key: 'a b', value: 'ü😀' }],
    ['__proto__=x; __proto__=y', { key: '__proto__', value: 'x', extensions: ['__proto__=y'] }],
    ['a=b;;; ; Secure', { key: 'a', value: 'b', secure: true }],
    ['a=b; secure=no; HTTPONLY', { key: 'a', value: 'b', secure: true, httpOnly: true }],
    ['a=b; Foo=Bar ;foo; = ; =x', { key: 'a', value: 'b', extensions: ['Foo=Bar', 'foo', '=', '=x'] }],
    ['a=b; Priority=High; Partitioned', { key: 'a', value: 'b', extensions: ['Priority=High', 'Partitioned'] }],
    [`a=${'b'.repeat(5000)}`, { key: 'a', value: 'b'.repeat(5000) }],
  ],
  ({ Cookie }, line, fields) => {
    expect(Cookie.parse(line)).toBeInstanceOf(Cookie);
    expect(fieldsOf(Cookie.parse(line))).toStrictEqual(fields);
    expect(fieldsOf(Cookie.parse(line, { loose: true }))).toStrictEqual(fields);
  },
);

inBoth(
  'an attribute counts if its value is one: %j',
  [
    ['Domain=.Example.COM', { domain: 'example.com' }],
    ['Domain=..example.com', { domain: '.example.com' }],
    ['Domain=BÜCHER.example', { domain: 'bücher.example' }],
    ['Domain=', {}],
    ['Domain=.', {}],
    ['Domain', {}],
    ['Domain=example.com; Domain=', { domain: 'example.com' }],
    ['Path=/a; Path=b', {}],
    ['Path=/a; Path', {}],
    ['Path=b; Path=/a', { path: '/a' }],
    ['Path="/a"', {}],
    ['Expires=nonsense', {}],
    ['Expires', {}],
    ['Expires=1 Jan 2027 0:0:0; Expires=nonsense', { expires: date('2027-01-01T00:00:00Z') }],
    ['Max-Age=60', { maxAge: 60 }],
    ['Max-Age=060', { maxAge: 60 }],
    ['Max-Age=-1', { maxAge: -1 }],
    ['Max-Age=0; Max-Age=x', { maxAge: 0 }],
    ['Max-Age=1.5', {}],
    ['Max-Age=+5', {}],
    ['Max-Age=1e3', {}],
    ['Max-Age="60"', {}],
    ['Max-Age=', {}],
    [`Max-Age=${'1'.repeat(400)}`, { maxAge: 'Infinity' }],
    [`Max-Age=-${'1'.repeat(400)}`, { maxAge: '-Infinity' }],
    ['SameSite=Lax', { sameSite: 'lax' }],
    ['samesite=STRICT', { sameSite: 'strict' }],
    ['SameSite=None', { sameSite: 'none' }],
    ['SameSite=Lax; SameSite=other', {}],
    ['SameSite', {}],
  ],
  ({ Cookie }, attributes, fields) =>
    expect(fieldsOf(Cookie.parse(`a=b; ${attributes}`))).toStrictEqual({ key: 'a', value: 'b', ...fields }),
);

inBoth(
  'a line break or NUL ends name and value: %j',
  [['a=b\r\nc; Path=/'], ['a=b\0c; Path=/'], ['a=b\n; Path=/']],
  ({ Cookie }, line) => expect(Cookie.parse(line).toString()).toBe('a=b; Path=/'),
);

inBoth(
  'a line without a name makes no cookie: %j',
  [[''], [' '], [';'], ['a'], ['=a'], ['='], ['; a=b'], ['a; b=c'], ['\n=a'], [' = a']],
  ({ Cookie }, line) => {
    expect(Cookie.parse(line)).toBe(undefined);
    expect(Cookie.parse(line, { loose: false })).toBe(undefined);
    expect(Cookie.parse(line, null)).toBe(undefined);
  },
);

inBoth(
  'a loose reader takes a line without a name: %j',
  [
    ['a', '', 'a'],
    ['=a', '', 'a'],
    ['=', '', ''],
    ['==a', '', '=a'],
    ['=a=b', 'a', 'b'],
    ['a=b', 'a', 'b'],
    [' ', '', ''],
    [';', '', ''],
    ['=a; Path=/', '', 'a'],
  ],
  ({ Cookie }, line, key, value) => expect(Cookie.parse(line, { loose: true })).toMatchObject({ key, value }),
);

inBoth('even a loose reader takes no empty line', [['']], ({ Cookie }, line) =>
  expect(Cookie.parse(line, { loose: true })).toBe(undefined),
);

inBoth('a Cookie header is parsed by its parts', [['name=value; name2=value2; name3=value3']], ({ Cookie }, header) => {
  const cookies = header.split(';').map(Cookie.parse);
  expect(cookies.map(({ key, value }) => [key, value])).toEqual([
    ['name', 'value'],
    ['name2', 'value2'],
    ['name3', 'value3'],
  ]);
});

inBoth(
  'what is no text makes no cookie: %p',
  NOT_TEXT.filter(([value]) => !(value instanceof String)),
  ({ Cookie }, value) => {
    expect(Cookie.parse(value)).toBe(undefined);
    expect(Cookie.parse(value, { loose: true })).toBe(undefined);
  },
);

inBoth('null and undefined make no cookie: %p', [[null], [undefined]], ({ Cookie }, value) =>
  expect(Cookie.parse(value)).toBe(undefined),
);

describe('other than in tough-cookie', () => {
  const { Cookie } = ours;

  test('a String object is no text', () => {
    expect(Cookie.parse(new String('a=b'))).toBe(undefined);
  });

  test('a control character refuses the line, DEL as well: one such cookie makes Chromium refuse all that are set with it', () => {
    for (const control of ['\u0001', '\t', '\u001f', '\u007f'])
      for (const line of [`a=b${control}c`, `a${control}b=c`, `a=b${control}c; Path=/`])
        for (const loose of [true, false]) expect([line, Cookie.parse(line, { loose })]).toEqual([line, undefined]);
  });

  test('half a character refuses the line: no header can carry it', () => {
    for (const line of ['a=\ud800', '\udc00=b', 'a=b; Path=/\ud800']) expect(Cookie.parse(line)).toBe(undefined);
  });

  test('only space and tab are trimmed (RFC 6265 section 5.2): other spaces are octets of UTF-8, or text', () => {
    for (const space of ['\u00a0', '\u3000', '\ufeff', '\u2028', '\u1680']) {
      const text = `${space}x${space}`;
      const line = ` ${text}\t= \t${text} ; \tPath\t=\t/${text} ; ${text} = ${text};Secure${space}`;
      expect(fieldsOf(Cookie.parse(line))).toEqual({
        ...{ key: text, value: text, path: `/${text}`, extensions: [`${text} = ${text}`, `Secure${space}`] },
      });
    }
  });

  test('an attribute whose value has more than 1,024 octets is ignored (RFC 6265bis section 5.6 step 7)', () => {
    const long = 'x'.repeat(1024);
    for (const attribute of [
      `Path=/${long}`,
      `Domain=${long}x`,
      `Foo=${long}x`,
      `Foo=${'ü'.repeat(1025)}`,
      `Foo=${'日'.repeat(342)}`,
    ])
      expect(Cookie.parse(`a=b; ${attribute}; Secure`).toString()).toBe('a=b; Secure');
    for (const kept of [`Foo=${long}`, `${long}x`, `Foo=${'ü'.repeat(1024)}`, `Foo=${'日'.repeat(341)}`])
      expect(Cookie.parse(`a=b; ${kept}`).extensions).toEqual([kept]);
    expect(Cookie.parse(`a=b; Path=/y; Path=/${long}`).path).toBe('/y');
  });

  test('a site is not believed the attributes that only this package writes', () => {
    const line =
      'a=b; crawler-session-partition=https://evil.example; Crawler-Session-Expiry=1; crawler-session-expiry; x';
    expect(Cookie.parse(line).extensions).toEqual(['x']);
  });
});
