'use strict';

const { describe, invalidArgument, typeError } = require('../../values/errors');
const { PlaywrightContext } = require('./playwright-context');
const { PuppeteerContext } = require('./puppeteer-context');

/** What a target may be, as error messages say it. */
const TARGETS = 'a Page, BrowserContext or Browser of Puppeteer, or a Page or BrowserContext of Playwright';

const has = (object, ...methods) => methods.every((name) => typeof object[name] === 'function');

/** The browser context of a target, of whichever library, told by its shape. */
function contextOf(target) {
  if (target === null || typeof target !== 'object') throw invalidArgument('target', TARGETS, target);
  if (has(target, 'goto', 'frames', 'browserContext')) return new PuppeteerContext(target.browserContext(), target);
  if (has(target, 'goto', 'frames', 'context')) return new PlaywrightContext(target.context(), target);
  if (has(target, 'newPage', 'pages', 'addCookies')) return new PlaywrightContext(target);
  if (has(target, 'newPage', 'defaultBrowserContext')) return new PuppeteerContext(target.defaultBrowserContext());
  if (has(target, 'newPage', 'pages', 'targets')) return new PuppeteerContext(target);
  if (has(target, 'newContext', 'contexts')) {
    throw typeError(
      'ERR_INVALID_ARG_TYPE',
      `target must be ${TARGETS}: a Browser of Playwright has several contexts, of which one must be passed`,
    );
  }
  throw typeError('ERR_INVALID_ARG_TYPE', `target must be ${TARGETS}, got ${describe(target)}`);
}

module.exports = { contextOf };
