'use strict';

/** The other half of `src/crossing/call_options.rs`: the options of one call of the tough-cookie API as flags. */

const { invalidArgument, typeError } = require('../values/errors');

const layout = require('./layout').callOptions;

const { ALL_PATHS, KEEP_EXPIRED, LOOSE, NOT_HTTP, NOT_SECURE, SAME_SITE_SHIFT, SECURE, UNSORTED } = layout;

/** The latest time that a `Date` can hold, in milliseconds. */
const MAX_DATE = 8.64e15;

const CONTEXTS = ['none', 'lax', 'strict'];

/** The flags of a call that stores a cookie. A value that is not an object has no options, as in tough-cookie. */
function setFlags(options) {
  if (options === undefined || options === null) return 0;
  let flags = contextFlags(options.sameSiteContext);
  if (options.http === false) flags |= NOT_HTTP;
  if (options.loose) flags |= LOOSE;
  return flags;
}

/** The flags of a call that reads cookies. */
function getFlags(options) {
  if (options === undefined || options === null) return 0;
  if (typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  const { secure } = options;
  let flags = contextFlags(options.sameSiteContext);
  if (!(options.http ?? true)) flags |= NOT_HTTP;
  if (!(options.expire ?? true)) flags |= KEEP_EXPIRED;
  if (options.allPaths) flags |= ALL_PATHS;
  if (options.sort === false) flags |= UNSORTED;
  if (secure !== undefined && secure !== null) flags |= secure ? SECURE : NOT_SECURE;
  return flags;
}

/** The same for a header, which is always sorted. */
function headerFlags(options) {
  return getFlags(options) & ~UNSORTED;
}

/** The time of a call in milliseconds: a date or a number of milliseconds, by default the current time. */
function timeOf(now) {
  const ms = now === undefined || now === null ? Number.NaN : Number(now);
  return Number.isNaN(ms) ? Date.now() : Math.min(Math.max(ms, -MAX_DATE), MAX_DATE);
}

function contextFlags(context) {
  if (context === undefined || context === null || context === '') return 0;
  const place = typeof context === 'string' ? CONTEXTS.indexOf(context.toLowerCase()) : -1;
  if (place < 0) {
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      'Invalid sameSiteContext option for getCookies(); expected one of "strict", "lax", or "none"',
    );
  }
  return (place + 1) << SAME_SITE_SHIFT;
}

module.exports = { getFlags, headerFlags, setFlags, timeOf };
