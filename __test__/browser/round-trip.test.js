'use strict';

// Promises: C16

const { Session } = require('../..');
const { addresses, announce, CHECKS, collect, MAPPED_HOSTS, sentCookies } = require('./every-kind');
const { losslessFields } = require('./fields');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { visitors } = require('./visitors');
const { BOTH_WAYS, WAYS_IN } = require('./ways');

const chromium = visitors({ hosts: MAPPED_HOSTS });
let site;
let first;
let firstSent;

beforeAll(async () => {
  site = await openSite();
  announce(site);
  first = await chromium.open();
  await collect(first.page, site);
  firstSent = await sentCookies(first.page, site);
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

/** The pairs of a `Cookie` header in no order. */
function pairs(header) {
  return header.split('; ').sort();
}

/** The session of the first browser, after a stay on disk. */
async function sessionOfFirst(read) {
  const session = new Session();
  session.putPuppeteerCookies(await read(first, addresses(site)));
  return restored(session);
}

describe('the first browser', () => {
  test('is a real Chromium', async () => {
    expect(await first.browser.version()).toMatch(/^(Headless)?Chrome\/\d+/);
  });

  test.each(WAYS_IN)('reports by $wayIn a cookie of every kind', async ({ read }) => {
    const cookies = await read(first, addresses(site));
    const named = Object.fromEntries(cookies.map((cookie) => [cookie.name, cookie]));
    expect(cookies).toHaveLength(32);
    expect(named.session).toMatchObject({ session: true, expires: -1, httpOnly: false, secure: false });
    expect(named['max-age'].session).toBe(false);
    expect(Number.isInteger(named['max-age'].expires)).toBe(false);
    expect(named['http-only'].httpOnly).toBe(true);
    expect(named.secure.secure).toBe(true);
    expect(named.lax.sameSite).toBe('Lax');
    expect(named.strict.sameSite).toBe('Strict');
    expect(named.none.sameSite).toBe('None');
    expect(named.session.sameSite).toBeUndefined();
    expect(named.high.priority).toBe('High');
    expect(named.low.priority).toBe('Low');
    expect(JSON.stringify(named.partitioned.partitionKey)).toContain('http://localhost');
    expect(named.quotes.value).toBe('"a b"');
    expect(named.equals.value).toBe('a=b==');
    expect(named['utf-8'].value).toBe('é☃日本😀');
    expect(named.empty.value).toBe('');
    expect(named[''].value).toBe('nameless');
    expect(named.deep.path).toBe('/login/step/deeper');
    expect(named['host-only'].domain).toBe('sub.example.com');
    expect(named['of-domain'].domain).toBe('.example.com');
    expect(cookies.filter(({ name }) => name === 'both')).toHaveLength(3);
  });
});

describe.each(BOTH_WAYS)('$wayIn, state as JSON text, $wayOut', ({ read, ordered, give }) => {
  let second;
  let session;
  let secondReported;
  let secondSent;

  beforeAll(async () => {
    session = await sessionOfFirst(read);
    second = await chromium.open();
    await give(second, session.getPuppeteerCookies());
    secondReported = await read(second, addresses(site));
    secondSent = await sentCookies(second.page, site);
  });

  test('the second browser reports the same cookies, field by field', async () => {
    expect(losslessFields(secondReported)).toStrictEqual(losslessFields(await read(first, addresses(site))));
  });

  test('the second browser sends the same Cookie headers', () => {
    // Without an order on the way in, the order within one path length is Chromium's chance.
    if (ordered) expect(secondSent).toStrictEqual(firstSent);
    else expect(secondSent.map(pairs)).toStrictEqual(firstSent.map(pairs));
  });

  test('the second browser sends what getCookieString() gives, in this order', () => {
    // The header has octets, the site reads their text.
    const headers = CHECKS.map(({ host, path }) => session.getCookieString(site.url(host, path)));
    expect(headers.map((header) => Buffer.from(header, 'latin1').toString())).toStrictEqual(secondSent);
  });
});
