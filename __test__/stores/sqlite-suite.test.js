'use strict';

// SqliteStore passes the tests that the package has for stores, each on a file of its own; a second user is a second store object.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { SqliteStore } = require('../../pool');
const { storeTests } = require('../../store-tests');

function newStore() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-suite-'));
  const file = path.join(folder, 'sessions.db');
  return {
    store: new SqliteStore(file),
    again: () => new SqliteStore(file),
    dispose: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

// Promises: L16
test.each(storeTests.map(({ name, run }) => [name, run]))('%s', (_, run) => run(newStore));
