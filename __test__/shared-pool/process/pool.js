'use strict';

const { SessionPool } = require('../../../pool');
const { STORES } = require('./stores');

/** Opens the pool of a site's accounts. `account` of a session's `userData` is logged in. */
function openPool({ store, place, site, leaseSecs = 60 }) {
  return SessionPool.open({
    store: STORES[store](place),
    createSessions: false,
    leaseSecs,
    async login(session, { signal }) {
      const url = `${site}/login?account=${session.userData.account}`;
      const response = await fetch(url, { signal });
      session.putResponse(response);
      await response.text();
    },
  });
}

module.exports = { openPool };
