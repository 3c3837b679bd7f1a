// Puppeteer without a framework: one browser logs in, the session goes through a file, and a second browser is logged in with it, as
// are plain HTTP requests. When the site blocks the session, the event says so.
//
//   node examples/puppeteer.mjs

import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'crawler-session';
import { launch } from 'puppeteer-core';
import { executablePath } from '../demo/chromium.js';
import { PASSWORD, startSite, USERNAME } from './site.js';

const site = await startSite();
const folder = await mkdtemp(join(tmpdir(), 'crawler-session-example-'));
const file = join(folder, 'session.json');

const pool = new EventEmitter();
pool.on('sessionRetired', ({ id }) => console.log(`${id} is blocked: take another one`));

try {
  await inBrowser(async (page) => {
    const session = new Session({ sessionPool: pool, id: 'alice_1' });
    await page.goto(site.url('/login'));
    await page.type('#username', USERNAME);
    await page.type('#password', PASSWORD);
    await Promise.all([page.waitForNavigation(), page.click('button')]);
    console.log(`first browser: ${await page.title()}`);
    // The cookies of all hosts, those of the single sign-on as well.
    session.putPuppeteerCookies(await page.browserContext().cookies());
    await writeFile(file, JSON.stringify(session.getState()));
  });

  const session = new Session({ ...JSON.parse(await readFile(file, 'utf8')), sessionPool: pool });
  await inBrowser(async (page) => {
    await page.browserContext().setCookie(...session.getPuppeteerCookies());
    while (session.isUsable()) {
      const response = await page.goto(site.url('/offers'));
      console.log(`second browser: ${await page.title()}`);
      if (!session.checkStatus(response.status())) session.markGood();
    }
  });
  console.log(`the member page would get: ${session.getCookieString(site.url('/member')).replace(/=[^;]*/g, '=…')}`);
} finally {
  await rm(folder, { recursive: true });
  await site.stop();
}

async function inBrowser(visit) {
  const browser = await launch({ executablePath: await executablePath(), args: ['--no-sandbox'] });
  try {
    await visit(await browser.newPage());
  } finally {
    await browser.close();
  }
}
