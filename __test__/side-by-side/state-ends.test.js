'use strict';

// Promises: P3, P6, A5

const { Session: Main } = require('../..');
const { Session: ForCrawlee, createSessionFunction } = require('../../crawlee');
const { START, counters } = require('../helpers/sides');
const { HOSTS, newIn, persisted, restoredIn } = require('./states/hosts');
const { HOME, put } = require('./states/lives');

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});

afterEach(() => {
  jest.useRealTimers();
});

function times(count, act) {
  for (let time = 0; time < count; time++) act();
}

/** What a session may come to: each is usable no more, but for the last one. */
const ENDS = {
  retired: (session) => session.retire(),
  'marked bad': (session) => times(3, () => session.markBad()),
  'used up': (session) => times(50, () => session.markGood()),
  expired: () => jest.advanceTimersByTime(3_000_000),
  'below zero': (session) => {
    session.markBad();
    times(2, () => session.markGood());
  },
};

/** A session of the host's class and one of ours that came to the same end. */
async function ended(host, end) {
  const options = { errorScoreDecrement: 0.75 };
  const pair = [];
  for (const make of [() => newIn(host, options), () => new ForCrawlee(options)]) {
    jest.setSystemTime(START);
    const session = await make();
    ENDS[end](session);
    pair.push(session);
  }
  return pair;
}

describe.each(HOSTS)('$name', (host) => {
  test.each(Object.keys(ENDS))('a session that is %s is so on the other side as well', async (end) => {
    const [theirs, ours] = await ended(host, end);
    const isUsable = end === 'below zero';
    expect([theirs.isUsable(), ours.isUsable()]).toEqual([isUsable, isUsable]);
    for (const Session of [Main, ForCrawlee]) {
      expect(counters(new Session(persisted([theirs])[0]))).toEqual(counters(theirs));
    }
    const { sessions } = await restoredIn(host, persisted([ours]));
    // A pool takes up what is usable.
    expect(sessions.map(counters)).toEqual(isUsable ? [counters(ours)] : []);
  });

  test('a session that is retired and then does well stays out of the pool', async () => {
    const session = new ForCrawlee();
    session.retire();
    session.markGood();
    expect(session.errorScore).toBeLessThan(session.maxErrorScore);
    const [state] = persisted([session]);
    expect((await restoredIn(host, [state])).sessions).toEqual([]);
    expect(new ForCrawlee(state).isUsable()).toBe(false);
  });

  test('each cookie ends on the other side when it would have ended on its own', async () => {
    const lines = [`date=1; Expires=${new Date(START + 70_750).toUTCString()}`, 'age=1; Max-Age=60', 'session=1'];
    const moments = [59_999, 60_000, 70_749, 70_750, 1_000_000];
    const expected = ['date=1; age=1; session=1', 'date=1; session=1', 'date=1; session=1', 'session=1', 'session=1'];
    const sources = { theirs: () => newIn(host), main: () => new Main(), ours: () => new ForCrawlee() };
    for (const [source, make] of Object.entries(sources)) {
      jest.setSystemTime(START);
      const session = await make();
      put(session, lines);
      const [state] = persisted([session]);
      const ways = { main: () => new Main(state), ours: () => new ForCrawlee(state) };
      if (source !== 'main' || host.tough === 3) {
        ways.theirs = async () => (await restoredIn(host, [state])).sessions[0];
      }
      for (const [way, restore] of Object.entries(ways)) {
        const headers = [];
        for (const moment of moments) {
          // Each time anew: in Crawlee a cookie's Max-Age begins anew when it is read.
          jest.setSystemTime(START);
          const restored = await restore();
          jest.setSystemTime(START + moment);
          headers.push(restored.getCookieString(HOME));
        }
        expect({ source, way, headers }).toEqual({ source, way, headers: expected });
      }
    }
  });
});

test('the pool of Crawlee leaves out what is usable no more, with our factory too', async () => {
  for (const end of Object.keys(ENDS)) {
    jest.setSystemTime(START);
    const session = new ForCrawlee();
    ENDS[end](session);
    const { sessions } = await restoredIn(HOSTS.at(-1), persisted([session]), { createSessionFunction });
    expect({ end, sessions: sessions.map(counters) }).toEqual({
      end,
      sessions: session.isUsable() ? [counters(session)] : [],
    });
  }
});
