// The jar's API as a user of tough-cookie writes it.

import {
  Cookie,
  CookieError,
  type CookieErrorCode,
  CookieJar,
  type CreateCookieJarOptions,
  type CreateCookieOptions,
  cookieCompare,
  domainMatch,
  type ErrorCallback,
  type GetCookiesOptions,
  type GetPublicSuffixOptions,
  getPublicSuffix,
  MemoryCookieStore,
  type Nullable,
  ParameterError,
  type ParseCookieOptions,
  PrefixSecurityEnum,
  type PrefixSecurityMode,
  parse,
  parseDate,
  permuteDomain,
  type SerializedCookie,
  type SerializedCookieJar,
  type SetCookieOptions,
  Store,
} from 'crawler-session';
import type * as tough from 'tough-cookie';

const jar = new CookieJar(null, {
  looseMode: true,
  prefixSecurity: PrefixSecurityEnum.STRICT,
  limits: { cookies: Infinity, cookiesPerDomain: 500 },
});
new CookieJar(undefined, false);
new CookieJar(null, { limits: false });

// The classic way to pass options.
const store: MemoryCookieStore = new MemoryCookieStore();
new CookieJar(store, { rejectPublicSuffixes: false }).cloneSync(new MemoryCookieStore());
CookieJar.fromJSON(jar.toJSON(), store);
CookieJar.deserialize(jar.toJSON(), store, (_error, read) => read?.clone(store, () => undefined));
export const synchronous: true = jar.store.synchronous;
export const isStore: boolean = jar.store instanceof Store && jar.store instanceof MemoryCookieStore;

const mode: PrefixSecurityMode = PrefixSecurityEnum.SILENT;
export const modes: PrefixSecurityMode[] = [
  mode,
  'strict',
  new CookieJar(null, { prefixSecurity: mode }).prefixSecurity,
];
export function domainOf(cookie: Cookie): Nullable<string> {
  const domain: Nullable<string> = cookie.domain;
  return domain ?? undefined;
}

// What tough-cookie's types of these names allow is allowed here.
export interface Names {
  create: CreateCookieOptions;
  error: ErrorCallback;
  get: GetCookiesOptions;
  jar: CreateCookieJarOptions;
  json: SerializedCookie;
  parse: ParseCookieOptions;
  set: SetCookieOptions;
  suffix: GetPublicSuffixOptions;
}
export const theirs = (
  create: tough.CreateCookieOptions,
  error: tough.ErrorCallback,
  get: tough.GetCookiesOptions,
  options: tough.CreateCookieJarOptions,
  json: tough.SerializedCookie,
  how: tough.ParseCookieOptions,
  set: tough.SetCookieOptions,
  suffix: tough.GetPublicSuffixOptions,
): Names => ({ create, error, get, jar: options, json, parse: how, set, suffix });
export const theirMode = (given: tough.PrefixSecurityMode): PrefixSecurityMode => given;
export const theirNullable = (given: tough.Nullable<string>): Nullable<string> => given;

export async function use(): Promise<string[]> {
  const set: Cookie | undefined = await jar.setCookie('a=b', new URL('https://example.com/'), {
    ignoreError: true,
    now: new Date(),
  });
  jar.setCookie(new Cookie({ key: 'a', value: 'b' }), 'https://example.com/', (error, cookie) => {
    const both: [Error | null, Cookie | undefined] = [error, cookie];
    return both;
  });
  jar.setCookieSync(set ?? 'a=b', 'https://example.com/', { http: false, sameSiteContext: 'lax', loose: true });
  const cookies: Cookie[] = await jar.getCookies('https://example.com/', {
    allPaths: true,
    expire: false,
    sort: false,
  });
  jar.getCookies('https://example.com/', { secure: true }, (_error, found) => found?.map((cookie) => cookie.key));
  cookies.sort(cookieCompare);
  const header: string = jar.getCookieStringSync('https://example.com/');
  const lines: string[] = await jar.getSetCookieStrings('https://example.com/');
  const json: SerializedCookieJar = await jar.serialize();
  const copy: CookieJar = await jar.clone();
  const read: CookieJar = await CookieJar.deserialize(json);
  await copy.removeAllCookies();
  CookieJar.fromJSON(JSON.stringify(read)).removeAllCookiesSync();
  return [header, ...lines];
}

export const helpers: [
  boolean | undefined,
  string | undefined,
  Date | undefined,
  string[] | undefined,
  boolean | undefined,
] = [
  domainMatch('a.b', 'b'),
  getPublicSuffix('a.test', { allowSpecialUseDomain: true }),
  parseDate('Wed, 21 Oct 2065 07:28:00 GMT'),
  permuteDomain('a.b.com'),
  parse('a=b', { loose: true })?.validate(),
];

export const codeOf = (error: unknown): CookieErrorCode | undefined =>
  error instanceof CookieError ? error.code : undefined;

/** An argument error, told apart as in tough-cookie; it is a TypeError as well. */
export const argumentErrorOf = (error: unknown): string | undefined => {
  if (!(error instanceof ParameterError)) return undefined;
  const typeError: TypeError = error;
  return error.code === 'ERR_STORE_NOT_SUPPORTED' ? typeError.message : error.code;
};

// @ts-expect-error a store is not supported
new CookieJar({ synchronous: true });
// @ts-expect-error a custom store is not supported
new CookieJar(new Store());
// @ts-expect-error a custom store is not supported
jar.cloneSync(new (class extends Store {})());
// @ts-expect-error there are no cookies in the store
jar.store.removeCookie('example.com', '/', 'a');
// @ts-expect-error not a mode
export const wrongMode: PrefixSecurityMode = 'loose';
// @ts-expect-error there is no such limit
new CookieJar(null, { limits: { cookiesPerSite: 5 } });
// @ts-expect-error there is no such context
jar.getCookiesSync('https://example.com/', { sameSiteContext: 'other' });
