'use strict';

// deleteCookies of the sessions and of CookieJar (RFC 6265bis section 5.7: what makes a cookie the same one).
// Promises: C18

const tough = require('tough-cookie');
const { Cookie, CookieJar, Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { testOf } = require('../../js/jar/cookie-filter');
const { thrownBy } = require('./fixtures/bad-input');

const SITE = 'https://top.example';

const COOKIES = [
  { name: 'sid', value: 'host', domain: 'example.com', path: '/' },
  { name: 'sid', value: 'domain', domain: '.example.com', path: '/' },
  { name: 'sid', value: 'deep', domain: '.example.com', path: '/shop' },
  { name: 'sid', value: 'sub', domain: 'www.example.com', path: '/' },
  { name: 'sid', value: 'other', domain: '.other.example', path: '/' },
  { name: 'csrf', value: 'token', domain: 'example.com', path: '/', httpOnly: true },
  { name: '', value: 'nameless', domain: 'example.com', path: '/' },
  { name: 'in', value: 'top', domain: 'w.example', path: '/', secure: true, partitionKey: SITE },
  {
    name: 'in',
    value: 'frame',
    domain: 'w.example',
    path: '/',
    secure: true,
    partitionKey: { sourceOrigin: SITE, hasCrossSiteAncestor: true },
  },
  { name: 'in', value: 'protocol', domain: 'w.example', path: '/', secure: true, partitionKey: 'https://next.example' },
  { name: 'v6', value: 'address', domain: '[::1]', path: '/' },
];
const ALL = COOKIES.map(({ value }) => value);
const without = (...values) => ALL.filter((value) => !values.includes(value));

/** What can delete, and the values that are left there. */
const HOLDERS = {
  Session: () => holder(new Session()),
  'Session for Crawlee': () => holder(new CrawleeSession()),
  "a session's cookieJar": () => {
    const { left, session } = holder(new Session());
    return { left, owner: session.cookieJar, session };
  },
  CookieJar: () => {
    const jar = CookieJar.fromJSON(COOKIES);
    return { left: () => new Session({ cookieJar: jar }).getPuppeteerCookies().map(({ value }) => value), owner: jar };
  },
};

function holder(session) {
  session.putPuppeteerCookies(COOKIES);
  return { left: () => session.getPuppeteerCookies().map(({ value }) => value), owner: session, session };
}

describe.each(Object.entries(HOLDERS))('deleteCookies of %s', (_name, make) => {
  test.each([
    ['a name', { name: 'csrf' }, ['token']],
    ['a name that many have', { name: 'sid' }, ['host', 'domain', 'deep', 'sub', 'other']],
    ['the empty name', { name: '' }, ['nameless']],
    ['a name that nothing has', { name: 'SID' }, []],
    [
      'a domain: host-only and domain cookies, none of subdomains',
      { name: 'sid', domain: 'example.com' },
      ['host', 'domain', 'deep'],
    ],
    ['a domain with a dot: domain cookies alone', { domain: '.example.com' }, ['domain', 'deep']],
    ['a subdomain', { domain: 'www.example.com' }, ['sub']],
    ['a domain in capitals', { domain: 'EXAMPLE.com', name: 'csrf' }, ['token']],
    ['an address of IPv6', { domain: '[0:0::1]' }, ['address']],
    ['an address of IPv6 without brackets', { domain: '::1' }, ['address']],
    ['a parent domain, which is another', { domain: 'com' }, []],
    ['a path', { path: '/shop' }, ['deep']],
    ['all of name, domain and path', { name: 'sid', domain: '.example.com', path: '/' }, ['domain']],
    ['a partition', { partitionKey: SITE }, ['top', 'frame']],
    ['a partition as an origin', { partitionKey: 'https://www.top.example:8443' }, ['top', 'frame']],
    ['a partition under a frame', { partitionKey: { sourceOrigin: SITE, hasCrossSiteAncestor: true } }, ['frame']],
    ['a partition at the top level', { partitionKey: { sourceOrigin: SITE, hasCrossSiteAncestor: false } }, ['top']],
    [
      'a partition in the protocol’s form',
      { partitionKey: { topLevelSite: SITE, hasCrossSiteAncestor: true } },
      ['frame'],
    ],
    ['a partition without a word of ancestors', { partitionKey: { topLevelSite: SITE } }, ['top', 'frame']],
    ['a partition as Playwright tells it', { partitionKey: SITE, _crHasCrossSiteAncestor: false }, ['top']],
    ['a partition of another scheme', { partitionKey: 'http://top.example' }, []],
    [
      'what is undefined is not asked for',
      { name: 'csrf', domain: undefined, path: null, partitionKey: '' },
      ['token'],
    ],
    ['a list', [{ name: 'csrf' }, { domain: 'www.example.com' }, { name: 'nothing' }], ['token', 'sub']],
    ['a list that names a cookie twice', [{ name: 'csrf' }, { name: 'csrf' }], ['token']],
    ['an empty list', [], []],
    ['a whole cookie of a browser', COOKIES[2], ['deep']],
    [
      'an exported cookie',
      { ...COOKIES[5], hostOnly: true, session: true, storeId: '0', id: 1, sameSite: null },
      ['token'],
    ],
    [
      'a reported cookie',
      {
        ...COOKIES[8],
        size: 3,
        expires: -1,
        sourcePort: 443,
        sourceScheme: 'Secure',
        sameParty: false,
        priority: 'Low',
      },
      ['frame'],
    ],
    ['a Cookie of this package', new Cookie({ key: 'csrf', value: 'x', domain: 'example.com' }), ['token']],
    ['a parsed Cookie', Cookie.parse('csrf=; Path=/; HttpOnly'), ['token']],
    [
      'a Cookie of tough-cookie',
      new tough.Cookie({ key: 'csrf', value: 'x', domain: 'example.com', path: '/' }),
      ['token'],
    ],
    ['a serialized cookie', new Cookie({ key: 'csrf', domain: 'example.com' }).toJSON(), ['token']],
    ['a key and a name that differ', { key: 'csrf', name: 'sid' }, []],
    ['a predicate', ({ value }) => value.startsWith('d'), ['domain', 'deep']],
    ['a predicate that picks all', () => true, ALL],
    ['a predicate that answers what is true', ({ name }) => name.match(/^c/), ['token']],
  ])('by %s', (_what, which, gone) => {
    const { owner, left } = make();
    expect(owner.deleteCookies(which)).toBe(gone.length);
    expect(left()).toEqual(without(...gone));
    expect(owner.deleteCookies(which)).toBe(0);
  });

  test('what was handed out is a filter for itself alone', () => {
    const { owner, left, session = new Session({ cookieJar: owner }) } = make();
    for (const cookie of session.getPuppeteerCookies().filter(({ partitionKey }) => partitionKey !== undefined)) {
      expect(owner.deleteCookies(cookie)).toBe(1);
      expect(left()).not.toContain(cookie.value);
    }
    expect(left()).toEqual(without('top', 'frame', 'protocol'));
  });

  test('a predicate gets each cookie once, in the order of creation, in the shape of browsers with key and hostOnly', () => {
    const { owner } = make();
    const seen = [];
    owner.deleteCookies((...args) => {
      seen.push(args);
    });
    expect(seen.every((args) => args.length === 1)).toBe(true);
    const cookies = seen.map(([cookie]) => cookie);
    expect(cookies.map(({ value }) => value)).toEqual(ALL);
    expect(cookies[1]).toStrictEqual({
      name: 'sid',
      value: 'domain',
      domain: '.example.com',
      path: '/',
      expires: -1,
      httpOnly: false,
      secure: false,
      key: 'sid',
      hostOnly: false,
    });
    expect(cookies[0].hostOnly).toBe(true);
    expect(String(cookies[8].partitionKey)).toBe(SITE);
    expect(Object.getPrototypeOf(cookies[0])).toBe(Object.prototype);
  });

  test('what a predicate does to its object changes no cookie', () => {
    const { owner, left } = make();
    owner.deleteCookies((cookie) => {
      cookie.value = 'changed';
      cookie.domain = 'elsewhere.example';
    });
    expect(left()).toEqual(ALL);
  });

  test('a predicate that throws deletes nothing, and its error comes through', () => {
    const { owner, left } = make();
    const error = new Error('mine');
    let calls = 0;
    const predicate = () => {
      if (++calls === 3) throw error;
      return true;
    };
    expect(thrownBy(() => owner.deleteCookies(predicate))).toBe(error);
    expect([calls, left()]).toEqual([3, ALL]);
  });

  test('an asynchronous predicate, whose every answer would be true, deletes nothing', () => {
    const { owner, left } = make();
    const error = thrownBy(() => owner.deleteCookies(async () => false));
    expect(error).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(/await/),
    });
    expect(left()).toEqual(ALL);
  });

  test('a predicate may call what it deletes from', () => {
    const { owner, left, session = new Session({ cookieJar: owner }) } = make();
    const count = owner.deleteCookies(({ value }) => {
      if (value === 'host') {
        session.putPuppeteerCookies([{ name: 'new', value: 'added', domain: 'new.example' }]);
        expect(owner.deleteCookies({ name: 'csrf' })).toBe(1);
        session.getState();
      }
      return value === 'token' || value === 'sub';
    });
    // The one that the predicate has deleted itself is not counted again.
    expect(count).toBe(1);
    expect(left()).toEqual([...without('token', 'sub'), 'added']);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a name as text', 'sid'],
    ['a number', 1],
    ['a list in a list', [[{ name: 'sid' }]]],
    ['a list with null', [{ name: 'sid' }, null]],
    ['a list with a text', [{ name: 'sid' }, 'csrf']],
    ['a list with a function', [{ name: 'sid' }, () => true]],
    ['no field', {}],
    ['a list with no field', [{ name: 'sid' }, {}]],
    ['fields that are undefined', { name: undefined, domain: undefined }],
    ['a value alone', { value: 'host', expires: -1 }],
    ['a typing error', { nmae: 'sid' }],
    ['a typing error beside a name', { name: 'sid', damain: 'example.com' }],
    // The protocol takes a URL there; here it would be ignored, and far too much deleted.
    ['a URL', { name: 'sid', url: 'https://example.com/' }],
    ['a name that is a number', { name: 1 }],
    ['a name that is null', { name: null, domain: 'example.com' }],
    ['a name that is a String object', { name: Object('sid') }],
    ['a name that is a pattern', { name: /sid/ }],
    ['a key that is null', { key: null }],
    ['a domain that is a number', { domain: 1 }],
    ['a domain that is a URL', { domain: 'https://example.com' }],
    ['an empty domain', { name: 'sid', domain: '' }],
    ['a domain that is a dot', { domain: '.' }],
    ['a path that is a number', { path: 1 }],
    ['a partition that is a number', { partitionKey: 1 }],
    ['a partition that is no site', { partitionKey: 'top.example' }],
    ['a partition without a site', { partitionKey: {} }],
    ['a partition whose ancestor is a text', { partitionKey: { sourceOrigin: SITE, hasCrossSiteAncestor: 'no' } }],
  ])('%s is a TypeError that says what is accepted, and deletes nothing', (_what, which) => {
    const { owner, left } = make();
    const error = thrownBy(() => owner.deleteCookies(which));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
    expect(error.message).toMatch(/^filters?\b.*(must|may ask for)/);
    expect(left()).toEqual(ALL);
  });

  test('a getter that throws deletes nothing', () => {
    const { owner, left } = make();
    const error = new Error('mine');
    const hostile = {
      name: 'sid',
      get domain() {
        throw error;
      },
    };
    expect(thrownBy(() => owner.deleteCookies([{ name: 'csrf' }, hostile]))).toBe(error);
    expect(left()).toEqual(ALL);
  });
});

