// A night's crawl: many sessions with the cookies of a site each.

import { EXPIRES_TEXT, flat, NAME_LENGTH, randomNumbers, randomText, VALUE_LENGTH } from './texts.mjs';

export const SESSIONS = 2000;
export const COOKIES_PER_SESSION = 50;

/** Sessions with cookies of their own: names of 15 bytes, values of 34, half of them for the whole domain, half with an expiry. */
export function filledSessions(side, count = SESSIONS, seed = 7) {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => filledSession(side, random));
}

function filledSession(side, random) {
  const session = new side.Session({ sessionPool: side.pool });
  const url = flat(
    `https://www.shop-${randomText(random, 8)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, 'x')}.com/catalogue/page`,
  );
  const { host } = new URL(url);
  const attributes = [
    '; Path=/; Secure; HttpOnly',
    `; Path=/; Expires=${EXPIRES_TEXT}; Domain=${host}`,
    '; Path=/catalogue; Secure',
    `; Path=/; Expires=${EXPIRES_TEXT}; Secure; HttpOnly; Domain=${host.slice(4)}`,
  ];
  const line = (index) => {
    const name = randomText(random, NAME_LENGTH);
    return flat(`${name}=${randomText(random, VALUE_LENGTH)}${attributes[index % attributes.length]}`);
  };
  const lines = Array.from({ length: COOKIES_PER_SESSION }, (_, index) => line(index));
  side.putResponse(session, { url, headers: { 'set-cookie': lines } });
  return session;
}
