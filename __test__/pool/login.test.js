'use strict';

// login and check: when they are called, with what, and what follows from what they do.

const { getEventListeners } = require('node:events');
const { SessionPool } = require('../../pool');
const { Session } = require('../..');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

/** A pool whose login and check are counted. */
async function open(options = {}) {
  const calls = [];
  const hook = (name, fn) =>
    fn === undefined
      ? undefined
      : async (session, context) => {
          calls.push(`${name} ${session.id}`);
          return fn(session, context);
        };
  const store = options.store ?? new TextStore();
  const pool = await SessionPool.open({
    ...options,
    store,
    createSessions: false,
    login: hook('login', options.login),
    check: hook('check', options.check),
  });
  await pool.add({ id: 'a' }, { ifExists: 'keep' });
  return { calls, pool, store };
}

// Promises: L12
test('login runs once for a new session, before its first use, in whatever pool object', async () => {
  const login = (session) => session.setCookie('sid=1', 'https://site.example/');
  const { calls, pool, store } = await open({ login });
  await pool.use((session) => expect(session.getCookieString('https://site.example/')).toBe('sid=1'));
  await pool.use(() => {});
  await pool.close();
  const again = await open({ login, store });
  await again.pool.use(() => {});
  expect([calls, again.calls]).toEqual([['login a'], []]);
  await again.pool.renew('a');
  await again.pool.use(() => {});
  expect(again.calls).toEqual(['login a']);
  await again.pool.close();
});

// Promises: L12
test('a login is saved at once, not a third of a lease later', async () => {
  const login = (session) => session.setCookie('sid=1', 'https://site.example/');
  const { pool, store } = await open({ login, leaseSecs: 100_000 });
  const lease = await pool.acquire();
  expect(await until(() => store.calls.renew === 1)).toBe(true);
  const { state } = await store.get('default', 'a');
  expect(JSON.parse(state).cookieJar.cookies).toEqual([expect.objectContaining({ key: 'sid', value: '1' })]);
  await lease.release();
  await pool.close();
});

// Promises: L12
test('two pool objects log one account in once', async () => {
  const login = async (session) => {
    session.userData.logins = (session.userData.logins ?? 0) + 1;
  };
  const one = await open({ login });
  const other = await open({ login, store: one.store });
  const uses = [one, other, one, other].map(({ pool }) => pool.use((session) => session.userData.logins));
  expect(await Promise.all(uses)).toEqual([1, 1, 1, 1]);
  expect([...one.calls, ...other.calls]).toEqual(['login a']);
  await Promise.all([one.pool.close(), other.pool.close()]);
});

// Promises: L12
test('a session that is added as logged in, or was used before, is not logged in', async () => {
  const { calls, pool } = await open({ login: () => {} });
  await pool.remove('a');
  await pool.add({ id: 'b' }, { loggedIn: true });
  await pool.add({ id: 'c', usageCount: 1 });
  for (const id of ['b', 'c']) await pool.use(() => {}, { id });
  expect(calls).toEqual([]);
  await pool.close();
});

// Promises: L12
test.each([
  ['as the pool writes it', (text) => text, 0],
  ['with a line feed', (text) => `${text}\n`, 0],
  ['in many lines', (text) => JSON.stringify(JSON.parse(text), null, 2), 0],
  ['in another order', (text) => JSON.stringify({ pool: { login: 'done' }, ...JSON.parse(text) }), 0],
  ['without it', (text) => JSON.stringify({ ...JSON.parse(text), pool: undefined }), 1],
  ['with nonsense', (text) => JSON.stringify({ ...JSON.parse(text), pool: { login: 7 } }), 1],
  ['with null', (text) => JSON.stringify({ ...JSON.parse(text), pool: null }), 1],
  [
    'within userData',
    (text) => JSON.stringify({ ...JSON.parse(text), pool: undefined, userData: { pool: { login: 'done' } } }),
    1,
  ],
])('a state that was written by hand says whether it is logged in: %s', async (_, write, expected) => {
  const { calls, pool, store } = await open({ login: () => {} });
  await pool.remove('a');
  const state = write(`${new Session({ id: 'a' }).getStateText().slice(0, -1)},"pool":{"login":"done"}}`);
  await store.add('default', { id: 'a', state, usableMs: 1e9 });
  await pool.use(() => {});
  expect(calls).toHaveLength(expected);
  await pool.close();
});

