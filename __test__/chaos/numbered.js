'use strict';

// Sessions with a number that tells their states apart. It stands in two places, so that half a state would be seen.

const { Session } = require('../..');

const URL = 'https://site.example/';

/** A session that doesn't wear out. */
function numbered(id, n) {
  const session = new Session({ id, maxAgeSecs: Infinity, maxUsageCount: Infinity });
  putNumber(session, n);
  return session;
}

function putNumber(session, n) {
  session.userData.n = n;
  session.setCookie(`n=${n}`, URL);
}

function numberOf(session) {
  const { n } = session.userData;
  const cookies = session.getCookieString(URL);
  return cookies === `n=${n}` ? n : `half ${n}, half ${cookies}`;
}

module.exports = { numberOf, numbered, putNumber };
