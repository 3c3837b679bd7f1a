#!/usr/bin/env node
'use strict';

// `npx crawler-session`: for people who look after the sessions of a pool. `docs/command-line.md` is its page.

const { run } = require('./run');

// Whoever reads may have seen enough: `… list | head`.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
