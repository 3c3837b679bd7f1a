// Saving when few of many sessions have changed: for how long nothing else can run in the process.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TITLES } from '../contestants.mjs';
import { median, ratioOf } from '../race.mjs';
import { time } from '../table.mjs';
import { temporaryFolder } from './folder.mjs';
import { TurnTaker } from './turn-taker.mjs';

const CHILD = fileURLToPath(new URL('saving-child.mjs', import.meta.url));

const SESSIONS = 10_000;
const CHANGED = 100;
const ROUNDS = 5;
const LEAST_TIMES = 50;

const NAME = `saving when ${CHANGED} of ${SESSIONS} sessions changed: the event loop is held`;

export const saving = { names: [NAME], lines };

async function lines() {
  const start = (name, ...more) => TurnTaker.ofNode(CHILD, name, `${SESSIONS}`, `${CHANGED}`, ...more);
  const takers = { ours: start('ours', join(temporaryFolder(), 'saving.db')), crawlee: start('crawlee') };
  const names = Object.keys(takers);
  const held = { ours: [], crawlee: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const answer = await takers[name].ask('');
      held[name].push(answer.held * 1e6);
    }
  }
  for (const taker of Object.values(takers)) await taker.end();
  return [
    {
      what: NAME,
      ours: time(median(held.ours)),
      peer: `persistState() of ${TITLES.crawlee}`,
      theirs: time(median(held.crawlee)),
      ratio: ratioOf(held, 'crawlee'),
      least: LEAST_TIMES,
    },
  ];
}
