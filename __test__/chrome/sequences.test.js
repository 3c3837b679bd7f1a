'use strict';

// Promises: C19

const { boundOf } = require('../helpers/patience');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');
const { SEQUENCES: NAMED } = require('./differences');
const { Met } = require('./met');
const { reduce } = require('./reduce');
const { everywhere, sequenceOf } = require('./sequences/grammar');
const { openSequences } = require('./sequences/run');
const { smaller } = require('./sequences/smaller');

/** Sequences for each browser, of each plot as many. A long search is asked for with `SEQUENCES=5000 SEED=random`. */
const SEQUENCES = Number(process.env.SEQUENCES ?? 168);
/** So many are made at once: none of their dates passes before they have been sent. */
const AT_ONCE = 168;
const BROWSERS = JSON.parse(process.env.CHROMIUM_EXECUTABLES);
const isDefault = process.env.SEQUENCES === undefined && process.env.SEED === undefined;

const met = new Met(NAMED);

describe.each(BROWSERS)('%s', (file) => {
  let sequences;

  beforeAll(async () => {
    sequences = await openSequences(file);
  });
  afterAll(() => sequences?.close());

  test(
    `sends in ${SEQUENCES} random sequences what a session sends (seed ${SEED}), named differences excepted`,
    async () => {
      let steps = 0;
      for (let done = 0; done < SEQUENCES; done += AT_ONCE) {
        const random = randomOf(SEED + done);
        const length = Math.min(AT_ONCE, SEQUENCES - done);
        for (const result of await sequences.run(Array.from({ length }, (_, index) => sequenceOf(random, index)))) {
          const [first] = unnamed(result);
          if (first !== undefined) throw await failure(result, first, done);
          steps += result.steps.length;
        }
      }
      const counts = met.countsOf(sequences.major);
      console.log(
        `${SEQUENCES} sequences, ${steps} steps, seed ${SEED}, ${sequences.version}; differences met:`,
        counts,
      );
    },
    boundOf(SEQUENCES, 6000),
  );

  test('keeps 3,600 cookies of 24 sites, as a session does', async () => {
    const [result] = await sequences.run([everywhere()]);
    expect({ steps: result.steps.length, differences: result.differences }).toEqual({ steps: 48, differences: [] });
  });

  const unnamed = ({ steps, differences }) => met.unnamed(differences, steps, sequences.major);

  /** What failed, and the smallest sequence that fails in the same way. */
  async function failure({ placed, steps }, { of }, done) {
    const failing = async (some) => {
      const results = await sequences.run(some);
      return results.find((result) => unnamed(result).some((one) => one.of === of));
    };
    const { plots, kind } = placed.sequence;
    const whole = { plots, kind, steps: placed.sequence.steps.slice(0, steps.length) };
    const least = await reduce(whole, smaller, async (some) => (await failing(some))?.placed.sequence);
    const again = (await failing([least])) ?? { steps: least.steps, differences: [] };
    const shown = [...again.steps, ...again.differences].map((one) => JSON.stringify(one)).join('\n');
    return new Error(
      `Seed ${SEED}, sequences from ${done}, ${plots}: ${sequences.version} and a session differ:\n${shown}`,
    );
  }
});

test('every named difference of sequences is met', () => {
  if (isDefault) expect(met.missing()).toEqual([]); // of other sequences nobody knows
});
