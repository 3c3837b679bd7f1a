'use strict';

/** Whether a person looks at it. */
const isSeen = () => Boolean(process.stdout.isTTY);
const hasColours = () => isSeen() && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

const CODES = { bold: 1, red: 31, green: 32, yellow: 33 };

/** A text in a colour, where there are colours. */
function coloured(text, colour) {
  return hasColours() && colour !== undefined ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

/** Tells a person what is going on, beside what the command prints. */
function tell(text) {
  process.stderr.write(`${text}\n`);
}

function printJson(value) {
  print(JSON.stringify(value, null, 2));
}

/**
 * Prints a table.
 *
 * @param {string[]} heads
 * @param {string[][]} rows
 * @param {(row: string[], column: number) => string | undefined} [colourOf] the colour of a cell
 */
function printTable(heads, rows, colourOf = () => undefined) {
  const shown = rows.map((row) => row.map(printable));
  const widths = heads.map((head, column) => Math.max(head.length, ...shown.map((row) => row[column].length)));
  const line = (cells, colour) =>
    cells
      .map((cell, column) => {
        const space = column === cells.length - 1 ? '' : ' '.repeat(widths[column] - cell.length + 2);
        return coloured(cell, colour(column)) + space;
      })
      .join('')
      .trimEnd();
  print(line(heads, () => 'bold'));
  for (const [index, row] of shown.entries()) print(line(row, (column) => colourOf(rows[index], column)));
}

/** A text without what would move the cursor or colour the screen: names of cookies are the site's. */
function printable(text) {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** How long ago or ahead a time is: `5 min ago`, `in 2 h`. */
function distance(date, now = Date.now()) {
  if (date === undefined || date === null) return '';
  const ms = date - now;
  const [size, unit] = UNITS.find(([least]) => Math.abs(ms) >= least) ?? [1000, 's'];
  const count = Math.round(Math.abs(ms) / size);
  // Sessions that never end do so in some hundred thousand years.
  if (unit === 'd' && count > NEVER_DAYS) return 'never';
  if (count === 0) return 'now';
  return ms < 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
];
const NEVER_DAYS = 1_000_000;

/** How many there are of something. */
const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

module.exports = { coloured, counted, distance, isSeen, print, printJson, printTable, printable, tell };