test('what has ended is neither seen nor counted', () => {
  jest.useFakeTimers({ now: Date.now() });
  try {
    const session = new Session();
    session.setCookie('a=1; Max-Age=10', 'https://example.com/');
    session.setCookie('b=1', 'https://example.com/');
    jest.setSystemTime(Date.now() + 11_000);
    const seen = [];
    expect(session.deleteCookies(({ name }) => seen.push(name))).toBe(1);
    expect(seen).toEqual(['b']);
  } finally {
    jest.useRealTimers();
  }
});

test('cookies that no browser holds can be deleted like others', () => {
  const session = new Session();
  session.putResponse({ headers: { 'set-cookie': 'odd=1' }, url: 'https://example.com/page;id=1/item' });
  expect(session.getPuppeteerCookies()).toEqual([]);
  expect(session.deleteCookies({ name: 'odd', path: '/page;id=1' })).toBe(1);
  expect(session.getCookieString('https://example.com/page;id=1/item')).toBe('');
});

test('a deleted cookie is gone from the state, and may be set again', () => {
  const session = new Session();
  session.setCookie('sid=1; Domain=example.com; Path=/shop', 'https://www.example.com/');
  expect(session.deleteCookies({ name: 'sid' })).toBe(1);
  expect(session.getState().cookieJar.cookies).toEqual([]);
  session.setCookie('sid=2', 'https://www.example.com/');
  expect(session.getCookieString('https://www.example.com/')).toBe('sid=2');
});

