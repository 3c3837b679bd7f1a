'use strict';

const { counters, make, thrown } = require('../../helpers/sides');

const EVENT = 'sessionRetired';

/** Runs `work` and returns what was emitted meanwhile. */
function recorded(pool, work) {
  const seen = [];
  const listener = (...args) => seen.push({ count: args.length, first: args[0] });
  pool.on(EVENT, listener);
  try {
    work();
  } finally {
    pool.removeListener(EVENT, listener);
  }
  return seen;
}

/** Rules of the event `sessionRetired`. */
module.exports = [
  {
    name: 'retire() emits once, synchronously, with the session as the only argument',
    run(Session, pool) {
      const session = make(Session, pool);
      const order = [];
      const seen = recorded(pool, () => {
        pool.once(EVENT, () => order.push('event'));
        order.push('before');
        session.retire();
        order.push('after');
      });
      return [order, seen.map(({ count, first }) => [count, first === session])];
    },
  },
  {
    name: 'the counters are already up when the event is emitted',
    run(Session, pool) {
      const session = make(Session, pool, { errorScore: 1, usageCount: 4 });
      let inside;
      pool.once(EVENT, (retired) => {
        inside = counters(retired);
      });
      session.retire();
      return inside;
    },
  },
  {
    name: 'every retire() emits, also of a session that is retired already',
    run(Session, pool) {
      const session = make(Session, pool);
      return recorded(pool, () => {
        session.retire();
        session.retire();
        session.checkStatus(403);
      }).length;
    },
  },
  {
    name: 'checkStatus() emits for the blocked codes only',
    run(Session, pool) {
      return [200, 401, '401', 403, 404, 429, 500].map((code) => {
        const session = make(Session, pool);
        return [code, recorded(pool, () => session.checkStatus(code)).length];
      });
    },
  },
  {
    name: 'markBad() up to the limit, the last usage and the age emit nothing',
    run(Session, pool, clock) {
      const session = make(Session, pool, { maxUsageCount: 5, maxAgeSecs: 1 });
      return recorded(pool, () => {
        for (let i = 0; i < 4; i++) session.markBad();
        for (let i = 0; i < 4; i++) session.markGood();
        clock.advance(2000);
        session.isUsable();
        session.getState();
      }).length;
    },
  },
  {
    name: 'an error of a listener reaches the caller of retire(), and the counters stay up',
    run(Session, pool) {
      const session = make(Session, pool);
      pool.once(EVENT, () => {
        throw new RangeError('listener');
      });
      const error = thrown(() => session.retire());
      return [error, counters(session)];
    },
  },
  {
    name: 'an error of a listener passes through checkStatus()',
    run(Session, pool) {
      const session = make(Session, pool);
      pool.once(EVENT, () => {
        throw new RangeError('listener');
      });
      return [thrown(() => session.checkStatus(429)), counters(session)];
    },
  },
  {
    name: 'a listener may use the session, and retire others',
    run(Session, pool) {
      const [first, second] = [make(Session, pool), make(Session, pool)];
      const order = [];
      pool.on(EVENT, (session) => {
        order.push(session === first ? 'first' : 'second');
        if (session === first) second.retire();
        session.markBad();
        session.putResponse({ headers: { 'set-cookie': 'gone=1' }, url: 'https://example.com/' });
      });
      first.retire();
      pool.removeAllListeners(EVENT);
      return [order, counters(first), counters(second), second.getCookieString('https://example.com/')];
    },
  },
  {
    name: 'checkStatus() calls the retire() that is on the session',
    run(Session, pool) {
      const session = make(Session, pool);
      const calls = [];
      session.retire = (...args) => calls.push(args.length);
      const results = [403, 200].map((code) => session.checkStatus(code));
      return [results, calls, counters(session)];
    },
  },
  {
    name: 'the event goes to the pool that the session has at that time',
    run(Session, pool) {
      const session = make(Session, pool);
      const other = new pool.constructor();
      session.sessionPool = other;
      let there = 0;
      other.on(EVENT, () => {
        there++;
      });
      const here = recorded(pool, () => session.retire()).length;
      return { here, there };
    },
  },
];
