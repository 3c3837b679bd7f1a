// For blocks about cookie files: a session with cookies, in a folder with a file.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as crawlerSession from 'crawler-session';

export const parseCookies = crawlerSession.parseCookies;
export const formatCookies = crawlerSession.formatCookies;

export const session = new crawlerSession.Session();
session.setCookie('sid=1; HttpOnly', 'https://www.example.com/');

const folder = mkdtempSync(join(tmpdir(), 'crawler-session-docs-'));
process.chdir(folder);
process.once('exit', () => {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true });
});
writeFileSync('cookies.txt', crawlerSession.formatCookies(session.getPuppeteerCookies(), 'netscape'));
