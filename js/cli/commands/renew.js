'use strict';

const { withPool } = require('../open-pool');
const { print } = require('../output');

module.exports = {
  positionals: ['ID'],
  summary: 'lets a session begin anew, a retired one too',
  about:
    'Lets a session begin anew: the same id and user data; no cookies, counters at zero, not retired. Its cookies then come by `import`, or by the `login` of the crawler.',
  run: ({ options, positionals: [id] }) =>
    withPool(options, async ({ pool }) => {
      await pool.renew(id);
      print(`Renewed ${id}`);
    }),
};
