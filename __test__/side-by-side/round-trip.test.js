'use strict';

// Promises: P2, P6

const {
  Original,
  Ours,
  START,
  SessionPool,
  counters,
  fromText,
  make,
  plain,
  put,
  storedCookies,
} = require('../helpers/sides');

const CLASSES = { original: Original, ours: Ours };
const WAYS = Object.keys(CLASSES).flatMap((from) => Object.keys(CLASSES).map((to) => [from, to]));

const HOME = 'https://www.example.com/';
const URLS = [
  ...[
    HOME,
    'https://www.example.com/a/b',
    'http://www.example.com/a',
    'https://example.com/',
    'https://sub.example.com/a',
  ],
  ...['https://xn--bcher-kva.example.com/', 'http://127.0.0.1:8080/', 'https://nobody.org/'],
];

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});

afterEach(() => {
  jest.useRealTimers();
});

/** A session with something in each of its parts. */
function lived(Session, pool) {
  const session = make(Session, pool, {
    id: 'lived',
    userData: { token: 'ü', n: [1, null] },
    maxErrorScore: 5,
    maxAgeSecs: 500,
  });
  session.markBad();
  session.markBad();
  session.markGood();
  put(session, [
    'a=1; Path=/',
    'b=2; Path=/a; Secure',
    'c=3; Domain=example.com; HttpOnly; Path=/',
    'age=1; Max-Age=120',
  ]);
  put(session, [
    'date=1; Expires=Wed, 01 Jan 2025 00:00:00 GMT',
    'odd="x, y"; Foo=bar; Flag',
    'empty=',
    'u=\u00c3\u00bc',
    'gone=1; Max-Age=0',
  ]);
  put(session, 'idn=1', 'https://bücher.example.com/');
  put(session, 'ip=1', 'http://127.0.0.1:8080/');
  // Here an access is noted once a minute, and a cookie that is replaced by another value is another one (docs/chrome.md).
  jest.advanceTimersByTime(63_210);
  put(session, ['a=1; Path=/; HttpOnly', 'late=1; Path=/a']);
  session.getCookieString('https://www.example.com/a');
  return session;
}

/** What can be seen of a session, now and as time passes. */
function seen(session) {
  const look = () => [counters(session), URLS.map((url) => session.getCookieString(url))];
  const { id, userData, cookies, maxErrorScore, errorScoreDecrement, createdAt, expiresAt } = session;
  const start = look();
  const stored = storedCookies(session);
  jest.advanceTimersByTime(56_700);
  const later = look();
  session.markBad();
  session.markGood();
  put(session, ['a=1; Path=/; Foo=bar', 'last=1; Path=/']);
  const changed = look();
  jest.advanceTimersByTime(400_000);
  return plain({
    ...{
      id,
      userData,
      cookies,
      maxErrorScore,
      errorScoreDecrement,
      createdAt,
      expiresAt,
      start,
      stored,
      later,
      changed,
    },
    end: look(),
  });
}

test('a restored session is the one that was saved, in every direction between the two classes', () => {
  const expected = seen(lived(Original, new SessionPool()));
  expect(expected.start[1][0]).toContain('a=1');
  expect(expected.start[0]).toMatchObject({ errorScore: 1.5, usageCount: 3 });
  expect(expected.end[0].expired).toBe(true);
  for (const [from, to] of WAYS) {
    jest.setSystemTime(START);
    const text = JSON.stringify(lived(CLASSES[from], new SessionPool()).getState());
    expect({ from, to, ...seen(new CLASSES[to](fromText(text, new SessionPool()))) }).toEqual({
      from,
      to,
      ...expected,
    });
  }
});

test('the state of a restored session is the text that it was restored from', () => {
  for (const Session of [Original, Ours]) {
    const text = JSON.stringify(lived(Session, new SessionPool()).getState());
    expect(JSON.stringify(new Session(fromText(text, new SessionPool())).getState())).toBe(text);
    jest.setSystemTime(START);
  }
});

test('ours restores the text of the original with its dates as text too', () => {
  const text = JSON.stringify(lived(Original, new SessionPool()).getState());
  const saved = Date.now();
  const expected = seen(new Original(fromText(text, new SessionPool())));
  jest.setSystemTime(saved);
  const ours = new Ours({ ...JSON.parse(text), sessionPool: new SessionPool() });
  expect(seen(ours)).toEqual(expected);
});

test('a cookie that was read before the session was saved keeps its Max-Age, in every direction', () => {
  for (const [from, to] of WAYS) {
    jest.setSystemTime(START);
    const session = make(CLASSES[from], new SessionPool());
    put(session, 'age=1; Max-Age=60');
    jest.advanceTimersByTime(20_000);
    session.getCookieString(HOME);
    const restored = new CLASSES[to](fromText(JSON.stringify(session.getState()), new SessionPool()));
    const strings = [39_999, 1, 20_000].map((step) => {
      jest.advanceTimersByTime(step);
      return restored.getCookieString(HOME);
    });
    expect({ from, to, strings }).toEqual({ from, to, strings: ['age=1', '', ''] });
  }
});

test('blocked, used up and expired sessions stay so, in every direction', () => {
  const ends = {
    retired: (session) => session.retire(),
    bad: (session) => Array.from({ length: 3 }, () => session.markBad()),
    usedUp: (session) => Array.from({ length: 50 }, () => session.markGood()),
    expired: () => jest.advanceTimersByTime(3_000_000),
    negative: (session) => {
      session.errorScore = 0.25;
      session.markGood();
    },
  };
  for (const [end, finish] of Object.entries(ends)) {
    const results = WAYS.map(([from, to]) => {
      jest.setSystemTime(START);
      const session = make(CLASSES[from], new SessionPool());
      finish(session);
      const before = counters(session);
      const after = counters(new CLASSES[to](fromText(JSON.stringify(session.getState()), new SessionPool())));
      expect({ end, from, to, ...after }).toEqual({ end, from, to, ...before });
      return after;
    });
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0].usable).toBe(end === 'negative');
  }
});
