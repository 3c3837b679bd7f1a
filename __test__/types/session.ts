// The public API as users write it, and wrong uses that must not compile.

import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Cookie, CookieError, CookieJar, Session, type SessionState } from 'crawler-session';
import * as tough from 'tough-cookie';

const pool = new EventEmitter();
const session = new Session({
  id: 'one',
  maxAgeSecs: 60,
  userData: { token: 'x' },
  maxErrorScore: 3,
  errorScoreDecrement: 0.5,
  createdAt: new Date(),
  expiresAt: '2027-01-01T00:00:00.000Z',
  usageCount: 0,
  errorCount: 0,
  errorScore: 0,
  maxUsageCount: Number.POSITIVE_INFINITY,
  sessionPool: pool,
  cookieJar: new CookieJar(),
  log: { debug: (message) => console.log(message) },
});
pool.on('sessionRetired', (retired: Session) => retired.id);

const state: SessionState = session.getState();
new Session(state);
new Session({ ...state, sessionPool: pool });
new Session({ cookieJar: new tough.CookieJar() });
new Session({ cookieJar: JSON.stringify(state.cookieJar) });
new Session({ expiredAt: 1_800_000_000_000 });

session.setCookies(
  [new Cookie({ key: 'a', value: 'b' }), 'a=b', { name: 'a', value: 'b', domain: 'a.example' }],
  'http://a',
);
session.setCookies([new tough.Cookie({ key: 'a', value: 'b' })], new URL('http://a'));
session.setCookie('a=b', 'http://a');
session.putResponse(new Response());
session.putResponse({ headers: { 'set-cookie': ['a=b'], 'content-length': 5 }, url: 'http://a' });
export function incoming(message: IncomingMessage): void {
  session.putResponse({ headers: message.headers, url: 'http://a' });
}
const cookies: Cookie[] = session.getCookies('http://a');
const header: string = session.getCookieString(new URL('http://a'));
const expires: Date = session.expiresAt;
session.expiresAt = '2027-01-01';
const promised: Promise<string> = session.cookieJar.getCookieString('http://a');
session.cookieJar.setCookie('a=b', 'http://a', (error, cookie) => [error?.message, cookie?.key]);
export function code(error: unknown): string | undefined {
  return error instanceof CookieError && error.code === 'COOKIE_PUBLIC_SUFFIX' ? error.errors?.[0]?.message : undefined;
}
class Mine extends Session {
  override retire(): void {
    super.retire();
  }
}
const usable: boolean = new Mine().isUsable();

export const used = { cookies, header, expires, promised, usable };

// @ts-expect-error an option of a wrong type
new Session({ maxAgeSecs: '60' });
// @ts-expect-error an unknown option is most likely a typing error
new Session({ maxAgeSec: 60 });
// @ts-expect-error a pool must be able to emit
new Session({ sessionPool: {} });
// @ts-expect-error userData is an object
new Session({ userData: 'x' });
// @ts-expect-error the id is read-only
session.id = 'two';
// @ts-expect-error the jar is read-only
session.cookieJar = new CookieJar();
// @ts-expect-error status codes are numbers
session.checkStatus('403');
// @ts-expect-error a URL is needed
session.getCookieString();
// @ts-expect-error a browser's cookie has a name
session.putPuppeteerCookies([{ value: 'b' }]);
// @ts-expect-error seconds, no Date
session.putPuppeteerCookies([{ name: 'a', value: 'b', expires: new Date() }]);
// @ts-expect-error a closed set
session.putPuppeteerCookies([{ name: 'a', value: 'b', sameSite: 'no restriction' }]);
// @ts-expect-error an array is needed
session.setCookies('a=b', 'http://a');
// @ts-expect-error an array is needed
session.putPuppeteerCookies({ name: 'a', value: 'b' });
// @ts-expect-error one line, no object
session.setCookie({ key: 'a' }, 'http://a');
// @ts-expect-error a response is an object
session.putResponse('a=b');
// @ts-expect-error a custom store is not supported
new CookieJar(new tough.MemoryCookieStore());
// @ts-expect-error not a code of this package
new CookieError('COOKIE_MONSTER', 'me want');
