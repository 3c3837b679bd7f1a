// Counters, limits, dates and properties of a session.

import assert from 'node:assert/strict';
import { Session } from 'crawler-session';

export default {
  'a new session has the documented defaults'() {
    const session = new Session();
    assert.match(session.id, /^session_[A-Za-z0-9]{10}$/);
    assert.notEqual(session.id, new Session().id);
    const { maxAgeSecs, maxErrorScore, errorScoreDecrement, usageCount, errorScore, errorCount, maxUsageCount } =
      session;
    assert.deepEqual(
      [maxAgeSecs, maxErrorScore, errorScoreDecrement, usageCount, errorScore, errorCount, maxUsageCount],
      [3000, 3, 0.5, 0, 0, 0, 50],
    );
    assert.deepEqual([session.userData, session.cookies, session.retired], [{}, [], false]);
    assert.equal(session.isUsable(), true);
  },

  'good and bad uses are counted'() {
    const session = new Session();
    session.markBad();
    session.markGood();
    assert.deepEqual([session.usageCount, session.errorScore, session.errorCount], [2, 0.5, 1]);
    for (let i = 0; i < 3; i++) session.markBad();
    assert.equal(session.isBlocked(), true);
    assert.equal(session.isUsable(), false);
  },

  'a session ends by uses, by age and by status codes'() {
    const used = new Session({ maxUsageCount: 1 });
    used.markGood();
    assert.equal(used.isMaxUsageCountReached(), true);
    assert.equal(new Session({ createdAt: 0 }).isExpired(), true);
    const blocked = new Session();
    assert.deepEqual(
      [200, 403].map((code) => blocked.checkStatus(code)),
      [false, true],
    );
    assert.deepEqual([blocked.retired, blocked.isUsable()], [true, false]);
    assert.equal(new Session().retireOnBlockedStatusCodes(503, [503]), true);
  },

  'dates are Dates of this realm, and may be moved in place'() {
    const session = new Session({ createdAt: '2026-01-02T03:04:05.678Z', maxAgeSecs: 60 });
    assert.ok(session.createdAt instanceof Date);
    assert.deepEqual(session.createdAt, new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)));
    assert.equal(session.expiresAt.getTime() - session.createdAt.getTime(), 60_000);
    assert.equal(session.expiresAt, session.expiresAt);
    assert.equal(session.isExpired(), true);
    session.expiresAt.setFullYear(2100);
    assert.equal(session.isExpired(), false);
    session.expiresAt = 0;
    assert.deepEqual([session.isExpired(), session.expiresAt], [true, new Date(0)]);
  },

  "the user's own objects are kept as they are"() {
    const userData = { token: 'x' };
    const session = new Session({ userData, maxErrorScore: Infinity });
    assert.equal(session.userData, userData);
    session.userData = { other: 1 };
    assert.deepEqual(session.userData, { other: 1 });
    session.usageCount = 7;
    assert.deepEqual([session.usageCount, session.maxErrorScore], [7, Infinity]);
  },
};
