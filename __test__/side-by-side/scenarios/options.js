'use strict';

const { counters, make } = require('../../helpers/sides');

const FIELDS = [
  ...['cookies', 'maxAgeSecs', 'userData', 'maxErrorScore', 'errorScoreDecrement', 'expiresAt', 'createdAt'],
  ...['usageCount', 'errorScore', 'maxUsageCount'],
];

const read = (session) => Object.fromEntries(FIELDS.map((name) => [name, session[name]]));

/** Rules of the options and of the properties. */
module.exports = [
  {
    name: 'defaults of all options',
    run(Session, pool) {
      const session = make(Session, pool);
      return {
        ...read(session),
        id: /^session_[A-Za-z0-9]{10}$/.test(session.id),
        poolIsTheSame: session.sessionPool === pool,
        cookieString: session.getCookieString('https://example.com/'),
        counters: counters(session),
        expiresIn: session.expiresAt - session.createdAt,
      };
    },
  },
  {
    name: 'ids differ from session to session',
    run(Session, pool) {
      const ids = new Set();
      for (let i = 0; i < 200; i++) ids.add(make(Session, pool).id);
      return ids.size;
    },
  },
  {
    name: 'every option is taken',
    run(Session, pool) {
      const session = make(Session, pool, {
        id: 'an id of ours',
        cookies: [{ any: 'thing' }],
        maxAgeSecs: 77.5,
        userData: { token: 'abc', deep: { list: [1, 2] } },
        maxErrorScore: 7,
        errorScoreDecrement: 0.75,
        createdAt: new Date(Date.UTC(2023, 4, 6)),
        expiresAt: new Date(Date.UTC(2033, 4, 6)),
        usageCount: 11,
        errorScore: 2.25,
        maxUsageCount: 12,
      });
      const first = [session.id, read(session), counters(session)];
      session.markGood();
      return [first, read(session), counters(session)];
    },
  },
  {
    name: 'an option that is undefined has its default',
    run(Session, pool) {
      const undefineds = Object.fromEntries(FIELDS.map((name) => [name, undefined]));
      const session = make(Session, pool, { ...undefineds, id: undefined, cookieJar: undefined });
      return [read(session), /^session_/.test(session.id)];
    },
  },
  {
    name: 'ids are taken as they are',
    run(Session, pool) {
      return ['', 'ä ö', 'x'.repeat(300), '__proto__', 'a\nb'].map((id) => make(Session, pool, { id }).id);
    },
  },
  {
    name: 'zero and negative numbers are numbers',
    run(Session, pool) {
      return [0, -1, -2.5].map((value) => {
        const session = make(Session, pool, {
          maxAgeSecs: value,
          maxErrorScore: value,
          errorScoreDecrement: value,
          usageCount: value,
          errorScore: value,
          maxUsageCount: value,
        });
        return [read(session), counters(session)];
      });
    },
  },
  {
    name: 'unknown options are ignored',
    run(Session, pool) {
      const session = make(Session, pool, { nonsense: 1, isBlocked: 2, toString: 3 });
      return [session.nonsense, typeof session.isBlocked, typeof session.toString];
    },
  },
  {
    name: 'userData, cookies, sessionPool and cookieJar are the same object at every read',
    run(Session, pool) {
      const userData = { a: 1 };
      const cookies = ['x'];
      const session = make(Session, pool, { userData, cookies });
      userData.b = 2;
      cookies.push('y');
      return [
        session.userData === userData,
        session.cookies === cookies,
        session.sessionPool === pool,
        new Set([session.cookieJar, session.cookieJar]).size,
        session.getState().userData,
        session.getState().cookies,
      ];
    },
  },
  {
    name: 'two sessions share no default',
    run(Session, pool) {
      const a = make(Session, pool);
      const b = make(Session, pool);
      a.userData.touched = true;
      a.cookies.push(1);
      return [b.userData, b.cookies, a.cookieJar === b.cookieJar];
    },
  },
  {
    name: 'userData may be replaced',
    run(Session, pool) {
      const session = make(Session, pool);
      const next = { next: true };
      session.userData = next;
      return [session.userData === next, session.getState().userData];
    },
  },
  {
    name: 'the class can be extended, and its name is Session',
    run(Session, pool) {
      class Mine extends Session {
        isBlocked() {
          return this.flag === true || super.isBlocked();
        }
      }
      const session = new Mine({ sessionPool: pool });
      const before = session.isUsable();
      session.flag = true;
      const name = make(Session, pool).constructor.name;
      return [before, session.isUsable(), session instanceof Session, session.constructor.name, name];
    },
  },
  {
    name: 'isUsable() asks the three others, whoever replaced them',
    run(Session, pool) {
      return ['isBlocked', 'isExpired', 'isMaxUsageCountReached'].map((method) => {
        const session = make(Session, pool);
        session[method] = () => true;
        return session.isUsable();
      });
    },
  },
];
