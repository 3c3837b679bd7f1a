'use strict';

// Rows 3, 4, 15 and 17 of the rules (docs/chrome.md): what of a line's text is kept, and as what it is sent.
// Promises: C19

const { Session } = require('../../..');
const { ALL, CHROME, filled, octets } = require('./jars');

const SITE = 'https://site.example/';

/** What `String.prototype.trim` takes away but for space, tab and what ends a line, and the last octet of `à`. */
const SPACES = [
  ...'\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
];

describe.each(ALL)('row 3, in %s: only space and tab are trimmed', (_, make) => {
  test('around pair, name, value and attribute', () => {
    expect(filled(make, '\t a \t=\t b \t;\t Secure \t').header()).toBe('a=b');
    expect(filled(make, ' a=b; Path\t=\t /p \t').header(`${SITE}p`)).toBe('a=b');
  });

  test.each(SPACES.map((space) => [space.charCodeAt(0).toString(16), space]))('not U+%s', (_code, space) => {
    // As octets, as a server sends it; and, where it is one octet, alone.
    for (const odd of new Set([octets(space), ...(space <= '\xff' ? [space] : [])])) {
      for (const pair of [`${odd}a=1`, `a${odd}=1`, `a=${odd}1`, `a=1${odd}`, `a=${odd}`]) {
        expect(filled(make, pair).header()).toBe(pair);
        expect(filled(make, `${pair}; Path=/`).header()).toBe(pair);
      }
      // An attribute with such an edge is another attribute, or has another value.
      expect(filled(make, `a=1;${odd}Path=/p`).header()).toBe('a=1');
      expect(filled(make, `a=1; Path${odd}=/p`).header()).toBe('a=1');
      expect(filled(make, `a=1; Path=${odd}/p`).header()).toBe('a=1');
      expect(filled(make, `a=1; Path=/p${odd}`).header(`${SITE}p`)).toBe('');
      expect(filled(make, `a=1; Domain=site.example${odd}`).codes).toHaveLength(1);
    }
  });

  test('the last octet of città is kept', () => {
    expect(filled(make, octets('place=città')).header()).toBe(octets('place=città'));
  });
});

describe.each(ALL)('row 4, in %s: sizes count octets as they came', (_, make) => {
  test('700 Chinese characters are 2,102 octets with their name', () => {
    const line = `v=${octets('中'.repeat(700))}`;
    expect(line).toHaveLength(2102);
    expect(filled(make, line).header()).toBe(line);
  });

  test.each([
    ['ASCII', 'x'],
    ['Latin-1', '\xe9'],
    ['octets of UTF-8', octets('é')],
  ])('4,096 octets fit, 4,097 do not: %s', (_name, unit) => {
    const value = (length) => unit.repeat(length / unit.length) + 'x'.repeat(length % unit.length);
    expect(filled(make, `v=${value(4095)}`).codes).toEqual([]);
    expect(filled(make, `v=${value(4096)}`).codes).toEqual(['COOKIE_TOO_LARGE']);
  });

  test('an attribute of 1,024 octets counts, a longer one does not', () => {
    const path = (length) => `/${'\xe9'.repeat(length - 1)}`;
    expect(filled(make, `a=1; Path=${path(1024)}`).header()).toBe('');
    expect(filled(make, `a=1; Path=${path(1025)}`).header()).toBe('a=1');
  });
});

test("row 4: a browser's text counts as UTF-8", () => {
  const session = new Session();
  const put = (value) => session.putPuppeteerCookies([{ name: 'v', value, domain: 'site.example', path: '/' }]);
  put('é'.repeat(2048));
  expect(session.getCookieString(SITE)).toBe('');
  put('é'.repeat(2047));
  expect(session.getCookieString(SITE)).toBe(`v=${octets('é'.repeat(2047))}`);
});