test('a jar of thousands of cookies', () => {
  const cookies = Array.from({ length: 5000 }, (_, index) => ({
    name: `c${index}`,
    value: 'v',
    domain: `h${index % 300}.example`,
    path: '/',
  }));
  const session = new Session({ cookieJar: cookies });
  expect(session.deleteCookies(cookies.filter((_, index) => index % 2 === 0))).toBe(2500);
  expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(
    cookies.map(({ name }) => name).filter((_, index) => index % 2 === 1),
  );
  expect(session.deleteCookies(() => true)).toBe(2500);
  expect(session.getPuppeteerCookies()).toEqual([]);
});

describe('a Cookie that was handed out', () => {
  const URL_ = 'https://w.example/';
  const octets = (text) => Buffer.from(text).toString('latin1');

  /** Cookies that a response or a browser gave, with names that may be mistaken for each other. */
  function session() {
    const filled = new Session();
    const lines = ['città', '50%c3ü', '日本', 'sid'].map((name) => `${octets(name)}=octets`);
    filled.putResponse({ headers: { 'set-cookie': [...lines, 'Z\xfcrich=latin1'] }, url: URL_ });
    const partitions = [
      undefined,
      SITE,
      { sourceOrigin: SITE, hasCrossSiteAncestor: true },
      { sourceOrigin: 'https://next.example', hasCrossSiteAncestor: false },
      'https://w.example',
      { topLevelSite: 'https://w.example', hasCrossSiteAncestor: true },
    ];
    filled.putPuppeteerCookies(
      partitions.map((partitionKey, index) => {
        return { name: 'in', value: `${index}`, domain: 'w.example', secure: true, partitionKey };
      }),
    );
    filled.putPuppeteerCookies(['über', octets('ß')].map((name) => ({ name, value: 'text', domain: 'w.example' })));
    return filled;
  }

  const all = (owner) => owner.getPuppeteerCookies();

  test.each([
    ['getCookies() of a session', (owner) => owner.getCookies(URL_)],
    ['a jar', (owner) => owner.cookieJar.getCookiesSync(URL_)],
    ['JSON of a jar', (owner) => JSON.parse(JSON.stringify(owner.cookieJar)).cookies],
    ['JSON of a Cookie', (owner) => owner.getCookies(URL_).map((cookie) => cookie.toJSON())],
    [
      'tough-cookie',
      (owner) => tough.CookieJar.fromJSON(JSON.stringify(owner.cookieJar)).toJSON().cookies.map(tough.Cookie.fromJSON),
    ],
  ])('by %s, deletes itself alone', (_what, handedOut) => {
    const owner = session();
    // Without a partition, a filter means each of them.
    const cookies = handedOut(owner).filter(({ key, extensions }) => key !== 'in' || extensions?.length > 0);
    expect(cookies.length).toBeGreaterThan(5);
    let before = all(owner).length;
    for (const cookie of cookies) {
      expect([cookie.key, owner.deleteCookies(cookie)]).toEqual([cookie.key, 1]);
      expect(all(owner)).toHaveLength(--before);
    }
    expect(
      all(owner)
        .filter(({ name }) => name === 'in')
        .map(({ value }) => value),
    ).toContain('0');
  });

  test('names it as it came, or as a browser shows it', () => {
    for (const filter of [{ key: octets('città') }, { key: 'città' }, { name: 'città' }]) {
      const owner = session();
      expect(owner.deleteCookies([{ name: 'unknown' }, filter])).toBe(1);
      expect(all(owner).map(({ name }) => name)).not.toContain('città');
    }
    expect(session().deleteCookies({ name: octets('città') })).toBe(0);
  });

  test('of a text that looks like octets means that text', () => {
    const owner = session();
    owner.putPuppeteerCookies([{ name: 'ß', value: 'other', domain: 'w.example' }]);
    const cookie = owner.getCookies(URL_).find(({ key, value }) => key === octets('ß') && value === 'text');
    expect(owner.deleteCookies(cookie)).toBe(1);
    expect(all(owner).map(({ value }) => value)).toContain('other');
  });

  test('of a CookieJar, which knows no octets, has the name that it has', () => {
    const jar = new CookieJar();
    for (const name of ['é', octets('é')]) jar.setCookieSync(`${name}=${name}`, URL_);
    expect(jar.deleteCookies({ key: octets('é') })).toBe(1);
    expect(jar.getCookieStringSync(URL_)).toBe('é=é');
  });

  test('is in the partition of its extensions, unless a partition key is given', () => {
    const extensions = [
      'Priority=High',
      'crawler-session-partition',
      7,
      `Crawler-Session-Partition = ${SITE} cross-site protocol `,
    ];
    const gone = (filter) => {
      const owner = session();
      owner.deleteCookies(filter);
      const kept = new Set(all(owner).map(({ value }) => value));
      return ['0', '1', '2', '3', '4', '5'].filter((value) => !kept.has(value));
    };
    expect(gone({ key: 'in', extensions })).toEqual(['2']);
    expect(gone({ extensions })).toEqual(['2']);
    expect(gone({ key: 'in', extensions, partitionKey: 'https://w.example' })).toEqual(['4', '5']);
    expect(gone({ key: 'in', extensions: ['Priority=High'] })).toHaveLength(6);
  });

  test('whose partition can not be read deletes nothing', () => {
    const owner = session();
    const error = thrownBy(() =>
      owner.deleteCookies({ key: 'in', extensions: ['crawler-session-partition=w.example'] }),
    );
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
    expect(error.message).toBe('filter.extensions must name the site of a partition, got "w.example"');
    expect(all(owner)).toEqual(all(session()));
  });
});

