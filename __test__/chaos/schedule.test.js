'use strict';

// Random schedules of faults: whatever fails, and in which order, the history of all sessions agrees with the model, and the pool goes on.

const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');
const { Place } = require('./place');
const { PROCESS_FAULTS, runSchedule } = require('./schedule');

const FAULTS = 15;

// Promises: L2, L3, L8, L9, L17
test(`a file: ${FAULTS} faults at random, seed ${SEED}`, async () => {
  const place = new Place();
  try {
    expect(await runSchedule(place, PROCESS_FAULTS, randomOf(SEED), FAULTS)).toEqual([]);
  } finally {
    await place.end();
  }
});
