// Uses with the stores over a network, beside as many writes of the same texts by the same client; what is sent for a use, and while many wait.

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import poolModule from '../../pool.js';
import { median, ratioOf } from '../race.mjs';
import { time } from '../table.mjs';
import { ENGINES } from './engines.mjs';
import { fill } from './input.mjs';
import { atMost, perSecond } from './lines.mjs';
import { TurnTaker } from './turn-taker.mjs';

const { SessionPool } = poolModule;
const CHILD = fileURLToPath(new URL('network-child.mjs', import.meta.url));

const [FEW, MANY] = [100, 10_000];
const PROCESSES = 8;
const ROUNDS = 7;
const TURN_MS = 1000;
const WARM_UP_TURNS = 4;
const MOST_OF_RAW = 1.5;
const MOST_SENT = 2;
const WAITING = 100;
const WAITING_MS = 10_000;
const MOST_WHILE_WAITING = 10;

/** The rows of an engine. */
export function networkUses(engine) {
  const { title } = ENGINES[engine];
  const names = {
    one: `acquire + change + release, ${title}`,
    ten: `acquire + change + release, ${title}, 10 at a time`,
    sent: `commands that a use sends, ${title}`,
    many: `acquire + change + release, ${title}, ${PROCESSES} processes, ${MANY} sessions`,
    waiting: `commands a second while ${WAITING} acquires wait, ${title}`,
  };
  return { names: Object.values(names), lines: () => lines(engine, names) };
}

async function lines(engine, names) {
  const server = await ENGINES[engine].start();
  try {
    await add(engine, server.url, FEW);
    const child = (part, atOnce) => TurnTaker.ofNode(CHILD, engine, server.url, part, atOnce);
    const sides = { one: child('uses', 1), raw: child('raw', 1), ten: child('uses', 10), rawTen: child('raw', 10) };
    const { times, sent } = await inTurns(sides);
    const besideRaw = (name, raw) => ({
      what: names[name],
      ours: time(median(times[name])),
      peer: 'two writes by the client alone',
      theirs: time(median(times[raw])),
      ratio: ratioOf(times, name, raw),
      most: MOST_OF_RAW,
    });
    await add(engine, server.url, MANY - FEW);
    const many = await together(Array.from({ length: PROCESSES }, () => child('uses', 10)));
    const waiting = await sentWhileWaiting(engine, server.url);
    return [
      besideRaw('one', 'raw'),
      besideRaw('ten', 'rawTen'),
      { what: names.sent, ours: sent.toFixed(2), limit: atMost(MOST_SENT, sent, String) },
      { what: names.many, ours: perSecond(many) },
      { what: names.waiting, ours: waiting.toFixed(1), limit: atMost(MOST_WHILE_WAITING, waiting, String) },
    ];
  } finally {
    await server.stop();
  }
}

async function add(engine, url, count) {
  const connected = await ENGINES[engine].connect(url);
  const pool = await SessionPool.open({ store: connected.store, name: 'shop', createSessions: false });
  await fill(pool, count, undefined, (await total(pool)) + 1);
  await pool.close();
  await connected.end();
}

async function total(pool) {
  const { free, inUse, cooling } = await pool.stats();
  return free + inUse + cooling;
}

/** Nanoseconds of a use of each side in each round, and how many commands one of ours sends. */
async function inTurns(sides) {
  const names = Object.keys(sides);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let turn = 0; turn < WARM_UP_TURNS; turn++) for (const name of names) await sides[name].ask(TURN_MS);
  let [uses, sent] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      const answer = await sides[name].ask(TURN_MS);
      times[name].push(answer.ns / answer.uses);
      if (name !== 'one') continue;
      uses += answer.uses;
      sent += answer.sent;
    }
  }
  for (const side of Object.values(sides)) await side.end();
  return { times, sent: sent / uses };
}

/** How many uses a second several processes make. */
async function together(takers) {
  const take = async () => {
    const answers = await Promise.all(takers.map((taker) => taker.ask(TURN_MS)));
    const uses = answers.reduce((sum, answer) => sum + answer.uses, 0);
    return (uses * 1e9) / Math.max(...answers.map(({ ns }) => ns));
  };
  for (let turn = 0; turn < WARM_UP_TURNS; turn++) await take();
  const rates = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await take());
  for (const taker of takers) await taker.end();
  return median(rates);
}

/** How many commands a second a pool sends, of which many wait for the one session, which somebody else holds. */
async function sentWhileWaiting(engine, url) {
  const [holding, waiting] = [await ENGINES[engine].connect(url), await ENGINES[engine].connect(url)];
  const open = ({ store }) => SessionPool.open({ store, name: 'waiting', maxPoolSize: 1 });
  const [holder, pool] = [await open(holding), await open(waiting)];
  const lease = await holder.acquire();
  const acquiring = Array.from({ length: WAITING }, () => pool.acquire({ timeoutSecs: Infinity }));
  await sleep(1000);
  const before = waiting.client.sent;
  const since = performance.now();
  await sleep(WAITING_MS);
  const sent = ((waiting.client.sent - before) * 1000) / (performance.now() - since);
  const closed = pool.close();
  await Promise.allSettled([...acquiring, closed, lease.release()]);
  await holder.close();
  await Promise.all([holding.end(), waiting.end()]);
  return sent;
}
