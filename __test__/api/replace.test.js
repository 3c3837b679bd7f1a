'use strict';

// putPuppeteerCookies with { replace: true }: what the browser no longer reports goes.
// Promises: C17

const { CookieJar, Session } = require('../..');
const { Session: CrawleeSession, createSessionFunction } = require('../../crawlee');
const { thrownBy } = require('./fixtures/bad-input');

const URL_ = 'https://www.example.com/shop/page';
const TOP = 'https://example.com';

const cookie = (name, fields) => ({ name, value: 'old', domain: 'www.example.com', path: '/', ...fields });

/** What a browser reports at URL_, and why not the others. */
const REPORTED = [
  cookie('host'),
  cookie('domain', { domain: '.example.com' }),
  cookie('deep', { path: '/shop' }),
  cookie('secure', { secure: true, httpOnly: true }),
  cookie('partition', { secure: true, partitionKey: TOP }),
];
const NOT_REPORTED = [
  cookie('parent', { domain: 'example.com' }),
  cookie('sub', { domain: 'a.www.example.com' }),
  cookie('path', { path: '/account' }),
  cookie('site', { domain: 'sso.example' }),
  cookie('elsewhere', { secure: true, partitionKey: 'https://top.example' }),
  cookie('frame', { secure: true, partitionKey: { sourceOrigin: TOP, hasCrossSiteAncestor: true } }),
];

const namesOf = (...lists) =>
  lists
    .flat()
    .map(({ name }) => name)
    .sort();
const names = (session) => namesOf(session.getPuppeteerCookies());

