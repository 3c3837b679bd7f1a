// Named imports work from an ES module as well; `esm.test.js` runs them.

import { Cookie, CookieError, CookieJar, cookieCompare, parseDate, Session } from 'crawler-session';

export const made: [Session, CookieJar, Cookie | undefined] = [new Session(), new CookieJar(), Cookie.parse('a=b')];
export const isCookieError = (error: unknown): error is CookieError => error instanceof CookieError;
export const helpers: [typeof cookieCompare, Date | undefined] = [cookieCompare, parseDate('x')];
