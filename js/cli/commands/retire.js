'use strict';

const { withPool } = require('../open-pool');
const { print } = require('../output');

module.exports = {
  positionals: ['ID'],
  summary: 'retires a session for good',
  about: 'Retires a session for good, in use or not: nobody is given it any more.',
  options: { reason: { value: 'TEXT', about: 'why; default: retired' } },
  run: ({ options, positionals: [id] }) =>
    withPool(options, async ({ pool }) => {
      await pool.retire(id, options.reason);
      print(`Retired ${id}`);
    }),
};