test('a list of filters with and without names means what each of them means alone', () => {
  const filters = [
    { name: 'sid', path: '/shop' },
    { name: 'sid', domain: 'www.example.com' },
    { key: 'csrf' },
    { key: 'sid', domain: '.other.example' },
    { name: 'csrf', key: 'sid' },
    { partitionKey: 'https://next.example' },
    { domain: '::1' },
    { name: '' },
  ];
  const left = (...lists) => {
    const session = new Session({ cookieJar: COOKIES });
    for (const list of lists) session.deleteCookies(list);
    return session.getPuppeteerCookies();
  };
  expect(left(filters)).toEqual(left(...filters));
  expect(left(filters).map(({ value }) => value)).toEqual(['host', 'domain', 'top', 'frame']);
});

test('filters with a name are not asked about cookies with another', () => {
  let reads = 0;
  const cookie = {
    get name() {
      reads++;
      return 'sid';
    },
    domain: 'a.example',
    path: '/',
  };
  const others = Array.from({ length: 1000 }, (_, index) => ({ name: `other${index}` }));
  expect(testOf(others)(cookie)).toBe(false);
  expect(testOf([...others, { key: 'sid', path: '/' }])(cookie)).toBe(true);
  expect(reads).toBeLessThan(10);
});

test('a list of filters that claims to be endless deletes nothing', () => {
  const session = new Session({ cookieJar: COOKIES });
  const endless = [{ name: 'sid' }];
  endless.length = 2 ** 32 - 1;
  expect(thrownBy(() => session.deleteCookies(endless))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  expect(session.getPuppeteerCookies()).toHaveLength(COOKIES.length);
});
