'use strict';

const { withPool } = require('../open-pool');
const { counted, print } = require('../output');

module.exports = {
  summary: 'removes retired and expired sessions',
  about: 'Removes the retired and expired sessions that nobody holds.',
  run: ({ options }) =>
    withPool(options, async ({ pool }) => print(`Removed ${counted(await pool.prune(), 'session')}`)),
};
