'use strict';

// Promises: C19

const { boundOf } = require('../helpers/patience');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');
const { LINES: NAMED } = require('./differences');
const { lineOf } = require('./lines/grammar');
const { openLines } = require('./lines/run');
const { smaller } = require('./lines/smaller');
const { Met } = require('./met');
const { reduce } = require('./reduce');

/** Lines for each browser, always the same ones but for their dates. A long search is asked for with `LINES=100000 SEED=random`. */
const LINES = Number(process.env.LINES ?? 2000);
/** So many get their dates at once: none of them ends before they have been sent. */
const AT_ONCE = 500;
const BROWSERS = JSON.parse(process.env.CHROMIUM_EXECUTABLES);
const isDefault = process.env.LINES === undefined && process.env.SEED === undefined;

const met = new Met(NAMED);

describe.each(BROWSERS)('%s', (file) => {
  let lines;

  beforeAll(async () => {
    lines = await openLines(file);
  });
  afterAll(() => lines?.close());

  test(
    `stores and sends of ${LINES} random Set-Cookie lines what a session does (seed ${SEED}), named differences excepted`,
    async () => {
      for (let sent = 0; sent < LINES; sent += AT_ONCE) {
        const random = randomOf(SEED + sent);
        const now = Math.floor(Date.now() / 1000) * 1000;
        const some = Array.from({ length: Math.min(AT_ONCE, LINES - sent) }, () => lineOf(random, now));
        for (const result of await lines.run(some)) {
          const [first] = unnamed(result);
          if (first !== undefined) throw await failure(result.placed.line, first, sent);
        }
      }
      console.log(`${LINES} lines, seed ${SEED}, ${lines.version}; differences met:`, met.countsOf(lines.major));
    },
    boundOf(LINES, 600),
  );

  const unnamed = ({ placed, differences }) => met.unnamed(differences, placed, lines.major);

  /** What failed, and the smallest line that fails in the same way. */
  async function failure(line, { of }, sent) {
    const failing = async (some) => {
      const results = await lines.run(some);
      return results.find((result) => unnamed(result).some((one) => one.of === of));
    };
    const least = await reduce(line, smaller, async (some) => (await failing(some))?.placed.line);
    const again = await failing([least]);
    const { url, setCookie, headers } = again?.placed ?? {};
    const shown = JSON.stringify({ line: least, url, setCookie, headers, differences: again?.differences }, null, 2);
    return new Error(`Seed ${SEED}, lines from ${sent}: ${lines.version} and a session differ: ${shown}`);
  }
});

test('every named difference of lines is met', () => {
  if (isDefault) expect(met.missing()).toEqual([]); // of other lines nobody knows
});
