'use strict';

const { Failure } = require('../failures');
const { withPool } = require('../open-pool');
const { print } = require('../output');

module.exports = {
  positionals: ['ID'],
  summary: 'removes a session',
  about: 'Removes a session with its cookies. Whoever holds it loses it.',
  run: ({ options, positionals: [id] }) =>
    withPool(options, async ({ pool }) => {
      if (!(await pool.remove(id))) throw new Failure(`There is no session ${JSON.stringify(id)} in the pool`);
      print(`Removed ${id}`);
    }),
};
