// What the pools are filled with: sessions of one shop, as a crawler of it has them.

import { contestant } from '../contestants.mjs';
import { lines, page } from '../jar-input.mjs';
import { flat, randomNumbers, randomText, turns, VALUE_LENGTH } from '../texts.mjs';

/** Each session's, unless a row says otherwise. */
export const COOKIES = 50;

const PAGE = page(0);

/** Sessions take turns with these lines, since it is all the same whose they are. */
const LINES = lines(COOKIES);

/** Sessions that are added at a time. */
const BATCH = 250;

/** Options of sessions that last as long as the run. */
export const ENDLESS = { maxAgeSecs: 7 * 24 * 60 * 60, maxUsageCount: Number.MAX_SAFE_INTEGER };

/** So many sessions of a contestant, made one at a time, with numbers from `first` on. */
export function* sessionsOf(side, count, cookies = COOKIES, first = 0) {
  const next = turns(LINES);
  for (let index = first; index < first + count; index++) {
    const session = new side.Session({ ...ENDLESS, id: `session_${index}`, sessionPool: side.pool });
    side.putResponse(session, response(next().slice(0, cookies)));
    yield session;
  }
}

/** Adds so many sessions to a pool of ours. */
export async function fill(pool, count, cookies, first) {
  let batch = [];
  for (const session of sessionsOf({ ...contestant('ours'), pool: undefined }, count, cookies, first)) {
    batch.push(pool.add(session));
    if (batch.length < BATCH) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

/** The states of so many sessions of ours. */
export function stateTexts(count) {
  const side = { ...contestant('ours'), pool: undefined };
  return Array.from(sessionsOf(side, count), (session) => session.getStateText());
}

/** Does to a session what a use does: it counts as good, and a cookie has another value. */
export function changer(side = contestant('ours')) {
  const [[line]] = LINES;
  const [name] = line.split('=');
  const attributes = line.slice(line.indexOf(';'));
  const random = randomNumbers(3);
  const next = turns(
    Array.from({ length: 64 }, () => response([flat(`${name}=${randomText(random, VALUE_LENGTH)}${attributes}`)])),
  );
  return (session) => {
    side.putResponse(session, next());
    session.markGood();
  };
}

function response(setCookie) {
  return { url: PAGE, headers: { 'set-cookie': setCookie } };
}
