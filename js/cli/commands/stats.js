'use strict';

const { withPool } = require('../open-pool');
const { distance, print, printJson, printable } = require('../output');

module.exports = {
  summary: 'counts the sessions of a pool',
  about: 'Counts the sessions of a pool by what they do, and the retired ones by reason.',
  options: { json: { about: 'as JSON, with times in ISO form' } },
  run: ({ options }) =>
    withPool(options, async ({ pool }) => {
      const stats = await pool.stats();
      if (options.json) return printJson(stats);
      const { free, inUse, cooling, expired, retired, nextFreeAt } = stats;
      const rows = [
        ['free', free],
        ['in use', inUse],
        ['cooling', cooling],
        ['expired', expired],
        ...Object.entries(retired).map(([reason, count]) => [`retired: ${printable(reason)}`, count]),
      ];
      const width = Math.max(...rows.map(([name]) => name.length));
      for (const [name, count] of rows) print(`${name.padEnd(width)}  ${count}`);
      if (nextFreeAt !== null) print(`${'next free'.padEnd(width)}  ${distance(nextFreeAt)}`);
    }),
};
