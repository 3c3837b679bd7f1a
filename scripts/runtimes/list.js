'use strict';

// The runtimes that the package is tested with: the npm packages that carry their binaries for this platform, and how each is started.

const versions = require('./versions.json');

const executable = process.platform === 'win32' ? '.exe' : '';

/** The package with Node.js's binary. `darwin-arm64` got a name of its own when the first one was given up. */
function nodePackage(version) {
  const platform = `${process.platform.replace('win32', 'win')}-${process.arch}`;
  // Only for Linux on x64 is every version there; elsewhere it is the newest of its major.
  const wanted = platform === 'linux-x64' ? version : version.split('.')[0];
  return `${platform === 'darwin-arm64' ? 'node-bin' : 'node'}-${platform}@${wanted}`;
}

/**
 * Each runtime: what to install, which of the installed files (a pattern, since the names say the platform) is the binary, the
 * arguments before the script, and its environment.
 */
const runtimes = [
  ...versions.node.map((version) => ({
    name: `Node.js ${version}`,
    install: `runtime@npm:${nodePackage(version)}`,
    binary: `runtime/bin/node${executable}`,
    args: ['--expose-gc'],
  })),
  {
    name: `Bun ${versions.bun}`,
    install: `bun@${versions.bun}`,
    // The binary is in the package of the platform; an install script would move it, and those may be forbidden.
    binary: `@oven/bun-*/bin/bun${executable}`,
    args: ['--expose-gc', '--no-install'],
    env: { DO_NOT_TRACK: '1' },
  },
  {
    name: `Deno ${versions.deno}`,
    install: `deno@${versions.deno}`,
    binary: `@deno/*/deno${executable}`,
    // The permissions that the README names, and the network for the checks' own server.
    args: [
      'run',
      '--no-prompt',
      '--v8-flags=--expose-gc',
      '--allow-ffi',
      '--allow-read',
      '--allow-env',
      '--allow-net=127.0.0.1',
    ],
    env: { DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  },
];

module.exports = { runtimes };
