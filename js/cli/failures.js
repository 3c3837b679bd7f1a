'use strict';

/** What was asked for did not happen; the message says why in one line. */
class Failure extends Error {}

/** The command was not understood; its usage is shown. */
class UsageError extends Error {}

/** Errors of the package that are about an argument, which was the user's. */
const OF_ARGUMENTS = new Set(['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_VALUE', 'ERR_INVALID_URL']);

/** Whether an error is about how the command was called. */
function isOfUsage(error) {
  return (
    error instanceof UsageError ||
    (error instanceof TypeError && (OF_ARGUMENTS.has(error.code) || String(error.code).startsWith('ERR_PARSE_ARGS')))
  );
}

/** The message of an error in one line. */
function lineOf(error) {
  // Options of functions are those of the command.
  const message = isOfUsage(error) ? error.message.replaceAll('options.', '--') : error.message;
  return [message, HINTS[error.code]]
    .filter(Boolean)
    .join('; ')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** What to do about some errors, in words of the command line. */
const HINTS = {
  STATE_UNREADABLE: '--key-file names the file with its key',
  POOL_TIMEOUT: '--timeout waits longer',
  SESSION_RETIRED: '`crawler-session renew` does so here',
  SESSION_EXISTS: '--replace puts only the cookies into it',
};

module.exports = { Failure, UsageError, isOfUsage, lineOf };
