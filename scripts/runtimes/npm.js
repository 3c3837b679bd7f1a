'use strict';

// Runs npm, which is a script on Windows, and reads its output.

const { spawnSync } = require('node:child_process');

/** Runs npm with these arguments. Returns its standard output; if it failed, throws what it wrote. */
function npm(args, cwd) {
  const windows = process.platform === 'win32';
  const { status, stdout, stderr, error } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd,
    encoding: 'utf8',
    shell: windows,
  });
  if (error || status !== 0) throw new Error(error?.message ?? `${stderr}${stdout}`.trim());
  return stdout;
}

module.exports = { npm };
