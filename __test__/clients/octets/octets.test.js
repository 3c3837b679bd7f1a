'use strict';

// Row 17 of docs/chrome.md with real clients: a site receives the octets that it sent, and the UTF-8 of what a browser reported.
// Promises: C19, J13

const path = require('node:path');
const { NO_UTF8, VALUES } = require('../../helpers/octet-site');
const { runToSuccess } = require('../../helpers/processes/child');

const FROM_SITE = Object.entries(VALUES).map(([name, { sent }]) => `${name}=${sent}`);
const FROM_BROWSER = Object.entries(VALUES).map(([name, { sent }]) => `b-${name}=${sent}`);

/** The clients, and whether they can send octets that are no UTF-8. */
test.each([
  ['fetch', true],
  ['http', true],
  ['axios', true],
  ['got', true],
  ['impit', false],
])('%s sends the octets of each cookie, whoever it came from', async (client, sendsAll) => {
  const { stdout } = await runToSuccess(path.join(__dirname, 'run.mjs'), [client]);
  const { header, cookies } = JSON.parse(stdout);
  const none = sendsAll ? [`none=${NO_UTF8}`] : [];
  expect(header.split('; ')).toEqual([...FROM_SITE, ...none, ...FROM_BROWSER]);
  const texts = Object.values(VALUES).map(({ text }) => text);
  expect(cookies.map(({ value }) => value)).toEqual([...texts, ...none.map(() => NO_UTF8), ...texts]);
});
