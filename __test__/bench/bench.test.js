'use strict';

// The benchmark's own parts. How fast anything is, is not tested.

const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { PROCESS_MS } = require('../helpers/patience');

const BENCH = path.join(__dirname, '..', '..', 'bench');

/** Jest loads no ES modules without a flag, so Node.js runs them. */
function run(...args) {
  return execFileSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PROCESS_MS,
  });
}

/** What an expression is, with the exports of a file in scope as `bench`. */
function evaluate(file, expression) {
  const url = pathToFileURL(path.join(BENCH, file));
  return JSON.parse(
    run('--input-type=module', '-e', `import * as bench from '${url}'; console.log(JSON.stringify(${expression}))`),
  );
}

/** The names of the elements, if each is closed where it has to be. */
function elements(xml) {
  const open = [];
  const names = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
    (_, isEnd, name, _attributes, isEmpty) => {
      if (isEnd) expect(open.pop()).toBe(name);
      else {
        names.push(name);
        if (!isEmpty) open.push(name);
      }
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot);)/);
  return names;
}

test('all contestants give the same results in every row', () => {
  expect(run(path.join(BENCH, 'check.mjs'))).toMatch(/^\d+ rows give the same results$/m);
});

test('the chart is well-formed, whatever the labels and the ratios are', () => {
  const bars = [
    { label: 'a <b> & "c"', ratio: 12.34, wanted: 8 },
    { label: 'missed', ratio: 0.01, wanted: 3 },
    { label: 'nothing wanted', ratio: 150 },
  ];
  const svg = evaluate('chart.mjs', `bench.chart('x < y & "z"', 'note', ${JSON.stringify(bars)})`);
  const names = elements(svg);
  expect(names.filter((name) => name === 'rect')).toHaveLength(bars.length);
  expect(svg).toContain('a &lt;b&gt; &amp; &quot;c&quot;');
  expect(svg).toContain('0.0 (missed)');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('each script writes its own part of the document', () => {
  const document = evaluate(
    'document.mjs',
    `['memory', 'speed', 'memory'].reduce((text, part, index) => bench.withPart(text, part, part + index), bench.empty())`,
  );
  expect(document.match(/^(speed|memory)\d$/gm)).toEqual(['speed1', 'memory2']);
  expect(document.match(/^<!-- /gm)).toHaveLength(6);
});
