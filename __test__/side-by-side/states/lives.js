'use strict';

const { START, counters, plain, storedCookies } = require('../../helpers/sides');

const HOME = 'https://www.example.com/';
const URLS = [
  ...[
    HOME,
    'https://www.example.com/a/b',
    'http://www.example.com/a',
    'https://example.com/',
    'https://sub.example.com/a',
  ],
  ...[
    'https://sub.www.example.com/',
    'https://xn--bcher-kva.example.com/',
    'http://127.0.0.1:8080/',
    'https://nobody.org/',
  ],
];

/** `u=ü` as HTTP clients hand it over. */
const UTF_8 = 'u=\u00c3\u00bc';

/** The end of a cookie that a browser reports, in seconds; the dates of all comparisons are before it. */
const FAR = Date.UTC(2031, 0, 1) / 1000;
const SOON = START / 1000 + 100;

/** Cookies of a browser that every class takes for what they are. */
const REPORTED = [
  { name: 'far', value: '1', domain: 'www.example.com', path: '/', expires: FAR + 0.125, httpOnly: true, secure: true },
  { name: 'soon', value: '1', domain: 'www.example.com', path: '/', expires: SOON, httpOnly: false, secure: false },
  { name: 'wide', value: 'ü', domain: '.example.com', path: '/a', expires: FAR, httpOnly: false, secure: false },
];

/** What only ours takes for what it is. */
const REPORTED_TO_OURS = [
  { name: 'session', value: '1', domain: 'www.example.com', path: '/', expires: -1 },
  { name: 'exact', value: '1', domain: 'www.example.com', path: '/', expires: FAR + 0.123456 },
  { name: 'strict', value: '1', domain: '.example.com', path: '/', expires: FAR, sameSite: 'Strict', priority: 'High' },
  { name: 'sso', value: '1', domain: 'sso.example.org', path: '/', expires: -1, sameSite: 'None', secure: true },
];

/** Gives a session of any class a response with these `Set-Cookie` lines. */
function put(session, lines, url = HOME) {
  const response = { headers: { 'set-cookie': lines }, url };
  if (session.setCookiesFromResponse === undefined) session.putResponse(response);
  else session.setCookiesFromResponse(response);
}

/** Fills each part of a session. `report` is how its class takes the cookies of a browser. */
function live(session, report, reported = REPORTED) {
  session.userData.token = 'ü';
  session.userData.list = [1, null];
  session.markBad();
  session.markBad();
  session.markGood();
  put(session, [
    'a=1; Path=/',
    'b=2; Path=/a; Secure',
    'c=3; Domain=example.com; HttpOnly; Path=/',
    'age=1; Max-Age=200',
  ]);
  put(session, ['date=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'odd="x, y"; Foo=bar; Flag', 'empty=', UTF_8]);
  put(session, ['lax=1; SameSite=Lax', '__Host-h=1; Secure; Path=/', 'high=1; Priority=High', 'gone=1; Max-Age=0']);
  put(session, 'idn=1', 'https://bücher.example.com/');
  put(session, 'ip=1', 'http://127.0.0.1:8080/');
  if (report !== undefined) session[report](reported, HOME);
  // Here an access is noted once a minute, and a cookie that is replaced by another value is another one (docs/chrome.md).
  jest.advanceTimersByTime(63_210);
  put(session, ['a=1; Path=/; HttpOnly', 'late=1; Path=/a']);
  session.getCookieString('https://www.example.com/a');
  return session;
}

/** The options of a session that is not like any other. */
const OPTIONS = { id: 'lived', maxErrorScore: 5, errorScoreDecrement: 0.25, maxAgeSecs: 500, maxUsageCount: 20 };

/** What can be seen of a session without changing it, but for the last accesses of its cookies. */
function seen(session) {
  const { id, userData, maxErrorScore, errorScoreDecrement, maxUsageCount, createdAt, expiresAt } = session;
  const stored = storedCookies(session);
  const strings = URLS.map((url) => session.getCookieString(url));
  return plain({
    ...{ id, userData, maxErrorScore, errorScoreDecrement, maxUsageCount, createdAt, expiresAt, stored, strings },
    ...counters(session),
  });
}

/** What can be seen of a session now and as time passes. */
function seenOn(session) {
  const start = seen(session);
  jest.advanceTimersByTime(61_000);
  const later = seen(session);
  session.markBad();
  session.markGood();
  put(session, ['a=1; Path=/; Foo=bar', 'last=1; Path=/']);
  const changed = seen(session);
  jest.advanceTimersByTime(440_000);
  return { start, later, changed, end: seen(session) };
}

module.exports = { HOME, OPTIONS, REPORTED, REPORTED_TO_OURS, live, put, seen, seenOn };
