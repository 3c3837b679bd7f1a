'use strict';

// The oldest Puppeteer that the tests have, that of the Apify SDK 0.18, which has neither cookies of a context nor connections of a page.
// Promises: W1

const { createRequire } = require('node:module');
const { Session } = require('../..');
const { ARGS } = require('../../demo/chromium');
const { PATIENCE_MS } = require('../helpers/patience');
const { titleOf } = require('./browsers');
const { openSites } = require('./sites');

const puppeteer = createRequire(require.resolve('apify-018'))('puppeteer');

const NAMES = ['local', 'tab', 'records', 'all', 'shop'];

let sites;
let browser;

beforeAll(async () => {
  sites = await openSites();
  browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    args: ARGS,
    timeout: PATIENCE_MS,
  });
});
afterAll(async () => {
  await browser.close();
  await sites.close();
});

test('Puppeteer 2.0 gives and takes a login', async () => {
  const fresh = async () => (await browser.createIncognitoBrowserContext()).newPage();
  const page = await fresh();
  const session = new Session();
  for (const name of NAMES) {
    expect([name, await titleOf({ page }, sites.url(name, '/login'))]).toEqual([name, 'in']);
    expect((await session.capture(page)).problems).toEqual([]);
  }
  const second = await fresh();
  sites.requests();
  expect((await session.apply(second)).problems).toEqual([]);
  expect(sites.requests()).toEqual([]);
  for (const name of NAMES) expect([name, await titleOf({ page: second }, sites.url(name))]).toEqual([name, 'in']);
  for (const target of [browser, second.browserContext()]) {
    expect((await new Session().capture(target)).problems).toEqual([]);
  }
});
