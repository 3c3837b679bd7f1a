'use strict';

// Each code block of the README and of docs/ compiles and runs, parses, or consists of commands that names.test.js knows.

const { execFile, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const { PAGES, read } = require('./markdown');
const { BLOCKS, PROGRAMS, isProgram, programsOf, writePrograms } = require('./programs');

const TSC = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
/** All but TypeScript, what stood there before a change, and a bundler's configuration, which __test__/package/bundlers.test.js runs. */
const RUN = PROGRAMS.filter(
  ({ page, side, extension }) => page !== 'docs/bundlers.md' && side !== 'before' && extension !== '.mts',
);

/** Blocks leave out what a reader can do without, types of arguments for instance. */
const COMPILER = {
  extends: '../../types/tsconfig.json',
  compilerOptions: { strict: false, exactOptionalPropertyTypes: false, allowJs: true },
  include: ['*'],
};

const folders = [];
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

/** Writes programs into a folder that is removed in the end. */
function written(programs) {
  const folder = writePrograms(programs);
  folders.push(folder);
  return folder;
}

/** What the compiler says of programs; nothing if they are right. */
function compile(programs) {
  const folder = written(programs);
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
  return spawnSync(process.execPath, [TSC, '-p', folder], { cwd: folder, encoding: 'utf8' }).stdout;
}

/** Each line is wrong in another way. */
const WRONG = `
import { CookieJug } from 'crawler-session';
session.getCookieStrin(url);
sesion.markGood();
`;

/** Runs a program in an empty folder, without the proxies that this machine may have. */
async function run(program) {
  const { name, extension, stage, used } = program;
  const folder = written([program]);
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-docs-'));
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/_proxy$/i.test(key)));
  const stageFile = stage ? path.join(__dirname, 'stage', stage) : '';
  const args = [path.join(__dirname, 'run.mjs'), path.join(folder, name + extension), stageFile, ...used];
  try {
    const options = { cwd, env: { ...env, APIFY_LOCAL_STORAGE_DIR: cwd, CRAWLEE_STORAGE_DIR: cwd }, timeout: 60_000 };
    return (await promisify(execFile)(process.execPath, args, options)).stdout;
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true });
  }
}

test('each block is of a kind that is tested, JSON parses, and each fence opens or closes a block', () => {
  const others = BLOCKS.filter((block) => !isProgram(block) && !['sh', 'json', 'text'].includes(block.language));
  expect(others).toEqual([]);
  for (const { code } of BLOCKS.filter(({ language }) => language === 'json')) JSON.parse(code);
  const fences = PAGES.flatMap((page) => read(page).match(/^\s*(```|~~~)/gm) ?? []);
  expect(fences).toHaveLength(2 * BLOCKS.length);
});

test('programs compile', () => {
  expect(compile(PROGRAMS)).toBe('');
}, 120_000);

test('what is wrong in a block is seen: a method, a name, an import, a result', async () => {
  const programOf = (code) => programsOf({ page: 'docs/http-clients.md', language: 'js', code, line: 0 }, 0)[0];
  const messages = compile([programOf(WRONG)]);
  for (const name of ['getCookieStrin', 'sesion', 'CookieJug']) expect(messages).toContain(`'${name}'`);
  const result = programOf("session.getCookieString(url); // 'sid=2'\n");
  await expect(run(result)).rejects.toThrow("// 'sid=2'");
}, 120_000);

test.each(RUN.map((program) => [program.title, program]))(
  '%s: runs, and prints what it says',
  async (_, program) => {
    const printed = await run(program);
    const said = [...program.code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(([, text]) => text);
    for (const text of said) expect(printed).toContain(text);
  },
  90_000,
);
