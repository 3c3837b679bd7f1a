'use strict';

// Promises: P6

const { Session: Main } = require('../..');
const { Session: ForCrawlee, createSessionFunction } = require('../../crawlee');
const { START, fromText, withoutOwnExtensions } = require('../helpers/sides');
const { HOSTS, newIn, persisted, restoredIn } = require('./states/hosts');
const { HOME, OPTIONS, REPORTED, REPORTED_TO_OURS, live, seen, seenOn } = require('./states/lives');

const ALL_REPORTED = [...REPORTED, ...REPORTED_TO_OURS];

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});

afterEach(() => {
  jest.useRealTimers();
});

/** What is seen of a session from a moment on. */
function seenFrom(moment, session) {
  jest.setSystemTime(moment);
  return seenOn(session);
}

/** What is seen, but for what the tough-cookie of a host has no field for. */
function asIn(host, value) {
  if (host.tough > 3) return value;
  return JSON.parse(JSON.stringify(value, (key, item) => (key === 'sameSite' ? undefined : item)));
}

/** What is seen, with a browser's text as ours sends it: as the octets of its UTF-8 (docs/chrome.md 17). */
const withOctets = (value) => JSON.parse(JSON.stringify(value).replaceAll('wide=ü', 'wide=\u00c3\u00bc'));

/** A serialized jar without what only ours writes into it. */
const withoutOwn = (state) => ({
  ...state,
  cookieJar: { ...state.cookieJar, cookies: state.cookieJar.cookies.map(withoutOwnExtensions) },
});

describe.each(HOSTS)('$name', (host) => {
  /** The state of a session of the host's own class that has lived. */
  const livedThere = async () => persisted([live(await newIn(host, OPTIONS), host.report)])[0];

  test('its state is restored here with nothing lost, by each class and in each form', async () => {
    const state = await livedThere();
    const saved = Date.now();
    const { sessions } = await restoredIn(host, [state]);
    const expected = withOctets(seenFrom(saved, sessions[0]));
    expect(expected.start).toMatchObject({ id: 'lived', errorScore: 1.75, usageCount: 3, usable: true });
    expect(expected.end.expired).toBe(true);
    const text = JSON.stringify(state);
    const ways = {
      main: () => new Main(JSON.parse(text)),
      'main, as its pool would': () => new Main(fromText(text)),
      'for Crawlee': () => new ForCrawlee(JSON.parse(text)),
      'for Crawlee, by the factory': () => createSessionFunction(undefined, { sessionOptions: fromText(text) }),
    };
    for (const [way, restore] of Object.entries(ways)) {
      jest.setSystemTime(saved);
      expect({ way, ...seenFrom(saved, restore()) }).toEqual({ way, ...expected });
    }
  });

  test('its pool restores the state of our class for Crawlee', async () => {
    const [state] = persisted([live(new ForCrawlee(OPTIONS), 'setCookies', ALL_REPORTED)]);
    const saved = Date.now();
    const expected = seenFrom(saved, new ForCrawlee(state));
    jest.setSystemTime(saved);
    const pool = await restoredIn(host, [state]);
    expect(pool.sessions).toHaveLength(1);
    expect(pool.sessions[0]).not.toBeInstanceOf(Main);
    expect(pool.sessions[0].sessionPool).toBe(pool);
    expect(withOctets(seenFrom(saved, pool.sessions[0]))).toEqual(asIn(host, expected));
  });

  test('its state comes back unchanged from the way through our class', async () => {
    const state = await livedThere();
    const { sessions } = await restoredIn(host, persisted([new ForCrawlee(state)]));
    expect(persisted(sessions).map(withoutOwn)).toEqual([state]);
  });

  test('our state comes back from the way through it, with what it knows nothing of', async () => {
    const [state] = persisted([live(new ForCrawlee(OPTIONS), 'setCookies', ALL_REPORTED)]);
    const { sessions } = await restoredIn(host, [state]);
    const back = new ForCrawlee(persisted(sessions)[0]);
    const { cookieJar } = persisted([back])[0];
    expect(cookieJar).toEqual(asIn(host, state.cookieJar));
    const handed = new Map(back.getCookies(HOME).map((cookie) => [cookie.name, cookie]));
    expect(handed.get('exact').expires).toBe(ALL_REPORTED.find(({ name }) => name === 'exact').expires);
    expect(handed.get('session').expires).toBe(-1);
    expect(handed.get('strict')).toMatchObject({ domain: '.example.com', priority: 'High' });
    expect(handed.get('strict').sameSite).toBe(host.tough > 3 ? 'Strict' : undefined);
  });

  test('limits without end are restored as well', async () => {
    const [state] = persisted([
      new ForCrawlee({ maxErrorScore: Infinity, maxUsageCount: Infinity, maxAgeSecs: Infinity }),
    ]);
    const { sessions } = await restoredIn(host, [state]);
    for (let use = 0; use < 100; use++) sessions[0].markBad();
    jest.advanceTimersByTime(1e12);
    expect(sessions[0].isUsable()).toBe(true);
  });
});

const [EARLIEST, ...LATER] = HOSTS;

test('the pool of 0.18 restores the state of the main class', async () => {
  const [state] = persisted([
    live(new Main({ ...OPTIONS, cookies: ['carried'] }), 'putPuppeteerCookies', ALL_REPORTED),
  ]);
  const saved = Date.now();
  const expected = seenFrom(saved, new Main(state));
  jest.setSystemTime(saved);
  const { sessions } = await restoredIn(EARLIEST, [state]);
  expect(sessions[0].cookies).toEqual(['carried']);
  expect(withOctets(seenFrom(saved, sessions[0]))).toEqual(asIn(EARLIEST, expected));
});

// Promises: A4
test.each(LATER)('the pool of $name refuses the keys of the main class, which is why there are two', async (host) => {
  await expect(restoredIn(host, persisted([new Main()]))).rejects.toThrow('Did not expect property `cookies` to exist');
});

test('each of our classes restores the state of the other', () => {
  for (const [Saved, report] of [
    [Main, 'putPuppeteerCookies'],
    [ForCrawlee, 'setCookies'],
  ]) {
    jest.setSystemTime(START);
    const [state] = persisted([live(new Saved(OPTIONS), report, ALL_REPORTED)]);
    const saved = Date.now();
    const expected = seenFrom(saved, new Saved(state));
    for (const Restored of [Main, ForCrawlee]) {
      jest.setSystemTime(saved);
      expect(seenFrom(saved, new Restored(state))).toEqual(expected);
    }
  }
});

// Promises: A6
test('the pool of Crawlee restores ours by our factory, to the letter', async () => {
  const states = persisted([live(new ForCrawlee(OPTIONS), 'setCookies', ALL_REPORTED), new ForCrawlee()]);
  const pool = await restoredIn(HOSTS.at(-1), states, { createSessionFunction });
  for (const session of pool.sessions) {
    expect(session).toBeInstanceOf(ForCrawlee);
    expect(session.sessionPool).toBe(pool);
  }
  expect(persisted(pool.sessions)).toEqual(states);
  expect(seen(pool.sessions[0]).strings).toEqual(seen(new ForCrawlee(states[0])).strings);
});
