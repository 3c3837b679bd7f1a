'use strict';

/**
 * A login could not be captured or applied; `code` says why. The codes are listed in `types/logins.d.ts` and `docs/logins.md`. The session
 * is as it was.
 */
class LoginError extends Error {
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
Object.defineProperty(LoginError.prototype, 'name', { value: 'LoginError', writable: true, configurable: true });

module.exports = { LoginError };
