'use strict';

// Promises: C16

const { Session } = require('../..');
const { request } = require('./http-client');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { visitors } = require('./visitors');
const { WAYS_IN, WAYS_OUT } = require('./ways');

const HOSTS = ['localhost', 'www.example.com', 'github.io'];
const LOGIN = ['login=se"cr=et; Max-Age=3600; HttpOnly; SameSite=Lax; Path=/', 'theme=dark; Max-Age=3600; Path=/'];
const LOGIN_COOKIES = 'login=se"cr=et; theme=dark';

const chromium = visitors({ hosts: HOSTS.filter((host) => host !== 'localhost') });
let site;

beforeAll(async () => {
  site = await openSite();
  for (const host of HOSTS) {
    site.sets(host, '/login', LOGIN);
    site.shows(host, '/members', (cookies) => (cookies === LOGIN_COOKIES ? 'Welcome back' : 'Please log in'));
  }
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

test('without cookies nobody gets the member page', async () => {
  expect((await request(site, 'localhost', '/members')).body).toBe('Please log in');
  const { page } = await chromium.open();
  expect(await (await page.goto(site.url('localhost', '/members'))).text()).toBe('Please log in');
});

describe.each(HOSTS)('on %s', (host) => {
  test.each(WAYS_OUT)(
    'cookies that putResponse() took from a plain response log the browser in by $wayOut',
    async ({ give }) => {
      const before = Date.now() / 1000;
      const response = await request(site, host, '/login');
      const session = new Session();
      session.putResponse(response);
      const visitor = await chromium.open();
      await give(visitor, restored(session).getPuppeteerCookies(response.url));
      expect(await (await visitor.page.goto(site.url(host, '/members'))).text()).toBe('Welcome back');

      const cookies = await visitor.page.cookies();
      const after = Date.now() / 1000;
      const login = cookies.find(({ name }) => name === 'login');
      expect(cookies).toHaveLength(2);
      expect(login).toMatchObject({ domain: host, httpOnly: true, sameSite: 'Lax', session: false, path: '/' });
      // Max-Age counts from the response, in whole milliseconds.
      expect(login.expires).toBeGreaterThanOrEqual(before + 3600 - 0.001);
      expect(login.expires).toBeLessThanOrEqual(after + 3600);
    },
  );

  test.each(WAYS_IN)('getCookieString() logs a plain request in after the browser did, by $wayIn', async ({ read }) => {
    const visitor = await chromium.open();
    await visitor.page.goto(site.url(host, '/login'));
    const session = new Session();
    session.putPuppeteerCookies(await read(visitor, [site.url(host, '/members')]));
    const cookies = restored(session).getCookieString(site.url(host, '/members'));
    // The member page wants one order, and that of page.cookies() is Chromium's chance.
    const sorted = cookies.split('; ').sort().join('; ');
    expect((await request(site, host, '/members', sorted)).body).toBe('Welcome back');
  });

  test('setCookiesFromResponse() takes the cookies of a response that Puppeteer received', async () => {
    const { page } = await chromium.open();
    const session = new Session();
    session.setCookiesFromResponse(await page.goto(site.url(host, '/login')));
    expect(session.getCookieString(site.url(host, '/members'))).toBe(LOGIN_COOKIES);
    const cookies = restored(session).getCookieString(site.url(host, '/members'));
    expect((await request(site, host, '/members', cookies)).body).toBe('Welcome back');
  });
});
