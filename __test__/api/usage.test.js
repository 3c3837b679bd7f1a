'use strict';

// Counters, usability, retirement, dynamic dispatch and time.

const { EventEmitter } = require('node:events');
const { Session } = require('../..');

const NOW = new Date('2026-11-23T12:00:00.000Z');

afterEach(() => jest.useRealTimers());

function counters({ usageCount, errorScore, errorCount }) {
  return { usageCount, errorScore, errorCount };
}

// Promises: S11
test('markGood counts a use and heals by errorScoreDecrement', () => {
  const session = new Session({ errorScore: 1 });
  session.markGood();
  expect(counters(session)).toEqual({ usageCount: 1, errorScore: 0.5, errorCount: 0 });
});

// Promises: S11
test('a score goes below zero by a part of the decrement, and no further', () => {
  const session = new Session({ errorScore: 0.25 });
  session.markGood();
  session.markGood();
  expect(session.errorScore).toBe(-0.25);
});

// Promises: S11, S12
test('markBad counts a use, an error and raises the score by 1; at maxErrorScore the session is blocked', () => {
  const session = new Session();
  session.markBad();
  session.markBad();
  expect(session.isBlocked()).toBe(false);
  session.markBad();
  expect(counters(session)).toEqual({ usageCount: 3, errorScore: 3, errorCount: 3 });
  expect(session.isBlocked()).toBe(true);
  expect(session.isUsable()).toBe(false);
});

// Promises: S12
test('errorScore blocks, errorCount only counts', () => {
  expect(new Session({ errorCount: 100 }).isBlocked()).toBe(false);
  expect(new Session({ errorScore: 3 }).isBlocked()).toBe(true);
});

// Promises: S12
test('a session is used up at maxUsageCount', () => {
  const session = new Session({ maxUsageCount: 2 });
  session.markGood();
  expect(session.isMaxUsageCountReached()).toBe(false);
  session.markGood();
  expect(session.isMaxUsageCountReached()).toBe(true);
  expect(session.isUsable()).toBe(false);
});

// Promises: S12
test('the main class does not retire itself', () => {
  const pool = new EventEmitter();
  const listener = jest.fn();
  pool.on('sessionRetired', listener);
  const session = new Session({ sessionPool: pool, maxUsageCount: 1 });
  for (let i = 0; i < 5; i++) session.markBad();
  expect(listener).not.toHaveBeenCalled();
  expect(session.usageCount).toBe(5);
});

// Promises: S10
test('time is that of Date.now(), so fake timers reach it', () => {
  jest.useFakeTimers({ now: NOW });
  const session = new Session({ maxAgeSecs: 10 });
  session.setCookie('a=b; Max-Age=5', 'https://example.com/');
  jest.advanceTimersByTime(4999);
  expect(session.getCookieString('https://example.com/')).toBe('a=b');
  jest.advanceTimersByTime(1);
  expect(session.getCookieString('https://example.com/')).toBe('');
  jest.advanceTimersByTime(4999);
  expect([session.isExpired(), session.isUsable()]).toEqual([false, true]);
  jest.advanceTimersByTime(1);
  expect([session.isExpired(), session.isUsable()]).toEqual([true, false]);
});

// Promises: S10
test('a date that was moved in place counts, as on the original', () => {
  const session = new Session();
  session.expiresAt.setTime(0);
  expect(session.isExpired()).toBe(true);
  expect(session.isUsable()).toBe(false);
  expect(session.getState().expiresAt).toBe('1970-01-01T00:00:00.000Z');
});

