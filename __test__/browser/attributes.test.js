'use strict';

// Promises: C16, J10

const { handedOut, kept } = require('./accepted');
const { sharedVisitor } = require('./visitors');
const { WAYS_OUT } = require('./ways');

const PREFIXES = ['__Host-', '__Secure-', '__Http-', '__Host-Http-', '__host-', '__SECURE-', '__hTTp-', '__HOST-http-'];

/** Every mixture of what the prefixes demand. */
const MIXTURES = ['', '; Secure'].flatMap((secure) =>
  ['', '; HttpOnly'].flatMap((httpOnly) =>
    ['', '; Path=/', '; Path=/shop'].flatMap((path) =>
      ['', '; Domain=shop.example'].flatMap((domain) =>
        ['', '; Partitioned'].map((partitioned) => secure + httpOnly + path + domain + partitioned),
      ),
    ),
  ),
);

/** Attributes at the edge of what is allowed, and beyond. */
const EDGES = [
  '; SameSite=None; Secure',
  '; SameSite=Strict',
  '; SameSite=nonsense',
  '; SameSite',
  '; Priority=High',
  '; Priority=nonsense',
  '; Max-Age=99999999999999999999999',
  `; Max-Age=${'9'.repeat(400)}`,
  '; Expires=Fri, 31 Dec 9999 23:59:59 GMT',
  '; Expires=nonsense',
  '; Max-Age=nonsense',
  '; Path=',
  '; Path=relative',
  `; Path=/${'p'.repeat(1023)}`,
  `; Path=/${'p'.repeat(1024)}`,
  `; Path=/${'ü'.repeat(100)}`,
  '; Domain=',
  '; Domain=.shop.example',
  '; Domain=SHOP.example',
  '; Partitioned; Secure; SameSite=None',
  '; Partitioned; Secure; HttpOnly; Path=/; Max-Age=400000000',
  '; Partitioned',
  '; Secure; Secure=no; HttpOnly=0',
];

const URL_OF_SHOP = 'https://shop.example/shop/page';
const visitor = sharedVisitor();

function received(lines) {
  return handedOut(lines.map((line) => ({ url: URL_OF_SHOP, line })));
}

describe.each(WAYS_OUT)('what the session accepts, Chromium accepts by $wayOut', ({ give }) => {
  test.each(PREFIXES)('names that begin with %s, under every mixture of attributes', async (prefix) => {
    const cookies = received(
      MIXTURES.flatMap((mixture, n) => [`${prefix}c${n}=v${mixture}`, `${prefix}e${n}=${mixture}`]),
    );
    expect(cookies).not.toHaveLength(0);
    await give(visitor, cookies);
    expect(kept(await visitor.browser.cookies())).toStrictEqual(kept(cookies));
  });

  test.each(PREFIXES)('a name that is %s and nothing else', async (prefix) => {
    const batches = MIXTURES.map((mixture) => received([`${prefix}=v${mixture}`]));
    for (const cookies of batches) await give(visitor, cookies);
    expect(batches.flat()).not.toHaveLength(0);
  });

  test('attributes at the edge of what is allowed', async () => {
    const cookies = received(EDGES.map((edge, n) => `c${n}=v${edge}`));
    expect(cookies.length).toBeGreaterThan(EDGES.length - 4);
    await give(visitor, cookies);
    expect(kept(await visitor.browser.cookies())).toStrictEqual(kept(cookies));
  });

  test('names and values of the greatest length', async () => {
    const cookies = received([
      `a=${'v'.repeat(4095)}`,
      `b=${'v'.repeat(4096)}`,
      `${'n'.repeat(4095)}=v`,
      `${'n'.repeat(4096)}=`,
      `c=${'ü'.repeat(2047)}`,
      `d=${'ü'.repeat(2048)}`,
    ]);
    expect(cookies).toHaveLength(4);
    await give(visitor, cookies);
    expect(kept(await visitor.browser.cookies())).toStrictEqual(kept(cookies));
  });

  test('SameSite=None without Secure stops none of the others', async () => {
    const cookies = received(['before=v', 'none=v; SameSite=None', 'after=v']);
    await give(visitor, cookies);
    const names = (await visitor.browser.cookies()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['before', 'after']));
  });

  test('a huge expiry lives as long as Chromium lets any cookie live: 400 days', async () => {
    const cookies = received(['a=v; Max-Age=99999999999999999999', 'b=v; Expires=Fri, 31 Dec 9999 23:59:59 GMT']);
    expect(cookies).toHaveLength(2);
    await give(visitor, cookies);
    const days = (await visitor.browser.cookies()).map(({ expires }) => (expires - Date.now() / 1000) / 86_400);
    expect(days).toEqual([expect.closeTo(400, 2), expect.closeTo(400, 2)]);
  });
});
