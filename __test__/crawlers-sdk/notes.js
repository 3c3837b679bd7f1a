'use strict';

const { counters } = require('../helpers/sides');

/** What a crawl did. Sessions go by numbers, in the order in which the pool gave them out; `retired` are those that it heard of. */
class Notes {
  pages = [];
  failures = [];
  sessions = [];
  retired = [];

  page({ url }, status, title, session) {
    this.pages.push([placeOf(url), status, title, this.sessions.indexOf(session), counters(session)]);
  }

  failure({ url, errorMessages }) {
    this.failures.push([placeOf(url), errorMessages.map((message) => message.split('\n')[0].replace(/:\d+/g, ''))]);
  }

  /** Notes the sessions of the pools of a class until `stop()`. */
  watch(SessionPool) {
    const { prototype } = SessionPool;
    const { getSession } = prototype;
    const { sessions, retired } = this;
    prototype.getSession = async function (...args) {
      const session = await getSession.apply(this, args);
      if (sessions.length === 0) this.on('sessionRetired', (one) => retired.push(sessions.indexOf(one)));
      if (!sessions.includes(session)) sessions.push(session);
      return session;
    };
    return {
      stop() {
        prototype.getSession = getSession;
      },
    };
  }
}

function placeOf(url) {
  const { hostname, pathname } = new URL(url);
  return hostname + pathname;
}

module.exports = { Notes, placeOf };
