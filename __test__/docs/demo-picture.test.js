'use strict';

const fs = require('node:fs');
const { FILE, demoLines, picture } = require('../../scripts/demo-picture');

/** The lines of text that a picture shows, empty ones left out. */
function linesOf(svg) {
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  return texts.map((text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

/** Without what is another in each run: times, the port, ids, which Chromium it was, sizes, the order in which it reports cookies. */
function plain(lines) {
  const replaced = lines.map((line) =>
    line
      .replace(/\d+\.\d s\b/g, '# s')
      .replace(/:\d{4,5}\b/g, ':#')
      .replace(/session_\w+/g, 'session_#')
      .replace(/(Headless)?Chrome\/[\d.]+/, 'Chrome/#')
      .replace(/\d+ bytes/, '# bytes')
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'YYYY-MM-DD hh:mm')
      .replace(/(cookies: )(.*)/, (_, head, names) => head + names.split(', ').sort().join(', ')),
  );
  const table = replaced.findIndex((line) => /^ +-+ /.test(line)) + 1;
  return [...replaced.slice(0, table), ...replaced.slice(table).sort()];
}

test('the picture of the demo shows what the demo prints', () => {
  const printed = demoLines().filter((line) => line !== '');
  const shown = linesOf(fs.readFileSync(FILE, 'utf8'));
  expect(printed.length).toBeGreaterThan(30);
  expect(plain(shown)).toEqual(plain(printed));
}, 60_000);

test('any text can be drawn', () => {
  const lines = ['1. a <b> & "c"', '   ok, 0.1 s'];
  const svg = picture(lines);
  expect(linesOf(svg)).toEqual(lines);
  expect(svg).toContain('a &lt;b&gt; &amp; "c"');
});
