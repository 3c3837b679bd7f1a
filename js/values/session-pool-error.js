'use strict';

/**
 * Something that a pool or its store could not do; `code` says what, `cause` why. The codes are listed in `types/session-pool.d.ts` and
 * `docs/session-pool.md`.
 */
class SessionPoolError extends Error {
  /**
   * @param {string} code stable code
   * @param {string} message
   * @param {{ cause?: unknown }} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}
Object.defineProperty(SessionPoolError.prototype, 'name', {
  value: 'SessionPoolError',
  writable: true,
  configurable: true,
});

module.exports = { SessionPoolError };
