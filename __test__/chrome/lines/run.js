'use strict';

const { Session } = require('../../..');
const { startBrowser } = require('../browser');
const { differencesOfCookies, differencesOfHeaders } = require('../compare');
const { ownersOf } = require('../owners');
const { startRawServer } = require('../raw-server');
const { profiles } = require('./place');

/** Chromium follows 20 redirects. */
const HOPS = 18;
const PROFILE = 120;
const TABS = 3;

/**
 * A Chromium, and a session for each line, that get the same lines. The browser is led from host to host by redirects: one that sets
 * the cookie, then those that show what is sent. The session is given what the server sends, at the same moment.
 */
async function openLines(file) {
  const hops = new Map();
  let last = 0;
  const server = await startRawServer(({ url, headers }) => {
    const hop = hops.get(new URL(url).searchParams.get('hop'));
    if (hop === undefined) return { status: '204 No Content' };
    return { status: '302 Found', lines: [...hop.visit(url, headers.cookie ?? ''), `Location: ${hop.next}`] };
  });
  const browser = await startBrowser(file, server.port);

  /** Sends the placed lines of one profile, and returns what differs for each. */
  async function runProfile(placed) {
    const profile = await browser.openProfile();
    const runs = placed.map((one) => ({ ...one, session: new Session(), headersSeen: [] }));
    const chains = [];
    for (const run of runs) {
      const steps = stepsOf(run);
      if (chains.length === 0 || chains.at(-1).length + steps.length > HOPS) chains.push([]);
      chains.at(-1).push(...steps);
    }
    const waiting = [...chains];
    await profile.inTabs(TABS, async (tab) => {
      for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) await follow(tab, chain);
    });
    const cookies = ownersOf(runs, await profile.cookies());
    await profile.close();
    return runs.map((run, index) => ({ placed: placed[index], differences: differencesOf(run, cookies.get(run)) }));
  }

  /** Leads a tab through the steps of a chain. */
  async function follow(tab, chain) {
    let next = 'http://end.example/';
    const ids = [];
    for (const { url, visit } of [...chain].reverse()) {
      const id = String(++last);
      hops.set(id, { visit, next });
      ids.push(id);
      next = `${url}?hop=${id}`;
    }
    const { errorText } = await tab.navigate(next);
    if (errorText !== 'net::ERR_ABORTED') throw new Error(`${errorText} in ${chain.map(({ url }) => url).join(' ')}`);
    for (const id of ids) hops.delete(id);
  }

  return {
    version: browser.version,
    major: browser.major,
    /** What differs for each line: `{ placed, differences }`. */
    run: async (lines) => {
      const all = [];
      for (const placed of profiles(lines, PROFILE)) all.push(...(await runProfile(placed)));
      return all;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** The requests of one line, and what the server does at each. */
function stepsOf(run) {
  const { session, setCookie, headers, headersSeen, times = {} } = run;
  run.times = times;
  const set = (url) => {
    times.sessionFrom = Date.now();
    session.putResponse({ url, headers: { 'set-cookie': [setCookie], date: headers.map((line) => line.slice(6)) } });
    times.sessionTo = Date.now();
    return [...headers, `Set-Cookie: ${setCookie}`];
  };
  const echo = (url, cookie) => {
    // The browser has dealt with the response by now.
    times.browserTo ??= Date.now();
    headersSeen.push({ url, browser: cookie, session: session.getCookieString(url) });
    return [];
  };
  return [{ url: run.url, visit: set }, ...run.echoes.map((url) => ({ url, visit: echo }))];
}

function differencesOf({ session, headersSeen, times }, cookies) {
  return [
    ...differencesOfHeaders(headersSeen),
    ...differencesOfCookies(cookies, session.getPuppeteerCookies(), {
      // The browser read its clock after the session, and before the next request came.
      earliest: -(times.sessionTo - times.sessionFrom) / 1000,
      latest: (times.browserTo - times.sessionFrom) / 1000,
    }),
  ];
}

module.exports = { openLines };