describe.each(CHROME)('row 15, in %s: a control character in any place refuses the line', (_, make) => {
  const controls = Array.from({ length: 32 }, (_control, code) => String.fromCharCode(code)).concat('\x7f');

  test.each(
    controls.filter((control) => !'\n\r'.includes(control)).map((control) => [JSON.stringify(control), control]),
  )('%s', (_name, control) => {
    const inside = ['a%=1', '%%=1', 'a=1%2', 'a=1; fo%o', 'a=1; fo%o=x', 'a=1; foo=x%y', 'a=1; Path=/x%y'];
    const lines = inside.map((line) => line.replace('%%', `a${control}b`).replace('%', `${control}x`));
    expect(filled(make, ...lines).codes).toEqual(lines.map(() => 'COOKIE_PARSE_FAILED'));
    // At an edge a tab is white space.
    const edge = filled(make, `a=1${control}`);
    expect([edge.header(), edge.codes.length]).toEqual(control === '\t' ? ['a=1', 0] : ['', 1]);
  });

  test.each([['a=1; foo=\x01'], ['a=1\0b'], ['a=1\x0b']])('%j', (line) => {
    const { codes, header } = filled(make, 'a=0', line);
    expect([codes, header()]).toEqual([['COOKIE_PARSE_FAILED'], 'a=0']);
  });

  test.each(['\r', '\n', '\r\n'])('over HTTP %j ends the line', (end) => {
    expect(filled(make, `a=1${end}b; Path=/nowhere; \x01`).header()).toBe('a=1');
  });
});

/** Values of each kind: as a browser has them, the octets that are sent, and what a browser is given. */
const VALUES = [
  ['ASCII', 'plain', 'plain'],
  ['Latin-1 letters', 'Zürich', octets('Zürich')],
  ['UTF-8', '日本', octets('日本')],
  ['an emoji', '😀', octets('😀')],
  ['text that looks like octets', 'Ã¼', octets('Ã¼')],
];

