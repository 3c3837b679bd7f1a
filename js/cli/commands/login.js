'use strict';

const { Session } = require('../../login/session');
const { secondsOf } = require('../arguments');
const { BROWSER, tellProblems, webUrl } = require('../browser/options');
const { findBrowser } = require('../browser/launch');
const { withWindow } = require('../browser/window');
const { Failure } = require('../failures');
const { hasStore, withPool } = require('../open-pool');
const { print, printJson, tell } = require('../output');
const { ENDLESS, LOGGED_IN, TIMEOUT, USUAL_TIMEOUT, addOrChange, checkUsable } = require('../put-session');
const { loginOf } = require('../records');

module.exports = {
  positionals: ['ID'],
  summary: 'opens a browser to log in, and stores the login',
  about:
    "Opens Chrome or Chromium with an empty profile at the URL. Log in there, then close the window or press Enter here: cookies and storage become those of the session, which is made if it isn't there.",
  options: {
    url: { value: 'URL', about: 'where to log in', isNeeded: true },
    browser: BROWSER,
    timeout: TIMEOUT,
    json: { about: 'tells the id and what could not be taken along as JSON' },
  },
  async run({ options, positionals: [id] }) {
    const url = webUrl(options.url);
    const timeoutSecs = secondsOf(options.timeout, 'timeout', USUAL_TIMEOUT);
    const browser = findBrowser(options);
    // A login that fails leaves no new file behind, and one that takes an hour no connection open.
    if (hasStore(options)) await withPool(options, (opened) => checkUsable(opened, id));
    const session = new Session({ ...ENDLESS, id });
    const problems = await withWindow(browser, async (window) => {
      tell(`A browser opens ${url}: log in there, then close its window or press Enter here.`);
      await window.wait(url);
      return window.capture(session);
    });
    const { cookies, origins, text } = loginOf(session);
    if (cookies + origins === 0) {
      throw new Failure('There is no login to store: no site has set a cookie or stored anything');
    }
    const change = (known) => known.putStorageState(session.storageState(), { replace: true });
    const isNew = await withPool(options, ({ pool }) => addOrChange(pool, session, timeoutSecs, change), {
      create: true,
      poolOptions: LOGGED_IN,
    });
    if (options.json) return printJson({ id, isNew, cookies, origins, problems });
    tellProblems(problems);
    print(`Stored ${text} in ${isNew ? 'a new session' : 'the session'} ${id}`);
  },
};
