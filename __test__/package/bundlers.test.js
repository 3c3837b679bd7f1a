'use strict';

// Bundles of a small app, made with the lines that docs/bundlers.md gives, run in a folder where there is no node_modules.
// Promises: R5

const fs = require('node:fs');
const path = require('node:path');
const { user } = require('./commands');

const { place, npm, node } = user();
const root = path.join(__dirname, '..', '..');
const page = fs.readFileSync(path.join(root, 'docs', 'bundlers.md'), 'utf8');
/** Lines of configuration: of esbuild and of webpack for a bundle that runs by itself, then of both for one without the package. */
const BLOCKS = [...page.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, block]) => block);

const APP = `
import { Session } from 'crawler-session';
import { Session as Hosted, createSessionFunction } from 'crawler-session/crawlee';

const session = new Session({ id: 'one' });
session.setCookies(['sid=1; Path=/'], 'http://example.com/');
const hosted = createSessionFunction({ sessionOptions: {}, emit() {} });
console.log(session.getCookieString('http://example.com/'), hosted instanceof Hosted);
`;

/** Scripts that bundle `app.mjs` into `out/app.js`, with lines of configuration from the page. */
const BUNDLERS = {
  esbuild: (lines) => `
    require(${JSON.stringify(require.resolve('esbuild'))})
      .build({ entryPoints: ['app.mjs'], bundle: true, outdir: 'out', logLevel: 'error', ${lines} })
      .then(({ warnings }) => console.log(JSON.stringify(warnings.map(({ text }) => text))));
  `,
  webpack: (lines) => `
    require(${JSON.stringify(require.resolve('webpack'))})(
      {
        mode: 'production', context: __dirname, entry: './app.mjs', output: { path: __dirname + '/out', filename: 'app.js' },
        resolveLoader: { modules: [${JSON.stringify(path.join(root, 'node_modules'))}] }, ${lines}
      },
      (failed, stats) => {
        const { errors, warnings } = failed ? { errors: [failed] } : stats.compilation;
        if (errors.length > 0) throw errors[0];
        console.log(JSON.stringify(warnings.map(({ message }) => message)));
      },
    );
  `,
};

const source = place();
beforeAll(() => {
  npm(source, 'install', 'crawler-session');
  fs.writeFileSync(path.join(source, 'app.mjs'), APP);
});

/** Bundles the app, and returns the folder of the result with what the bundler warned of. */
function bundle(bundler, lines) {
  fs.rmSync(path.join(source, 'out'), { recursive: true, force: true });
  fs.writeFileSync(path.join(source, 'build.cjs'), BUNDLERS[bundler](lines));
  const warnings = JSON.parse(node(source, 'build.cjs'));
  const folder = place();
  fs.cpSync(path.join(source, 'out'), folder, { recursive: true });
  return { folder, warnings };
}

test('the page has two lines for each bundler, and one that leaves the package outside', () => {
  expect(BLOCKS.map((block) => block.trim().split('\n').length)).toEqual([2, 2, 1, 1]);
});

test('esbuild: the bundle runs by itself', () => {
  const { folder, warnings } = bundle('esbuild', BLOCKS[0]);
  expect(warnings).toEqual([]);
  expect(node(folder, 'app.js').trim()).toBe('sid=1 true');
});

test('webpack: the bundle runs by itself; what it warns of are packages of other platforms', () => {
  const { folder, warnings } = bundle('webpack', BLOCKS[1]);
  const unexpected = warnings.filter((text) => !/Can't resolve '(\.\/)?crawler-session[.-]/.test(text));
  expect(unexpected).toEqual([]);
  expect(node(folder, 'app.js').trim()).toBe('sid=1 true');
});

test.each([
  ['esbuild', BLOCKS[2], "platform: 'node'"],
  ['webpack', BLOCKS[3], "target: 'node'"],
])('%s: the package can be left outside', (bundler, lines, more) => {
  const { folder, warnings } = bundle(bundler, `${lines} ${more}`);
  expect(warnings).toEqual([]);
  fs.symlinkSync(path.join(source, 'node_modules'), path.join(folder, 'node_modules'));
  expect(node(folder, 'app.js').trim()).toBe('sid=1 true');
  expect(fs.readdirSync(folder).sort()).toEqual(['app.js', 'node_modules']);
});
