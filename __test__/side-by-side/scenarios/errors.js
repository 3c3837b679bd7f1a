'use strict';

const { URL, make, put, thrown, tough3 } = require('../../helpers/sides');

/** Options that neither class takes, each with the name that the error has to say. */
const WRONG = [
  ...[5, null, {}, true].map((id) => ['id', { id }]),
  ...['x', Number.NaN, {}].map((maxAgeSecs) => ['maxAgeSecs', { maxAgeSecs }]),
  ...['x', 7, null, [], true].map((userData) => ['userData', { userData }]),
  ...['3', Number.NaN, []].map((maxErrorScore) => ['maxErrorScore', { maxErrorScore }]),
  ...['1', Number.NaN, null].map((usageCount) => ['usageCount', { usageCount }]),
  ...['1', Number.NaN, null].map((errorScore) => ['errorScore', { errorScore }]),
  ...['1', Number.NaN, {}].map((maxUsageCount) => ['maxUsageCount', { maxUsageCount }]),
  ...['garbage', {}, true, new Date(Number.NaN)].map((expiresAt) => ['expiresAt', { expiresAt }]),
  ...['garbage', {}, true, null, new Date(Number.NaN)].map((createdAt) => ['createdAt', { createdAt }]),
  ...[5, 'pool', null, true].map((sessionPool) => ['sessionPool', { sessionPool }]),
];

/** Rules of what is thrown. Where a class has its own wording, only what both must say is compared. */
module.exports = [
  {
    name: 'a wrong option is refused with an error that names it',
    run(Session, pool) {
      return WRONG.map(([name, options], index) => {
        const error = thrown(() => make(Session, pool, options));
        return [index, name, error.isError, error.message?.includes(name)];
      });
    },
  },
  {
    name: 'a pool that is none is refused with the message of the original',
    run(Session, pool) {
      const message = 'Session: sessionPool must be instance of SessionPool';
      return [{}, { on() {} }, { emit: true }].map((sessionPool) => {
        return thrown(() => make(Session, pool, { sessionPool })).message.startsWith(message);
      });
    },
  },
  {
    name: 'a refused option leaves no trace on the pool',
    run(Session, pool) {
      thrown(() => make(Session, pool, { id: 5 }));
      return [pool.sessions.length, pool.listenerCount('sessionRetired')];
    },
  },
  {
    name: 'options that are no object are a TypeError',
    run(Session) {
      return thrown(() => new Session(null)).name;
    },
  },
  {
    name: 'a serialized jar without cookies is refused for the same reason',
    run(Session, pool) {
      return [{}, { cookies: 'none' }, { version: 'tough-cookie@3.0.1' }].map((cookieJar) =>
        thrown(() => make(Session, pool, { cookieJar })).message.endsWith('serialized jar has no cookies array'),
      );
    },
  },
  {
    name: 'the class cannot be called without new',
    run(Session) {
      return thrown(() => Session({})).name;
    },
  },
  {
    name: 'setCookies() says why a cookie is refused, in the words of tough-cookie',
    run(Session, pool) {
      const lines = [
        ...['a=1; Domain=other.com', 'a=1; Domain=sub.www.example.com', 'a=1; Domain=com', 'a=1; Domain=ample.com'],
        ...['', ';', '; Path=/'],
      ];
      return lines.map((line) => {
        const session = make(Session, pool);
        const cookie = tough3.Cookie.parse(line) ?? line;
        const error = thrown(() => session.setCookies([cookie], URL));
        return [line, error.isError, error.message, session.getCookieString(URL)];
      });
    },
  },
  {
    name: 'setCookies() stores what came before a refused cookie',
    run(Session, pool) {
      const session = make(Session, pool);
      const error = thrown(() => session.setCookies(['good=1', 'bad=1; Domain=other.com'], URL));
      return [error.message, session.getCookieString(URL)];
    },
  },
  {
    name: 'setCookies() with something else than cookies throws',
    run(Session, pool) {
      const session = make(Session, pool);
      const lists = [undefined, null, 42, 'a=1', {}, [42], [undefined], [null], [true]];
      return lists.map((list, index) => [index, thrown(() => session.setCookies(list, URL)).isError]);
    },
  },
  {
    name: 'a list of cookies that is none is a TypeError',
    run(Session, pool) {
      const session = make(Session, pool);
      return [
        thrown(() => session.setCookies(undefined, URL)).name,
        thrown(() => session.setCookies(42, URL)).name,
        thrown(() => session.putPuppeteerCookies(undefined, URL)).name,
        thrown(() => session.putPuppeteerCookies(42, URL)).name,
      ];
    },
  },
  {
    name: 'putResponse() without a response is a TypeError',
    run(Session, pool) {
      const session = make(Session, pool);
      return [undefined, null].map((response) => thrown(() => session.putResponse(response)).name);
    },
  },
  {
    name: 'a refused cookie leaves the one that was there',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, 'a=kept');
      thrown(() => session.setCookies(['a=lost; Domain=other.com'], URL));
      return session.getCookieString(URL);
    },
  },
];
