'use strict';

const { SESSION_OPTIONS, pages, retirements, steps } = require('./runs');

/** Each session is one more user, who has to log in; see `firstCrawl`. The third number is the session. */
const FIRST_PAGES = [
  ['shop.localhost/login', 200, 1],
  ['shop.localhost/member', 200, 1],
  ['shop.localhost/member/orders', 200, 1],
  ['shop.localhost/offers', 200, 1],
  ['shop.localhost/offers', 200, 1],
  ['shop.localhost/offers', 200, 1],
  ['shop.localhost/offers', 200, 2],
  ['shop.localhost/search', 200, 2],
  ['shop.localhost/search', 200, 2],
  ['shop.localhost/search', 200, 3],
  ['shop.localhost/login', 200, 3],
  ['shop.localhost/member', 200, 3],
  ['shop.localhost/basket', 200, 3],
  ['shop.localhost/member/orders', 200, 3],
  ['intranet/', 200, 3],
];
const SECOND_PAGES = [
  ['shop.localhost/member', 200, 0],
  ['shop.localhost/member/orders', 200, 0],
  ['shop.localhost/checkout', 200, 0],
  ['intranet/', 200, 0],
  ['sso.localhost/account', 200, 0],
];

/** A login that takes two requests is two pages. */
const withoutRepeats = (list) => list.filter((page, index) => index === 0 || !isLoginAgain(page, list[index - 1]));
const isLoginAgain = ([place, , session], [before, , other]) =>
  place.endsWith('/login') && place === before && session === other;

/** The tests of what holds for every crawler; `runs` are those of `bothRuns`. */
function everyPromise(runs) {
  test('a login carries over from page to page, a blocked session makes way for a new one', () => {
    expect(withoutRepeats(pages(runs.ours.first))).toEqual(FIRST_PAGES);
    expect(runs.ours.first.sessions.every(({ isOurs }) => isOurs)).toBe(true);
  });

  test('401, 403 and 429 retire a session, a timeout marks it bad twice, as the crawler does', () => {
    expect(retirements(runs.ours.first)).toEqual([0, 1, 2]);
    const slow = runs.ours.first.events.findIndex(({ event, url }) => event === 'request' && url.endsWith('/slow'));
    const [before, , after] = runs.ours.first.events.slice(slow).map(({ counters }) => counters);
    expect([after.usageCount - before.usageCount, after.errorScore - before.errorScore]).toEqual([2, 2]);
  });

  test('the first crawl goes as with the built-in class: pages, failures, sessions and counters at each step', () => {
    expect(steps(runs.ours.first)).toEqual(steps(runs.builtIn.first));
    const { requestsFinished, requestsFailed } = runs.builtIn.first;
    expect(runs.ours.first).toMatchObject({ requestsFinished, requestsFailed });
    const ends = ({ sessions }) => sessions.map(({ counters, userData }) => ({ counters, userData }));
    expect(ends(runs.ours.first)).toEqual(ends(runs.builtIn.first));
  });

  test('the site is asked for the same pages', () => {
    const asked = ({ seen }) => seen.map(({ method, host, path }) => `${method} ${host}${path}`);
    expect(asked(runs.ours.first)).toEqual(asked(runs.builtIn.first));
    expect(asked(runs.ours.second)).toEqual(asked(runs.builtIn.second));
  });

  test('wanted difference: one event per retirement, where the built-in class emits a second one for the same session', () => {
    expect(retirements(runs.ours.first)).toEqual([0, 1, 2]);
    expect(retirements(runs.builtIn.first)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('the pool is saved with the same counts and keys as that of built-in sessions', () => {
    for (const crawl of ['first', 'second']) {
      const { sessions, ...counts } = runs.ours[crawl].saved;
      expect(counts).toEqual({ usableSessionsCount: 1, retiredSessionsCount: 0 });
      expect(sessions.map(({ id }) => id)).toEqual([runs.ours[crawl].sessions.at(-1).id]);
      expect(sessions.map(Object.keys)).toEqual(runs.builtIn[crawl].saved.sessions.map(Object.keys));
    }
  });

  test('the second crawl restores the session: id, dates, counters, user data', () => {
    const { id, createdAt, expiresAt, counters } = runs.ours.first.sessions.at(-1);
    const [session, ...others] = runs.ours.second.sessions;
    expect(others).toEqual([]);
    expect(session).toMatchObject({ id, createdAt, expiresAt, isOurs: true, userData: SESSION_OPTIONS.userData });
    expect(runs.ours.second.events[0].counters).toEqual(counters);
  });

  test('the second crawl is logged in from its first page on, at the other host too', () => {
    expect(pages(runs.ours.second)).toEqual(SECOND_PAGES);
    expect(runs.ours.second.events.findLast(({ url }) => url.endsWith('/checkout')).title).toBe(
      'Checkout 2 summer fast',
    );
    expect(runs.ours.second.events.at(-1).title).toBe('Account of alice');
  });

  test('nothing is left: no browser, no file, no word on the error stream', () => {
    for (const { programs, leftFiles, stderr } of [runs.ours.first, runs.ours.second]) {
      expect({ left: programs.left, leftFiles, stderr }).toEqual({ left: [], leftFiles: [], stderr: '' });
    }
  });
}

module.exports = { everyPromise };
