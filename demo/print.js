'use strict';

// What the demo prints: numbered steps, what each found, and a table of cookies.

const { performance } = require('node:perf_hooks');

/** Runs numbered steps. A step that throws ends the run; the error then tells which step it was. */
class Steps {
  #count = 0;

  /** Prints the title, runs `work` with a function that prints a line, prints that the step held. */
  async run(title, work) {
    this.#count += 1;
    const name = `Step ${this.#count} (${title})`;
    console.log(`\n${this.#count}. ${title}`);
    const start = performance.now();
    try {
      const result = await work((line) => console.log(`   ${line}`));
      console.log(`   ok, ${seconds(performance.now() - start)}`);
      return result;
    } catch (error) {
      throw new Error(`${name} failed: ${error.message}`, { cause: error });
    }
  }
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** The cookies in columns. */
function cookieTable(cookies) {
  return table(
    ['name', 'domain', 'path', 'expires', 'flags', 'sameSite'],
    cookies.map((cookie) => [
      cookie.name,
      cookie.domain,
      cookie.path,
      cookie.expires === -1 ? 'session' : new Date(cookie.expires * 1000).toISOString().slice(0, 16).replace('T', ' '),
      [cookie.httpOnly && 'HttpOnly', cookie.secure && 'Secure'].filter(Boolean).join(' ') || '-',
      cookie.sameSite ?? '-',
    ]),
  );
}

/** Rows as lines of text, each column as wide as its widest cell. */
function table(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

module.exports = { Steps, cookieTable, seconds };
