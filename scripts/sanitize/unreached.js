'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const SETTINGS = ['set breakpoint pending on', 'set pagination off', 'handle SIGUSR1 nostop noprint'];

/**
 * Which blocks (`{ file, first }`) of an addon with lines in it a program doesn't run: the debugger stops once at each of them, by a script in a
 * folder. Throws if it can't.
 */
function unreached(blocks, command, folder, options) {
  const script = path.join(folder, 'breakpoints.gdb');
  const breakpoints = blocks.map(
    ({ file, first }, at) => `break ${file}:${first}\ncommands\nsilent\ndisable ${at + 1}\ncontinue\nend`,
  );
  fs.writeFileSync(script, [...SETTINGS, ...breakpoints, 'run', 'info breakpoints', ''].join('\n'));
  const { stdout, stderr } = spawnSync('gdb', ['--batch', '--command', script, '--args', ...command], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    ...options,
  });
  const [, table] = stdout.split(/^Num +Type.*$/m);
  if (table === undefined) throw new Error(`The debugger told of no breakpoints: ${stderr}${stdout.slice(-2_000)}`);
  const hit = table
    .split(/^(?=\d+ )/m)
    .filter((entry) => entry.includes('already hit'))
    .map((entry) => Number.parseInt(entry, 10));
  return blocks.filter((_block, at) => !hit.includes(at + 1));
}

module.exports = { unreached };
