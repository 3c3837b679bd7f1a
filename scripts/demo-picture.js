'use strict';

// `node scripts/demo-picture.js` runs the demo and draws what it printed into docs/demo.svg, the picture of the README.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const FILE = path.join(root, 'docs', 'demo.svg');

/** In pixels. Digits of a monospaced font are 0.6 of its size wide, a little more in some fonts. */
const SIZE = 13;
const WIDTH_OF_ONE = 8;
const LINE = 18;
const MARGIN = 20;

/** Colours for both backgrounds: the page that shows the picture decides which. */
const STYLE = `
    .window { fill: #f6f8fa; stroke: #d1d9e0; }
    text { fill: #1f2328; white-space: pre; }
    .step { font-weight: 600; }
    .ok { fill: #1a7f37; }
    @media (prefers-color-scheme: dark) {
      .window { fill: #0d1117; stroke: #3d444d; }
      text { fill: #f0f6fc; }
      .ok { fill: #3fb950; }
    }`;

/** The lines that the demo prints. */
function demoLines() {
  const printed = execFileSync(process.execPath, [path.join(root, 'demo', 'run.js')], { encoding: 'utf8' });
  return printed.trim().split('\n');
}

/** Lines of text as an SVG of a terminal. */
function picture(lines) {
  const width = Math.max(...lines.map((line) => line.length)) * WIDTH_OF_ONE + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.flatMap((line, index) => {
    const y = MARGIN + (index + 1) * LINE - 5;
    return line === ''
      ? []
      : `  <text${classOf(line)} x="${MARGIN}" y="${y}" xml:space="preserve">${escaped(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}" role="img" aria-label="What npm run demo prints">
  <style>${STYLE}
  </style>
  <rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${texts.join('\n')}
</svg>
`;
}

/** Highlights titles of steps, and lines that say that they held. */
function classOf(line) {
  if (/^\d+\. /.test(line)) return ' class="step"';
  return /^ {3}ok, |^Every step held/.test(line) ? ' class="ok"' : '';
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

if (require.main === module) fs.writeFileSync(FILE, picture(demoLines()));

module.exports = { FILE, demoLines, picture };
