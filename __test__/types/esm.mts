// Named imports work from an ES module as well.

import { Cookie, CookieError, CookieJar, Session } from 'crawler-session';

export const made: [Session, CookieJar, Cookie | undefined] = [new Session(), new CookieJar(), Cookie.parse('a=b')];
export const isCookieError = (error: unknown): error is CookieError => error instanceof CookieError;
