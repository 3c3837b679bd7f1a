'use strict';

const { URL, make, put } = require('../../helpers/sides');

const KEYS = [
  ...['id', 'cookies', 'cookieJar', 'userData', 'maxErrorScore', 'errorScoreDecrement', 'expiresAt', 'createdAt'],
  ...['usageCount', 'errorScore'],
];

const LINES = [
  ...[
    'a=1',
    'b=2; Path=/a; Secure; HttpOnly',
    'c=3; Domain=example.com; Max-Age=60',
    'd=; Expires=Wed, 01 Jan 2025 00:00:00 GMT',
  ],
  ...['e=5; Custom=yes; Other'],
];

/** Rules of the state. The names of its keys differ: see the differences. */
module.exports = [
  {
    name: 'getState() has the values of the original under its keys',
    run(Session, pool) {
      const session = make(Session, pool, {
        id: 'one',
        userData: { a: [1, { b: null }] },
        cookies: [1, 'x'],
        errorScore: 0.5,
      });
      session.markBad();
      session.markGood();
      const state = session.getState();
      return KEYS.filter((key) => key !== 'cookieJar').map((key) => [key, state[key]]);
    },
  },
  {
    name: 'the keys come in the order of the original',
    run(Session, pool) {
      return Object.keys(make(Session, pool).getState()).filter((key) => KEYS.includes(key));
    },
  },
  {
    name: 'the jar in the state: its keys, and its cookies as text, defaults left out and in the same order',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      const empty = JSON.stringify(session.getState().cookieJar.cookies);
      put(session, LINES);
      clock.advance(700);
      put(session, ['a=1; Path=/; HttpOnly', 'z=26']);
      const { version, ...jar } = session.getState().cookieJar;
      return [empty, /^tough-cookie@\d+\.\d+\.\d+$/.test(version), JSON.stringify(jar)];
    },
  },
  {
    name: 'a cookie that was read says when, in the state as well',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      put(session, ['read=1; Path=/', 'other=1; Path=/a']);
      clock.advance(64_000);
      session.getCookieString(URL);
      return session.getState().cookieJar.cookies;
    },
  },
  {
    name: 'a state is plain data that JSON leaves as it is',
    run(Session, pool) {
      const session = make(Session, pool, { userData: { n: 1 } });
      put(session, LINES);
      const state = session.getState();
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      return [typeof state.createdAt, typeof state.expiresAt, state.createdAt, state.expiresAt];
    },
  },
  {
    name: 'a state does not change any more when the session does',
    run(Session, pool) {
      const session = make(Session, pool);
      const state = session.getState();
      session.markBad();
      put(session, 'a=1');
      return [state.errorScore, state.usageCount, state.cookieJar.cookies];
    },
  },
  {
    name: 'the pool counts usable and retired sessions and lists their states',
    run(Session, pool) {
      const sessions = ['a', 'b', 'c', 'd'].map((id) => make(Session, pool, { id, maxUsageCount: 2 }));
      sessions[0].retire();
      sessions[1].markGood();
      sessions[2].markGood();
      sessions[2].markGood();
      pool.sessions = sessions;
      const { usableSessionsCount, retiredSessionsCount, sessions: states } = pool.getState();
      pool.sessions = [];
      return [
        usableSessionsCount,
        retiredSessionsCount,
        states.map(({ id, usageCount, errorScore }) => [id, usageCount, errorScore]),
      ];
    },
  },
];
