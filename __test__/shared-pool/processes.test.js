'use strict';

// Crawlers of Crawlee 3 in several processes over one pool of accounts, and a script beside them.
// Promises: A12, A13, A14

const { PATIENCE_MS } = require('../helpers/patience');
const { SHARED_STORES } = require('./process/stores');
const { inPlace } = require('./place');

const ACCOUNTS = Array.from({ length: 10 }, (_, index) => `a${index}`);

test.each(Object.keys(SHARED_STORES))(
  '%s: two crawlers and a script share accounts: no account is in two processes at once, a banned one is used by nobody any more, and each logs in once',
  (store) =>
    inPlace({ store, accounts: ACCOUNTS, ban: 'a3' }, async ({ site, run, withPool }) => {
      const [http, puppeteer, script] = await Promise.all([
        run('crawl', { crawler: 'HttpCrawler', name: 'http', count: 40, maxPoolSize: 4 }),
        run('crawl', { crawler: 'PuppeteerCrawler', name: 'puppeteer', count: 12, maxPoolSize: 4 }),
        run('script', { name: 'script', count: 6 }),
      ]);
      expect([http.handled, puppeteer.handled, script.titles.length]).toEqual([40, 12, 6]);
      // Whoever met the ban goes on with others; nobody else takes the account.
      const later = await run('crawl', { crawler: 'HttpCrawler', name: 'later', count: 60, maxPoolSize: 10 });
      expect(later.accounts.length).toBeGreaterThanOrEqual(9);
      expect(site.faults).toEqual([]);
      const crawlers = ['http', 'puppeteer', 'later'];
      for (const account of ACCOUNTS) {
        const processes = site.processesOf(account, crawlers);
        expect([account, processes]).toEqual([account, [...new Set(processes)]]);
      }
      expect(Object.fromEntries(site.logins)).toEqual(Object.fromEntries(ACCOUNTS.map((account) => [account, 1])));
      const bans = site.visits.filter(({ status }) => status === 403);
      expect(new Set(bans.map(({ by }) => by)).size).toBe(1);
      await withPool(async (pool) => {
        expect(await pool.stats()).toMatchObject({ free: 9, inUse: 0, retired: { retired: 1 } });
      });
    }),
);

test.each(Object.keys(SHARED_STORES))(
  '%s: a crawler that is killed loses no session, and the next one goes on with the same logins',
  (store) =>
    inPlace({ store, accounts: ACCOUNTS, leaseSecs: 10 }, async ({ site, run, withPool }) => {
      const killed = run('crawl', {
        crawler: 'HttpCrawler',
        name: 'killed',
        count: 1000,
        maxPoolSize: 5,
        dieAfter: 30,
      });
      const beside = run('crawl', { crawler: 'HttpCrawler', name: 'beside', count: 100, maxPoolSize: 5 });
      expect((await killed).signal).toBe('SIGKILL');
      expect((await beside).handled).toBe(100);
      await withPool(async (pool) => {
        // Those of the killed one are free when their leases have ended: each can be had, and none is missing.
        const leases = await Promise.all(ACCOUNTS.map((id) => pool.acquire({ id, timeoutSecs: PATIENCE_MS / 1000 })));
        await Promise.all(leases.map((lease) => lease.release()));
      });
      const next = await run('crawl', { crawler: 'HttpCrawler', name: 'next', count: 30, maxPoolSize: 10 });
      expect(next.accounts.sort()).toEqual(ACCOUNTS);
      expect(Object.fromEntries(site.logins)).toEqual(Object.fromEntries(ACCOUNTS.map((account) => [account, 1])));
      expect(site.faults).toEqual([]);
    }),
);
