'use strict';

/**
 * The other half of `src/crossing/state_text.rs`: a session's state as text. Rust reads it, but for what is the user's own; it says where
 * that is, in the array that brought the numbers of the session.
 */

const { CRAWLEE_FORM } = require('./layout').stateText;
const { numbers: spans } = require('./usage');

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

module.exports = { CRAWLEE_FORM, MAIN_FORM: 0, ownParts };