describe('row 17: octets and text', () => {
  const given = (session) => session.getPuppeteerCookies().map(({ value }) => value);
  const restored = (session) => new Session(JSON.parse(JSON.stringify(session.getState())));
  const browsers = (value) => [{ name: 'city', value, domain: 'site.example', path: '/', expires: -1 }];

  test.each(VALUES)("a browser's cookie is sent as octets: %s", (_, text, sent) => {
    const session = new Session();
    session.putPuppeteerCookies(browsers(text));
    for (const one of [session, restored(session), restored(restored(session))]) {
      expect(one.getCookieString(SITE)).toBe(`city=${sent}`);
      expect(one.cookieJar.getCookieStringSync(SITE)).toBe(`city=${sent}`);
      expect(one.getCookies(SITE)[0].value).toBe(text);
      expect(given(one)).toEqual([text]);
    }
  });

  test.each(VALUES)("a site's octets are sent as they came, and a browser gets their text: %s", (_, text, sent) => {
    const session = new Session();
    session.putResponse({ url: SITE, headers: { 'set-cookie': `city=${sent}` } });
    for (const one of [session, restored(session), restored(restored(session))]) {
      expect(one.getCookieString(SITE)).toBe(`city=${sent}`);
      // The text as it came.
      expect(one.getCookies(SITE)[0].value).toBe(sent);
      expect(given(one)).toEqual([text]);
    }
  });

  test('octets that are no UTF-8 are sent as they came, whatever a browser reports of them', () => {
    const session = new Session();
    session.setCookies(['city=Z\xfcrich', 'other=1'], SITE);
    for (const one of [session, restored(session)]) {
      expect(one.getCookieString(SITE)).toBe('city=Z\xfcrich; other=1');
      expect(given(one)).toEqual(['Zürich', '1']);
      for (const reported of ['Zürich', 'Zrich']) {
        one.putPuppeteerCookies(browsers(reported));
        expect(one.getCookieString(SITE)).toBe('city=Z\xfcrich; other=1');
      }
      one.putPuppeteerCookies(browsers('Bern'));
      expect(one.getCookieString(SITE)).toBe('other=1; city=Bern');
    }
  });

  test.each(VALUES)(
    'what a site sent and what a browser reports are one cookie, which keeps its place: %s',
    (_, text, sent) => {
      const session = new Session();
      session.setCookies([`city=${sent}`, 'other=1'], SITE);
      session.putPuppeteerCookies(browsers(text));
      expect(session.getCookieString(SITE)).toBe(`city=${sent}; other=1`);
      session.setCookie(`city=${sent}`, SITE);
      expect(session.getCookieString(SITE)).toBe(`city=${sent}; other=1`);
    },
  );

  test('a name is octets as well', () => {
    const session = new Session();
    session.setCookie(octets('città=1'), SITE);
    session.putPuppeteerCookies([{ name: 'città', value: '2', domain: 'site.example', path: '/' }]);
    expect(session.getCookieString(SITE)).toBe(octets('città=2'));
    expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['città']);
  });

  /** Values of each kind, as octets. */
  const KINDS = ['ok', octets('Zürich'), 'Z\xfcrich'];

  test.each(KINDS.flatMap((one) => KINDS.map((other) => [one, other])))(
    'a name is the same whatever its value is: %j, then %j',
    (one, other) => {
      const name = octets('città');
      const session = new Session();
      session.putResponse({ url: SITE, headers: { 'set-cookie': [`${name}=${one}`] } });
      const again = restored(session);
      for (const kept of [session, again]) {
        expect(given(kept)).toEqual([one === KINDS[1] ? 'Zürich' : one]);
        expect(kept.getPuppeteerCookies()[0].name).toBe('città');
        kept.putResponse({ url: SITE, headers: { 'set-cookie': [`${name}=${other}`] } });
        expect(kept.getCookieString(SITE)).toBe(`${name}=${other}`);
        kept.putResponse({ url: SITE, headers: { 'set-cookie': [`${name}=${one}; Max-Age=0`] } });
        expect(kept.getCookieString(SITE)).toBe('');
      }
    },
  );

  test('other octets are another name, though they are written with the same letter', () => {
    const session = new Session();
    session.putResponse({ url: SITE, headers: { 'set-cookie': ['\xfc=1', `${octets('ü')}=2`] } });
    for (const one of [session, restored(session), restored(restored(session))]) {
      expect(one.getCookieString(SITE)).toBe(`\xfc=1; ${octets('ü')}=2`);
      expect(one.getCookies(SITE).map(({ key }) => key)).toEqual(['\xfc', octets('ü')]);
      one.putResponse({ url: SITE, headers: { 'set-cookie': `${octets('ü')}=; Max-Age=0` } });
      expect(one.getCookieString(SITE)).toBe('\xfc=1');
      // A browser can only be given the letter, and reports it.
      one.putPuppeteerCookies(one.getPuppeteerCookies());
      expect(one.getCookieString(SITE)).toBe('\xfc=1');
    }
  });

  test('a state in which one word was said of name and value together is read', () => {
    const extensions = ['crawler-session-encoding=octets'];
    const cookie = { key: octets('città'), value: 'Z\xfcrich', domain: 'site.example', path: '/', hostOnly: true };
    const session = new Session({ cookieJar: { version: 'tough-cookie@6.1.0', cookies: [{ ...cookie, extensions }] } });
    expect(session.getCookieString(SITE)).toBe(octets('città').concat('=Z\xfcrich'));
    expect(session.getPuppeteerCookies()[0]).toMatchObject({ name: 'città', value: 'Zürich' });
    session.setCookie(octets('città=ok'), SITE);
    expect(session.getCookieString(SITE)).toBe(octets('città=ok'));
  });

  test('a line with a character that is no octet is text', () => {
    const session = new Session();
    session.setCookie('city=日本', SITE);
    expect([session.getCookieString(SITE), session.getCookies(SITE)[0].value]).toEqual([
      `city=${octets('日本')}`,
      '日本',
    ]);
  });

  test('half of a character is refused and costs nothing', () => {
    const session = new Session();
    session.putPuppeteerCookies([...browsers('a\ud800'), { ...browsers('1')[0], name: 'good' }]);
    expect(() => session.setCookie('city=\udc00', SITE)).toThrow(
      expect.objectContaining({ code: 'COOKIE_INVALID_CHARACTER' }),
    );
    expect(session.getCookieString(SITE)).toBe('good=1');
  });

  test('a state of before, which says nothing of it, is read: UTF-8 in octets is octets, other text is text', () => {
    const cookie = (key, value) => ({ key, value, domain: 'site.example', path: '/', hostOnly: true });
    const cookies = [cookie('http', octets('Zürich')), cookie('browser', 'Zürich'), cookie('beyond', '日本')];
    const session = new Session({ cookieJar: { version: 'tough-cookie@6.1.0', cookies } });
    expect(session.getCookieString(SITE)).toBe(
      `http=${octets('Zürich')}; browser=${octets('Zürich')}; beyond=${octets('日本')}`,
    );
    expect(given(session)).toEqual(['Zürich', 'Zürich', '日本']);
  });

  test("a CookieJar by tough-cookie's rules sends what it was given", () => {
    const [, make] = ALL.at(-1);
    expect(filled(make, 'a=Ã¼', 'b=ü', 'c=日').header()).toBe('a=Ã¼; b=ü; c=日');
  });
});