describe.each([
  ['putPuppeteerCookies', Session, 'Session'],
  ['setPuppeteerCookies', Session, 'Session'],
  ['putPuppeteerCookies', CrawleeSession, 'Session for Crawlee'],
  ['setPuppeteerCookies', CrawleeSession, 'Session for Crawlee'],
  ['setCookies', CrawleeSession, 'Session for Crawlee'],
])('%s with replace', (method, Class, _name) => {
  function prepared(options) {
    const debug = jest.fn();
    const session = new Class({ log: { debug }, ...options });
    session.putPuppeteerCookies([...REPORTED, ...NOT_REPORTED]);
    return { session, debug };
  }

  const replacedBy = (cookies, url) => {
    const { session, debug } = prepared();
    session[method](cookies, url, { replace: true });
    expect(debug).not.toHaveBeenCalled();
    return names(session);
  };

  test.each(namesOf(REPORTED))('%s, which the browser no longer reports for the URL, goes', (gone) => {
    const rest = REPORTED.filter(({ name }) => name !== gone);
    expect(replacedBy(rest, URL_)).toEqual(namesOf(rest, NOT_REPORTED));
  });

  test('an empty list takes all that the browser would have reported for the URL, and no other', () => {
    expect(replacedBy([], URL_)).toEqual(namesOf(NOT_REPORTED));
    expect(replacedBy([null, undefined], new URL(URL_))).toEqual(namesOf(NOT_REPORTED));
  });

  test('over plain http a browser reports no Secure cookies, so they stay', () => {
    expect(replacedBy([], URL_.replace('https', 'http'))).toEqual(namesOf(REPORTED.slice(3), NOT_REPORTED));
  });

  test.each([undefined, null])('with %p for a URL, it is every site', (url) => {
    expect(replacedBy([cookie('site', { domain: 'sso.example' })], url)).toEqual(['site']);
    expect(replacedBy([], url)).toEqual([]);
  });

  test.each(['about:blank', 'nonsense', ''])('for %j, which has no cookies, nothing goes', (url) => {
    expect(replacedBy([], url)).toEqual(namesOf(REPORTED, NOT_REPORTED));
  });

  test('new cookies are added and others get their new values', () => {
    const { session } = prepared();
    session[method]([cookie('host', { value: 'new' }), cookie('added')], URL_, { replace: true });
    const values = Object.fromEntries(session.getPuppeteerCookies(URL_).map(({ name, value }) => [name, value]));
    expect(values).toEqual({ host: 'new', added: 'old' });
  });

  test.each([
    ['host-only-flag', { domain: '.www.example.com' }],
    ['domain', { domain: '.example.com' }],
    ['path', { path: '/shop' }],
    ['partition', { secure: true, partitionKey: TOP }],
  ])('a cookie of one name but another %s is another one', (_what, fields) => {
    const session = new Class();
    session.putPuppeteerCookies([cookie('a'), cookie('a', { value: 'other', ...fields })]);
    expect(session.getPuppeteerCookies()).toHaveLength(2);
    session[method]([cookie('a', fields)], URL_, { replace: true });
    expect(session.getPuppeteerCookies()).toMatchObject([{ value: 'old' }]);
    expect(session.getPuppeteerCookies()).toHaveLength(1);
  });

  test('the same cookie in another form is the same one', () => {
    const { session } = prepared();
    const reported = [
      cookie('host', { domain: 'WWW.Example.com' }),
      cookie(' domain ', { domain: 'example.com', hostOnly: false }),
      cookie('deep', { domain: undefined, path: undefined }),
      cookie('secure', { secure: true }),
      cookie('partition', { secure: true, partitionKey: { topLevelSite: TOP, hasCrossSiteAncestor: false } }),
    ];
    session[method](reported, URL_, { replace: true });
    expect(names(session)).toEqual(namesOf(REPORTED, NOT_REPORTED));
  });

  test('a cookie that the list says has ended goes', () => {
    expect(replacedBy([...REPORTED.slice(1), cookie('host', { expires: 1 })], URL_)).toEqual(
      namesOf(REPORTED.slice(1), NOT_REPORTED),
    );
  });

  test('what browsers are not handed has not been deleted there', () => {
    const { session } = prepared();
    session.putResponse({ headers: { 'set-cookie': 'odd=1' }, url: 'https://www.example.com/shop;id=1/page' });
    session[method]([], undefined, { replace: true });
    expect(session.getPuppeteerCookies()).toEqual([]);
    expect(session.getCookieString('https://www.example.com/shop;id=1/page')).toBe('odd=1');
  });

  test.each([
    ['that Rust refuses', { domain: 'a b' }],
    ['that can’t be read', { value: 1 }],
    ['of a wrong expiry', { expires: new Date() }],
    ['in an opaque partition', { partitionKeyOpaque: true }],
    ['whose name has spaces around it', { name: ' host ', value: 1 }],
    ['whose name has spaces around it, in Rust', { name: ' host ', domain: 'a b' }],
    ['that is too large', { value: 'x'.repeat(5000) }],
  ])('a cookie %s spares what has its name, and the log tells of both', (_what, fields) => {
    const { session, debug } = prepared();
    session[method]([...REPORTED.slice(2), cookie('host', fields)], URL_, { replace: true });
    expect(names(session)).toEqual(namesOf(REPORTED.slice(2), NOT_REPORTED, [{ name: 'host' }]));
    expect(debug.mock.calls).toEqual([
      [
        'Could not set cookies.',
        expect.objectContaining({ refusals: [expect.objectContaining({ name: expect.stringMatching(/^ ?host/) })] }),
      ],
      ['Kept cookies that a refused one names.', { kept: [{ name: 'host', domain: 'www.example.com' }] }],
    ]);
  });

  test('a refused cookie that names nothing of the jar spares nothing', () => {
    const { session, debug } = prepared();
    session[method]([cookie('unknown', { value: 1 })], URL_, { replace: true });
    expect(names(session)).toEqual(namesOf(NOT_REPORTED));
    expect(debug).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['a number', () => 7],
    ['no name', () => ({ value: 'x' })],
    ['a name that is a number', () => cookie('host', { name: 1 })],
    [
      'a name that throws',
      () => ({
        get name() {
          throw new Error('no');
        },
      }),
    ],
  ])('where %s is in the list, it may be any cookie, and nothing goes', (_what, broken) => {
    const { session, debug } = prepared();
    session[method]([broken(), cookie('host', { value: 'new' })], URL_, { replace: true });
    expect(names(session)).toEqual(namesOf(REPORTED, NOT_REPORTED));
    expect(session.getPuppeteerCookies().find(({ name }) => name === 'host').value).toBe('new');
    const [[, { refusals }], [message, { kept }]] = debug.mock.calls;
    expect([refusals.length, message]).toEqual([1, 'Kept cookies that a refused one names.']);
    expect(namesOf(kept)).toEqual(namesOf(REPORTED.slice(1)));
    expect(kept).toContainEqual({ name: 'domain', domain: '.example.com' });
  });

  test('names that no log should hold are shortened there', () => {
    const long = 'n'.repeat(200);
    const { session, debug } = prepared();
    session.putPuppeteerCookies([cookie(long)]);
    session[method]([...REPORTED, cookie(long, { value: 1 })], URL_, { replace: true });
    expect(debug.mock.calls[1][1]).toEqual({ kept: [{ name: `${'n'.repeat(79)}…`, domain: 'www.example.com' }] });
    expect(names(session)).toContain(long);
  });

  test.each([
    ['text', 'replace'],
    ['true', true],
    ['a number', 1],
    ['a function', () => true],
    ['replace as text', { replace: 'true' }],
    ['replace as a number', { replace: 1 }],
    ['replace null', { replace: null }],
  ])('options that are %s are a TypeError before anything is stored', (_what, options) => {
    const { session } = prepared();
    const error = thrownBy(() => session[method]([cookie('added')], URL_, options));
    expect(error).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(/^options/),
    });
    expect(names(session)).toEqual(namesOf(REPORTED, NOT_REPORTED));
  });

  test.each([undefined, null, {}, { replace: false }, { replace: undefined }])('with %j nothing goes', (options) => {
    const { session } = prepared();
    session[method]([], URL_, options);
    session[method]([], undefined, options);
    expect(names(session)).toEqual(namesOf(REPORTED, NOT_REPORTED));
  });

  test('cookies that are no array are a TypeError, and nothing goes', () => {
    const { session } = prepared();
    for (const cookies of [undefined, {}, 'a=b', Promise.resolve([])]) {
      expect(thrownBy(() => session[method](cookies, URL_, { replace: true }))).toBeInstanceOf(TypeError);
    }
    expect(names(session)).toEqual(namesOf(REPORTED, NOT_REPORTED));
  });

  test('a jar that the user has made is kept to as well', () => {
    const { session } = prepared({ cookieJar: new CookieJar(null, { limits: false }) });
    session[method](REPORTED.slice(1), URL_, { replace: true });
    expect(names(session)).toEqual(namesOf(REPORTED.slice(1), NOT_REPORTED));
  });

  test('what has ended is not told as kept', () => {
    jest.useFakeTimers({ now: Date.now() });
    try {
      const { session, debug } = prepared();
      session.setCookie('short=1; Max-Age=5; Path=/', URL_);
      jest.setSystemTime(Date.now() + 6000);
      session[method]([...REPORTED, ...NOT_REPORTED, 7], undefined, { replace: true });
      session[method]([...REPORTED, 7], URL_, { replace: true });
      expect(debug.mock.calls.map(([message]) => message)).toEqual(Array(2).fill('Could not set cookies.'));
    } finally {
      jest.useRealTimers();
    }
  });
});

