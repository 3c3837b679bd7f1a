// Tables for the console and for Markdown, and how numbers are written in them.

/** The first column to the left, the others, which have numbers, to the right. */
function padded(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
  return { widths, lines: rows.map(line) };
}

/** Rows of texts as lines of equal length. */
export function textTable(head, rows) {
  const { widths, lines } = padded([head, ...rows]);
  const rule = widths.map((width) => '-'.repeat(width));
  return [lines[0], rule, ...lines.slice(1)].map((cells) => cells.join('  ').trimEnd()).join('\n');
}

export function markdownTable(head, rows) {
  const { widths, lines } = padded([head, ...rows]);
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [lines[0], rule, ...lines.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three digits are what a noisy machine can tell. */
function digits(number) {
  if (number >= 100) return number.toFixed(0);
  return number >= 10 ? number.toFixed(1) : number.toFixed(2);
}

export function time(ns) {
  if (ns === undefined) return '';
  if (ns < 1e3) return `${digits(ns)} ns`;
  return ns < 1e6 ? `${digits(ns / 1e3)} µs` : `${digits(ns / 1e6)} ms`;
}

export function bytes(count) {
  if (Math.abs(count) < 10_000) return `${count.toFixed(0)} B`;
  return Math.abs(count) < 1e6 ? `${digits(count / 1e3)} kB` : `${digits(count / 1e6)} MB`;
}

export function ratio({ median, low, high }) {
  return low === undefined ? digits(median) : `${digits(median)} (${digits(low)} to ${digits(high)})`;
}

/** What was wanted of a ratio, and whether it came out so. */
export function wanted({ least, most }) {
  if (least !== undefined) return `≥ ${least}`;
  return most === undefined ? '' : `≤ ${most}`;
}

export function verdict({ least, most, ratio: { median } }) {
  if (least === undefined && most === undefined) return '';
  return median >= (least ?? 0) && median <= (most ?? Infinity) ? 'ok' : 'missed';
}
