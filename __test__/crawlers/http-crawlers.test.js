'use strict';

// Promises: A9

const { withoutOwnExtensions } = require('../helpers/own-extensions');
const { everyPromise } = require('./promises');
const { bothRuns, steps } = require('./runs');

describe.each(['HttpCrawler', 'CheerioCrawler'])('%s', (crawler) => {
  const runs = bothRuns(crawler);

  everyPromise(runs);

  test('the site sees the same Cookie headers as with the built-in class, letter by letter', () => {
    expect(runs.ours.first.seen).toEqual(runs.builtIn.first.seen);
    expect(runs.ours.second.seen).toEqual(runs.builtIn.second.seen);
  });

  test('cookies that are set along redirects are kept, those of the other host too', () => {
    const cookieOf = (path) => runs.ours.first.seen.find((request) => request.path === path).cookie;
    expect(cookieOf('/welcome')).toContain('started=1');
    expect(cookieOf('/member/orders')).not.toContain('started=');
    expect(runs.ours.second.seen.at(-1)).toMatchObject({ host: 'sso.localhost', cookie: 'account=alice; device=9' });
  });

  test('the second crawl, too, goes as with the built-in class', () => {
    expect(steps(runs.ours.second)).toEqual(steps(runs.builtIn.second));
  });

  test('the saved cookies are those of the built-in class, field by field', () => {
    const cookies = ({ saved }) =>
      saved.sessions.map(({ cookieJar }) =>
        cookieJar.cookies.map(withoutOwnExtensions).map(({ creation, lastAccessed, ...cookie }) => cookie),
      );
    expect(cookies(runs.ours.first)).toEqual(cookies(runs.builtIn.first));
    expect(cookies(runs.ours.second)).toEqual(cookies(runs.builtIn.second));
    expect(cookies(runs.ours.first)[0]).toHaveLength(14);
  });
});
