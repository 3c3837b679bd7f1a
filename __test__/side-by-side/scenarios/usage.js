'use strict';

const { counters, make } = require('../../helpers/sides');

const GOOD = 'G';
const STEPS = ['GGGG', 'BBBB', 'BGBGBGBGBG', 'BBGGGGGGBBB', 'BGGBGGBGGBGG', 'GBBGGGB'];
const LIMITS = [0, 1, 2, 2.5, 3, 10, -1];
const DECREMENTS = [0.5, 0.3, 0.1, 1, 2, 0, -0.5];
const CODES = [
  ...[0, 100, 200, 204, 301, 302, 304, 400, 401, 402, 403, 403.5, 404, 407, 418, 428, 429, 430, 451, 500, 502, 503],
  ...['403', '401', '429', '', null, undefined, Number.NaN, Infinity, -403, true, 403n],
  ...[[403], { valueOf: () => 403 }],
];

/** Rules of the counters, and of what is concluded from them. */
module.exports = [
  {
    name: 'markGood() and markBad() count alike under every limit and every decrement',
    run(Session, pool) {
      const seen = [];
      for (const maxErrorScore of LIMITS) {
        for (const errorScoreDecrement of DECREMENTS) {
          for (const steps of STEPS) {
            const session = make(Session, pool, { maxErrorScore, errorScoreDecrement, maxUsageCount: 6 });
            const trace = [counters(session)];
            for (const step of steps) {
              if (step === GOOD) session.markGood();
              else session.markBad();
              trace.push(counters(session));
            }
            seen.push({ maxErrorScore, errorScoreDecrement, steps, trace });
          }
        }
      }
      return seen;
    },
  },
  {
    name: 'a score may fall below zero, and is then left alone by markGood()',
    run(Session, pool) {
      const session = make(Session, pool, { errorScore: 0.25 });
      session.markGood();
      const below = session.errorScore;
      session.markGood();
      return { below, after: session.errorScore, usage: session.usageCount };
    },
  },
  {
    name: 'a session is blocked when the score reaches the limit, not before',
    run(Session, pool) {
      return [2.999999999, 3, 3.000000001].map((errorScore) => counters(make(Session, pool, { errorScore })));
    },
  },
  {
    name: 'the limit of usages is reached at maxUsageCount, not before',
    run(Session, pool) {
      return [0, 1, 48, 49, 50, 51].map((usageCount) => counters(make(Session, pool, { usageCount })));
    },
  },
  {
    name: 'markBad() heals again below the limit: a session is blocked only as long as its score is',
    run(Session, pool) {
      const session = make(Session, pool, { maxErrorScore: 1 });
      session.markBad();
      const blocked = counters(session);
      session.markGood();
      return { blocked, healed: counters(session) };
    },
  },
  {
    name: 'retire() adds maxErrorScore to the score and one to the usage, every time',
    run(Session, pool) {
      return [3, 1, 2.5, 0.5].map((maxErrorScore) => {
        const session = make(Session, pool, { maxErrorScore, errorScore: 0.25 });
        const results = [];
        for (let i = 0; i < 3; i++) results.push({ returned: session.retire(), ...counters(session) });
        return results;
      });
    },
  },
  {
    name: 'markGood() after retire() leaves the counters that it always left',
    run(Session, pool) {
      const session = make(Session, pool);
      session.retire();
      session.markGood();
      return [session.errorScore, session.usageCount];
    },
  },
  {
    name: 'markGood(), markBad() and retire() return nothing',
    run(Session, pool) {
      const session = make(Session, pool);
      return [session.markGood(), session.markBad(), session.retire()];
    },
  },
  {
    name: 'a session expires at expiresAt, to the millisecond',
    run(Session, pool, clock) {
      const session = make(Session, pool, { maxAgeSecs: 10 });
      const seen = [counters(session)];
      for (const step of [9_999, 1, 1]) {
        clock.advance(step);
        seen.push(counters(session));
      }
      return seen;
    },
  },
  {
    name: 'an age of zero, a negative one and a fraction of a second',
    run(Session, pool, clock) {
      const sessions = [0, -5, 0.0015, 0.5, 1e9].map((maxAgeSecs) => make(Session, pool, { maxAgeSecs }));
      const look = () =>
        sessions.map((session) => [session.isExpired(), session.isUsable(), session.expiresAt.getTime()]);
      const seen = [look()];
      for (const step of [1, 1, 497, 1, 1]) {
        clock.advance(step);
        seen.push(look());
      }
      return seen;
    },
  },
  {
    name: 'expiresAt decides, whatever maxAgeSecs says',
    run(Session, pool, clock) {
      const now = Date.now();
      const past = make(Session, pool, { expiresAt: new Date(now - 1), maxAgeSecs: 1000 });
      const future = make(Session, pool, { expiresAt: new Date(now + 60_000), maxAgeSecs: 1 });
      const first = [counters(past), counters(future)];
      clock.advance(59_999);
      const second = counters(future);
      clock.advance(1);
      return [first, second, counters(future)];
    },
  },
  {
    name: 'properties that are written count at once',
    run(Session, pool) {
      const session = make(Session, pool);
      const seen = [];
      const writes = [
        ['errorScore', 2.5],
        ['maxErrorScore', 2.5],
        ['maxErrorScore', 100],
        ['errorScoreDecrement', 2],
        ['usageCount', 49],
        ['maxUsageCount', 49],
        ['maxUsageCount', 1000],
        ['maxAgeSecs', 1],
        ['expiresAt', new Date(Date.now() - 1)],
        ['expiresAt', new Date(Date.now() + 5000)],
        ['createdAt', new Date(0)],
      ];
      for (const [name, value] of writes) {
        session[name] = value;
        seen.push([name, session[name], counters(session)]);
      }
      session.markGood();
      return [seen, counters(session)];
    },
  },
  {
    name: 'a date that was handed out may be moved in place',
    run(Session, pool) {
      const session = make(Session, pool);
      const before = session.isExpired();
      session.expiresAt.setTime(Date.now() - 1);
      const after = [session.isExpired(), session.isUsable(), session.getState().expiresAt];
      session.createdAt.setTime(0);
      return [before, after, session.getState().createdAt, new Set([session.expiresAt, session.expiresAt]).size];
    },
  },
  {
    name: 'checkStatus() retires on 401, 403 and 429 as numbers, and on nothing else',
    run(Session, pool) {
      return CODES.map((code) => {
        const session = make(Session, pool);
        const returned = session.checkStatus(code);
        return [String(code), typeof code, returned, counters(session)];
      });
    },
  },
];
