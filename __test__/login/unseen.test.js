'use strict';

// A site sees no difference between a context that was applied to and one in which a person logged in.
// Promises: W8

const { Session } = require('../..');
const { LIBRARIES, browsers } = require('./browsers');
const { openSites } = require('./sites');

/** What a tracker looks at, before anything else in the page. */
function look() {
  const text = (value) => {
    try {
      return Function.prototype.toString.call(value);
    } catch {
      return typeof value;
    }
  };
  const shape = (object) =>
    Object.entries(Object.getOwnPropertyDescriptors(object)).map(([name, { value, get, set }]) =>
      [name, text(value), text(get), text(set)].join(' '),
    );
  const keys = (storage) => [Reflect.ownKeys(storage).map(String), storage.length, Object.values(storage)];
  const prototypes = [Storage, IDBFactory, IDBDatabase, IDBObjectStore, Navigator, Document, History, Event, Node];
  return {
    globals: Object.getOwnPropertyNames(globalThis),
    symbols: Object.getOwnPropertySymbols(globalThis).map(String),
    shapes: [globalThis, Function.prototype, Object.prototype, Array.prototype, Promise.prototype].map(shape),
    prototypes: prototypes.map(({ prototype }) => shape(prototype)),
    storage: [keys(localStorage), keys(sessionStorage), document.cookie],
    webdriver: [navigator.webdriver, Object.getOwnPropertyNames(navigator)],
    entries: performance
      .getEntries()
      .map(({ name, entryType, type, initiatorType }) => [name, entryType, type, initiatorType]),
    place: [document.referrer, window.name, history.state, window.opener, frames.length, window.length],
    worker: String(navigator.serviceWorker?.controller),
    document: document.documentElement.outerHTML.length,
  };
}

const chromium = browsers();
let sites;

beforeAll(async () => {
  sites = await openSites();
  sites.shows(
    'tracker',
    ({ pathname }) => `<!doctype html><link rel="icon" href="data:,"><script>
      globalThis.seen = (${look})();
      if (${pathname === '/login'}) {
        document.cookie = 'a=1';
        localStorage.setItem('token', '1');
        sessionStorage.setItem('token', '1');
        indexedDB.open('db', 1).onupgradeneeded = ({ target }) => target.result.createObjectStore('store').put(1, 1);
      }
      (async () => {
        seen.databases = JSON.stringify(await indexedDB.databases());
        seen.registrations = (await navigator.serviceWorker.getRegistrations()).length;
        seen.caches = (await caches.keys()).length;
        document.title = 'seen';
      })();
    </script>`,
  );
});
afterAll(() => sites.close());

/** Goes home, and says what the page and the server have seen. */
async function visit({ page, hasTitle }, path = '/') {
  sites.requests();
  await page.goto(sites.url('tracker', path));
  await hasTitle('seen');
  const seen = await page.evaluate(() => ({ ...globalThis.seen, history: history.length }));
  return { seen, requests: sites.requests() };
}

describe.each(Object.keys(LIBRARIES))('with %s', (library) => {
  let person;
  let session;
  let atHome;
  beforeAll(async () => {
    person = await chromium.fresh(library);
    await visit(person, '/login');
    atHome = await visit(person);
    session = new Session();
    await session.capture(person.page);
  });

  test('the first page after apply() sees what it sees of a person', async () => {
    const applied = await chromium.fresh(library);
    await session.apply(applied.page);
    const { seen, requests } = await visit(applied);
    // The person came here from the page of the login, in the same tab.
    const { history } = (await visit(await chromium.fresh(library))).seen;
    expect(seen).toEqual({ ...atHome.seen, history });
    expect(requests).toEqual(atHome.requests);
  });

  test('capture() changes nothing of what a page sees, then and later', async () => {
    const again = await person.page.evaluate(`(${look})()`);
    await session.capture(person.page);
    expect(await person.page.evaluate(`(${look})()`)).toEqual(again);
    expect((await visit(person)).seen).toEqual({ ...atHome.seen, history: expect.any(Number) });
  });

  test('what the site takes back stays away: it is given once', async () => {
    const applied = await chromium.fresh(library);
    await session.apply(applied.page);
    await visit(applied);
    await applied.page.evaluate(() => {
      sessionStorage.clear();
      localStorage.clear();
    });
    const { seen } = await visit(applied);
    expect(seen.storage.slice(0, 2)).toEqual([
      [[], 0, []],
      [[], 0, []],
    ]);
  });

  test('pages that are open keep running, with their own sessionStorage', async () => {
    const { page, hasTitle, context } = await chromium.fresh(library);
    await visit({ page, hasTitle });
    await page.evaluate(() => {
      globalThis.isStillHere = true;
    });
    const { problems } = await session.apply(context);
    expect(problems).toEqual([]);
    expect(await page.evaluate(() => [globalThis.isStillHere, { ...localStorage }, { ...sessionStorage }])).toEqual([
      true,
      { token: '1' },
      { token: '1' },
    ]);
  });
});
