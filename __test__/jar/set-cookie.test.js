'use strict';

// Promises: J9, J11

const { CookieJar, parseDate } = require('../..');

/**
 * Cases of our own for the rules of RFC 6265 and RFC 6265bis: lines that a server at `https://www.shop.example/cart/add` sends, and
 * what it gets back at a URL.
 */
const FROM = 'https://www.shop.example/cart/add';
const FAR = 'Wed, 01 Jan 2098 00:00:00 GMT';

const CASES = {
  'section 5.2: a pair is split at its first "="': [['a=b=c'], FROM, 'a=b=c'],
  'section 5.2: blanks around name and value are trimmed': [['  a  =  b  ; Secure'], FROM, 'a=b'],
  'section 5.2: blanks and quotes inside a value stay': [['a="x y"'], FROM, 'a="x y"'],
  'section 5.2: an empty value is a value': [['a='], FROM, 'a='],
  'section 5.2: a line without "=" is no cookie': [['a', 'b=1'], FROM, 'b=1'],
  'section 5.2: a line without a name is no cookie': [['=a', 'b=1'], FROM, 'b=1'],
  'section 5.2: a comma separates nothing': [['a=1, b=2'], FROM, 'a=1, b=2'],
  'section 5.2: unknown and empty attributes are ignored': [['a=1; ; x; y=z;;'], FROM, 'a=1'],
  'section 5.2: names of attributes are in any case': [
    ['a=1; pATH=/; MAX-age=0', 'b=1; pAtH=/'],
    'https://www.shop.example/',
    'b=1',
  ],
  'section 5.2: of repeated attributes the last counts': [['a=1; Path=/x; Path=/'], 'https://www.shop.example/', 'a=1'],
  'bis 5.6: a line with a control character is no cookie': [['a=1\u0001', 'b\u007f=1', 'c=1'], FROM, 'c=1'],
  'section 5.2.1: an expiry in the past deletes': [['a=1', 'a=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], FROM, ''],
  'section 5.2.1: an expiry that is no date is none': [['a=1; Expires=soon'], FROM, 'a=1'],
  'section 5.2.2: Max-Age counts before Expires': [
    [`a=1; Max-Age=0; Expires=${FAR}`, `b=1; Expires=1 Jan 1980 0:0:0; Max-Age=9`],
    FROM,
    'b=1',
  ],
  'section 5.2.2: an age that is no number is none': [
    ['a=1; Max-Age=-x', 'b=1; Max-Age=1.5', 'c=1; Max-Age=-5'],
    FROM,
    'a=1; b=1',
  ],
  'section 5.2.3: one leading dot of a domain is ignored': [
    ['a=1; Domain=.shop.example'],
    'https://shop.example/cart',
    'a=1',
  ],
  'section 5.2.3: a domain is in any case': [['a=1; Domain=SHOP.Example'], 'https://x.shop.example/cart', 'a=1'],
  'section 5.2.3: an empty domain is none': [['a=1; Domain='], 'https://shop.example/cart', ''],
  'section 5.2.4: a path that is none is the default path': [
    ['a=1; Path=x', 'b=1; Path'],
    'https://www.shop.example/cart/x',
    'a=1; b=1',
  ],
  'section 5.2.5: Secure has no value': [['a=1; Secure=no; Path=/'], 'http://www.shop.example/', ''],
  'section 5.3: a cookie replaces the one of its name, domain and path': [['a=1', 'b=1', 'a=2'], FROM, 'a=2; b=1'],
  'section 5.3: without a domain only the host itself gets it': [['a=1; Path=/'], 'https://sub.www.shop.example/', ''],
  'section 5.3: a domain that does not cover the host is refused': [
    ['a=1; Domain=sub.www.shop.example', 'b=1; Domain=hop.example', 'c=1'],
    FROM,
    'c=1',
  ],
  'section 5.3: a public suffix is refused': [['a=1; Domain=example', 'c=1'], FROM, 'c=1'],
  'section 5.1.3: a domain matches by whole labels': [
    ['a=1; Domain=shop.example; Path=/'],
    'https://myshop.example/',
    '',
  ],
  'section 5.1.4: a path matches by whole segments': [
    ['a=1; Path=/car', 'b=1; Path=/cart'],
    'https://www.shop.example/cart/x',
    'b=1',
  ],
  'section 5.1.4: a path with a final slash matches what is below': [
    ['a=1; Path=/cart/'],
    'https://www.shop.example/cart/x',
    'a=1',
  ],
  'section 5.1.4: a path with a final slash does not match itself without': [
    ['a=1; Path=/cart/'],
    'https://www.shop.example/cart',
    '',
  ],
  'section 5.1.4: the default path ends before the last slash': [['a=1'], 'https://www.shop.example/cart', 'a=1'],
  'section 5.1.4: the default path covers nothing above it': [['a=1'], 'https://www.shop.example/', ''],
  'section 5.4: longer paths come first, then older cookies': [
    ['c=1; Path=/', 'b=1; Path=/cart', 'a=1; Path=/cart', 'd=1; Path=/cart/add'],
    FROM,
    'd=1; b=1; a=1; c=1',
  ],
  'section 5.4: the query of a URL is no path': [['a=1; Path=/cart'], 'https://www.shop.example/?/cart', ''],
  'bis 5.7: a Secure prefix needs Secure': [
    ['__Secure-a=1', '__secure-b=1', '__Secure-c=1; Secure'],
    FROM,
    '__Secure-c=1',
  ],
  'bis 5.7: a Host prefix needs Secure, the path / and no domain': [
    [
      '__Host-a=1; Secure',
      '__Host-b=1; Secure; Path=/; Domain=www.shop.example',
      '__Host-c=1; Path=/',
      '__Host-d=1; Path=/; Secure',
    ],
    FROM,
    '__Host-d=1',
  ],
};

test.each(Object.entries(CASES))('%s', (_rule, [lines, to, header]) => {
  const jar = new CookieJar();
  for (const line of lines) jar.setCookieSync(line, FROM, { ignoreError: true });
  expect(jar.getCookieStringSync(to)).toBe(header);
});

const DATES = {
  'Wed, 21 Oct 2065 07:28:00 GMT': 'Wed, 21 Oct 2065 07:28:00 GMT',
  'Wednesday, 21-Oct-65 07:28:00 GMT': 'Wed, 21 Oct 2065 07:28:00 GMT',
  'Wed Oct 21 07:28:00 1981': 'Wed, 21 Oct 1981 07:28:00 GMT',
  '07:28:00 2065 october 21st': 'Wed, 21 Oct 2065 07:28:00 GMT',
  '21 Oct 69 07:28:00': 'Mon, 21 Oct 2069 07:28:00 GMT',
  '21 Oct 70 07:28:00': 'Wed, 21 Oct 1970 07:28:00 GMT',
  '29 Feb 2064 1:2:3': 'Fri, 29 Feb 2064 01:02:03 GMT',
  '29 Feb 2065 1:2:3': undefined,
  '21 Oct 1600 07:28:00': undefined,
  '21 Oct 2065 24:00:00': undefined,
  '21 Oct 2065 07:60:00': undefined,
  '21 Oct 2065 07:28:60': undefined,
  '32 Oct 2065 07:28:00': undefined,
  '21 Foo 2065 07:28:00': undefined,
  '21 Oct 2065': undefined,
  '': undefined,
};

test.each(Object.entries(DATES))('section 5.1.1: the date %p is %p', (text, expected) => {
  expect(parseDate(text)?.toUTCString()).toBe(expected);
});
