'use strict';

const { withPool } = require('../open-pool');
const { distance, printJson, printTable, tell } = require('../output');

const HEADS = ['ID', 'STATUS', 'USES', 'SCORE', 'COOKIES', 'ORIGINS', 'USED', 'NEXT FREE', 'REASON'];

const COLOURS = { free: 'green', 'in use': 'yellow', cooling: 'yellow', retired: 'red', expired: 'red' };

/** What the list says of a session. Of a state that can't be read, nothing is known. */
function rowOf({ id, status, reason, usedAt, leaseEndsAt, readyAt, expiresAt, state, error }) {
  return {
    id,
    status,
    ...(reason === undefined ? {} : { reason }),
    usageCount: state?.usageCount ?? null,
    errorScore: state?.errorScore ?? null,
    cookies: state?.cookieJar.cookies.length ?? null,
    origins: state === undefined ? null : (state.storage?.length ?? 0),
    usedAt,
    nextFreeAt: leaseEndsAt ?? readyAt ?? null,
    expiresAt,
    ...(error === undefined ? {} : { error: error.message }),
  };
}

module.exports = {
  summary: 'shows the sessions of a pool',
  about:
    'Shows the sessions of a pool: how often each was used, its score, how many cookies and origins with storage it has, when it was used last, and when it is free again.',
  options: { json: { about: 'as JSON, with times in ISO form' } },
  run: ({ options }) =>
    withPool(options, async ({ pool }) => {
      const rows = [];
      for await (const summary of pool.sessions({ state: true })) rows.push(rowOf(summary));
      if (options.json) return printJson(rows);
      if (rows.length === 0) return tell(`No session is in the pool ${JSON.stringify(pool.name)}`);
      const text = (value) => (value === null ? '?' : String(value));
      printTable(
        HEADS,
        rows.map((row) => [
          row.id,
          row.status,
          text(row.usageCount),
          text(row.errorScore),
          text(row.cookies),
          text(row.origins),
          distance(row.usedAt),
          distance(row.nextFreeAt),
          row.reason ?? '',
        ]),
        (cells, column) => (column === 1 ? COLOURS[cells[1]] : undefined),
      );
      for (const { error } of rows) if (error !== undefined) tell(error);
    }),
};
