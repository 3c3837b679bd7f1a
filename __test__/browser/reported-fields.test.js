'use strict';

// Promises: C14, C16

const { Session } = require('../..');
const { addresses, announce, CHECKS, collect, MAPPED_HOSTS } = require('./every-kind');
const { givenBack, sorted } = require('./fields');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { visitors } = require('./visitors');
const { WAYS_IN } = require('./ways');

const chromium = visitors({ hosts: MAPPED_HOSTS });
let site;
let visitor;

beforeAll(async () => {
  site = await openSite();
  announce(site);
  visitor = await chromium.open();
  await collect(visitor.page, site);
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

test.each(CHECKS)(
  'getPuppeteerCookies(url) gives exactly the reported fields for $host$path',
  async ({ host, path }) => {
    const url = site.url(host, path);
    await visitor.page.goto(url);
    const reported = await visitor.page.cookies();
    expect(reported).not.toHaveLength(0);
    const session = new Session();
    session.putPuppeteerCookies(reported, url);
    expect(sorted(session.getPuppeteerCookies(url))).toStrictEqual(givenBack(reported));
    expect(sorted(restored(session).getPuppeteerCookies(url))).toStrictEqual(givenBack(reported));
  },
);

test.each(WAYS_IN)('getPuppeteerCookies() gives exactly what $wayIn reported of the whole jar', async ({ read }) => {
  const reported = await read(visitor, addresses(site));
  const session = new Session();
  session.putPuppeteerCookies(reported);
  expect(sorted(session.getPuppeteerCookies())).toStrictEqual(givenBack(reported));
  expect(sorted(restored(session).getPuppeteerCookies())).toStrictEqual(givenBack(reported));
});

test('getPuppeteerCookies(url) gives of a whole jar what page.cookies() gives at that address', async () => {
  const session = new Session();
  session.putPuppeteerCookies(await WAYS_IN[0].read(visitor, addresses(site)));
  for (const url of addresses(site)) {
    await visitor.page.goto(url);
    expect(sorted(session.getPuppeteerCookies(url))).toStrictEqual(givenBack(await visitor.page.cookies()));
  }
});
