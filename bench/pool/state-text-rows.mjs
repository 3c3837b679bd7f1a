// Sessions as text and back, for each contestant in the calls of its own API.

import { do_not_optimize } from 'mitata';
import { filledSessions } from '../many-sessions.mjs';
import { lasting } from '../session-rows.mjs';
import { turns } from '../texts.mjs';

/** Sessions that are made between two turns of the event loop. */
const SESSIONS_PER_TURN = 50;

/** As in `../session-rows.mjs`. */
export const STATE_TEXT_ROWS = [
  {
    name: 'state as text: getStateText(), 50 cookies',
    least: 15,
    of: (side) => {
      const sessions = filledSessions(side, SESSIONS_PER_TURN);
      const next = turns(sessions);
      return {
        run: () => do_not_optimize(side.toText(next())),
        result: () => sessions.slice(0, 3).map((session) => lasting(side.fromText(side, side.toText(session)))),
      };
    },
  },
  {
    name: 'session from text: Session.fromStateText(), 50 cookies',
    least: 10,
    of: (side) => {
      const texts = filledSessions(side, SESSIONS_PER_TURN).map(side.toText);
      return {
        times: SESSIONS_PER_TURN,
        // Node.js frees what a native object holds in a later turn of the event loop, so a turn belongs to the price.
        run: async () => {
          for (const text of texts) do_not_optimize(side.fromText(side, text));
          await new Promise(setImmediate);
        },
        result: () => texts.slice(0, 3).map((text) => lasting(side.fromText(side, text))),
      };
    },
  },
];
