'use strict';

// `node reaper.js <mark>`: waits for its standard input to end, as it does with the process that holds it, in whatever way that one ends.
// Then it ends all processes with the mark.

const { endMarked } = require('./mark');

process.stdin.on('end', () => endMarked(process.argv[2])).resume();
