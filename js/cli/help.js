'use strict';

const { optionsOf } = require('./arguments');

/** The most characters of a line. */
const WIDTH = 100;

/** The line that says how a command is called. */
function usageOf({ name, positionals = [], options = {} }) {
  const needed = Object.entries(options).filter(([, { isNeeded }]) => isNeeded);
  const parts = [name, ...positionals, ...needed.map(([option, { value }]) => `--${option} ${value}`), '[options]'];
  return `Usage: crawler-session ${parts.join(' ')}`;
}

/** The help of a command, as `docs/command-line.md` has it. */
function helpOf(command) {
  const options = Object.entries(optionsOf(command)).map(([name, { value, about, choices }]) => [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    choices === undefined ? about : `${about}: ${choices.join(', ')}`,
  ]);
  const about = wrapped(command.about, WIDTH);
  return [usageOf(command), '', ...about, '', 'Options:', ...aligned(options)].join('\n');
}

/** The help of all. */
function overview(commands) {
  const lines = commands.map(({ name, positionals = [], summary }) => [[name, ...positionals].join(' '), summary]);
  return [
    'Usage: crawler-session COMMAND [options]',
    '',
    'Looks after the sessions of a pool. Values of cookies are shown with --reveal only.',
    '',
    'Commands:',
    ...aligned(lines),
    '',
    '`crawler-session COMMAND --help` tells more of one.',
  ].join('\n');
}

function aligned(rows) {
  const width = Math.max(...rows.map(([head]) => head.length));
  const indent = ' '.repeat(width + 4);
  return rows.map(
    ([head, text]) => `  ${head.padEnd(width)}  ${wrapped(text, WIDTH - indent.length).join(`\n${indent}`)}`,
  );
}

/** A text in lines of at most this many characters. */
function wrapped(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

module.exports = { helpOf, overview, usageOf };