describe('retire', () => {
  // Promises: S13
  test('adds maxErrorScore to the score and a use, then emits with the session, synchronously', () => {
    const pool = new EventEmitter();
    const session = new Session({ sessionPool: pool, errorScore: 1 });
    const seen = [];
    pool.on('sessionRetired', (...args) => seen.push([...args, counters(session), session.isBlocked()]));
    session.retire();
    expect(seen).toHaveLength(1);
    expect(seen[0][0]).toBe(session);
    expect(seen[0].slice(1)).toEqual([{ usageCount: 1, errorScore: 4, errorCount: 0 }, true]);
  });

  // Promises: S14
  test('is terminal, whatever markGood does to the score', () => {
    const session = new Session();
    session.retire();
    for (let i = 0; i < 10; i++) session.markGood();
    expect(session.errorScore).toBe(0);
    expect(session.isBlocked()).toBe(true);
    expect(session.retired).toBe(true);
    session.errorScore = -5;
    expect(session.isUsable()).toBe(false);
  });

  // Promises: S4
  test('emits nothing without a pool', () => {
    const session = new Session();
    expect(() => session.retire()).not.toThrow();
    expect(session.isBlocked()).toBe(true);
  });

  // Promises: S13
  test('a listener may call any method of the session', () => {
    const pool = new EventEmitter();
    const session = new Session({ sessionPool: pool });
    session.setCookie('a=b', 'https://example.com/');
    let state;
    pool.on('sessionRetired', (retired) => {
      retired.markBad();
      retired.putResponse({ headers: { 'set-cookie': 'c=d' }, url: 'https://example.com/' });
      retired.putPuppeteerCookies([{ name: 'e', value: 'f', domain: 'example.com' }]);
      state = [retired.getState(), retired.getCookieString('https://example.com/'), retired.isUsable()];
    });
    session.retire();
    expect(state[0].cookieJar.cookies).toHaveLength(3);
    expect(state.slice(1)).toEqual(['a=b; c=d; e=f', false]);
  });

  // Promises: S13
  test('what a listener throws reaches the caller, and the session stays retired', () => {
    const pool = new EventEmitter();
    const error = new Error('listener');
    pool.on('sessionRetired', () => {
      throw error;
    });
    const session = new Session({ sessionPool: pool });
    expect(() => session.retire()).toThrow(error);
    expect(() => session.checkStatus(403)).toThrow(error);
    expect(session.isBlocked()).toBe(true);
    expect(session.usageCount).toBe(2);
  });

  // Promises: S13
  test('a listener may retire other sessions', () => {
    const pool = new EventEmitter();
    const others = Array.from({ length: 3 }, () => new Session({ sessionPool: pool }));
    pool.on('sessionRetired', () => others.find((other) => !other.retired)?.retire());
    new Session({ sessionPool: pool }).retire();
    expect(others.map((other) => other.retired)).toEqual([true, true, true]);
  });

  // Promises: S13
  test('retiring again counts again and emits again', () => {
    const pool = new EventEmitter();
    const listener = jest.fn();
    pool.on('sessionRetired', listener);
    const session = new Session({ sessionPool: pool });
    session.retire();
    session.retire();
    expect(listener).toHaveBeenCalledTimes(2);
    expect(counters(session)).toEqual({ usageCount: 2, errorScore: 6, errorCount: 0 });
  });
});

// Promises: S15
describe.each(['checkStatus', 'retireOnBlockedStatusCodes'])('%s', (method) => {
  test.each([401, 403, 429])('retires on %d', (code) => {
    const session = new Session();
    expect(session[method](code)).toBe(true);
    expect(session.isBlocked()).toBe(true);
  });

  test.each([200, 301, 404, 500, '403', undefined, null, NaN, {}, [403]])('leaves the session alone on %p', (code) => {
    const session = new Session();
    expect(session[method](code)).toBe(false);
    expect(counters(session)).toEqual({ usageCount: 0, errorScore: 0, errorCount: 0 });
  });
});

// Promises: S15
test('retireOnBlockedStatusCodes takes further codes', () => {
  expect(new Session().retireOnBlockedStatusCodes(503, [503])).toBe(true);
  expect(new Session().retireOnBlockedStatusCodes(403, [])).toBe(true);
  expect(() => new Session().retireOnBlockedStatusCodes(503, 503)).toThrow(TypeError);
});

// Promises: S9
describe('methods are looked up dynamically', () => {
  test('checkStatus calls the retire that the object has', () => {
    class Mine extends Session {
      retire() {
        this.retiredHere = true;
        super.retire();
      }
    }
    const session = new Mine();
    session.checkStatus(403);
    expect(session.retiredHere).toBe(true);
    const other = new Session();
    other.retire = jest.fn();
    other.retireOnBlockedStatusCodes(403);
    expect(other.retire).toHaveBeenCalledTimes(1);
    expect(other.isBlocked()).toBe(false);
  });

  test.each(['isBlocked', 'isExpired', 'isMaxUsageCountReached'])(
    'isUsable calls the %s that the object has',
    (part) => {
      const session = new Session();
      session[part] = () => true;
      expect(session.isUsable()).toBe(false);
      const spy = jest.spyOn(Session.prototype, part).mockReturnValue(true);
      expect(new Session().isUsable()).toBe(false);
      spy.mockRestore();
      expect(new Session().isUsable()).toBe(true);
    },
  );

  test('a subclass may make checkStatus and its later name call each other, either way round', () => {
    class Older extends Session {
      retireOnBlockedStatusCodes(code) {
        return this.checkStatus(code);
      }
    }
    class Newer extends Session {
      checkStatus(code) {
        return this.retireOnBlockedStatusCodes(code);
      }
    }
    expect(new Older().retireOnBlockedStatusCodes(403)).toBe(true);
    expect(new Newer().checkStatus(403)).toBe(true);
  });

  // Promises: S16
  test('the later names call the earlier ones', () => {
    const session = new Session();
    session.putResponse = jest.fn();
    session.putPuppeteerCookies = jest.fn();
    session.setCookiesFromResponse({});
    session.setPuppeteerCookies([], 'https://example.com/');
    expect(session.putResponse).toHaveBeenCalledWith({});
    expect(session.putPuppeteerCookies).toHaveBeenCalledWith([], 'https://example.com/');
  });
});
