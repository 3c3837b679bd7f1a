/**
 * The base class of tough-cookie's custom stores. It exists for code that names it; a jar keeps its cookies itself and accepts no custom
 * store.
 *
 * The methods of tough-cookie's stores throw a `ParameterError` with the code `ERR_STORE_NOT_SUPPORTED`, even if there is a callback; the
 * message says what to call instead:
 *
 * | instead of                           | call                                                 |
 * | ------------------------------------ | ---------------------------------------------------- |
 * | `findCookie`, `findCookies`          | `jar.getCookies(url)`                                |
 * | `putCookie`, `updateCookie`          | `jar.setCookie(cookie, url)`                         |
 * | `removeCookie`, `removeCookies`      | `jar.deleteCookies({ name, domain, path })`          |
 * | `removeAllCookies`                   | `jar.removeAllCookies()`                             |
 * | `getAllCookies`, `idx`               | `jar.toJSON().cookies`                               |
 */
export class Store {
  synchronous: boolean;
}

/**
 * States that the jar keeps its cookies itself, as it always does: the store itself has none. The constructor of a jar, `clone` and
 * `deserialize` accept one where tough-cookie takes a store. A subclass is a custom store, which they refuse.
 *
 * @example
 * const jar = new CookieJar(new MemoryCookieStore(), { looseMode: true });
 */
// biome-ignore lint/correctness/noUnusedPrivateClassMembers: with it, no other class is taken for this one
export class MemoryCookieStore extends Store {
  #private;
  readonly synchronous: true;
}
