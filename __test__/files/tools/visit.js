'use strict';

// What the tools see: a site that sets a cookie of every kind that a cookies.txt can carry.

const path = require('node:path');

/** `[host, path, lines]`: without a host, the machine itself, which may set Secure cookies. */
const PLACES = [
  [
    'www.shop.example',
    '/login/step/done',
    [
      'session=1; Path=/',
      'of-domain=2; Domain=shop.example; Path=/; SameSite=Lax',
      'http-only=3; Path=/; HttpOnly',
      'lasting=4; Path=/; Expires=Tue, 01 Jan 2036 00:00:00 GMT',
      'empty=; Path=/',
      'quoted="a b"; Path=/',
      'equals=a=b==; Path=/',
      'deep=5',
      'utf8=é日; Path=/',
    ],
  ],
  ['127.0.0.1', '/', ['local=1; Path=/', 'secure=2; Path=/; Secure; HttpOnly; Expires=Tue, 01 Jan 2036 00:00:00 GMT']],
];

function announce(site) {
  for (const [host, place, lines] of PLACES) site.sets(host, place, lines);
}

/** The proxy that leads every host to the site, and the addresses of the places. */
function addresses(site) {
  return {
    proxy: site.url('127.0.0.1', ''),
    urls: ['http://www.shop.example/login/step/done', site.url('127.0.0.1', '/')],
  };
}

/** Lets a tool save its cookies of each place in a file of the folder. Returns the two files. */
async function record(tool, site, folder) {
  const { proxy, urls } = addresses(site);
  const [shop, local] = ['shop.txt', 'local.txt'].map((name) => path.join(folder, name));
  await tool.record(urls[0], { proxy, file: shop, folder });
  await tool.record(urls[1], { file: local, folder });
  return [shop, local];
}

/** Where replays go, and the cookies that each gets. */
const OF_SHOP = [
  'empty=',
  'equals=a=b==',
  'http-only=3',
  'lasting=4',
  'of-domain=2',
  'quoted="a b"',
  'session=1',
  'utf8=é日',
];
const REPLAYS = [
  { host: 'www.shop.example', path: '/login/step/again', pairs: ['deep=5', ...OF_SHOP] },
  { host: 'www.shop.example', path: '/', pairs: OF_SHOP },
  { host: 'other.shop.example', path: '/', pairs: ['of-domain=2'] },
  { host: 'shop.example', path: '/', pairs: ['of-domain=2'] },
  { host: '127.0.0.1', path: '/here', pairs: ['local=1', 'secure=2'] },
];

/** The pairs of a `Cookie` header in alphabetical order: each tool has an order of its own. */
const pairsOf = (header) => header.split('; ').filter(Boolean).sort();

/** The pairs that a tool sends with the cookies of a file, for each of the replays. The machine itself is visited without a proxy. */
async function replay(tool, site, { file, folder }) {
  const sent = [];
  for (const { host, path: place } of REPLAYS) {
    site.forget();
    const isLocal = host === '127.0.0.1';
    const url = isLocal ? site.url(host, place) : `http://${host}${place}`;
    await tool.replay(url, { file, folder, proxy: isLocal ? undefined : addresses(site).proxy });
    sent.push(pairsOf(site.cookieHeader(host, place)));
  }
  return sent;
}

/** The same of a session. */
const sentBy = (session) =>
  REPLAYS.map(({ host, path: place }) =>
    pairsOf(Buffer.from(session.getCookieString(`http://${host}${place}`), 'latin1').toString()),
  );

module.exports = { REPLAYS, announce, record, replay, sentBy };
