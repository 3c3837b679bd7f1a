'use strict';

// Random schedules of faults: whatever fails, and in which order, the history of all sessions agrees with the model, and the pool goes on.
// `npm run chaos` does the same for as long as it is told.

const { boundOf, PROCESS_MS } = require('../helpers/patience');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');
const { PLACES } = require('./places');
const { runSchedule } = require('./schedule');

const FAULTS = 8;

// Promises: L2, L3, L8, L9, L17
test.each(Object.entries(PLACES))(
  `%s: ${FAULTS} faults at random, seed ${SEED}`,
  async (_, { open, faults }) => {
    const place = await open();
    try {
      expect(await runSchedule(place, faults, randomOf(SEED), FAULTS)).toEqual([]);
    } finally {
      await place.end();
    }
  },
  boundOf(FAULTS, PROCESS_MS),
);
