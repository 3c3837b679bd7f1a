'use strict';

/** What this package writes into `extensions` because tough-cookie has no field for it. */
const OWN_EXTENSION = /^crawler-session-/;

/** Cookies of either package as plain data: what is only ours is left out, dates are milliseconds or ISO text. */
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value.cookies)) {
    // Options that tough-cookie does not write.
    const { allowSecureOnLocal: _, limits: __, ...jar } = value;
    return { ...jar, cookies: jar.cookies.map(bareJson) };
  }
  if (typeof value.cookieString === 'function') return bareCookie(value);
  return value;
}

function bareJson(cookie) {
  if (!cookie.extensions?.some((extension) => OWN_EXTENSION.test(extension))) return cookie;
  const extensions = cookie.extensions.filter((extension) => !OWN_EXTENSION.test(extension));
  const { extensions: _, ...rest } = cookie;
  return extensions.length > 0 ? { ...cookie, extensions } : rest;
}

function bareCookie(cookie) {
  const extensions = cookie.extensions?.filter((extension) => !OWN_EXTENSION.test(extension));
  const time = (value) => (value instanceof Date ? value.getTime() : value);
  const bared = {
    key: cookie.key,
    value: cookie.value,
    expires: time(cookie.expires),
    maxAge: cookie.maxAge,
    domain: cookie.domain,
    path: cookie.path,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    extensions: extensions?.length > 0 ? extensions : null,
    hostOnly: cookie.hostOnly,
    pathIsDefault: cookie.pathIsDefault,
    creation: time(cookie.creation),
    lastAccessed: time(cookie.lastAccessed),
    sameSite: cookie.sameSite,
    string: cookie.cookieString(),
  };
  // Decides the order of those that were created in one millisecond; each package counts by itself.
  return Object.defineProperty(bared, 'index', { value: cookie.creationIndex });
}

/** What makes a cookie the same one for tough-cookie. */
function key(cookie) {
  return JSON.stringify([cookie.domain ?? null, cookie.path ?? null, cookie.key ?? '']);
}

/** What makes a cookie the same one for this package: also whether it is host-only, and partitioned. */
function identity(cookie) {
  const partitioned = cookie.extensions?.some((extension) => extension.toLowerCase() === 'partitioned') ?? false;
  return JSON.stringify([key(cookie), cookie.hostOnly, partitioned]);
}

module.exports = { bare, identity, key };
