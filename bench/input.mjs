// What both sessions are fed: the same cookies in each of the forms, with new values in every variant.

import {
  EXPIRES,
  EXPIRES_TEXT,
  flat,
  NAME_LENGTH,
  randomNames,
  randomNumbers,
  randomText,
  VALUE_LENGTH,
  variants,
} from './texts.mjs';

/** Where the cookies come from and go to. The domain has no dot: the original never finds a cookie whose domain has one. */
export const PAGE_URL = 'https://shop.example.com/catalogue/page';
const DOMAIN = 'shop.example.com';

/** How many cookies there are, and how many of them a response sets. */
export const COOKIES = 20;
export const RESPONSE_COOKIES = 3;

const NAMES = randomNames(COOKIES);

/** A `Set-Cookie` line as a login answers it. */
function setCookieLine(name, value) {
  return flat(`${name}=${value}; Path=/; Expires=${EXPIRES_TEXT}; HttpOnly; Secure; SameSite=Lax`);
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
