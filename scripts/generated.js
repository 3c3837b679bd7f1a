'use strict';

// The generated files that are committed: the addon's loader and types, the platform packages in npm/, the picture of the
// house, and js/crossing/layout.js.
// `--check` fails if they differ from what would be generated (for the last one, a Rust test does), `--write` writes them.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { loaderText } = require('./loader');
const { picture } = require('./house/picture');
const { build, napi, root } = require('./napi');

const FILES = ['binding.js', 'binding.d.ts', 'docs/house.svg'];

/** All files below a folder, as paths relative to it. */
function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name))).sort();
}

/** Generates everything into a folder and returns what is in it, except addons: `{ path: text }`. */
function generate(folder) {
  if (!build(folder) || !napi('create-npm-dirs', '--npm-dir', path.join(folder, 'npm'))) {
    throw new Error('generating failed; the messages stand above');
  }
  fs.writeFileSync(path.join(folder, 'binding.js'), loaderText(require('../package.json')));
  fs.mkdirSync(path.join(folder, 'docs'));
  fs.writeFileSync(path.join(folder, 'docs', 'house.svg'), picture());
  const names = [...FILES, ...filesBelow(path.join(folder, 'npm')).map((name) => path.join('npm', name))];
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** What differs between the generated texts and the project's files. */
function differences(generated) {
  const present = filesBelow(path.join(root, 'npm')).map((name) => path.join('npm', name));
  const read = (name) => (fs.existsSync(path.join(root, name)) ? fs.readFileSync(path.join(root, name), 'utf8') : null);
  const changed = Object.keys(generated).filter((name) => read(name) !== generated[name]);
  return [...changed, ...present.filter((name) => !(name in generated))];
}

function write(generated) {
  fs.rmSync(path.join(root, 'npm'), { recursive: true, force: true });
  const layout = ['test', '--locked', '--lib', 'crossing::layout'];
  const { status } = spawnSync('cargo', layout, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GENERATE: '1' },
  });
  if (status !== 0) throw new Error('js/crossing/layout.js was not written; the messages stand above');
  for (const [name, text] of Object.entries(generated)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
}

// Inside the project: napi's command line refuses to write packages anywhere else.
const folder = path.join(root, 'target', 'generated');
fs.rmSync(folder, { recursive: true, force: true });
try {
  const generated = generate(folder);
  if (process.argv[2] === '--write') {
    write(generated);
  } else {
    const different = differences(generated);
    if (different.length > 0) {
      console.error(`Generated files are not up to date, run \`npm run generate\`: ${different.join(', ')}`);
      process.exitCode = 1;
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
