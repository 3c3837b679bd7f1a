// The jar's API as a user of tough-cookie writes it.

import {
  Cookie,
  CookieError,
  type CookieErrorCode,
  CookieJar,
  cookieCompare,
  domainMatch,
  getPublicSuffix,
  PrefixSecurityEnum,
  parse,
  parseDate,
  permuteDomain,
  type SerializedCookieJar,
} from 'crawler-session';

const jar = new CookieJar(null, {
  looseMode: true,
  prefixSecurity: PrefixSecurityEnum.STRICT,
  limits: { cookies: Infinity, cookiesPerDomain: 500 },
});
new CookieJar(undefined, false);
new CookieJar(null, { limits: false });

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

// @ts-expect-error a store is not supported
new CookieJar({ synchronous: true });
// @ts-expect-error there is no such limit
new CookieJar(null, { limits: { cookiesPerSite: 5 } });
// @ts-expect-error there is no such context
jar.getCookiesSync('https://example.com/', { sameSiteContext: 'other' });
