// Bringing one's own cookies, removing and replacing them, as users write it; wrong uses must not compile.

import * as fs from 'node:fs';
import {
  type BrowserCookie,
  type BrowserCookieInit,
  Cookie,
  type CookieFile,
  CookieJar,
  type DeletableCookie,
  formatCookies,
  parseCookies,
  type RefusedCookie,
  Session,
  type StorageStateOrigin,
} from 'crawler-session';
import { Session as CrawleeSession, type CrawleeSessionOptions } from 'crawler-session/crawlee';
import type { BrowserContext } from 'playwright';
import type { Browser, Page, BrowserContext as PuppeteerContext } from 'puppeteer-core';
import * as tough from 'tough-cookie';

const exported: BrowserCookieInit[] = [
  { name: 'a', value: 'b', domain: '.a.example', expirationDate: 1.5, hostOnly: false, sameSite: 'no_restriction' },
  {
    name: 'a',
    value: 'b',
    domain: 'a.example',
    expiry: 1,
    sameSite: 'unspecified',
    partitionKey: null,
    hostOnly: null,
  },
  { name: 'a', value: 'b', domain: 'a.example', partitionKey: { topLevelSite: 'https://a.example' } },
];
export const session = new Session({ cookieJar: exported, maxAgeSecs: null, maxErrorScore: null, maxUsageCount: null });
new Session({ cookieJar: { cookies: exported, origins: [] } });
new Session({ cookieJar: fs.readFileSync('cookies.json', 'utf8') });
new Session({ cookieJar: JSON.parse('[]') });
CookieJar.fromJSON(exported);
export const jar: Promise<CookieJar> = CookieJar.deserialize({ cookies: exported });

export async function playwright(context: BrowserContext): Promise<void> {
  new Session({ cookieJar: await context.storageState() });
  CookieJar.fromJSON(await context.storageState());
  session.putPuppeteerCookies(await context.cookies(), 'https://a.example/', { replace: true });
  session.setCookies(await context.cookies());
  await context.addCookies(session.getPuppeteerCookies());
  session.deleteCookies(await context.cookies());
}

export async function puppeteer(page: Page, browser: Browser, context: PuppeteerContext): Promise<void> {
  session.putPuppeteerCookies(await page.cookies(), page.url(), { replace: true });
  session.setPuppeteerCookies(await browser.cookies(), undefined, { replace: true });
  new Session({ cookieJar: await browser.cookies() });
  await page.setCookie(...session.getPuppeteerCookies());
  await browser.setCookie(...session.getPuppeteerCookies());
  await context.setCookie(...session.getPuppeteerCookies());
  session.deleteCookies(await browser.cookies());
}

const deleted: number = session.deleteCookies({ name: 'a', domain: '.a.example' });
session.deleteCookies([{ path: '/' }, { partitionKey: 'https://a.example' }, { partitionKey: { sourceOrigin: 'x' } }]);
session.deleteCookies(session.getPuppeteerCookies());
session.deleteCookies(new Cookie({ key: 'a' }));
session.deleteCookies(new tough.Cookie({ key: 'a' }));
session.deleteCookies((cookie: DeletableCookie) => cookie.key === 'a' && cookie.hostOnly && cookie.expires < 0);
session.cookieJar.deleteCookies(({ name }) => name.startsWith('_'));
const [cookie] = session.getPuppeteerCookies();
const site: string = String((cookie as BrowserCookie).partitionKey);

const refused: RefusedCookie[] = [];
new Session({ log: { debug: (_message, data) => refused.push(...(data?.refusals ?? [])) } });
// A log of before there were refusals.
new Session({ log: { debug: (_message: string, data?: { errorMessages: string[] }) => data?.errorMessages.length } });

const options: CrawleeSessionOptions = { replaceBrowserCookies: true };
const hosted = new CrawleeSession(options);
hosted.setCookies(exported, 'https://a.example/', { replace: false });
const alsoDeleted: number = hosted.deleteCookies({ name: 'a' });

export const used = { alsoDeleted, deleted, refused, site };

// @ts-expect-error a misspelt field
session.deleteCookies({ nmae: 'a' });
// @ts-expect-error a filter has fields
session.deleteCookies('a');
// @ts-expect-error a promise is always true
session.deleteCookies(async () => false);
// @ts-expect-error a name is a text
session.deleteCookies({ name: 1 });
// @ts-expect-error true or false
session.putPuppeteerCookies([], undefined, { replace: 'yes' });
// @ts-expect-error seconds, no text
session.putPuppeteerCookies([{ name: 'a', value: 'b', expirationDate: '2027-01-01' }]);
// @ts-expect-error an option of the class for Crawlee
new Session({ replaceBrowserCookies: true });
// @ts-expect-error only limits may be infinite
new Session({ usageCount: null });

const file: CookieFile = parseCookies('a=1', { format: 'header', url: new URL('https://a.example/') });
new Session().putPuppeteerCookies(file.cookies);
const [problem] = file.problems;
const told: string | undefined =
  problem && `${problem.line ?? problem.index} ${problem.name} ${problem.code} ${problem.reason}`;
const storage: StorageStateOrigin[] = file.origins ?? [];
const text: string = formatCookies(new Session().getPuppeteerCookies(), 'playwright', { origins: storage });
formatCookies(exported, 'netscape');
// @ts-expect-error a recording is only read
formatCookies([], 'har');
// @ts-expect-error not a format
parseCookies(text, { format: 'xml' });
// @ts-expect-error a list of cookies is no file
parseCookies(exported);
console.log(told);
