'use strict';

const { secondsOf } = require('../arguments');
const { BROWSER, tellProblems, webUrl } = require('../browser/options');
const { findBrowser } = require('../browser/launch');
const { withWindow } = require('../browser/window');
const { Failure } = require('../failures');
const { withPool } = require('../open-pool');
const { print, tell } = require('../output');
const { LOGGED_IN, TIMEOUT, USUAL_TIMEOUT, withSession } = require('../put-session');
const { loginOf, readSession } = require('../records');

/** Where a session is probably known: the site of its first cookie, else of its storage. */
function siteOf(session) {
  const [cookie] = session.getPuppeteerCookies();
  if (cookie !== undefined) return `${cookie.secure ? 'https' : 'http'}://${cookie.domain.replace(/^\./, '')}/`;
  const [place] = session.getState().storage ?? [];
  if (place !== undefined) return `${place.origin}/`;
  throw new Failure('The session knows no site; --url names one');
}

/** Shows the browser until the person has seen enough. */
async function show(browser, session, options, finish) {
  const url = options.url === undefined ? siteOf(session) : webUrl(options.url);
  return withWindow(browser, async (window) => {
    const { problems } = await window.apply(session);
    tellProblems(problems);
    tell(`A browser opens ${url} with the session: close its window or press Enter here to end.`);
    await window.wait(url);
    return finish(window);
  });
}

module.exports = {
  positionals: ['ID'],
  summary: 'opens a browser with a session, to look whether it is logged in',
  about:
    'Opens Chrome or Chromium with an empty profile, gives it the cookies and storage of the session, and goes to the URL. Close the window or press Enter here to end. Without --save, the session stays as it is stored, and others may use it meanwhile.',
  options: {
    url: { value: 'URL', about: 'where to go; default: the site of the first cookie' },
    save: { about: 'stores at the end what the browser has then; until then nobody else gets the session' },
    browser: BROWSER,
    timeout: TIMEOUT,
  },
  async run({ options, positionals: [id] }) {
    if (options.url !== undefined) webUrl(options.url);
    const browser = findBrowser(options);
    const timeoutSecs = secondsOf(options.timeout, 'timeout', USUAL_TIMEOUT);
    await withPool(
      options,
      async (opened) => {
        if (!options.save) return show(browser, (await readSession(opened, id)).session, options, () => {});
        await withSession(opened.pool, id, timeoutSecs, async (session) => {
          tellProblems(await show(browser, session, options, (window) => window.capture(session)));
          print(`Stored ${loginOf(session).text} in the session ${id}`);
        });
      },
      { poolOptions: LOGGED_IN },
    );
  },
};
