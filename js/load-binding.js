'use strict';

// Loads the addon. Where that fails, the error names the platform and says what there is for it and what to do.

/** The parts of a Rust target that Node.js names otherwise. */
const NAMES = { x86_64: 'x64', aarch64: 'arm64', windows: 'win32' };

/** What npm packages are named after: `x86_64-unknown-linux-gnu` is `linux-x64-gnu`. */
function platformOf(target) {
  const [arch, , system, abi] = target.split('-').map((part) => NAMES[part] ?? part);
  return [system, arch, abi].filter(Boolean).join('-');
}

/** The platform that this process runs on, named in the same way. */
function ownPlatform() {
  const abi = { linux: libc, win32: () => 'msvc' }[process.platform]?.();
  return [process.platform, process.arch, abi].filter(Boolean).join('-');
}

/** Node.js knows the version of the GNU library that it runs with; with musl it knows none. */
function libc() {
  if (!process.report) return 'gnu';
  process.report.excludeNetwork = true; // it would look up the names of all peers
  return process.report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl';
}

/** What the loader met at a package that is there; that the others are not is to be expected. */
function realCause(error, name) {
  const notThere = new RegExp(`^Cannot find (module|package) ["'](\\./)?${name}[.-]`);
  for (let cause = error.cause; cause; cause = cause.cause) {
    if (!notThere.test(cause.message)) return cause;
  }
}

/** Code and message for a platform without addon, for an addon that fails, and for one that was not installed. */
function explanation(error, platform, { name, version }, supported) {
  const fromSource =
    'To build it from source, with Rust 1.88 or later: run `npm install` in a clone of its repository, then `npm install path/to/the/clone` here.';
  if (!supported.includes(platform)) {
    return [
      'ERR_PLATFORM_NOT_SUPPORTED',
      `${name} has no ready-built addon for ${platform}. There are: ${supported.join(', ')}. ${fromSource}`,
    ];
  }
  const cause = realCause(error, name);
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

/** The addon, from the generated loader. */
function load() {
  try {
    return require('../binding');
  } catch (error) {
    const manifest = require('../package.json');
    const [platform, supported] = [ownPlatform(), manifest.napi.targets.map(platformOf)];
    const [code, message] = explanation(error, platform, manifest, supported);
    throw Object.assign(new Error(message, { cause: error }), { code, platform, supported });
  }
}

module.exports = load();
