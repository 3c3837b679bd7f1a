'use strict';

// What goes wrong in a browser is named, and costs no more than it must: the session keeps the rest.
// Promises: W7, W9

const { pathToFileURL } = require('node:url');
const { LoginError, Session } = require('../..');
const { LIBRARIES, browsers } = require('./browsers');
const { openSites } = require('./sites');

const chromium = browsers();
let sites;

const ICON = '<!doctype html><link rel="icon" href="data:,">';

beforeAll(async () => {
  sites = await openSites();
  sites.shows('plain', () => `${ICON}<script>localStorage.a = '1'; sessionStorage.b = '2';</script>`);
  sites.shows('other', () => `${ICON}<script>localStorage.c = '3';</script>`);
  sites.shows('large', () => `${ICON}<script>localStorage.a = 'é'.repeat(1e6);</script>`);
  sites.shows(
    'large-database',
    () => `${ICON}<script>
    const request = indexedDB.open('db', 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore('store', { autoIncrement: true });
      for (let count = 0; count < 300; count++) store.put('x'.repeat(1e4));
      store.put(new Blob([new Uint8Array(5e6)]));
    };
    request.onsuccess = () => { document.title = 'filled'; };
  </script>`,
  );
  sites.shows(
    'sandboxed',
    () =>
      `${ICON}<iframe sandbox="allow-scripts" src="${sites.url('plain')}"></iframe><iframe src="data:text/html,x"></iframe>`,
  );
  sites.shows(
    'restless',
    () => `${ICON}<script>localStorage.a = '1';</script><iframe src="${sites.url('other')}"></iframe><script>
      let count = 0;
      globalThis.start = () => setInterval(() => { frames[0].location.replace('${sites.url('other')}?' + count++); }, 50);
    </script>`,
  );
});
afterAll(() => sites.close());

const originOf = (name) => new URL(sites.url(name)).origin;
const item = (name, value) => ({ name, value });

/** A session that knows something already. */
function known() {
  const session = new Session();
  const cookie = { name: 'old', value: '1', domain: 'example.com', path: '/' };
  session.putStorageState({
    cookies: [cookie],
    origins: [{ origin: originOf('plain'), localStorage: [item('old', '1')], sessionStorage: [item('old', '1')] }],
  });
  return session;
}

/** A call rejects with this code, and the session is as it was. */
async function failsWith(code, session, call) {
  const before = session.getStateText();
  const error = await call(session).then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(LoginError);
  expect(error.code).toBe(code);
  expect(session.getStateText()).toBe(before);
  return error;
}

