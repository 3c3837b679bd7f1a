'use strict';

// What documents name is there: files of the project, pages that its files name, scripts, projects of tests.

const fs = require('node:fs');
const path = require('node:path');
const { readArguments } = require('../../js/cli/arguments');
const { DOCUMENTS, PAGES, blocksOf, read, root } = require('./markdown');
const { scripts } = require('../../package.json');
const { projects } = require('../../jest.config');

const PROJECTS = projects.map(({ displayName }) => displayName);
const FOLDERS = ['js', 'src', 'crates', 'types', 'scripts', 'bench', 'demo', 'examples', '__test__', 'docs', 'npm'];
/** What an install of any clone, and of the package, is written as. */
const INSTALLS =
  /^(cd path\/to\/crawler-session|npm install( (path\/to\/)?crawler-session)?|npm install puppeteer-core|npm test)$/;

/** The package's own command line: the name of a command, and what follows. */
const OURS = /^npx crawler-session ([a-z]+)(.*)$/;
/** A look into a file of sessions. */
const LOOK = /^sqlite3 -box sessions\.db 'SELECT ([\w, ]+) FROM sessions'$/;

/** A look into a pool in Redis: a command, a key, and fields of it. */
const REDIS_LOOK =
  /^redis-cli (?:[A-Z]+) 'crawler-session:\{shop\.example\}:([a-z-]+)(?::[a-z]+)?'((?: [a-zA-Z0-9]+)*)$/;

const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
const missing = (names) => names.filter((name) => !fs.existsSync(path.join(root, name)));

/** Files below a folder whose names end in one of these. */
function filesBelow(folder, endings) {
  const files = fs.readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(folder, name));
  return files.filter((name) => endings.includes(path.extname(name)));
}

test.each(DOCUMENTS)('%s: files of the project that it names exist', (document) => {
  const named = all(read(document), new RegExp(`\`((?:${FOLDERS.join('|')})/[\\w./-]*)\``, 'g'));
  const sources = all(read(document), /`([a-z_]+\.rs)`/g);
  const rust = [...filesBelow('src', ['.rs']), ...filesBelow('crates', ['.rs'])].map((name) => path.basename(name));
  expect([...missing(named), ...sources.filter((name) => !rust.includes(name))]).toEqual([]);
});

test('pages of docs/ that files of the project name exist', () => {
  const files = ['js', 'src', 'crates', 'types', 'scripts', 'bench', 'demo', 'examples', '__test__'].flatMap((folder) =>
    filesBelow(folder, ['.js', '.mjs', '.cjs', '.ts', '.mts', '.rs']),
  );
  const named = ['index.d.ts', 'crawlee.d.ts', ...files].flatMap((name) =>
    all(read(name), /\b(docs\/[a-z-]+\.(?:md|svg))\b/g).map((page) => `${page}`),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(missing([...new Set(named)])).toEqual([]);
});

test.each(DOCUMENTS)('%s: scripts and projects of tests that it names exist', (document) => {
  const text = read(document);
  const named = {
    scripts: all(text, /npm run ([\w:]+)/g).filter((name) => !(name in scripts)),
    projects: all(text, /--selectProjects ([\w-]+)/g).filter((name) => !PROJECTS.includes(name)),
    files: missing(all(text, /\bnode ((?:scripts|examples|demo|bench)\/[\w./-]+)/g)),
  };
  expect(named).toEqual({ scripts: [], projects: [], files: [] });
});

/** The commands of a block, without comments and settings of the environment. */
function commandsOf(code) {
  const lines = code.split('\n').map((line) => line.replace(/#.*/, ''));
  const commands = lines.flatMap((line) => line.split('&&')).map((command) => command.replace(/[()]/g, '').trim());
  return commands.map((command) => command.replace(/^([A-Z]+=\S+ )+/, '')).filter((command) => command !== '');
}

test.each(PAGES)('%s: each command of a block is one that the tests above know', (page) => {
  const shell = blocksOf(read(page)).filter(({ language }) => language === 'sh');
  const known = [
    INSTALLS,
    /^npm run [\w:]+$/,
    /^npx jest --selectProjects [\w-]+$/,
    /^node (scripts|examples|demo|bench)\//,
    LOOK,
    REDIS_LOOK,
    // __test__/stores/redis-refusals.test.js
    /^redis-cli ACL SETUSER /,
    OURS,
    // __test__/stores/postgres-tables.test.js
    /^psql -c "/,
  ];
  const unknown = shell
    .flatMap(({ code }) => commandsOf(code))
    .filter((command) => !known.some((form) => form.test(command)));
  expect(unknown).toEqual([]);
});

test('each use of the command line has a command and options that there are', () => {
  const commands = PAGES.flatMap((page) => blocksOf(read(page)).flatMap(({ code }) => commandsOf(code)));
  const ours = commands.map((command) => OURS.exec(command)).filter(Boolean);
  expect(ours.length).toBeGreaterThan(2);
  for (const [, name, rest] of ours) {
    expect(() => readArguments(require(`../../js/cli/commands/${name}`), rest.trim().split(/ +/))).not.toThrow();
  }
});

test('what a look into a file of sessions asks for is there', () => {
  const [, view] = /CREATE VIEW sessions AS(.*?);\n/s.exec(read('crates/sqlite/src/schema.rs'));
  const commands = PAGES.flatMap((page) => blocksOf(read(page)).flatMap(({ code }) => commandsOf(code)));
  const columns = commands.flatMap((command) => LOOK.exec(command)?.[1].split(', ') ?? []);
  expect(columns.length).toBeGreaterThan(3);
  expect(columns.filter((column) => !new RegExp(`\\b${column}\\b`).test(view))).toEqual([]);
});

test('what a look into Redis asks for is there', () => {
  const script = read('js/stores/redis-store.lua');
  const commands = PAGES.flatMap((page) => blocksOf(read(page)).flatMap(({ code }) => commandsOf(code)));
  const looks = commands.map((command) => REDIS_LOOK.exec(command)).filter((look) => look !== null);
  expect(looks.length).toBeGreaterThan(2);
  for (const [, key, fields] of looks) {
    expect(script).toMatch(new RegExp(`^--   …:${key}\\b`, 'm'));
    for (const field of fields.match(/[a-z]\w*/g) ?? []) expect(script).toMatch(new RegExp(`\\b${field}\\b`));
  }
});
