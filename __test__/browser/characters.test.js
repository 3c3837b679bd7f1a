'use strict';

// Promises: C15, C16

const { Session } = require('../..');
const { handedOut, kept } = require('./accepted');
const { sharedVisitor } = require('./visitors');
const { WAYS_OUT } = require('./ways');

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
/** Latin-1, line and paragraph separator, byte order mark, noncharacter, a pair of surrogates, lone surrogates. */
const BEYOND = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(128 + code)),
  ...['\u2028', '\u2029', '\ufeff', '\ufffd', '\uffff', '\u{1f36a}', '\ud83c', '\udf6a'],
];

/** Where in a `Set-Cookie` line a character stands. `n` tells the cookies apart. */
const PLACES = {
  'the beginning of the name': (char, n) => `${char}c${n}=v`,
  'the middle of the name': (char, n) => `c${char}${n}=v`,
  'the end of the name': (char, n) => `c${n}${char}=v`,
  'the beginning of the value': (char, n) => `c${n}=${char}v`,
  'the middle of the value': (char, n) => `c${n}=v${char}w`,
  'the end of the value': (char, n) => `c${n}=v${char}`,
  'the whole value': (char, n) => `c${n}=${char}`,
  'the beginning of the path': (char, n) => `c${n}=v; Path=${char}p`,
  'the second place of the path': (char, n) => `c${n}=v; Path=/${char}p`,
  'the middle of the path': (char, n) => `c${n}=v; Path=/p${char}q`,
  'the end of the path': (char, n) => `c${n}=v; Path=/p${char}`,
  'an unknown attribute': (char, n) => `c${n}=v; x${char}y=z${char}z`,
};

const HOST = 'accepted.example';
const visitor = sharedVisitor();

/** One refused cookie makes Chromium refuse all of a call, so all go in one. The browser must have every one of them. */
async function expectAccepted(give, cookies) {
  await give(visitor, cookies);
  expect(kept(await visitor.browser.cookies())).toStrictEqual(kept(cookies));
}

describe.each(WAYS_OUT)('what the session accepts, Chromium accepts by $wayOut', ({ give }) => {
  test.each(Object.keys(PLACES))('each ASCII character in %s', async (place) => {
    const cookies = handedOut(ASCII.map((char, n) => ({ url: `http://${HOST}/`, line: PLACES[place](char, n) })));
    expect(cookies.length).toBeGreaterThan(90);
    await expectAccepted(give, cookies);
  });

  test.each(Object.keys(PLACES))('each other kind of character in %s', async (place) => {
    const cookies = handedOut(BEYOND.map((char, n) => ({ url: `http://${HOST}/`, line: PLACES[place](char, n) })));
    expect(cookies.length).toBeGreaterThan(90);
    await expectAccepted(give, cookies);
  });

  test('each ASCII character in the path of the URL, which becomes the default path', async () => {
    const cookies = handedOut(ASCII.map((char, n) => ({ url: `http://${HOST}/p${char}q/page`, line: `c${n}=v` })));
    expect(cookies.length).toBeGreaterThan(90);
    await expectAccepted(give, cookies);
  });

  test('each ASCII character in the domain', async () => {
    const cookies = handedOut(
      ASCII.map((char, n) => ({ url: `http://${HOST}/`, line: `c${n}=v; Domain=${char}${HOST}` })),
    );
    expect(cookies).not.toHaveLength(0);
    await expectAccepted(give, cookies);
  });

  test.each(['name', 'value', 'path', 'domain'])(
    'each ASCII character in the %s of a reported cookie',
    async (field) => {
      const fields = (n) => ({ name: `c${n}`, value: 'v', path: '/p', domain: HOST });
      const session = new Session();
      session.putPuppeteerCookies(
        ASCII.flatMap((char, n) => {
          const around = [
            (text) => char + text,
            (text) => text + char,
            (text) => text.slice(0, 1) + char + text.slice(1),
          ];
          return around.map((put, place) => {
            const cookie = fields(`${n}-${place}`);
            // Chromium keeps at most 180 cookies of one registrable domain.
            cookie.domain = `h${place}-${HOST}`;
            return { ...cookie, [field]: put(cookie[field]) };
          });
        }),
      );
      const cookies = session.getPuppeteerCookies();
      expect(cookies).not.toHaveLength(0);
      await expectAccepted(give, cookies);
    },
  );
});