// Promises: L12
test('a login that throws is tried again, and then the session is retired with the error as cause', async () => {
  const errors = [new Error('first'), new Error('second')];
  const left = [...errors];
  const { calls, pool } = await open({
    loginAttempts: 2,
    login: () => {
      throw left.shift();
    },
  });
  const retired = [];
  pool.on('sessionRetired', (session, reason) => retired.push([session.id, reason]));
  const error = await pool.use(() => {}).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 'LOGIN_FAILED',
    message: expect.stringMatching(/^The login of session "a" failed: second$/),
  });
  expect(error.cause).toBe(errors[1]);
  expect([calls, retired]).toEqual([['login a', 'login a'], [['a', 'login failed']]]);
  expect((await pool.stats()).retired).toEqual({ 'login failed': 1 });
  await pool.close();
});

// Promises: L12
test.each([
  ['an Error', new Error('no network'), 'no network'],
  ['a text', 'no network', 'no network'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
])('a login that throws has failed, whatever it throws: %s', async (_, thrown, words) => {
  const { pool } = await open({ loginAttempts: 1, login: () => Promise.reject(thrown) });
  const error = await pool.acquire({ id: 'a' }).catch((failure) => failure);
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    code: 'LOGIN_FAILED',
    message: `The login of session "a" failed: ${words}`,
    cause: thrown,
  });
  expect((await pool.stats()).retired).toEqual({ 'login failed': 1 });
  await pool.close();
});

// Promises: L12
test('a login that never returns is over after loginTimeoutSecs, and its signal aborts', async () => {
  const signals = [];
  const { pool } = await open({
    loginAttempts: 1,
    loginTimeoutSecs: 0.05,
    login: (_, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    },
  });
  const error = await pool.acquire().catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 'LOGIN_FAILED',
    message: expect.stringMatching(/did not finish within 0.05 s \(loginTimeoutSecs\)/),
  });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect([error.cause.code, signals[0].reason]).toEqual(['LOGIN_FAILED', error.cause]);
  await pool.close();
});

// Promises: L12
test.each([
  ['close', ({ pool }) => pool.close(), { code: 'POOL_CLOSED' }],
  ['the signal of acquire', ({ controller }) => controller.abort(new Error('enough')), { message: 'enough' }],
])('%s stops a login, and the session is as new as before', async (_, stop, expected) => {
  let loginSignal;
  const controller = new AbortController();
  const { pool, store } = await open({
    login: (_session, { signal }) => {
      loginSignal = signal;
      return new Promise(() => {});
    },
  });
  const acquiring = pool.acquire({ signal: controller.signal });
  acquiring.catch(() => {});
  expect(await until(() => loginSignal !== undefined)).toBe(true);
  stop({ pool, controller });
  await expect(acquiring).rejects.toMatchObject(expected);
  expect(loginSignal.aborted).toBe(true);
  await pool.close();
  const next = await open({ login: () => {}, store });
  await next.pool.use(() => {});
  expect(next.calls).toEqual(['login a']);
  await next.pool.close();
});

// Promises: L12
test('a login that retires its session ends the matter', async () => {
  const { calls, pool } = await open({ login: (session) => session.retire() });
  await expect(pool.acquire({ id: 'a' })).rejects.toMatchObject({ code: 'SESSION_RETIRED' });
  expect(calls).toEqual(['login a']);
  expect((await pool.stats()).retired).toEqual({ retired: 1 });
  await pool.close();
});

// Promises: L2, L12
test('a login that retires its session and throws ends the matter, and the session is retired once', async () => {
  const { calls, pool, store } = await open({
    login: (session) => {
      session.retire();
      throw new Error('no such account');
    },
  });
  await expect(pool.acquire({ id: 'a' })).rejects.toMatchObject({ code: 'LOGIN_FAILED' });
  expect(calls).toEqual(['login a']);
  expect([store.calls.retire, JSON.parse((await store.get('default', 'a')).state).usageCount]).toEqual([1, 1]);
  expect((await pool.stats()).retired).toEqual({ retired: 1 });
  await pool.close();
});

// Promises: L12
test('a login that lets its session expire has not made it ready', async () => {
  const { pool } = await open({
    login: (session) => {
      session.expiresAt = new Date(0);
    },
  });
  const message = 'Session "a" is expired. pool.renew(id) brings it back';
  await expect(pool.acquire({ id: 'a' })).rejects.toMatchObject({ code: 'SESSION_RETIRED', message });
  await pool.close();
});

// Promises: L12
test.each([
  ['login', { login: () => {} }],
  ['check', { check: () => true, checkAfterSecs: 1 }],
])('a lease that is lost stops %s', async (name, hooks) => {
  let signal;
  const hang = (_, context) => {
    signal = context.signal;
    return new Promise(() => {});
  };
  const { pool } = await open({ ...hooks, [name]: hang });
  const acquiring = pool.acquire({ id: 'a' });
  acquiring.catch(() => {});
  expect(await until(() => signal !== undefined)).toBe(true);
  await pool.remove('a');
  await expect(acquiring).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect([signal.aborted, signal.reason.code]).toEqual([true, 'LEASE_LOST']);
  await pool.close();
});