describe.each(Object.keys(LIBRARIES))('with %s', (library) => {
  const fresh = () => chromium.fresh(library);

  test.each([
    ['localStorage', 'large', undefined, 1_000_000],
    ['records', 'large-database', 'filled', 2_000_000],
    ['a Blob', 'large-database', 'filled', 4_000_000],
  ])('more than maxBytes of %s is an error', async (_what, name, title, maxBytes) => {
    const visitor = await fresh();
    await visitor.page.goto(sites.url(name));
    if (title !== undefined) await visitor.hasTitle(title);
    const error = await failsWith('TOO_LARGE', known(), (session) => session.capture(visitor.page, { maxBytes }));
    expect(error.message).toContain(String(maxBytes));
    const session = known();
    await session.capture(visitor.page);
    const [plain, large] = session.getState().storage;
    // There is none in this browser; of the tab that had its sessionStorage nothing is known.
    expect(plain).toEqual({ origin: originOf('plain'), sessionStorage: [item('old', '1')] });
    expect(large.origin).toBe(originOf(name));
    await visitor.context.close();
  });

  test('a page that is closed, and one that is closed in the middle', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('plain'));
    // While it shows a dialog, a page answers nothing.
    const dialog = new Promise((resolve) => page.once('dialog', resolve));
    await page.evaluate(() => {
      setTimeout(() => alert('wait'));
    });
    await dialog;
    const failed = failsWith('TARGET_GONE', known(), (session) => session.capture(page));
    await page.close();
    await failed;
    await failsWith('TARGET_GONE', known(), (session) => session.capture(page));
    await failsWith('TARGET_GONE', known(), (session) => session.apply(page));
    await context.close();
  });

  test('a page that does not answer in time is named, and the others are read', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('plain'));
    const second = await context.newPage();
    await second.goto(sites.url('other'));
    const dialog = new Promise((resolve) => second.once('dialog', resolve));
    await second.evaluate(() => {
      setTimeout(() => alert('wait'));
    });
    const open = await dialog;
    const session = known();
    const { origins, problems } = await session.capture(context, { timeoutMs: 1000 });
    expect(origins).toEqual([originOf('plain')]);
    expect(problems).toEqual([
      {
        url: expect.stringContaining(originOf('other')),
        code: 'NOT_REACHED',
        message: expect.stringContaining('timeoutMs'),
      },
    ]);
    await open.dismiss();
    await context.close();
  });

  test('a frame that navigates all the time costs no other', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('restless'));
    await page.evaluate(() => {
      globalThis.start();
    });
    const session = new Session();
    for (let count = 0; count < 3; count++) {
      const { origins, problems } = await session.capture(page);
      expect(origins).toContain(originOf('restless'));
      expect(problems.map(({ code }) => code).filter((code) => code !== 'NOT_REACHED')).toEqual([]);
    }
    expect(session.storageState().origins[0].localStorage).toEqual([item('a', '1')]);
    await context.close();
  });

  test('documents without an origin are named', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('sandboxed'));
    const session = new Session();
    const { problems } = await session.capture(page);
    const named = (url) => ({ url: expect.stringContaining(url), code: 'NOT_PORTABLE', message: expect.any(String) });
    expect(problems.sort((a, b) => (a.url < b.url ? -1 : 1))).toEqual([named('data:'), named(originOf('plain'))]);
    await page.goto(pathToFileURL(__filename).href);
    expect((await session.capture(page)).problems).toEqual([named('file:')]);
    expect(session.getState().storage).toBeUndefined();
    await context.close();
  });

  test('sessionStorage for which there is no tab is named', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('other'));
    const named = { origin: originOf('plain'), code: 'NO_TAB', message: expect.any(String) };
    expect((await known().apply(page)).problems).toEqual([named]);
    await page.close();
    expect((await known().apply(context)).problems).toEqual([named]);
    await context.close();
  });

  test('a cookie that the browser refuses costs no other, and is named', async () => {
    const debug = jest.fn();
    class WithBadCookie extends Session {
      getPuppeteerCookies() {
        return [{ ...super.getPuppeteerCookies()[0], name: 'b;ad' }, ...super.getPuppeteerCookies()];
      }
    }
    const session = new WithBadCookie({ ...known().getState(), log: { debug } });
    const { page, context } = await fresh();
    const { problems } = await session.apply(page);
    expect(problems).toEqual([
      { cookie: 'b;ad', domain: 'example.com', code: 'COOKIE_REFUSED', message: expect.any(String) },
    ]);
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['old']);
    const refusals = [{ name: 'b;ad', domain: 'example.com', code: 'COOKIE_REFUSED' }];
    expect(debug).toHaveBeenCalledWith('Could not set cookies.', expect.objectContaining({ refusals }));
    await context.close();
  });

  test('what is not asked for stays as it was', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('plain'));
    const session = known();
    await session.capture(page, { cookies: false, localStorage: false, indexedDB: false });
    const [entry] = session.getState().storage;
    expect([entry.localStorage, entry.sessionStorage]).toEqual([[item('old', '1')], [item('b', '2')]]);
    expect(session.getPuppeteerCookies()).toHaveLength(1);
    await session.capture(page, { sessionStorage: false });
    const [again] = session.getState().storage;
    expect([again.localStorage, again.sessionStorage]).toEqual([[item('a', '1')], [item('b', '2')]]);
    expect(session.getPuppeteerCookies()).toHaveLength(0);
    const second = await fresh();
    await session.apply(second.page, { localStorage: false });
    await second.page.goto(sites.url('other'));
    await context.close();
  });

  test('what the site has deleted goes, and origins that are not open are read as well', async () => {
    const { page, context } = await fresh();
    await page.goto(sites.url('plain'));
    const session = new Session();
    await session.capture(page);
    await page.evaluate(() => {
      localStorage.removeItem('a');
      localStorage.setItem('length', 'x');
    });
    await page.goto(sites.url('other'));
    const { origins } = await session.capture(page);
    expect(origins.sort()).toEqual([originOf('other'), originOf('plain')].sort());
    const kept = session.getState().storage.find(({ origin }) => origin === originOf('plain'));
    expect(kept.localStorage).toEqual([item('length', 'x')]);
    expect(kept.sessionStorage).toEqual([item('b', '2')]);
    await context.close();
  });

  test('storage that is turned off is refused, and the session keeps what it had of it', async () => {
    const session = known();
    const { localStorage } = session.getState().storage[0];
    const browser = await LIBRARIES[library].launch(['--disable-local-storage']);
    const context = await LIBRARIES[library].openContext(browser);
    const page = await context.newPage();
    const refused = { origin: originOf('plain'), code: 'REFUSED', message: 'localStorage is turned off' };
    expect((await session.apply(page)).problems).toEqual([refused]);
    await page.goto(sites.url('other'));
    await page.goto(sites.url('plain'));
    const { problems } = await session.capture(page);
    expect(problems).toContainEqual(refused);
    expect(session.getState().storage.find(({ origin }) => origin === originOf('plain')).localStorage).toEqual(
      localStorage,
    );
    await browser.close();
  });

  test('a browser that is gone', async () => {
    const browser = await LIBRARIES[library].launch();
    const context = await LIBRARIES[library].openContext(browser);
    const page = await context.newPage();
    await browser.close();
    for (const target of [page, context]) {
      await failsWith('TARGET_GONE', known(), (session) => session.capture(target));
      await failsWith('TARGET_GONE', known(), (session) => session.apply(target));
    }
  });
});
