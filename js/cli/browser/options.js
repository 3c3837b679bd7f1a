'use strict';

const { tell } = require('../output');
const { UsageError } = require('../failures');

/** The option of commands that open a browser. */
const BROWSER = { value: 'FILE', about: 'the executable of Chrome or Chromium; default: the one of this machine' };

/** The address of a site. */
function webUrl(text) {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).href;
  throw new UsageError(`--url must be an http or https URL, got ${JSON.stringify(text)}`);
}

/** Says what a browser could not give or take. */
function tellProblems(problems) {
  for (const { origin, url, cookie, code, message } of problems) {
    // It is as it was when it was read before; the one to whom `timeoutMs` says something is not here.
    const what = code === 'NOT_REACHED' ? 'not read again' : 'left out';
    tell(`${what}: ${cookie ?? origin ?? url}: ${message.replace(' (timeoutMs)', '')} (${code})`);
  }
}

module.exports = { BROWSER, tellProblems, webUrl };
