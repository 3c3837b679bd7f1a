'use strict';

// getStateText and fromStateText, compared with JSON.stringify(getState()) and the constructor. The expected values come from those.

const { EventEmitter } = require('node:events');
const { CookieJar, Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');

const CLASSES = [
  ['main', Session],
  ['crawlee', CrawleeSession],
];

const TEXTS = [
  'a',
  '',
  'é',
  '日本',
  '"',
  '\\',
  '\u2028',
  '\ud800',
  '\u0007',
  '😀',
  'x'.repeat(300),
  '{"a":1}',
  '</script>',
];
const NUMBERS = [0, 1, -1, 0.1 + 0.2, 1e21, 1e-7, 123456789012345680000, Number.MAX_VALUE, 5e-324, 2 ** 53, -0];

function randomValue(random, depth) {
  switch (random.below(depth > 2 ? 4 : 7)) {
    case 0:
      return random.pick(TEXTS);
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return random.pick([true, false, null, undefined, new Date(random.below(1e12)), Infinity]);
    case 3:
      return { toJSON: (key) => `of ${key}` };
    case 4:
      return Array.from({ length: random.below(3) }, () => randomValue(random, depth + 1));
    default: {
      const entries = Array.from({ length: random.below(4) }, () => [
        random.pick(TEXTS),
        randomValue(random, depth + 1),
      ]);
      return Object.fromEntries(entries);
    }
  }
}

function randomLine(random) {
  const name = random.pick(['sid', 'csrf', '', 'é', '__Secure-a', 'n"q', '\u00fc']);
  const value = random.pick(['1', '', '"quoted"', '\u00e4', 'x'.repeat(200), 'a b']);
  const attributes = [
    'Path=/',
    'Path=/de"ep',
    'Secure',
    'HttpOnly',
    'Max-Age=60',
    'Max-Age=0',
    'SameSite=Lax',
    'SameSite=None; Secure',
  ]
    .concat([
      'Domain=example.com',
      'Expires=Wed, 01 Jan 2031 00:00:00 GMT',
      'Priority=High',
      'Partitioned; Secure',
      'Odd=1',
    ])
    .filter(() => random.chance(0.2));
  return [`${name}=${value}`, ...attributes].join('; ');
}

/** A session of random options, cookies and marks. */
function randomSession(random, Class) {
  const userData = { ...randomValue(random, 0) };
  const options = {
    userData,
    id: random.chance(0.5) ? random.pick(TEXTS) : undefined,
    cookies: random.chance(0.2) ? [randomValue(random, 1)] : undefined,
    maxErrorScore: random.pick([3, Infinity, 0.1, 1e21]),
    maxUsageCount: random.pick([50, Infinity, 1e300]),
    errorScoreDecrement: random.pick([0.5, 0.1, 1e-7]),
    maxAgeSecs: random.pick([3000, Infinity, 0, -5]),
    createdAt: random.pick([undefined, 0, -1, 8.64e15, 253402300800000]),
    cookieJar: random.pick([
      undefined,
      undefined,
      undefined,
      new CookieJar(),
      new CookieJar(null, { rules: 'chrome' }),
    ]),
  };
  const session = new Class(options);
  for (let step = random.below(8); step > 0; step--) {
    const line = randomLine(random);
    session.putResponse({
      url: random.pick(['https://www.example.com/a', 'http://[::1]/']),
      headers: { 'set-cookie': line },
    });
  }
  session.putPuppeteerCookies([
    {
      name: 'b',
      value: 'ü',
      domain: 'example.com',
      path: '/',
      expires: 4e9 + 0.123456,
      partitionKey: 'https://t.example',
      secure: true,
    },
  ]);
  for (let step = random.below(6); step > 0; step--) random.pick([() => session.markGood(), () => session.markBad()])();
  if (random.chance(0.2)) session.retire();
  if (random.chance(0.2)) session.expiresAt.setTime(random.pick([Number.NaN, 1234567]));
  if (random.chance(0.2)) session.createdAt.setTime(random.pick([Number.NaN, 7654321]));
  if (random.chance(0.2)) session.cookieJar.toJSON();
  return session;
}

/** The session that was made and its state, or the error. */
function outcomeOf(make) {
  try {
    const session = make();
    return { session, state: session.getState() };
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}

// Promises: P9
test.each(CLASSES)('the text is what JSON.stringify makes of the state: %s', (_, Class) => {
  const random = randomOf(SEED);
  for (let round = 0; round < 400; round++) {
    const session = randomSession(random, Class);
    expect(JSON.parse(session.getStateText())).toEqual(JSON.parse(JSON.stringify(session.getState())));
  }
});

// Promises: P9
test.each(CLASSES)('a session from text is the one that the constructor makes of the state: %s', (_, Class) => {
  const random = randomOf(SEED + 1);
  for (let round = 0; round < 400; round++) {
    const session = randomSession(random, Class);
    const text = random.chance(0.5) ? session.getStateText() : JSON.stringify(session.getState());
    const sessionPool = new EventEmitter();
    const read = outcomeOf(() => Class.fromStateText(text, { sessionPool }));
    const expected = outcomeOf(() => new Class({ ...JSON.parse(text), sessionPool }));
    expect({ ...read, session: undefined }).toEqual({ ...expected, session: undefined });
    if (read.session === undefined) continue;
    const restored = read.session;
    expect(restored.getPuppeteerCookies()).toEqual(expected.session.getPuppeteerCookies());
    expect([restored.maxAgeSecs, restored.sessionPool]).toEqual([3000, sessionPool]);
    expect(restored).toBeInstanceOf(Class);
  }
});

// Promises: P9
test.each([
  // A state is secret, and JSON.parse would quote it.
  ['no JSON', 'nonsense', /^text must be the JSON of a session's state, and is no JSON$/],
  ['nothing', '', /text must be the JSON of a session's state/],
  ['half a state', new Session().getStateText().slice(0, -30), /text must be the JSON of a session's state/],
  ['null', 'null', /options must be an object, got null/],
  ['a number', '7', /options must be an object/],
  ['a count that is a word', '{"usageCount":"three"}', /usageCount must be a finite number/],
  ['a date that is none', '{"expiresAt":"tomorrow"}', /expiresAt must be a valid date/],
  ['data that is a list', '{"userData":[]}', /userData must be an object/],
  ['an id that is a number', '{"id":7}', /id must be a string/],
  ['a jar that is none', '{"cookieJar":"{}"}', /cookieJar must be a CookieJar/],
])('what can not be read throws what the constructor throws: %s', (_, text, message) => {
  for (const [, Class] of CLASSES) {
    expect(() => Class.fromStateText(text)).toThrow(TypeError);
    expect(() => Class.fromStateText(text)).toThrow(message);
  }
});

// Promises: P9
test('each truncation and each changed character of a state gives a session or a TypeError, like the constructor', () => {
  const session = new Session({ id: 'é', userData: { a: ['😀'] } });
  session.putResponse({ url: 'https://a.example/', headers: { 'set-cookie': 'a=1; Max-Age=60; Odd' } });
  const text = session.getStateText();
  const sessionPool = new EventEmitter();
  const random = randomOf(SEED + 2);
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  for (let at = 0; at < text.length; at++) {
    const changed = text.slice(0, at) + random.pick(['"', '{', '}', '0', 'x', ',', '\\', '']) + text.slice(at + 1);
    for (const broken of [text.slice(0, at), changed]) {
      const ours = outcomeOf(() => Session.fromStateText(broken, { sessionPool }));
      const theirs = outcomeOf(() => new Session({ ...JSON.parse(broken), sessionPool }));
      if (theirs.name === 'SyntaxError') {
        expect([ours.code, ours.name]).toEqual(['ERR_INVALID_ARG_VALUE', 'TypeError']);
        continue;
      }
      for (const { state } of [ours, theirs]) {
        // A text without an id gets a new one each time.
        if (!broken.includes('"id"')) delete state?.id;
      }
      expect({ ...ours, session: undefined }).toEqual({ ...theirs, session: undefined });
    }
  }
  clock.mockRestore();
});

// Promises: P9
test('options override the state, and undefined ones override nothing', () => {
  const text = new Session({ id: 'a', userData: { a: 1 }, maxUsageCount: 9 }).getStateText();
  const restored = Session.fromStateText(text, { maxUsageCount: 3, userData: undefined, id: undefined });
  expect([restored.maxUsageCount, restored.userData, restored.id]).toEqual([3, { a: 1 }, 'a']);
  expect(Session.fromStateText(text, { userData: { b: 2 } }).userData).toEqual({ b: 2 });
  for (const wrong of [null, 7, 'x'])
    expect(() => Session.fromStateText(text, wrong)).toThrow(/options must be an object/);
  for (const wrong of [null, 7, {}]) expect(() => Session.fromStateText(wrong)).toThrow(/text must be a string/);
  expect(() => Session.fromStateText(text, { sessionPool: {} })).toThrow(/sessionPool/);
  expect(() => Session.fromStateText(text, { log: {} })).toThrow(/log must be/);
});

// Promises: P9
test('a subclass writes what it overrides, and is made by its own constructor', () => {
  class Named extends Session {
    name = 'own';
    constructor(options) {
      super({ ...options, maxUsageCount: 7 });
      this.given = Object.keys(options).length;
    }

    get userData() {
      return { token: 'made up' };
    }

    getState() {
      return { ...super.getState(), version: 2 };
    }
  }
  const session = new Named({ userData: { a: 1 } });
  const text = session.getStateText();
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(session.getState())));
  expect(JSON.parse(text)).toMatchObject({ version: 2, userData: { token: 'made up' }, maxUsageCount: 7 });
  const restored = Named.fromStateText(text);
  expect(restored).toBeInstanceOf(Named);
  expect([restored.name, restored.given]).toEqual(['own', 13]);
  class WithId extends Session {
    id = 'mine';
  }
  expect(JSON.parse(new WithId().getStateText()).id).toBe('mine');
});

// Promises: P9
test.each([
  ['a cycle', () => ({ set: (data) => Object.assign(data, { data }) })],
  ['a BigInt', () => ({ set: (data) => Object.assign(data, { big: 1n }) })],
])('userData that JSON can not hold throws what JSON.stringify throws: %s', (_, make) => {
  const session = new Session();
  make().set(session.userData);
  expect(() => session.getStateText()).toThrow(TypeError);
  expect(() => session.getStateText()).toThrow(/circular|BigInt/);
});

// Promises: P10
test('the revision grows with each change, and with nothing else', () => {
  const session = new Session({ maxUsageCount: 100 });
  const url = 'https://a.example/';
  const cookie = { name: 'a', value: '1', domain: 'a.example', path: '/', expires: 4e9 };
  const changes = {
    markGood: () => session.markGood(),
    markBad: () => session.markBad(),
    putResponse: () => session.putResponse({ url, headers: { 'set-cookie': 'r=1' } }),
    setCookie: () => session.setCookie('l=1', url),
    putPuppeteerCookies: () => session.putPuppeteerCookies([cookie]),
    replace: () => session.putPuppeteerCookies([cookie], url, { replace: true }),
    deleteCookies: () => session.deleteCookies({ name: 'a' }),
    usageCount: () => {
      session.usageCount += 1;
    },
    expiresAt: () => {
      session.expiresAt = 4e12;
    },
    'the date in place': () => session.expiresAt.setTime(4e12 + 1),
    'the other date in place': () => session.createdAt.setTime(4e11),
    'the jar': () => session.cookieJar.setCookieSync('j=1', url),
    removeAll: () => session.cookieJar.removeAllCookiesSync(),
    retire: () => session.retire(),
  };
  for (const [name, change] of Object.entries(changes)) {
    const before = session.revision;
    change();
    expect([name, session.revision > before]).toEqual([name, true]);
  }
  session.setCookie('z=1', url);
  const before = session.revision;
  session.isUsable();
  session.isExpired();
  session.getCookieString(url);
  session.getState();
  session.getStateText();
  session.getPuppeteerCookies();
  session.deleteCookies({ name: 'none' });
  session.putResponse({ url, headers: {} });
  const { usageCount } = session;
  session.usageCount = usageCount;
  session.userData = { b: 1 };
  expect(session.revision).toBe(before);
});

// Promises: P10
test('the revision grows when a time of access is recorded, and when a query removes what has ended', () => {
  const url = 'https://a.example/';
  const session = new Session();
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  session.setCookie('a=1; Max-Age=90', url);
  const revisionAfter = (ms) => {
    clock.mockReturnValue(now + ms);
    session.getCookieString(url);
    return session.revision;
  };
  const start = session.revision;
  expect(revisionAfter(59_999)).toBe(start);
  const accessed = revisionAfter(60_000);
  expect(accessed).toBeGreaterThan(start);
  expect(revisionAfter(60_001)).toBe(accessed);
  expect(revisionAfter(90_000)).toBeGreaterThan(accessed);
  clock.mockRestore();
});
