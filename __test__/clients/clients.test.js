'use strict';

// Promises: J13

const { visitInProcess } = require('./in-process');

/** The clients, each by the file that connects it to a jar, and what a refused cookie does to the response it came with. */
const CLIENTS = [
  ['got', { afterRefusal: 'failed' }],
  ['got-ignoring-invalid-cookies', { afterRefusal: 'received' }],
  ['got-scraping', { afterRefusal: 'failed' }],
  ['axios-cookiejar-support', { afterRefusal: 'received' }],
  ['http-cookie-agent', { afterRefusal: 'received' }],
  ['fetch-cookie', { afterRefusal: 'received' }],
  ['impit', { afterRefusal: 'received' }],
];

/** Each request that led from the page to its answer, with the cookies that the site received. */
function sent(seen, page, nth = 0) {
  const { requests } = seen.visits.filter((visit) => visit.page === page)[nth];
  // A client without cookies sends no header or an empty one.
  return requests.map(({ host, path, cookie }) => [host + path, cookie ?? '']);
}

describe.each(CLIENTS)('%s', (client, { afterRefusal }) => {
  let ours;
  let theirs;

  beforeAll(async () => {
    [ours, theirs] = await Promise.all([visitInProcess(client, '../..'), visitInProcess(client, 'tough-cookie')]);
  });

  test("sends, stores and gives back with our jar exactly what it does with tough-cookie's", () => {
    expect(ours).toEqual(theirs);
  });

  test('follows a chain of redirects through two hosts, taking and sending the cookies of each hop', () => {
    expect(ours.visits[0]).toMatchObject({
      status: 200,
      body: 'This is shop.test/end',
      finalUrl: 'http://shop.test/end',
    });
    expect(sent(ours, 'shop.test/start')).toEqual([
      ['shop.test/start', ''],
      ['shop.test/next', 'first=1; second=2'],
      ['other.test/gate', ''],
      ['shop.test/end', 'first=1; second=two; third=3'],
    ]);
    expect(sent(ours, 'shop.test/')).toEqual([['shop.test/', 'first=1; second=two; third=3; last=4']]);
    expect(sent(ours, 'other.test/')).toEqual([['other.test/', 'first=other; gate=open']]);
  });

  test.each([
    ['paths.test/', 'root=1'],
    ['paths.test/set', 'default=1; relative=1; root=1'],
    ['paths.test/a', 'a=1; root=1'],
    ['paths.test/a/deep/page', 'deep=1; a=1; root=1'],
    ['paths.test/ab', 'root=1'],
    ['paths.test/b/', 'b=1; root=1'],
    ['www.wide.test/', 'wide=1; dotted=1; narrow=1'],
    ['api.wide.test/', 'wide=1; dotted=1'],
    ['wide.test/', 'wide=1; dotted=1'],
    ['notwide.test/', ''],
  ])('sends to %s the cookies that were set for it', (page, cookies) => {
    expect(sent(ours, page)).toEqual([[page, cookies]]);
  });

  test('sends values as the site set them', () => {
    const cookies =
      'equals=a=b==; quoted="one, two"; escaped=%7B%22a%22%3A1%7D%20%zz; empty=; comma=1,2; spaced=x y; dated=1; aged=1; unknown=1';
    expect(sent(ours, 'values.test/')).toEqual([['values.test/', cookies]]);
  });

  test('sends Secure cookies over http to the loopback only, and SameSite cookies everywhere', () => {
    const all = 'plain=1; secure=1; strict=1; lax=1; none=1; odd=1';
    expect(sent(ours, '127.0.0.1/')).toEqual([['127.0.0.1/', all]]);
    expect(sent(ours, 'localhost/', 0)).toEqual([['localhost/', '']]);
    expect(sent(ours, 'localhost/', 1)).toEqual([['localhost/', all]]);
    expect(sent(ours, 'insecure.test/')).toEqual([['insecure.test/', 'plain=1; strict=1; lax=1; odd=1']]);
  });

  test('loses no cookie to a refused one beside it', () => {
    expect(sent(ours, 'refusing.test/', 0)).toEqual([['refusing.test/', 'before=1; after=1']]);
    expect(sent(ours, 'refusing.test/', 1)).toEqual([['refusing.test/', 'before=1; after=1; beside=1']]);
    expect(sent(ours, 'other.test/', 1)).toEqual([['other.test/', 'first=other; gate=open']]);
  });

  test(`the response with a refused cookie is ${afterRefusal}, one with a badly prefixed cookie received`, () => {
    const outcome = (page) => ours.visits.find((visit) => visit.page === page);
    const refused = "Cookie not in this host's domain. Cookie:other.test Request:refusing.test";
    expect(outcome('refusing.test/foreign')).toMatchObject(
      afterRefusal === 'failed'
        ? { failed: { message: refused } }
        : { status: 200, body: 'This is refusing.test/foreign' },
    );
    expect(outcome('refusing.test/prefixed')).toMatchObject({ status: 200, body: 'This is refusing.test/prefixed' });
  });

  test('sends no cookie that was deleted or has ended, and the new value of a changed one', () => {
    expect(sent(ours, 'ending.test/', 0)).toEqual([['ending.test/', 'kept=1; deleted=1; dated=1; changed=1']]);
    expect(sent(ours, 'ending.test/', 1)).toEqual([['ending.test/', 'kept=1; changed=2']]);
    expect(sent(ours, 'ending.test/brief')).toEqual([
      ['ending.test/brief', 'kept=1; changed=2'],
      ['ending.test/during', 'kept=1; changed=2; brief=1'],
    ]);
    expect(sent(ours, 'ending.test/over')).toEqual([['ending.test/over', 'kept=1; changed=2']]);
  });

  test('the jar holds at last what the responses left there', () => {
    expect(ours.jar.headers).toMatchObject({
      'http://shop.test/': 'first=1; second=two; third=3; last=4',
      'https://127.0.0.1/': 'plain=1; secure=1; strict=1; lax=1; none=1; odd=1',
      'https://ending.test/over': 'kept=1; changed=2',
    });
    expect(ours.jar.cookies.filter(({ domain }) => domain === 'shop.test')).toEqual([
      { key: 'first', value: '1', domain: 'shop.test', path: '/', hostOnly: true },
      { key: 'last', value: '4', domain: 'shop.test', path: '/', hostOnly: true },
      { key: 'second', value: 'two', domain: 'shop.test', path: '/', hostOnly: true, httpOnly: true },
      { key: 'third', value: '3', domain: 'shop.test', path: '/', hostOnly: true },
    ]);
  });
});
