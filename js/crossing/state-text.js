'use strict';

/**
 * The other half of `src/crossing/state_text.rs`: a session's state as text. Rust reads it, but for what is the user's own; it says where
 * that is, in this array.
 */

const { CRAWLEE_FORM, SPANS } = require('./layout').stateText;

/** Reused in each call, since reading it runs no user code. */
const spans = new Float64Array(SPANS);

/** What of a state that Rust has read is JavaScript's. */
function ownParts(text) {
  const [idStart, idEnd, userDataStart, userDataEnd, cookiesStart, cookiesEnd, storageStart, storageEnd] = spans;
  return {
    id: JSON.parse(text.substring(idStart, idEnd)),
    userData: JSON.parse(text.substring(userDataStart, userDataEnd)),
    cookies: cookiesEnd === 0 ? [] : JSON.parse(text.substring(cookiesStart, cookiesEnd)),
    storage: storageEnd === 0 ? undefined : text.substring(storageStart, storageEnd),
  };
}

module.exports = { CRAWLEE_FORM, MAIN_FORM: 0, ownParts, spans };
