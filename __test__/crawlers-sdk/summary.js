'use strict';

const { counters } = require('../helpers/sides');
const { withoutOwnExtensions } = require('../helpers/own-extensions');

/** A session in a form in which two crawls can be compared: without its id, and without the times, which are those of the run. */
function summaryOf(session, urls) {
  const { cookies } = session.getState().cookieJar;
  return {
    ...counters(session),
    userData: session.userData,
    headers: urls.map((url) => session.getCookieString(url).split('; ').sort()),
    cookies: cookies.map(withoutOwnExtensions).map(({ creation, lastAccessed, expires, ...cookie }) => cookie),
  };
}

module.exports = { summaryOf };
