// A session's state as text, and a session from text, against the faster one of the other two.

import { contestant, TITLES } from '../contestants.mjs';
import { median, race, ratioOf } from '../race.mjs';
import { operationsOf } from '../rows.mjs';
import { time } from '../table.mjs';
import { STATE_TEXT_ROWS } from './state-text-rows.mjs';

const ROUNDS = 11;
const PEERS = ['apify', 'crawlee'];

export const stateText = { names: STATE_TEXT_ROWS.map(({ name }) => name), lines };

async function lines() {
  const sides = ['ours', ...PEERS].map(contestant);
  const lines = [];
  for (const row of STATE_TEXT_ROWS) {
    const times = await race(await operationsOf(row, sides), ROUNDS);
    const [peer] = PEERS.toSorted((one, other) => median(times[one]) - median(times[other]));
    lines.push({
      what: row.name,
      ours: time(median(times.ours)),
      peer: TITLES[peer],
      theirs: time(median(times[peer])),
      ratio: ratioOf(times, peer),
      least: row.least,
    });
  }
  return lines;
}
