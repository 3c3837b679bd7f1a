// Uses sessions over a network, so many at a time: `node network-child.mjs <engine> <url> <part> <how many>`. The part is `uses`, or `raw` for two
// writes of the same texts by the client alone. For each number of milliseconds it prints how many it made, in how many nanoseconds, and how
// many commands its client has sent.

import poolModule from '../../pool.js';
import { ENGINES } from './engines.mjs';
import { changer, stateTexts } from './input.mjs';
import { takeTurns } from './turn-taker.mjs';

const [, , engine, url, part, atOnce] = process.argv;
const SESSIONS = 100;

const connected = await ENGINES[engine].connect(url);
const { client, store } = connected;
const make = await { uses, raw }[part]();
await takeTurns(turn);
await make.end();
await connected.end();

async function turn(ms) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(ms) * 1_000_000n;
  const before = client.sent;
  const made = await Promise.all(Array.from({ length: Number(atOnce) }, () => oneAfterTheOther(end)));
  const ns = Number(process.hrtime.bigint() - start);
  return { uses: made.reduce((sum, one) => sum + one, 0), ns, sent: client.sent - before };
}

async function oneAfterTheOther(end) {
  let uses = 0;
  for (; process.hrtime.bigint() < end; uses++) await make.one();
  return uses;
}

async function uses() {
  const pool = await poolModule.SessionPool.open({ store, name: 'shop', createSessions: false, maxPoolSize: Infinity });
  const change = changer();
  const one = async () => {
    const lease = await pool.acquire();
    change(lease.session);
    await lease.release();
  };
  return { one, end: () => pool.close() };
}

async function raw() {
  await connected.prepare();
  const texts = stateTexts(SESSIONS);
  let turns = 0;
  const one = async () => {
    const at = turns++ % SESSIONS;
    await connected.claim(`session ${at}`);
    await connected.release(`session ${at}`, texts[at]);
  };
  return { one, end() {} };
}
