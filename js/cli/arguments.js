'use strict';

const { parseArgs } = require('node:util');
const { UsageError } = require('./failures');

/** Options that each command has which opens a store. */
const OF_STORE = {
  store: {
    value: 'STORE',
    about: 'where the sessions are: an SQLite file, redis://… or postgres://… (or CRAWLER_SESSION_STORE)',
  },
  pool: { value: 'NAME', about: 'the pool in the store; default: default' },
  'key-file': { value: 'FILE', about: 'the key of the states, if they are encrypted (or CRAWLER_SESSION_KEY_FILE)' },
};

const HELP = { help: { about: 'shows this' } };

/** All options of a command, in the order of its help. */
function optionsOf({ options = {} }) {
  return { ...options, ...OF_STORE, ...HELP };
}

/** Reads what follows the name of a command. */
function readArguments(command, given) {
  const known = optionsOf(command);
  const types = Object.entries(known).map(([name, { value }]) => [
    name,
    { type: value === undefined ? 'boolean' : 'string', ...(name === 'help' ? { short: 'h' } : {}) },
  ]);
  const { values, positionals } = parseArgs({
    args: given,
    options: Object.fromEntries(types),
    allowPositionals: true,
  });
  if (values.help) return { options: values, positionals };
  const { positionals: names = [] } = command;
  if (positionals.length < names.length) throw new UsageError(`${names[positionals.length]} is missing`);
  if (positionals.length > names.length) {
    throw new UsageError(`There is an argument too many: ${JSON.stringify(positionals[names.length])}`);
  }
  for (const [name, { choices, isNeeded }] of Object.entries(known)) {
    if (isNeeded && values[name] === undefined) throw new UsageError(`--${name} is missing`);
    if (choices === undefined || values[name] === undefined || choices.includes(values[name])) continue;
    throw new UsageError(`--${name} must be one of ${choices.join(', ')}, got ${JSON.stringify(values[name])}`);
  }
  return { options: values, positionals };
}

/** A number of seconds. */
function secondsOf(text, name, usual) {
  if (text === undefined) return usual;
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0) return seconds;
  throw new UsageError(`--${name} must be a number of seconds, got ${JSON.stringify(text)}`);
}

module.exports = { optionsOf, readArguments, secondsOf };
