'use strict';

const { inspect } = require('node:util');
const { outcome } = require('./both');

/** All that can be read from a cookie, as plain data. What is relative to a time is so to the clock, and to a minute before it. */
function portrait(cookie) {
  if (cookie === undefined) return undefined;
  const earlier = new Date(Date.now() - 60_000);
  return {
    fields: Object.entries(cookie),
    string: cookie.toString(),
    cookieString: cookie.cookieString(),
    json: cookie.toJSON(),
    text: JSON.stringify(cookie),
    clone: Object.entries(cookie.clone()),
    valid: outcome(() => cookie.validate()),
    persistent: cookie.isPersistent(),
    ttl: [cookie.TTL(), cookie.TTL(earlier.getTime()), cookie.TTL(0)],
    expiryTime: [cookie.expiryTime(), cookie.expiryTime(earlier)],
    // As numbers: two invalid dates are not equal.
    expiryDate: [cookie.expiryDate(), cookie.expiryDate(earlier)].map((date) => [date instanceof Date, Number(date)]),
    domain: [cookie.cdomain(), cookie.canonicalizedDomain()],
    inspected: inspect(cookie),
  };
}

module.exports = { portrait };
