'use strict';

// The text of binding.js, which loads the addon of each platform. napi-rs's own loader does far more (WebAssembly, platforms that are not
// supported): it takes twice as long as the addon itself, and because of it webpack puts everything in node_modules into a bundle.

/** The parts of a Rust target that have another name in Node.js. */
const NAMES = { x86_64: 'x64', aarch64: 'arm64', windows: 'win32' };

/** What npm packages are named after: `x86_64-unknown-linux-gnu` is `linux-x64-gnu`. */
function platformOf(target) {
  const [arch, , system, abi] = target.split('-').map((part) => NAMES[part] ?? part);
  return [system, arch, abi].filter(Boolean).join('-');
}

function attempt(request) {
  return `      try {
        return require('${request}');
      } catch (error) {
        failures.push(error);
      }
`;
}

/** The text, for the targets of a manifest. */
function loaderText({ name, napi: { binaryName, targets } }) {
  const platforms = targets.map(platformOf).sort();
  const cases = platforms.map(
    (platform) =>
      `    case '${platform}':
${attempt(`./${binaryName}.${platform}.node`)}${attempt(`${name}-${platform}`)}      break;
`,
  );
  return `'use strict';

// Generated from package.json: \`npm run generate\` writes it.

/** The platforms that have an addon. */
const SUPPORTED = [
${platforms.map((platform) => `  '${platform}',\n`).join('')}];

/**
 * The addon for a platform: the one in this folder, as in a clone, or that of the platform's package; \`undefined\` if there is neither.
 * Adds what went wrong to \`failures\`. All names are written out, since bundlers look for them.
 */
function loadAddon(platform, failures) {
  switch (platform) {
${cases.join('')}  }
}

module.exports = { SUPPORTED, loadAddon };
`;
}

module.exports = { loaderText };