// Promises: L12
test("a session that is ready keeps nothing of the user's signal", async () => {
  const { pool } = await open({ login: () => {}, check: () => true, checkAfterSecs: 1 });
  const { signal } = new AbortController();
  const lease = await pool.acquire({ signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  await lease.release();
  await pool.close();
});

// Promises: L12
test('a login that was done is known to other pool objects, though the session was not marked', async () => {
  const { pool, store } = await open({ login: () => {} });
  await pool.acquire().then((lease) => lease.release());
  const other = await open({ login: () => {}, store });
  await other.pool.use(() => {});
  expect(other.calls).toEqual([]);
  await Promise.all([pool.close(), other.pool.close()]);
});

// Promises: L12, L13
test('a login that check has asked for and that was stopped is made up for, by whatever pool object', async () => {
  const hang = () => new Promise(() => {});
  const { calls, pool, store } = await open({ login: hang, check: () => false, checkAfterSecs: 1 });
  await pool.remove('a');
  await pool.add({ id: 'b', usageCount: 1 });
  for (let time = 1; time < 3; time++) {
    const controller = new AbortController();
    const acquiring = pool.acquire({ signal: controller.signal });
    acquiring.catch(() => {});
    expect(await until(() => calls.filter((call) => call === 'login b').length === time)).toBe(true);
    controller.abort();
    await expect(acquiring).rejects.toMatchObject({ name: 'AbortError' });
  }
  // It is not checked again: that it has to log in is known.
  expect(calls).toEqual(['check b', 'login b', 'login b']);
  const next = await open({ login: () => {}, check: () => true, checkAfterSecs: 1, store });
  await next.pool.remove('a');
  await next.pool.use(() => {});
  expect(next.calls).toEqual(['login b']);
  await Promise.all([pool.close(), next.pool.close()]);
});

// Promises: L13
test('check runs when the last good use is long enough ago, and false leads to login', async () => {
  const answers = [true, false];
  const { calls, pool } = await open({ login: () => {}, check: () => answers.shift(), checkAfterSecs: 100 });
  const clock = jest.spyOn(Date, 'now');
  let now = Date.now();
  clock.mockImplementation(() => now);
  const seen = async (secs) => {
    now += secs * 1000;
    await pool.use(() => {});
    return calls.splice(0);
  };
  expect(await seen(0)).toEqual(['login a']);
  expect(await seen(99)).toEqual([]);
  expect(await seen(99)).toEqual([]);
  await pool.use(() => Promise.reject(new Error('bad'))).catch(() => {});
  expect(await seen(100)).toEqual(['check a']);
  expect(await seen(100)).toEqual(['check a', 'login a']);
  clock.mockRestore();
  await pool.close();
});

// Promises: L13
test('checkAfterSecs without check checks nothing', async () => {
  const { calls, pool } = await open({ login: () => {}, checkAfterSecs: 1 });
  await pool.use(() => {});
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2000);
  await pool.use(() => {});
  clock.mockRestore();
  expect(calls).toEqual(['login a']);
  await pool.close();
});

// Promises: L13
test.each([
  ['a bad use', (session) => session.markBad()],
  ['a good mark and a bad one', (session) => [session.markGood(), session.markBad()]],
  ['no mark', () => {}],
])('%s is no good use, after which check would not be due', async (_, mark) => {
  const { calls, pool } = await open({ check: () => true, checkAfterSecs: 100 });
  let now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
  await pool.use(() => {});
  now += 99_000;
  const lease = await pool.acquire();
  mark(lease.session);
  await lease.release();
  expect(calls.splice(0)).toEqual(['check a']);
  now += 1000;
  await pool.use(() => {});
  expect(calls).toEqual(['check a']);
  clock.mockRestore();
  await pool.close();
});

// Promises: L3, L13
test('when the last good use was is known to other pool objects, as a number alone', async () => {
  const { pool, store } = await open({ check: () => true, checkAfterSecs: 1000 });
  // The session itself has not changed.
  await pool.acquire().then((lease) => lease.release());
  const other = await open({ check: () => true, checkAfterSecs: 1000, store });
  await other.pool.use(() => {});
  expect(other.calls).toEqual([]);
  await other.pool.remove('a');
  const goodAt = String(Date.now());
  const state = `${new Session({ id: 'a' }).getStateText().slice(0, -1)},"pool":{"goodAt":"${goodAt}"}}`;
  await store.add('default', { id: 'a', state, usableMs: 1e9 });
  await other.pool.use(() => {});
  expect(other.calls).toEqual(['check a']);
  await Promise.all([pool.close(), other.pool.close()]);
});

// Promises: L13
test('without login, check says whether a session lives on', async () => {
  const { pool } = await open({ check: () => false, checkAfterSecs: 1 });
  await expect(pool.acquire({ id: 'a' })).rejects.toMatchObject({
    code: 'SESSION_RETIRED',
    message: expect.stringMatching(/check failed/),
  });
  expect((await pool.stats()).retired).toEqual({ 'check failed': 1 });
  await pool.close();
});

function markThrice(session) {
  for (let mark = 0; mark < 3; mark++) session.markBad();
}

// Promises: L2, L13
test.each([
  ['check retires it and says true', { check: (session) => session.checkStatus(403), checkAfterSecs: 1 }, 'retired'],
  ['check retires it and says false', { check: (session) => !session.checkStatus(403), checkAfterSecs: 1 }, 'retired'],
  ['login marks it bad', { login: markThrice }, 'blocked'],
])('a session that its own hook ends is not handed out: %s', async (_, hooks, reason) => {
  const { calls, pool } = await open(hooks);
  await expect(pool.acquire({ id: 'a' })).rejects.toMatchObject({
    code: 'SESSION_RETIRED',
    message: expect.stringContaining(reason),
  });
  expect(calls).toHaveLength(1);
  expect((await pool.stats()).retired).toEqual({ [reason]: 1 });
  await pool.close();
});

// Promises: L13
test('a check that retires its session and says false leads to no login', async () => {
  const { calls, pool } = await open({
    login: () => {},
    check: (session) => !session.checkStatus(403),
    checkAfterSecs: 1,
  });
  await pool.remove('a');
  await pool.add({ id: 'b' }, { loggedIn: true });
  await expect(pool.acquire({ id: 'b' })).rejects.toMatchObject({ code: 'SESSION_RETIRED' });
  expect(calls).toEqual(['check b']);
  await pool.close();
});

// Promises: L13
test('whoever takes any session gets another one when check ends the first, as long as there is time', async () => {
  const { calls, pool } = await open({ check: (session) => session.id !== 'a', checkAfterSecs: 1 });
  await pool.add({ id: 'b' });
  const lease = await pool.acquire();
  expect([lease.session.id, calls]).toEqual(['b', ['check a', 'check b']]);
  await lease.release();
  await pool.close();
});

// Promises: L13
test('whoever takes any session and has no time left is told what check ended', async () => {
  const { pool } = await open({ check: (session) => session.id !== 'a', checkAfterSecs: 1 });
  await pool.add({ id: 'b' });
  const acquiring = pool.acquire({ timeoutSecs: 0 });
  await expect(acquiring).rejects.toMatchObject({ code: 'SESSION_RETIRED' });
  await pool.close();
});

// Promises: L8, L12
test('a session that was lost while its login was saved is not handed out', async () => {
  const { pool, store } = await open({ login: () => store.remove('default', 'a') });
  await expect(pool.acquire({ id: 'a' })).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await pool.close();
});

// Promises: L12
test('a login is saved at once: whoever follows a killed process finds it', async () => {
  const login = (session) => session.setCookie('sid=1', 'https://site.example/');
  const { pool, store } = await open({ login });
  const lease = await pool.acquire();
  const { status, state } = (await pool.sessions({ state: true }).next()).value;
  expect([status, state.cookieJar.cookies.map(({ key }) => key)]).toEqual(['in use', ['sid']]);
  await lease.release();
  expect(store.calls.renew).toBe(1);
  await pool.close();
});

// Promises: L13
test('a check that is due is called though the clock went back', async () => {
  const { calls, pool } = await open({ check: () => true, checkAfterSecs: 100 });
  await pool.use(() => {});
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 1e8);
  await pool.use(() => {});
  clock.mockRestore();
  expect(calls).toEqual(['check a', 'check a']);
  await pool.close();
});

// Promises: L13
test('what check throws reaches the caller, and the session stays', async () => {
  const error = new Error('no network');
  const { pool } = await open({ check: () => Promise.reject(error), checkAfterSecs: 1 });
  await expect(pool.acquire()).rejects.toBe(error);
  expect(await pool.stats()).toMatchObject({ free: 1, retired: {} });
  await pool.close();
  const wrong = await open({ check: () => undefined, checkAfterSecs: 1 });
  await expect(wrong.pool.acquire()).rejects.toThrow(/What check returns must be true or false, got undefined/);
  await wrong.pool.close();
});

// Promises: L13
test('checkAfterSecs is 0 by default: check is never called', async () => {
  const { calls, pool } = await open({ check: () => false });
  await pool.use(() => {});
  expect(calls).toEqual([]);
  await pool.close();
});
