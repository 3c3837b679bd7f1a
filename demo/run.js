'use strict';

// One user of a small site through the life of a session: a login in a real browser, a state on disk, a second browser, a plain
// HTTP request, a 403, a new session. Every step checks its outcome; the exit code is 0 only if all of them held.

const { EventEmitter } = require('node:events');
const fs = require('node:fs/promises');
const os = require('node:os');
const { basename, join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { Session } = require('..');
const { equal, holds, sameCookies, sameHeader } = require('./check');
const { launch } = require('./chromium');
const { request } = require('./http');
const { PATIENCE } = require('./patience');
const { Steps, cookieTable, seconds } = require('./print');
const { ALLOWED_VISITS, HOST, PASSWORD, USERNAME, startSite } = require('./site');

/** What the site sets at a login, by name; checked in the browser before it is checked anywhere else. */
const SITE_COOKIES = {
  csrf: { domain: HOST, path: '/member', session: true, httpOnly: false, sameSite: 'Strict' },
  region: { domain: '.example.com', path: '/', session: false, httpOnly: false, sameSite: undefined },
  remember: { domain: HOST, path: '/', session: false, httpOnly: true, sameSite: 'Lax' },
  sid: { domain: HOST, path: '/', session: true, httpOnly: true, sameSite: undefined },
};

/** Runs the steps. What has to be closed in any case is pushed to `closers`. */
async function demo(closers) {
  const steps = new Steps();
  const pool = new EventEmitter();

  const site = await steps.run('Serve a small site on loopback', async (say) => {
    const started = await startSite();
    closers.push(() => started.close());
    say(`http://127.0.0.1:${started.port}, for the browser ${started.url('/')}`);
    equal((await request(started.url('/login'))).status, 200, 'the status of the login form');
    return started;
  });
  const memberUrl = site.url('/member');

  const first = await steps.run('Open it in a real Chromium', async (say) => {
    const browser = await openBrowser(closers);
    const page = await openPage(browser);
    const response = await page.goto(memberUrl);
    say(`${await browser.version()}: the member page answers ${response.status()} before the login`);
    equal(response.status(), 401, 'the status of the member page before the login');
    return { browser, page };
  });

  const reported = await steps.run('Log in with the form', async (say) => {
    const { page } = first;
    await page.goto(site.url('/login'));
    await page.type('#username', USERNAME);
    await page.type('#password', PASSWORD);
    const [response] = await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
    const heading = await headingOf(page);
    say(`${response.status()} "${heading}" at ${new URL(page.url()).pathname}`);
    equal([response.status(), heading], [200, `Welcome, ${USERNAME}`], 'the page after the login');
    const cookies = await page.cookies();
    say(`the browser has ${cookies.length} cookies: ${cookies.map(({ name }) => name).join(', ')}`);
    equal(cookies.map(({ name }) => name).sort(), Object.keys(SITE_COOKIES), 'the list of cookies in the browser');
    for (const { name, domain, path, session, httpOnly, sameSite } of cookies) {
      equal({ domain, path, session, httpOnly, sameSite }, SITE_COOKIES[name], `${name} in the browser`);
    }
    return cookies;
  });

  const session = await steps.run('Store the cookies in a Session', async (say) => {
    const created = new Session({ sessionPool: pool, userData: { username: USERNAME } });
    created.putPuppeteerCookies(reported, first.page.url());
    created.markGood();
    say(`${created.id} has ${created.getCookies(memberUrl).length} cookies and was used ${created.usageCount} time`);
    const stored = created.getPuppeteerCookies(memberUrl);
    equal(stored.map(({ name }) => name).sort(), Object.keys(SITE_COOKIES), 'the list of cookies in the session');
    sameHeader(created.getCookieString(memberUrl), site.cookieHeaders.at(-1), "the session's Cookie header");
    say("its Cookie header has what the browser's own has");
    holds(created.isUsable(), 'the session is usable');
    return created;
  });

  const file = await steps.run('Write its state to a file and close the browser', async (say) => {
    const folder = await fs.mkdtemp(join(os.tmpdir(), 'crawler-session-'));
    closers.push(() => fs.rm(folder, { recursive: true, force: true }));
    const written = join(folder, 'session.json');
    await fs.writeFile(written, JSON.stringify(session.getState(), null, 2));
    say(`${basename(written)}, ${(await fs.stat(written)).size} bytes`);
    await first.browser.close();
    const { exitCode, signalCode } = first.browser.process();
    holds(exitCode !== null || signalCode !== null, 'the first browser has ended');
    return written;
  });

  const restored = await steps.run('Restore the session from the file', async (say) => {
    const state = JSON.parse(await fs.readFile(file, 'utf8'));
    const fromFile = new Session({ ...state, sessionPool: pool });
    // Asked for before anything reads the cookies, since a reading is noted in their last access.
    equal(fromFile.getState(), state, 'the state of the restored session');
    say(`${fromFile.id} of ${fromFile.userData.username}, ${fromFile.getCookies(memberUrl).length} cookies`);
    equal(fromFile.id, session.id, 'the id of the restored session');
    equal(fromFile.userData, session.userData, 'the userData of the restored session');
    return fromFile;
  });

  const page = await steps.run('Give its cookies to a second browser', async (say) => {
    const browser = await openBrowser(closers);
    equal(await browser.cookies(), [], 'the list of cookies of the second browser at its start');
    const opened = await openPage(browser);
    await opened.setCookie(...restored.getPuppeteerCookies(memberUrl));
    const response = await opened.goto(memberUrl);
    const heading = await headingOf(opened);
    say(`${response.status()} "${heading}" without a login`);
    equal([response.status(), heading], [200, `Welcome, ${USERNAME}`], 'the member page in the second browser');
    sameCookies(await opened.cookies(), reported, 'the cookies of the second browser');
    say("its cookies are the first browser's, field by field");
    restored.markGood();
    return opened;
  });

  const table = cookieTable(restored.getPuppeteerCookies(memberUrl));

  await steps.run('Use the same session for a plain HTTP request', async (say) => {
    const fromBrowser = site.cookieHeaders.at(-1);
    const response = await request(memberUrl, { headers: { cookie: restored.getCookieString(memberUrl) } });
    restored.putResponse(response);
    say(`${response.status} for the member page, without any browser`);
    equal(response.status, 200, 'the status of the member page');
    holds(response.body.includes(`Welcome, ${USERNAME}`), 'the member page greets the user');
    sameHeader(site.cookieHeaders.at(-1), fromBrowser, 'the Cookie header that the site received');
    restored.markGood();
  });

  const rotation = { retired: [], current: restored };
  pool.on('sessionRetired', (retired) => {
    rotation.retired.push(retired);
    rotation.current = new Session({ sessionPool: pool });
  });

  await steps.run('Visit a page until the site answers 403', async (say) => {
    for (let visit = 1; visit <= ALLOWED_VISITS; visit++) {
      const status = (await page.goto(site.url('/offers'))).status();
      equal(status, 200, `the status of visit ${visit}`);
      equal(restored.checkStatus(status), false, `checkStatus(${status})`);
      restored.markGood();
    }
    say(`200 for ${ALLOWED_VISITS} visits: checkStatus says false, the session stays usable`);
    holds(restored.isUsable(), 'the session is usable before the 403');
    equal(rotation.retired.length, 0, 'the number of retired sessions before the 403');

    const status = (await page.goto(site.url('/offers'))).status();
    const isRetired = restored.checkStatus(status);
    say(`then ${status}: checkStatus says ${isRetired}, the session is ${restored.isUsable() ? 'usable' : 'retired'}`);
    equal(status, 403, 'the status of the visit after the last allowed one');
    equal(isRetired, true, `checkStatus(${status})`);
    equal([restored.isBlocked(), restored.isUsable()], [true, false], 'isBlocked and isUsable after checkStatus');
  });

  await steps.run('The sessionRetired listener rotates to a new session', async (say) => {
    const { retired, current } = rotation;
    equal(retired.length, 1, 'the number of sessionRetired events');
    holds(retired[0] === restored, 'the event names the session that was retired');
    holds(current !== restored && current.id !== restored.id, 'the current session is a new one');
    say(`${restored.id} made way for ${current.id}`);
    equal(current.getCookieString(memberUrl), '', 'the Cookie header of the new session');

    const form = new URLSearchParams({ username: USERNAME, password: PASSWORD }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    current.putResponse(await request(site.url('/login'), { method: 'POST', headers, body: form }));
    const cookie = current.getCookieString(site.url('/offers'));
    const { status } = await request(site.url('/offers'), { headers: { cookie } });
    say(`the new one logs in by putResponse: ${status} for the page that was blocked`);
    equal(status, 200, 'the status of the blocked page for the new session');
    equal(current.checkStatus(status), false, `checkStatus(${status})`);
    holds(current.isUsable(), 'the new session is usable');
  });

  return table;
}

/** A browser that is closed when the demo ends, if not before. */
async function openBrowser(closers) {
  const browser = await launch({ hosts: [HOST] });
  closers.push(() => browser.close());
  return browser;
}

async function openPage(browser) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  return page;
}

function headingOf(page) {
  return page.$eval('h1', (heading) => heading.textContent);
}

/** Closes what was opened, last first. One that can't be closed does not keep the others open. */
async function closeAll(closers) {
  for (const close of closers.reverse()) {
    try {
      await close();
    } catch (error) {
      console.error(`Could not clean up: ${error.message}`);
      process.exitCode = 1;
    }
  }
}

async function main() {
  const start = performance.now();
  const closers = [];
  try {
    const lines = await demo(closers);
    console.log('\nThe cookies that went from browser to browser:\n');
    for (const line of lines) console.log(`   ${line}`);
    console.log(`\nEvery step held. ${seconds(performance.now() - start)} in all.`);
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  } finally {
    await closeAll(closers);
  }
}

main();