// Promises: A8
describe('the option replaceBrowserCookies of the class for Crawlee', () => {
  test.each(['setCookies', 'putPuppeteerCookies', 'setPuppeteerCookies'])('makes %s replace', (method) => {
    const session = new CrawleeSession({ replaceBrowserCookies: true });
    session[method]([...REPORTED, ...NOT_REPORTED], URL_);
    session[method](REPORTED.slice(1), URL_);
    expect(names(session)).toEqual(namesOf(REPORTED.slice(1), NOT_REPORTED));
    session[method]([], URL_, {});
    expect(names(session)).toEqual(namesOf(NOT_REPORTED));
  });

  test('the argument of a call counts more', () => {
    const session = new CrawleeSession({ replaceBrowserCookies: true });
    session.setCookies(REPORTED, URL_);
    session.setCookies([], URL_, { replace: false });
    expect(names(session)).toEqual(namesOf(REPORTED));
    const other = new CrawleeSession({ replaceBrowserCookies: false });
    other.setCookies(REPORTED, URL_);
    other.setCookies([], URL_);
    expect(names(other)).toEqual(namesOf(REPORTED));
    other.setCookies([], URL_, { replace: true });
    expect(names(other)).toEqual([]);
  });

  test('comes from the options of a pool, and is in no state', () => {
    const pool = { emit() {}, sessionOptions: { replaceBrowserCookies: true } };
    const session = createSessionFunction(pool);
    session.setCookies(REPORTED, URL_);
    const restored = createSessionFunction(pool, { sessionOptions: JSON.parse(JSON.stringify(session.getState())) });
    expect(restored.getState()).not.toHaveProperty('replaceBrowserCookies');
    restored.setCookies([], URL_);
    expect(names(restored)).toEqual([]);
  });

  test.each([null, 1, 'true', {}])('%p is a TypeError', (replaceBrowserCookies) => {
    expect(thrownBy(() => new CrawleeSession({ replaceBrowserCookies }))).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(/^replaceBrowserCookies must be a boolean/),
    });
  });
});
