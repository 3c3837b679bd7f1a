'use strict';

// Files that real tools wrote. `node scripts/test-tools.js --write` writes those of the command line; `versions.json` says by which versions.

const fs = require('node:fs');
const path = require('node:path');

const FIXTURES = path.join(__dirname, '..', 'fixtures');

const fixture = (name) => fs.readFileSync(path.join(FIXTURES, name), 'utf8');

module.exports = { FIXTURES, fixture };
