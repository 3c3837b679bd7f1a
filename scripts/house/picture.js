'use strict';

// Draws docs/house.svg, the picture of the house: the layers of `layers.js`, who may import each, and the way of a cookie through them.
// `npm run generate` writes it; `node scripts/generated.js --check` fails if it is out of date.

const { STACKS, WAYS } = require('./layers');

const WIDTH = 340;
const GAP = 20;
const BOX = 72;
const TOP = 64;
const STEP = 22;

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const label = (x, y, text, kind = '') => `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}>${escaped(text)}</text>`;

/** Where a stack's column begins. */
const columnOf = (name) => GAP + STACKS.findIndex((stack) => stack.name === name) * (WIDTH + GAP);
const rowOf = (index) => TOP + index * (BOX + 6);

/** The layers above one, which may import it; the lowest stack is also imported by the one beside it. */
function importers(stack, index) {
  const above = stack.layers.slice(0, index).map(({ name }) => name);
  if (['sqlite', 'core'].includes(stack.name)) above.unshift('src/');
  return above.length === 0 ? 'imported by no other' : `may be imported by ${above.join(', ')}`;
}

/** Wraps a text into lines of this length. */
function wrapped(text, length) {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines.at(-1).length + word.length >= length) lines.push('');
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines;
}

function box(stack, { name, about }, index) {
  const [x, y] = [columnOf(stack.name), rowOf(index)];
  const [first, second = ''] = wrapped(importers(stack, index), 60);
  return [
    `<rect class="box ${stack.name}" x="${x}" y="${y}" width="${WIDTH}" height="${BOX}"/>`,
    label(x + 10, y + 18, name, 'name'),
    label(x + 10, y + 34, about, 'about'),
    label(x + 10, y + 50, first, 'small'),
    second && label(x + 10, y + 63, second, 'small'),
  ].filter(Boolean);
}

/** The steps of a way: a number at the box of each, and a line below the shorter columns that says what happens there. */
function way([title, steps], index) {
  const kind = `way${index}`;
  const x = columnOf(STACKS[index].name);
  const y = rowOf(Math.max(...STACKS.slice(0, -1).map(({ layers }) => layers.length))) + 2 * STEP;
  const marks = steps.flatMap(([stackName, name], at) => {
    const stack = STACKS.find((one) => one.name === stackName);
    const cx = columnOf(stackName) + WIDTH - 38 + index * 22;
    const cy = rowOf(stack.layers.findIndex((one) => one.name === name)) + 16;
    return [`<circle class="${kind}" cx="${cx}" cy="${cy}" r="9"/>`, label(cx, cy + 4, String(at + 1), 'number')];
  });
  const lines = steps.flatMap(([stack, name, happens], at) => [
    `<circle class="${kind}" cx="${x + 9}" cy="${y + (at + 1) * STEP - 4}" r="9"/>`,
    label(x + 9, y + (at + 1) * STEP, String(at + 1), 'number'),
    label(x + 26, y + (at + 1) * STEP, `${stack}, ${name}: ${happens}`, 'about'),
  ]);
  return [...marks, label(x, y, title, 'name'), ...lines];
}

/** The picture as text. */
function picture() {
  const height = rowOf(Math.max(...STACKS.map(({ layers }) => layers.length))) + GAP;
  const width = STACKS.length * (WIDTH + GAP) + GAP;
  const drawn = [
    ...STACKS.flatMap((stack) => [
      label(columnOf(stack.name), TOP - 16, stack.title, 'name'),
      ...stack.layers.flatMap((layer, index) => box(stack, layer, index)),
    ]),
    ...Object.entries(WAYS).flatMap((one, index) => way(one, index)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="The layers of the project, who may import each, and the way of a cookie through them">
<style>
  .box { stroke: #446; rx: 6; }
  .js { fill: #fff8e6; } .src { fill: #fbeee6; } .sqlite { fill: #eef0fb; } .core { fill: #e9f6ec; }
  text { fill: #223; } .name { font-weight: 600; } .about { font-size: 12px; } .small { font-size: 10.5px; fill: #556; }
  .way0 { fill: #2b5fb3; } .way1 { fill: #2f7d4f; } .number { fill: #fff; font-size: 11px; text-anchor: middle; }
</style>
<rect width="${width}" height="${height}" fill="#fff"/>
${label(GAP, 24, 'Imports run downwards, and from left to right', 'name')}
${drawn.join('\n')}
</svg>
`;
}

module.exports = { picture };
