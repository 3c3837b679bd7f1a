'use strict';

// Loads the addon. If that fails, the error names the platform and says what is available for it and what to do.

const { readFileSync } = require('node:fs');
const { SUPPORTED, loadAddon } = require('../../binding');

/** The platform that this process runs on, in the form used in names of npm packages. */
function ownPlatform() {
  const abi = { linux: libc, win32: () => 'msvc' }[process.platform]?.();
  return [process.platform, process.arch, abi].filter(Boolean).join('-');
}

/**
 * Which C library the system has: `ldd` is part of it. If that is missing, Node.js knows the version of the GNU library that it runs with.
 */
function libc() {
  try {
    const ldd = readFileSync('/usr/bin/ldd', 'utf8');
    if (ldd.includes('musl')) return 'musl';
    if (ldd.includes('GNU C Library') || ldd.includes('GLIBC')) return 'gnu';
  } catch {
    // Small images have no `ldd`.
  }
  try {
    return reported().header.glibcVersionRuntime ? 'gnu' : 'musl';
  } catch {
    // Deno gives no report without an additional permission.
    return 'gnu';
  }
}

/** What Node.js reports about its process. */
function reported() {
  const { report } = process;
  const { excludeNetwork } = report;
  report.excludeNetwork = true; // it would look up the names of all peers
  try {
    return report.getReport();
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}

/** The error of an addon that exists but failed to load; that the others don't exist is to be expected. */
function realCause(failures, name) {
  const notThere = new RegExp(`^Cannot find (module|package) ["'](\\./)?${name}[.-]`);
  return failures.find(({ message }) => !notThere.test(message));
}

/** Code and message for a platform without an addon, for an addon that fails to load, and for one that was not installed. */
function explanation(platform, failures) {
  const { name, version } = require('../../package.json');
  const fromSource =
    'To build it from source, with Rust 1.88 or later: run `npm install` in a clone of its repository, then `npm install path/to/the/clone` here.';
  if (!SUPPORTED.includes(platform)) {
    return [
      'ERR_PLATFORM_NOT_SUPPORTED',
      `${name} has no ready-built addon for ${platform}. There are: ${SUPPORTED.join(', ')}. ${fromSource}`,
    ];
  }
  const cause = realCause(failures, name);
  if (cause) {
    return ['ERR_ADDON_NOT_LOADED', `${name} can't load its addon for ${platform}: ${cause.message}\n${fromSource}`];
  }
  return [
    'ERR_ADDON_NOT_INSTALLED',
    `${name} needs the package ${name}-${platform}, which is not installed. Either optional dependencies were left out ` +
      '(--omit=optional), or node_modules or the lock file came from another platform. Remove both and run `npm install` ' +
      `again, or add the package: \`npm install ${name}-${platform}@${version}\`. ${fromSource}`,
  ];
}

/** The addon at the path that the environment variable names, for trying another build. */
function namedAddon(path) {
  const loaded = { exports: {} };
  process.dlopen(loaded, path);
  return loaded.exports;
}

function load() {
  const named = process.env.NAPI_RS_NATIVE_LIBRARY_PATH;
  if (named) return namedAddon(named);
  const platform = ownPlatform();
  const failures = [];
  const addon = loadAddon(platform, failures);
  if (addon !== undefined) return addon;
  const [code, message] = explanation(platform, failures);
  const cause = failures.length > 1 ? new AggregateError(failures, failures[0].message) : failures[0];
  throw Object.assign(new Error(message, { cause }), { code, platform, supported: [...SUPPORTED] });
}

module.exports = load();
