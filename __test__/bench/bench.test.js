'use strict';

// The benchmark's own parts. How fast anything is, is not tested.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { PROCESS_MS } = require('../helpers/patience');

const ROOT = path.join(__dirname, '..', '..');
const BENCH = path.join(ROOT, 'bench');
const page = (name) => fs.readFileSync(path.join(ROOT, name), 'utf8');

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
  expect(document.match(/^<!-- /gm)).toHaveLength(10);
});

describe('the report on pools', () => {
  const LINES = [
    { what: 'slower', ours: '9 µs', limit: 'bench.atMost(10, 9, String)' },
    { what: 'rarer', ours: '9 a second', limit: 'bench.atLeast(10, 9, bench.perSecond)' },
    {
      what: 'others',
      ours: '1 µs',
      peer: 'A <&>',
      theirs: '20 µs',
      ratio: { median: 20, low: 19, high: 21 },
      least: 15,
    },
    { what: 'floor', ours: '4 µs', peer: 'floor', theirs: '1 µs', ratio: { median: 4 }, most: 3 },
    { what: 'known', ours: '1 µs', peer: 'B', theirs: '2 µs', ratio: { median: 2 } },
  ];
  /** The limits are made by functions of the file. */
  const source = JSON.stringify(LINES).replace(/"(bench\.[^"]+)"/g, '$1');

  test('says of each line whether it is what was wanted', () => {
    expect(evaluate('pool/lines.mjs', `${source}.map(bench.cells)`)).toEqual([
      ['slower', '9 µs', '', '', '', '≤ 10', 'ok'],
      ['rarer', '9 a second', '', '', '', '≥ 10 a second', 'missed'],
      ['others', '1 µs', 'A <&>', '20 µs', '20.0 (19.0 to 21.0)', '≥ 15', 'ok'],
      ['floor', '4 µs', 'floor', '1 µs', '4.00', '≤ 3', 'missed'],
      ['known', '1 µs', 'B', '2 µs', '2.00', '', ''],
    ]);
  });

  test('draws those who were compared with ours, not what ours is compared with', () => {
    expect(evaluate('pool/lines.mjs', `bench.bars(${source})`)).toEqual([
      { label: 'others (A <&>)', ratio: 20, wanted: 15 },
      { label: 'known (B)', ratio: 2 },
    ]);
  });

  test('is a part with a chart and a row for each line', () => {
    const lines = LINES.filter(({ limit }) => limit === undefined);
    const text = evaluate('pool/report.mjs', `bench.poolPart('Measured.', ${JSON.stringify(lines)})`);
    expect(text).toMatch(/^## Pools\n\nMeasured\.\n/);
    expect(text).toContain('](benchmarks-pool.svg)');
    expect(text.match(/^\| \w.*\|$/gm)).toHaveLength(1 + lines.length);
    expect(text).not.toMatch(/NaN|undefined/);
  });
});

describe('what the scripts write into pages beside docs/benchmarks.md', () => {
  /** The rows of a table as lists of cells, by their first one; of several with the same the first counts. */
  const rows = (text) => {
    const cells = [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split('|').map((cell) => cell.trim()));
    return new Map(cells.reverse().map((row) => [row[0], row]));
  };
  /** What stands between the comments of a part. */
  const part = (text, name) =>
    new RegExp(`<!-- ${name}: written by [^>]+ -->\\n\\n(.*?)\\n\\n<!-- end of ${name} -->`, 's').exec(text)[1];
  const measured = (name) => rows(part(page('docs/benchmarks.md'), name));
  /** The ratio of a row there. Other pages have one digit after the point, rounded from the same number. */
  const ratio = (row) => parseFloat(row.at(-3));
  const isRounded = (text, number) => Math.abs(text - number) < 0.06;

  test('the README has three numbers, which are those measured last', () => {
    const lines = [part(page('README.md'), 'speed'), part(page('README.md'), 'memory')].join('\n').split('\n');
    const numbers = lines.map((line) => /\*\*([\d.]+) times/.exec(line)[1]);
    const [speed, memory] = ['speed', 'memory'].map(measured);
    const there = [
      speed.get('getCookieString, 20 cookies match'),
      speed.get('20 Puppeteer cookies in'),
      memory.get('bytes per cookie'),
    ].map(ratio);
    expect(numbers).toHaveLength(3);
    expect(numbers.filter((number, index) => !isRounded(number, there[index]))).toEqual([]);
  });

  test('so are those of the main rows in docs/performance.md', () => {
    const main = [...rows(part(page('docs/performance.md'), 'speed')).values()].reverse().slice(2);
    const there = measured('speed');
    const wrong = main.filter((row) => !isRounded(row.at(-1), ratio(there.get(row[0]))));
    expect(main.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  test('the next run writes the numbers in the same form', () => {
    const lines = [
      ['getCookieString, 20 cookies match', 789, 27],
      ['20 Puppeteer cookies in', 11_800, 6.72],
    ].map(([operation, ours, median]) => ({ operation, peer: 'Crawlee 3.18.1', medians: { ours }, ratio: { median } }));
    const written = evaluate(
      'headline.mjs',
      `[bench.speedHeadline(${JSON.stringify(lines)}), bench.memoryHeadline({ ours: 215, crawlee: 706 })]`,
    );
    // Whether it is nanoseconds or microseconds depends on the machine.
    const form = (text) => text.replace(/[\d.]+ (times|B\b)/g, '# $1').replace(/[\d.]+ [nµ]s/g, '# s');
    expect(written.map(form)).toEqual(['speed', 'memory'].map((name) => form(part(page('README.md'), name))));
  });
});
