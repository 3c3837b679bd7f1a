'use strict';

const { Session } = require('../..');

/** What of these `Set-Cookie` lines, each received in a response of its own, the session hands to a browser. */
function handedOut(responses) {
  const session = new Session();
  for (const { url, line } of responses) session.putResponse({ url, headers: { 'set-cookie': [line] } });
  return session.getPuppeteerCookies();
}

/** What a browser keeps to the letter; domain and path it may write with other percent-encoding. */
function kept(cookies) {
  return cookies.map(({ name, value }) => JSON.stringify([name, value])).sort();
}

module.exports = { handedOut, kept };
