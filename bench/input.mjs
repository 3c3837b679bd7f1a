// What both sessions are fed: the same cookies in each of the forms, with new values in every variant.

/** Where the cookies come from and go to. The domain has no dot: the original never finds a cookie whose domain has one. */
export const PAGE_URL = 'https://shop.example.com/catalogue/page';
const DOMAIN = 'shop.example.com';

/** How many cookies there are, and how many of them a response sets. */
export const COOKIES = 20;
export const RESPONSE_COOKIES = 3;

const NAME_LENGTH = 15;
const VALUE_LENGTH = 34;

/** Different inputs that a benchmark takes turns with, so that no call repeats the one before. */
const VARIANTS = 16;

const DAY = 24 * 60 * 60;
/** Seconds, whole ones, in a month from now: the original can only keep expiries of which it does not lose a part. */
const EXPIRES = Math.floor(Date.now() / 1000) + 30 * DAY;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';

/** Numbers that look random and are the same in every run. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A text of one piece: one that was just put together would be flattened inside the first call that is timed. */
function flat(text) {
  return Buffer.from(text).toString('latin1');
}

function randomText(random, length) {
  let text = '';
  while (text.length < length) text += ALPHABET[random(ALPHABET.length)];
  return flat(text);
}

const nameNumbers = randomNumbers(1);
const NAMES = Array.from({ length: COOKIES }, () => randomText(nameNumbers, NAME_LENGTH));

function variants(make) {
  return Array.from({ length: VARIANTS }, (_, variant) => make(randomNumbers(variant + 2)));
}

/** A `Set-Cookie` line as a login answers it. */
function setCookieLine(name, value) {
  return flat(
    `${name}=${value}; Path=/; Expires=${new Date(EXPIRES * 1000).toUTCString()}; HttpOnly; Secure; SameSite=Lax`,
  );
}

function setCookieLines(random, count) {
  return NAMES.slice(0, count).map((name) => setCookieLine(name, randomText(random, VALUE_LENGTH)));
}

/** Responses as Node.js has them. */
export function responses() {
  return variants((random) => ({
    url: PAGE_URL,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': setCookieLines(random, RESPONSE_COOKIES),
    },
  }));
}

/** The `Set-Cookie` lines of all cookies. */
export function lines() {
  return setCookieLines(randomNumbers(2), COOKIES);
}

/** Arrays as `page.cookies()` gives them. */
export function puppeteerCookies() {
  return variants((random) =>
    NAMES.map((name) => ({
      name,
      value: randomText(random, VALUE_LENGTH),
      domain: DOMAIN,
      path: '/',
      expires: EXPIRES,
      size: NAME_LENGTH + VALUE_LENGTH,
      httpOnly: true,
      secure: true,
      session: false,
      sameSite: 'Lax',
      priority: 'Medium',
      sourceScheme: 'Secure',
    })),
  );
}

/** The same cookies for the original, which reads the seconds in `expires` as milliseconds and would drop them all. */
export function inMilliseconds(arrays) {
  return arrays.map((cookies) => cookies.map((cookie) => ({ ...cookie, expires: cookie.expires * 1000 })));
}
