'use strict';

const { randomOf } = require('../helpers/random');
const { SEED } = require('../jar/seed');
const { nameOf, namesFor } = require('./differences');
const { lineOf } = require('./lines/grammar');
const { openLines } = require('./lines/run');
const { smaller } = require('./lines/smaller');
const { reduce } = require('./reduce');

/** Lines for each browser, always the same ones but for their dates. A long search is asked for with `LINES=100000 SEED=random`. */
const LINES = Number(process.env.LINES ?? 2000);
/** So many get their dates at once: none of them ends before they have been sent. */
const AT_ONCE = 500;
const BROWSERS = JSON.parse(process.env.CHROMIUM_EXECUTABLES);

const met = new Set();
const majors = [];

describe.each(BROWSERS)('%s', (file) => {
  let lines;

  beforeAll(async () => {
    lines = await openLines(file);
    majors.push(lines.major);
  }, 300_000);
  afterAll(() => lines?.close(), 300_000);

  test(
    `stores and sends of ${LINES} random Set-Cookie lines what a session does (seed ${SEED}), named differences excepted`,
    async () => {
      const counts = {};
      for (let sent = 0; sent < LINES; sent += AT_ONCE) {
        const random = randomOf(SEED + sent);
        const now = Math.floor(Date.now() / 1000) * 1000;
        const some = Array.from({ length: Math.min(AT_ONCE, LINES - sent) }, () => lineOf(random, now));
        for (const { placed, differences } of await lines.run(some)) {
          for (const difference of differences) {
            const name = nameOf(difference, placed, lines.major);
            if (name === undefined) throw await failure(placed, difference, sent);
            met.add(name);
            counts[name] = (counts[name] ?? 0) + 1;
          }
        }
      }
      console.log(`${LINES} lines, seed ${SEED}, ${lines.version}; differences met:`, counts);
    },
    300_000 + LINES * 600,
  );

  /** What failed, and the smallest line that fails in the same way. */
  async function failure({ line }, { of }, sent) {
    const failing = async (some) => {
      const results = await lines.run(some);
      return results.find(({ placed, differences }) => unnamed(placed, differences).some((one) => one.of === of));
    };
    const least = await reduce(line, smaller, async (some) => (await failing(some))?.placed.line);
    const { placed, differences } = (await failing([least])) ?? { placed: { line }, differences: [] };
    const { url, setCookie, headers } = placed;
    const shown = JSON.stringify({ url, setCookie, headers, differences: unnamed(placed, differences) }, null, 2);
    return new Error(`Seed ${SEED}, lines from ${sent}: ${lines.version} and a session differ: ${shown}`);
  }

  const unnamed = (placed, differences) => differences.filter((one) => nameOf(one, placed, lines.major) === undefined);
});

// A difference that is never met is none any more, and its predicate could hide anything.
test('every named difference is met', () => {
  if (process.env.LINES !== undefined || process.env.SEED !== undefined) return; // of other lines nobody knows
  expect(namesFor(majors).filter((name) => !met.has(name))).toEqual([]);
});
