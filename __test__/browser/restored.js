'use strict';

const { Session } = require('../..');

/** The session as another process gets it: through `getState()` and JSON text. */
function restored(session) {
  return new Session(JSON.parse(JSON.stringify(session.getState())));
}

module.exports = { restored };
