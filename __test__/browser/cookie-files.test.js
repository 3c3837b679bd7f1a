'use strict';

// What browsers and their libraries save is read; what is written, they take: each sends what the session sends.
// Promises: F1, F3

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Session, formatCookies, parseCookies } = require('../..');
const { visitorOfBoth } = require('./libraries');
const { openSite } = require('./site');

const HOSTS = ['www.shop.example', 'api.shop.example', 'localhost'];
const visitor = visitorOfBoth({ hosts: HOSTS });
let site;
let folder;

/** Where the site sets cookies, and where it is asked for them. */
const SETS = [
  [
    'www.shop.example',
    '/login/done',
    [
      'sid=1; Path=/; HttpOnly',
      'shared=2; Domain=shop.example; Path=/; SameSite=Lax',
      'deep=3',
      'town=Zürich; Path=/; Max-Age=3600',
    ],
  ],
  ['localhost', '/', ['secure=1; Path=/; Secure; SameSite=None', 'plain=2; Path=/']],
];
const ASKS = [
  ['www.shop.example', '/login/again'],
  ['api.shop.example', '/'],
  ['localhost', '/here'],
];

beforeAll(async () => {
  site = await openSite();
  for (const [host, place, lines] of SETS) site.sets(host, place, lines);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-files-'));
});
afterAll(async () => {
  await site.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const pairsOf = (header) => header.split('; ').filter(Boolean).sort();

/** What a page sends at each place. */
async function sentFrom(page) {
  const sent = [];
  for (const [host, place] of ASKS) {
    site.forget();
    await page.goto(site.url(host, place));
    sent.push(pairsOf(site.cookieHeader(host, place)));
  }
  return sent;
}

const sentBy = (session) =>
  ASKS.map(([host, place]) =>
    pairsOf(Buffer.from(session.getCookieString(site.url(host, place)), 'latin1').toString()),
  );

/** Logs a page of a context of Playwright's in. Returns what it sends then. */
async function logIn(page) {
  for (const [host, place] of SETS) await page.goto(site.url(host, place));
  return sentFrom(page);
}

/** A context of Playwright's in the browser, for the time of a function. */
async function inContext(options, use) {
  const context = await visitor.context.browser().newContext(options);
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

function sessionOf(text, format) {
  const file = parseCookies(text);
  expect({ format: file.format, problems: file.problems }).toEqual({ format, problems: [] });
  const session = new Session();
  session.putPuppeteerCookies(file.cookies);
  return session;
}

describe('a file of a browser makes a session that sends what the browser sends', () => {
  test("Playwright's storageState and its list of cookies", async () => {
    await inContext({}, async (page, context) => {
      const sent = await logIn(page);
      expect(sentBy(sessionOf(JSON.stringify(await context.storageState()), 'playwright'))).toEqual(sent);
      expect(sentBy(sessionOf(JSON.stringify(await context.cookies()), 'playwright'))).toEqual(sent);
    });
  });

  test('a HAR that Playwright recorded', async () => {
    const file = path.join(folder, 'recorded.har');
    const sent = await inContext({ recordHar: { path: file } }, logIn);
    expect(sentBy(sessionOf(fs.readFileSync(file, 'utf8'), 'har'))).toEqual(sent);
  });

  test("Puppeteer's lists, and those of the DevTools protocol", async () => {
    await visitor.clear();
    const sent = await logIn(visitor.page);
    const protocol = await visitor.page.createCDPSession();
    for (const saved of [
      await visitor.browser.cookies(),
      await protocol.send('Storage.getCookies'),
      (await protocol.send('Network.getAllCookies')).cookies,
    ]) {
      expect(sentBy(sessionOf(JSON.stringify(saved), 'puppeteer'))).toEqual(sent);
    }
    await protocol.detach();
  });
});

describe('a file of a session makes a browser that sends what the session sends', () => {
  const session = new Session();
  beforeAll(() => {
    for (const [host, place, lines] of SETS) {
      // An HTTP client has a character for each octet.
      for (const line of lines) session.setCookie(Buffer.from(line).toString('latin1'), site.url(host, place));
    }
    expect(sentBy(session).map(({ length }) => length)).toEqual([4, 1, 2]);
  });
  const written = (format) => formatCookies(session.getPuppeteerCookies(), format);

  test('Playwright takes its storageState from the file', async () => {
    const file = path.join(folder, 'state.json');
    fs.writeFileSync(file, written('playwright'));
    expect(await inContext({ storageState: file }, sentFrom)).toEqual(sentBy(session));
  });

  test.each(['puppeteer', 'extension'])('Puppeteer takes the list that was written for %s', async (format) => {
    await visitor.clear();
    const list = format === 'puppeteer' ? JSON.parse(written(format)) : parseCookies(written(format)).cookies;
    await visitor.browser.setCookie(...list);
    expect(await sentFrom(visitor.page)).toEqual(sentBy(session));
  });
});
