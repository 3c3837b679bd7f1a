'use strict';

// Completes package-lock.json. If a registry only has the packages of some platforms, npm leaves out the entries of the others, and
// `npm ci` then refuses the whole file ("Missing: … from lock file"). Their versions are still known, since packages name their own
// platform packages exactly. So these entries are written here, with the checksum that the registry names; on their platforms, npm fetches the
// packages.
// `--check` fails if an entry is missing, has no checksum or names a registry, `--write` adds what is missing. Run it after changing dependencies.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./napi');

const file = path.join(root, 'package-lock.json');

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];

/** The platforms that the name of a platform package stands for; without them, npm would fetch it everywhere. */
function platform(name) {
  if (/-wasm32-wasi$/.test(name)) return { cpu: ['wasm32'] };
  const [, os, cpu, abi = ''] = /(?:-|\/)([a-z0-9]+)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name) ?? [];
  if (!SYSTEMS.includes(os)) throw new Error(`${name}: no platform found in the name`);
  const libc = os !== 'linux' ? '' : abi.startsWith('musl') ? 'musl' : abi.startsWith('gnu') ? 'glibc' : '';
  return { cpu: [cpu], os: [os], ...(libc && { libc: [libc] }) };
}

/** Where Node.js would look for a package from the folder of another one, nearest first. */
function* places(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    yield `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (folder === '') return;
  }
}

/** The missing entries, by their place in the lock file. */
function missing(packages) {
  const entries = {};
  for (const [from, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const candidates = [...places(from, name)];
      if (candidates.some((place) => place in packages)) continue;
      if (!/^\d+\.\d+\.\d+/.test(version))
        throw new Error(`${from}: ${name} is wanted as ${version}, no exact version`);
      const place = candidates.at(-1);
      if (entries[place] && entries[place].version !== version) throw new Error(`${name} is wanted in two versions`);
      const fields = Object.entries({ ...platform(name), ...(dev && { dev }), optional: true }).sort();
      entries[place] = { version, ...Object.fromEntries(fields) };
    }
  }
  return entries;
}

/** Places of entries that have no checksum. */
const unchecked = (packages) =>
  Object.keys(packages).filter((place) => place !== '' && !packages[place].link && !packages[place].integrity);

/** An entry with the checksum that the registry has for it, in npm's order: it would write the file anew otherwise. */
function withChecksum(place, { version, ...fields }) {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const integrity = execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], { encoding: 'utf8' }).trim();
  if (!/^sha512-\S+$/.test(integrity)) throw new Error(`${name}@${version}: the registry knows no checksum`);
  return { version, integrity, ...fields };
}

const text = fs.readFileSync(file, 'utf8');
const lock = JSON.parse(text);
const entries = missing(lock.packages);
if (process.argv[2] === '--write') {
  const packages = { ...lock.packages, ...entries };
  for (const place of unchecked(packages)) packages[place] = withChecksum(place, packages[place]);
  const all = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`);
} else {
  const wrong = Object.keys(entries);
  if (wrong.length > 0) console.error(`package-lock.json lacks entries, run \`npm run lock\`: ${wrong.join(', ')}`);
  const without = unchecked(lock.packages);
  if (without.length > 0)
    console.error(`package-lock.json has no checksum of ${without.join(', ')}: run \`npm run lock\``);
  const resolved = Object.keys(lock.packages).filter((place) => /^https?:/.test(lock.packages[place].resolved ?? ''));
  if (resolved.length > 0) console.error(`package-lock.json names a registry: ${resolved.join(', ')}`);
  process.exitCode = wrong.length + without.length + resolved.length > 0 ? 1 : 0;
}
