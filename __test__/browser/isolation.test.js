'use strict';

// Promises: C3

const { Session } = require('../..');
const { losslessFields } = require('./fields');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { visitors } = require('./visitors');
const { WAYS_IN, WAYS_OUT } = require('./ways');

const HOST = 'example.com';

/** Things that are no cookies, or that no browser would take. */
const UNREADABLE = [
  ['null', null],
  ['undefined', undefined],
  ['a number', 42],
  ['a string', 'good-1=x'],
  ['an empty object', {}],
  ['a cookie whose name is a number', { name: 1, value: 'x', domain: HOST, path: '/' }],
  ['a cookie whose value is missing', { name: 'bad', domain: HOST, path: '/' }],
  ['a cookie whose domain is an object', { name: 'bad', value: 'x', domain: {}, path: '/' }],
  ['a cookie whose path is a number', { name: 'bad', value: 'x', domain: HOST, path: 7 }],
  ['a cookie with an unknown sameSite', { name: 'bad', value: 'x', domain: HOST, path: '/', sameSite: 'Sometimes' }],
  ['a cookie whose sameSite is a number', { name: 'bad', value: 'x', domain: HOST, path: '/', sameSite: 1 }],
  ['a cookie with an unknown priority', { name: 'bad', value: 'x', domain: HOST, path: '/', priority: 'Urgent' }],
  ['a cookie without domain and URL', { name: 'bad', value: 'x', path: '/' }],
  ['a cookie whose domain is no host name', { name: 'bad', value: 'x', domain: 'exa mple', path: '/' }],
  ['a cookie with a line break in its value', { name: 'bad', value: 'x\r\ny', domain: HOST, path: '/' }],
  ['a cookie with a semicolon in its name', { name: 'b;d', value: 'x', domain: HOST, path: '/' }],
  ['a cookie with a semicolon in its path', { name: 'bad', value: 'x', domain: HOST, path: '/a;b' }],
  ['a cookie that is too large', { name: 'bad', value: 'x'.repeat(4096), domain: HOST, path: '/' }],
  ['a __Host- cookie that is not Secure', { name: '__Host-bad', value: 'x', domain: HOST, path: '/' }],
  [
    'a cookie whose getter throws',
    {
      get name() {
        throw new Error('No name');
      },
    },
  ],
  [
    'a partitioned cookie whose key is no text',
    { name: 'bad', value: 'x', domain: HOST, path: '/', secure: true, partitionKey: { sourceOrigin: 5 } },
  ],
];

const chromium = visitors({ hosts: [HOST] });
let site;
let first;

beforeAll(async () => {
  site = await openSite();
  site.sets(HOST, '/login', [
    'good-1=a',
    'good-2=b; Max-Age=500; HttpOnly',
    'good-3=c; Domain=example.com; SameSite=Strict',
  ]);
  first = await chromium.open();
  await first.page.goto(site.url(HOST, '/login'));
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

/** The bad things before, between and behind the good ones. */
function among(good, bad) {
  return [...bad, ...good.flatMap((cookie) => [cookie, ...bad])];
}

test.each(UNREADABLE)('%s stops none of the others', async (_name, bad) => {
  const good = await first.browser.cookies();
  const session = new Session();
  session.putPuppeteerCookies(among(good, [bad]));
  expect(session.getPuppeteerCookies()).toHaveLength(3);
  expect(session.getCookieString(site.url(HOST, '/'))).toBe('good-1=a; good-2=b; good-3=c');
});

describe.each(WAYS_IN)('of what $wayIn reported, with all unreadable cookies in between', ({ read }) => {
  test.each(WAYS_OUT)('the second browser gets the good ones by $wayOut', async ({ give }) => {
    const good = await read(first, [site.url(HOST, '/')]);
    expect(good).toHaveLength(3);
    const bad = UNREADABLE.map(([, cookie]) => cookie);
    const session = new Session();
    session.putPuppeteerCookies(among(good, bad));
    const second = await chromium.open();
    await give(second, restored(session).getPuppeteerCookies());
    expect(losslessFields(await read(second, [site.url(HOST, '/')]))).toStrictEqual(losslessFields(good));
  });
});
