'use strict';

// Broken files cost what is broken in them, whatever they are; nothing that is told shows a value.
// Promises: F2, E8

const fc = require('fast-check');
const { runScenario } = require('./scenario');
const { Session, formatCookies, parseCookies } = require('../..');
const { SHAPES } = require('./shapes');
const { fixture } = require('./tools/fixtures');

const URL = 'https://www.shop.example/';

test('each bad line costs itself, and is told by its number, its name and why', () => {
  const lines = [
    '# Netscape HTTP Cookie File',
    '.shop.example\tTRUE\t/\tFALSE\t0\tgood\tvalue',
    '.shop.example TRUE / FALSE 0 spaces secret',
    '.shop.example\tTRUE\t/\tsecret',
    'a b\tTRUE\t/\tFALSE\t0\tdomain\tsecret',
    '.shop.example\tTRUE\t/\tFALSE\tsecret\ttime\tsecret',
    '.shop.example\tTRUE\t/\tFALSE\t0\ttab\tsec\tret',
    '.shop.example\tTRUE\t/\tFALSE\t0\tlast\tvalue',
  ];
  const { cookies, problems } = parseCookies(lines.join('\r\n'));
  expect(cookies.map(({ name }) => name)).toEqual(['good', 'last']);
  expect(problems).toEqual([
    {
      line: 3,
      name: 'spaces',
      code: 'COOKIE_FILE_SPACES',
      reason: expect.stringContaining('spaces in place of its tabs'),
    },
    { line: 4, code: 'COOKIE_FILE_FIELDS', reason: expect.stringContaining('4 fields') },
    { line: 5, name: 'domain', code: 'COOKIE_INVALID_DOMAIN', reason: expect.any(String) },
    { line: 6, name: 'time', code: 'COOKIE_FILE_FIELDS', reason: expect.stringContaining('expiry') },
    { line: 7, name: 'tab', code: 'COOKIE_INVALID_CHARACTER', reason: expect.any(String) },
  ]);
  expect(JSON.stringify(problems)).not.toContain('secret');
});

