'use strict';

const { withPool } = require('../open-pool');
const { counted, distance, print, printJson, printTable, printable } = require('../output');
const { readSession } = require('../records');

const HEADS = ['NAME', 'VALUE', 'DOMAIN', 'PATH', 'EXPIRES', 'FLAGS'];

/** What stands for a value that is not to be shown; it doesn't even say how long it is. */
const HIDDEN = '***';

function flagsOf({ secure, httpOnly, sameSite, priority, partitionKey }) {
  const flags = [secure && 'Secure', httpOnly && 'HttpOnly', sameSite && `SameSite=${sameSite}`];
  if (priority !== undefined) flags.push(`Priority=${priority}`);
  if (partitionKey !== undefined) flags.push(`in ${partitionKey}`);
  return flags.filter(Boolean).join(' ');
}

/** A session as JSON; without what is secret unless that is to be revealed. */
function jsonOf({ session, summary }, reveal) {
  const { cookieJar: _, storage = [], cookies: _unused, userData, ...state } = session.getState();
  const cookies = session.getPuppeteerCookies();
  return {
    ...state,
    ...summary,
    cookies: cookies.map(({ value, partitionKey, ...rest }) => ({
      ...rest,
      ...(partitionKey === undefined ? {} : { partitionKey: String(partitionKey) }),
      ...(reveal ? { value } : {}),
    })),
    storage: reveal ? storage : storage.map(({ origin }) => ({ origin })),
    userData: reveal ? userData : Object.fromEntries(Object.keys(userData).map((key) => [key, HIDDEN])),
  };
}

function printSession({ session, summary }, reveal) {
  const { id, status, reason, fence, owner, usedAt, expiresAt, leaseEndsAt, readyAt } = summary;
  const { storage = [], userData, usageCount, errorCount, errorScore } = session.getState();
  const lines = [
    ['status', reason === undefined ? status : `${status}: ${reason}`],
    ['uses', `${usageCount}, ${counted(errorCount, 'error')}, score ${errorScore} of ${session.maxErrorScore}`],
    ['used', distance(usedAt)],
    ['expires', distance(expiresAt)],
    ['next free', distance(leaseEndsAt ?? readyAt)],
    ['held by', leaseEndsAt === undefined ? '' : `${owner}, fence ${fence}`],
    ['user data', reveal ? JSON.stringify(userData) : Object.keys(userData).join(', ')],
    ['storage of', storage.map(({ origin }) => origin).join(', ')],
  ];
  print(printable(id));
  for (const [name, text] of lines) if (text !== '') print(`  ${name.padEnd(10)}  ${printable(text)}`);
  const cookies = session.getPuppeteerCookies();
  print('');
  if (cookies.length === 0) return print('No cookies.');
  printTable(
    HEADS,
    cookies.map((cookie) => [
      cookie.name,
      reveal ? cookie.value : HIDDEN,
      cookie.domain,
      cookie.path,
      cookie.expires === -1 ? 'session' : distance(cookie.expires * 1000),
      flagsOf(cookie),
    ]),
  );
}

module.exports = {
  positionals: ['ID'],
  summary: 'shows a session and its cookies',
  about: 'Shows a session and its cookies, as they were saved last.',
  options: {
    reveal: { about: 'shows values of cookies, storage and user data, too' },
    json: { about: 'as JSON, with times in ISO form' },
  },
  run: ({ options, positionals: [id] }) =>
    withPool(options, async (opened) => {
      const found = await readSession(opened, id);
      if (options.json) printJson(jsonOf(found, options.reveal));
      else printSession(found, options.reveal);
    }),
};
