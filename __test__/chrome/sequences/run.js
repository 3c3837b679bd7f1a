'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { Session } = require('../../..');
const { startBrowser } = require('../browser');
const { differencesOfCookies, differencesOfHeaders } = require('../compare');
const { ownersOf } = require('../owners');
const { startRawServer } = require('../raw-server');
const { MARK, visit } = require('./client');
const { profiles } = require('./grammar');

const PROFILE = 40;
const TABS = 6;

/** Milliseconds after which a cookie with a lifetime of a second has ended, for whoever has got it by now. */
const ENDED = 1100;

/** A Chromium, and a session for each sequence, that ask the same server for the same pages. */
async function openSequences(file) {
  const hops = new Map();
  let last = 0;
  const server = await startRawServer(({ url, headers }) => {
    const hop = hops.get(new URL(url).searchParams.get('hop'));
    if (hop === undefined) return { status: '204 No Content' };
    hop.sent[MARK in headers ? 'session' : 'browser'] = headers.cookie ?? '';
    const lines = [...hop.headers, ...hop.cookies.map((cookie) => `Set-Cookie: ${cookie}`)];
    if (hop.next === undefined) return { status: '204 No Content', lines };
    return { status: '302 Found', lines: [...lines, `Location: ${hop.next}`] };
  });
  const browser = await startBrowser(file, server.port);

  /** Both visit a page. Returns the requests that it took, with the `Cookie` header of each. */
  async function visitBoth(tab, session, steps) {
    const requests = [];
    let next;
    for (const { url, cookies, headers } of steps.toReversed()) {
      const id = String(++last);
      const sent = { url };
      hops.set(id, { cookies, headers, next, sent });
      requests.unshift(sent);
      next = `${url}?hop=${id}`;
    }
    const [{ errorText }] = await Promise.all([tab.navigate(next), visit(session, next, server.port)]);
    if (errorText !== 'net::ERR_ABORTED') throw new Error(`${errorText} at ${next}`);
    return requests;
  }

  /** Goes through a sequence as far as nothing differs. */
  async function runSequence(tab, placed) {
    const session = new Session();
    let apart = 0;
    for (const [index, { wait, hops: steps }] of placed.steps.entries()) {
      if (wait) {
        await sleep(ENDED);
        continue;
      }
      const start = Date.now();
      const differences = differencesOfHeaders(await visitBoth(tab, session, steps));
      apart = Math.max(apart, (Date.now() - start) / 1000);
      if (differences.length > 0) return { placed, steps: placed.steps.slice(0, index + 1), differences };
    }
    return { placed, steps: placed.steps, session, apart };
  }

  async function runProfile(placed) {
    const profile = await browser.openProfile();
    const results = [];
    const waiting = placed.entries();
    await profile.inTabs(TABS, async (tab) => {
      for (const [index, one] of waiting) results[index] = await runSequence(tab, one);
    });
    const cookies = ownersOf(placed, await profile.cookies());
    await profile.close();
    hops.clear();
    return results.map((result) => ({ differences: differencesAtEnd(result, cookies.get(result.placed)), ...result }));
  }

  return {
    version: browser.version,
    major: browser.major,
    /** What differs in each sequence, `{ placed, steps, differences }`: after these steps, or of the cookies at its end. */
    run: async (sequences) => {
      const all = [];
      for (const placed of profiles(sequences, PROFILE)) all.push(...(await runProfile(placed)));
      return all;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** What differs between a session's cookies and the browser's, `apart` seconds at most. */
function differencesAtEnd({ session, apart }, cookies) {
  if (session === undefined) return [];
  return differencesOfCookies(cookies, session.getPuppeteerCookies(), { earliest: -apart, latest: apart });
}

module.exports = { openSequences };
