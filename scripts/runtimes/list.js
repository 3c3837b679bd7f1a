'use strict';

// The runtimes with which the package is tested: the npm packages that carry their binaries for this platform, and how each is started.

const versions = require('./versions.json');

const executable = process.platform === 'win32' ? '.exe' : '';

/** The package with Node.js's binary. `darwin-arm64` got a package of another name when the first one was abandoned. */
function nodePackage(version) {
  const platform = `${process.platform.replace('win32', 'win')}-${process.arch}`;
  // Every version is only available for Linux on x64; elsewhere, it is the newest of its major version.
  const wanted = platform === 'linux-x64' ? version : version.split('.')[0];
  return `${platform === 'darwin-arm64' ? 'node-bin' : 'node'}-${platform}@${wanted}`;
}

/**
 * Each runtime: what to install, which of the installed files is the binary (a pattern, since names contain the platform), the arguments
 * before the script, and its environment.
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
    // The binary is in the platform's package; an install script would move it, but those may be disabled.
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
      '--allow-write', // files of sessions
      '--allow-env',
      '--allow-net=127.0.0.1',
    ],
    env: { DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  },
];

module.exports = { runtimes };
