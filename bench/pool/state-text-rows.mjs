// Sessions as text and back, for each contestant in the calls of its own API.

import { do_not_optimize } from 'mitata';
import { filledSessions } from '../many-sessions.mjs';
import { lasting } from '../session-rows.mjs';
import { turns } from '../texts.mjs';

/** Sessions that are made between two turns of the event loop. */
const SESSIONS_PER_TURN = 50;

/** What ours has a method for, and the others do by hand. */
const OURS = {
  write: (session) => session.getStateText(),
  read: ({ Session, pool }, text) => Session.fromStateText(text, { sessionPool: pool }),
};
const OTHERS = {
  write: (session) => JSON.stringify(session.getState()),
  read: ({ Session, pool, restorable }, text) => new Session({ ...restorable(JSON.parse(text)), sessionPool: pool }),
};

function callsOf({ name }) {
  return name.startsWith('ours') ? OURS : OTHERS;
}

/** As in `../session-rows.mjs`. */
export const STATE_TEXT_ROWS = [
  {
    name: 'state as text: getStateText(), 50 cookies',
    least: 15,
    of: (side) => {
      const { write, read } = callsOf(side);
      const sessions = filledSessions(side, SESSIONS_PER_TURN);
      const next = turns(sessions);
      return {
        run: () => do_not_optimize(write(next())),
        result: () => sessions.slice(0, 3).map((session) => lasting(read(side, write(session)))),
      };
    },
  },
  {
    name: 'session from text: Session.fromStateText(), 50 cookies',
    least: 10,
    of: (side) => {
      const { write, read } = callsOf(side);
      const texts = filledSessions(side, SESSIONS_PER_TURN).map(write);
      return {
        times: SESSIONS_PER_TURN,
        // Node.js frees what a native object holds in a later turn of the event loop, so a turn belongs to the price.
        run: async () => {
          for (const text of texts) do_not_optimize(read(side, text));
          await new Promise(setImmediate);
        },
        result: () => texts.slice(0, 3).map((text) => lasting(read(side, text))),
      };
    },
  },
];
