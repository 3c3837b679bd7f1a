// What both jars are fed: `Set-Cookie` lines as sites send them, and the sites.

import { EXPIRES_TEXT, flat, randomNames, randomText, VALUE_LENGTH, variants } from './texts.mjs';

/** What follows `name=value`. A page of the sites gets all of them. */
const ATTRIBUTES = [
  '; Path=/; Secure; HttpOnly; SameSite=Lax',
  `; Path=/; Expires=${EXPIRES_TEXT}`,
  '; Path=/catalogue; Max-Age=86400; Secure',
  '',
  `; Path=/; Expires=${EXPIRES_TEXT}; Secure; HttpOnly`,
];

/** A page of a site. */
export function page(site) {
  return flat(`https://shop.example-${site}.com/catalogue/page`);
}

/** Arrays of lines, one for each cookie: the same cookies with other values in each array. */
export function lines(cookies) {
  const names = randomNames(cookies);
  return variants((random) =>
    names.map((name, index) =>
      flat(`${name}=${randomText(random, VALUE_LENGTH)}${ATTRIBUTES[index % ATTRIBUTES.length]}`),
    ),
  );
}