test('each bad entry costs itself, in the words of putPuppeteerCookies', () => {
  const entries = [
    'secret',
    { name: 'value', value: 7 },
    { name: 'date', value: 'secret', domain: 'shop.example', expirationDate: '2030-01-01' },
    { name: 'site', value: 'secret', domain: 'shop.example', sameSite: 'sometimes' },
    { name: 'half', value: 'secret\ud800', domain: 'shop.example' },
    { name: 'good', value: 'secret', domain: 'shop.example', hostOnly: true },
  ];
  const { cookies, problems } = parseCookies(JSON.stringify(entries));
  expect(cookies.map(({ name }) => name)).toEqual(['good']);
  const debug = jest.fn();
  new Session({ log: { debug } }).putPuppeteerCookies(entries);
  const [, { refusals }] = debug.mock.calls[0];
  expect(problems.map(({ code }) => code)).toEqual(refusals.map(({ code }) => code));
  expect(problems.map(({ name }) => name)).toEqual(refusals.map(({ name }) => name));
  expect(problems.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  expect(JSON.stringify(problems)).not.toContain('secret');
});

test('a file that was cut off gives what is before the cut', () => {
  const [, , text] = SHAPES[0];
  const { cookies, problems } = parseCookies(text.slice(0, -20));
  expect(cookies.map(({ name }) => name)).toEqual(['login']);
  expect(problems).toEqual([{ index: 1, code: 'COOKIE_FILE_BROKEN', reason: expect.any(String) }]);
});

test('of more than a thousand problems the others are counted', () => {
  const { problems } = parseCookies(`# HTTP Cookie File\n${'x\n'.repeat(5000)}`);
  expect(problems).toHaveLength(1001);
  expect(problems.at(-1)).toEqual({ code: 'COOKIE_FILE_MORE', reason: '4000 more entries have problems' });
});

test.each([
  ['an empty text', [' \n'], 'ERR_UNKNOWN_COOKIE_FILE', 'text is empty'],
  ['another text', ['secret'], 'ERR_UNKNOWN_COOKIE_FILE', 'cookies.txt (a line'],
  ['other JSON', ['{"secret":1}'], 'ERR_UNKNOWN_COOKIE_FILE', '{ log: { entries } }'],
  ['another format', ['[]', { format: 'netscape' }], 'ERR_UNKNOWN_COOKIE_FILE', "not in the format 'netscape'"],
  ['bytes', [Buffer.from('[]')], 'ERR_INVALID_ARG_TYPE', 'is an encoding missing where a file is read?'],
  ['half a character', ['a=\ud800'], 'ERR_INVALID_ARG_VALUE', 'lone surrogates'],
  ['a header without a URL', ['a=secret'], 'ERR_INVALID_ARG_VALUE', 'options.url is needed'],
  ['a URL that has no cookies', ['a=1', { url: 'file:///x' }], 'ERR_INVALID_URL', 'http or https'],
  ['a format that there is not', ['a=1', { format: 'xml' }], 'ERR_INVALID_ARG_VALUE', "'netscape', 'extension'"],
  ['a format that is no name', ['a=1', { format: 7 }], 'ERR_INVALID_ARG_TYPE', 'got 7'],
  ['options that are none', ['a=1', 'netscape'], 'ERR_INVALID_ARG_TYPE', 'options must be an object'],
])('%s is a TypeError that says what was looked for', (_what, args, code, words) => {
  let error;
  try {
    parseCookies(...args);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(TypeError);
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
  expect(error.message).not.toContain('secret');
});

/** Files of every kind, to be broken. */
const WHOLE = [
  ...['curl', 'python'].map((tool) => fixture(`${tool}-shop.txt`)),
  ...SHAPES.map(([, , text]) => text),
  new Session({ cookieJar: JSON.parse(SHAPES[0][2]) }).getStateText(),
  formatCookies(parseCookies(SHAPES[0][2]).cookies, 'playwright'),
  '{"log":{"entries":[{"request":{"url":"https://a.example/","cookies":[{"name":"a","value":"1"}]},"response":{"cookies":[{"name":"b","value":"2","expires":"2036-01-01T00:00:00.000Z"}]}}]}}',
  'Cookie: a=1; b=2',
];

/** Reads a text; whatever it is, the outcome is a list of cookies, or the one error. */
function outcomeOf(text) {
  try {
    const { cookies, problems } = parseCookies(text, { url: URL });
    // What was read is what a session takes.
    new Session().putPuppeteerCookies(cookies);
    return Array.isArray(cookies) && Array.isArray(problems);
  } catch (error) {
    return error instanceof TypeError && error.code === 'ERR_UNKNOWN_COOKIE_FILE';
  }
}

test('no text is more than these: cut, mixed, with anything in it, or anything at all', () => {
  const cut = fc
    .constantFrom(...WHOLE)
    .chain((text) => fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.constant(text)));
  const part = cut.map(([from, to, text]) => text.slice(Math.min(from, to), Math.max(from, to)));
  const piece = fc.oneof(
    part,
    fc.constantFrom(
      '\0',
      '\t',
      '\n',
      '"',
      '\\',
      '\\ud800',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      ';',
      '=',
      '9e999',
      '-',
      '#HttpOnly_',
      '\ufeff',
    ),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').toWellFormed());
  fc.assert(fc.property(text, outcomeOf), { numRuns: 3000 });
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => outcomeOf(Buffer.from(bytes).toString('latin1'))),
    { numRuns: 1000 },
  );
});

/** Each kind of file, of the given size. */
const LARGE = ['netscape', 'extension', 'tough-cookie', 'har', 'problems', 'noise'];

test.each(LARGE)('a file of 50 MB (%s) takes no more than four times its size', async (kind) => {
  const { code, stdout, stderr } = await runScenario(kind);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { times, count } = JSON.parse(stdout);
  expect(count).toBeGreaterThan(0);
  expect(times).toBeLessThan(4);
});
