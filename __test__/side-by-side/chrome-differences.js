'use strict';

const { START, URL, make, put, thrown } = require('../helpers/sides');

/**
 * The differences between the original class and ours that follow from the rules of Chrome, in the order of the table in `docs/chrome.md`, whose
 * row begins the reason. The original has the rules of tough-cookie 3.
 */

/** Octets of UTF-8 as an HTTP client hands them over. */
const octets = (text) => Buffer.from(text).toString('latin1');

/** The header after each of several responses. */
function headersAfter(Session, pool, responses, url = URL) {
  const session = make(Session, pool);
  return responses.map((lines) => {
    put(session, lines, url);
    return session.getCookieString(url);
  });
}

/** The header after one response, for each of some URLs. */
function headersFor(Session, pool, lines, from, urls = [from]) {
  const session = make(Session, pool);
  const refused = thrown(() => put(session, lines, from)).isError ?? false;
  return refused ? 'threw' : urls.map((url) => session.getCookieString(url));
}

/** The state's cookies after one response. */
function stored(Session, pool, lines, url = URL) {
  const session = make(Session, pool);
  put(session, lines, url);
  return session.getState().cookieJar.cookies;
}

const at = (ms) => new Date(ms).toUTCString();

const CHROME = [
  {
    name: 'a cookie that was deleted is new when it is set again',
    reason: 'docs/chrome.md 1',
    run: (Session, pool) => [
      headersAfter(Session, pool, [['a=1', 'b=1', 'a=; Max-Age=0', 'a=1']])[0],
      headersAfter(Session, pool, [['sid=deleted; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'csrf=1', 'sid=9']])[0],
    ],
    original: ['a=1; b=1', 'sid=9; csrf=1'],
    ours: ['b=1; a=1', 'csrf=1; sid=9'],
  },
  {
    name: 'a cookie that has ended is not kept, not even in the state',
    reason: 'docs/chrome.md 1',
    run: (Session, pool) =>
      stored(Session, pool, ['a=1; Max-Age=0', 'b=1', 'b=; Max-Age=-1', 'c=1']).map(({ key }) => key),
    original: ['a', 'b', 'c'],
    ours: ['c'],
  },
  {
    name: 'a cookie that is replaced by another value is another cookie, the last one',
    reason: 'docs/chrome.md 2',
    run: (Session, pool, clock) => {
      const session = make(Session, pool);
      put(session, ['a=1; Path=/', 'b=1; Path=/']);
      clock.advance(5000);
      put(session, 'a=2; Path=/');
      const cookies = session.getState().cookieJar.cookies;
      return [session.getCookieString(URL), cookies.map(({ key, creation }) => [key, Date.parse(creation) - START])];
    },
    original: [
      'a=2; b=1',
      [
        ['a', 0],
        ['b', 0],
      ],
    ],
    ours: [
      'b=1; a=2',
      [
        ['b', 0],
        ['a', 5000],
      ],
    ],
  },
  {
    name: 'only space and tab are trimmed',
    reason: 'docs/chrome.md 3',
    run: (Session, pool) => headersAfter(Session, pool, [` a = ${octets('città')}\t; Path=/`, '\u3000b\ufeff=\u00a0']),
    original: ['a=citt\u00c3', 'a=citt\u00c3; b='],
    ours: [`a=${octets('città')}`, `a=${octets('città')}; ${octets('\u3000b\ufeff=\u00a0')}`],
  },
  {
    name: 'name and value have 4,096 octets at most',
    reason: 'docs/chrome.md 4',
    run: (Session, pool) => {
      const values = [octets('日'.repeat(1365)), octets('日'.repeat(1366)), 'v'.repeat(4095), 'v'.repeat(4096)];
      return values.map((value) => headersAfter(Session, pool, [`n=${value}`])[0].length);
    },
    original: [4097, 4100, 4097, 4098],
    ours: [4097, 0, 4097, 0],
  },
  {
    name: 'SameSite=None needs Secure',
    reason: 'docs/chrome.md 5',
    run: (Session, pool) => headersAfter(Session, pool, ['a=1; SameSite=None', 'b=1; SameSite=None; Secure']),
    original: ['a=1', 'a=1; b=1'],
    ours: ['', 'b=1'],
  },
  {
    name: 'a line without a name is a nameless cookie, sent as its value alone',
    reason: 'docs/chrome.md 6',
    run: (Session, pool) => headersAfter(Session, pool, ['foo', '=bar', '=a=b', '=__Host-a', 'a=1']),
    original: ['', '', '', '', 'a=1'],
    ours: ['foo', 'bar', 'bar', 'bar', 'bar; a=1'],
  },
  {
    name: 'setCookies() takes a line without a name as well',
    reason: 'docs/chrome.md 6',
    run: (Session, pool) => {
      const session = make(Session, pool);
      return [
        thrown(() => session.setCookies(['no cookie'], URL)).message ?? 'taken',
        session.getCookieString(URL),
        thrown(() => session.setCookies(['=a=b'], URL)).message,
      ];
    },
    original: ['Cookie failed to parse', '', 'Cookie failed to parse'],
    ours: ['taken', 'no cookie', 'Cookie failed to parse'],
  },
  {
    name: "Expires is a time of the server's clock",
    reason: 'docs/chrome.md 7',
    run: (Session, pool) => {
      const HOUR = 3_600_000;
      return [-HOUR, HOUR].map((ahead) => {
        const session = make(Session, pool);
        const date = START - 250 + ahead;
        const line = `a=1; Expires=${at(date + Math.sign(-ahead) * 600_000)}`;
        session.putResponse({ headers: { 'set-cookie': line, date: at(date) }, url: URL });
        return session.getCookieString(URL);
      });
    },
    original: ['', 'a=1'],
    ours: ['a=1', ''],
  },
  {
    name: 'over plain http, Secure cookies are left alone',
    reason: 'docs/chrome.md 8',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, ['a=1; Secure', 'b=1; Secure; Domain=example.com', 'c=1; Secure; Path=/x']);
      put(session, ['a=2', 'b=2', 'a=; Max-Age=0', 'c=2; Path=/', 'c=2; Path=/x/y'], 'http://www.example.com/');
      return session.getCookieString(`${URL}x/y`);
    },
    original: 'c=2; c=1; b=1; b=2; c=2',
    ours: 'c=1; a=1; b=1; c=2',
  },
  {
    name: 'of more than 180 cookies of a site 150 stay, those of high priority before others',
    reason: 'docs/chrome.md 9',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const lines = Array.from({ length: 181 }, (_, index) => `c${index}=1${index < 60 ? '; Priority=High' : ''}`);
      put(session, lines);
      const names = session.getCookies(URL).map(({ key }) => key);
      return [names.length, names.indexOf('c59'), names.indexOf('c60')];
    },
    original: [181, 59, 60],
    ours: [150, 59, -1],
  },
  {
    name: 'of several Domain the last counts, also if it is empty',
    reason: 'docs/chrome.md 10',
    run: (Session, pool) =>
      [
        'a=1; Domain=example.com; Domain=',
        'a=1; Domain=other.com; Domain=example.com',
        'a=1; Domain=example.com; Domain=.',
        'a=1; Domain=.',
      ].map((line) => headersFor(Session, pool, line, URL, [URL, 'https://example.com/'])),
    original: [
      ['a=1', 'a=1'],
      ['a=1', 'a=1'],
      ['a=1', 'a=1'],
      ['a=1', ''],
    ],
    ours: [
      ['a=1', ''],
      ['a=1', 'a=1'],
      ['', ''],
      ['', ''],
    ],
  },
  {
    name: 'of several Expires or Max-Age the last counts, also if it is none',
    reason: 'docs/chrome.md 11',
    run: (Session, pool) =>
      [
        'Max-Age=0; Max-Age=x',
        'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=bogus',
        'Max-Age=+60; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      ].map((attributes) => headersAfter(Session, pool, [`a=1; ${attributes}`])[0]),
    original: ['', '', ''],
    ours: ['a=1', 'a=1', 'a=1'],
  },
  {
    name: 'dates are read as Chromium reads them',
    reason: 'docs/chrome.md 11',
    run: (Session, pool) =>
      ['01-Jan-1500 00:00:00 GMT', '01-Jan-25 00:00:00 GMT', '01-Jan-1 00:00:00 GMT', '01-Jan-25 00:00:00x GMT'].map(
        (date) => headersAfter(Session, pool, [`a=1; Expires=${date}`])[0],
      ),
    original: ['a=1', 'a=1', 'a=1', 'a=1'],
    ours: ['', 'a=1', '', 'a=1'],
  },
  {
    name: 'a cookie of a response lives for 400 days at most',
    reason: 'docs/chrome.md 12',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const lines = ['a=1; Max-Age=99999999', 'b=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'c=1; Max-Age=34560000'];
      put(session, lines);
      const state = JSON.parse(JSON.stringify(session.getState().cookieJar));
      const restored = make(Session, pool, { cookieJar: state });
      return [34_559_999, 34_560_000].map((seconds) => {
        jest.setSystemTime(START + seconds * 1000);
        return [session.getCookieString(URL), restored.getCookieString(URL)];
      });
    },
    original: [
      ['a=1; b=1; c=1', 'a=1; b=1; c=1'],
      ['a=1; b=1', 'a=1; b=1'],
    ],
    ours: [
      ['a=1; b=1; c=1', 'a=1; b=1; c=1'],
      ['', ''],
    ],
  },
  {
    name: 'paths are compared as they stand',
    reason: 'docs/chrome.md 13',
    run: (Session, pool) =>
      headersFor(Session, pool, ['a=1; Path=/a b', 'b=1; Path=/c'], URL, [`${URL}a%20b`, `${URL}%63`, `${URL}c`]),
    original: ['', 'b=1', 'b=1'],
    ours: ['', '', 'b=1'],
  },
  {
    name: 'the domain of an address, of localhost and of other hosts alone is no domain to share',
    reason: 'docs/chrome.md 14',
    run: (Session, pool) =>
      ['127.0.0.1', 'localhost'].map((host) => {
        const put = () => stored(Session, pool, ['sid=old', `sid=new; Domain=${host}`], `http://${host}/`);
        const { returned, message } = thrown(put);
        return message ?? returned.map(({ value, hostOnly }) => [value, hostOnly]);
      }),
    original: [[['new', false]], 'Cookie has domain set to a public suffix'],
    ours: [[['new', true]], [['new', true]]],
  },
  {
    name: 'a control character anywhere refuses the line',
    reason: 'docs/chrome.md 15',
    run: (Session, pool) =>
      ['a=1; foo=\u0001', 'b=1; Path=/\u007f', 'c=1\td', 'd=1; foo=x\ty', 'e=1;\tfoo\t=\tx\t'].map(
        (line) => headersAfter(Session, pool, [line])[0],
      ),
    original: ['a=1', '', '', 'd=1', 'e=1'],
    ours: ['', '', '', '', 'e=1'],
  },
  {
    name: 'a cookie with an opaque partition is no first-party cookie',
    reason: 'docs/chrome.md 16',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const cookie = { name: 'a', value: '1', domain: 'www.example.com', path: '/', expires: 2e12, secure: true };
      session.putPuppeteerCookies([{ ...cookie, partitionKeyOpaque: true }], URL);
      return session.getCookieString(URL);
    },
    original: 'a=1',
    ours: '',
  },
  {
    name: "a browser's text is sent as the octets of its UTF-8",
    reason: 'docs/chrome.md 17',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const cookie = { domain: 'www.example.com', path: '/', expires: 2e12 };
      session.putPuppeteerCookies(
        ['Zürich', '日本'].map((value) => ({ ...cookie, name: value, value })),
        URL,
      );
      return [session.getCookieString(URL), session.getPuppeteerCookies(URL).map(({ value }) => value)];
    },
    original: ['Zürich=Zürich; 日本=日本', ['Zürich', '日本']],
    ours: [octets('Zürich=Zürich; 日本=日本'), ['Zürich', '日本']],
  },
  {
    name: 'octets of UTF-8 are text to a browser, others are sent as they came',
    reason: 'docs/chrome.md 17',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, [`a=${octets('Zürich')}`, 'b=Zürich']);
      const [, { extensions }] = session.getState().cookieJar.cookies;
      const values = session.getPuppeteerCookies(URL).map(({ value }) => value);
      return [session.getCookieString(URL), values, extensions ?? []];
    },
    original: [`a=${octets('Zürich')}; b=Zürich`, [octets('Zürich'), 'Zürich'], []],
    ours: [`a=${octets('Zürich')}; b=Zürich`, ['Zürich', 'Zürich'], ['crawler-session-encoding=octets']],
  },
  {
    name: 'text of a state of the original that is no UTF-8 in octets counts as text of a browser',
    reason: 'docs/chrome.md 17',
    run: (Session, pool) => {
      const original = make(require('../helpers/sides').Original, pool);
      put(original, [`a=${octets('Zürich')}`, 'b=Zürich', 'c=日本']);
      const cookieJar = JSON.parse(JSON.stringify(original.getState().cookieJar));
      return make(Session, pool, { cookieJar }).getCookieString(URL);
    },
    original: `a=${octets('Zürich')}; b=Zürich; c=日本`,
    ours: octets('a=Zürich; b=Zürich; c=日本'),
  },
  {
    name: 'an access is noted once a minute',
    reason: 'docs/chrome.md lastAccessed',
    run: (Session, pool, clock) => {
      const session = make(Session, pool);
      put(session, 'a=1');
      return [59_999, 1, 1, 59_999].map((ms) => {
        clock.advance(ms);
        const [{ lastAccessed }] = session.getCookies(URL);
        return lastAccessed.getTime() - START;
      });
    },
    original: [59_999, 60_000, 60_001, 120_000],
    ours: [0, 60_000, 60_000, 120_000],
  },
];

module.exports = { CHROME };
