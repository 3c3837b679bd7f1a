'use strict';

const { readArguments } = require('./arguments');
const { isOfUsage, lineOf, UsageError } = require('./failures');
const { helpOf, overview, usageOf } = require('./help');

/** The commands in the order in which the help lists them. Each is read when it is called. */
const COMMANDS = new Map([
  ['list', () => require('./commands/list')],
  ['show', () => require('./commands/show')],
  ['login', () => require('./commands/login')],
  ['open', () => require('./commands/open')],
  ['import', () => require('./commands/import')],
  ['export', () => require('./commands/export')],
  ['retire', () => require('./commands/retire')],
  ['renew', () => require('./commands/renew')],
  ['remove', () => require('./commands/remove')],
  ['prune', () => require('./commands/prune')],
  ['stats', () => require('./commands/stats')],
  ['encrypt', () => require('./commands/encrypt')],
]);

const all = () => [...COMMANDS].map(([name, read]) => ({ name, ...read() }));

/** Runs a command line. Returns the exit code: 0, 1 if what was asked for did not happen, 2 for wrong use. */
async function run([name, ...rest]) {
  let command;
  try {
    if (name === '--version') return say(require('../../package.json').version);
    if (name === '--help' || name === '-h' || name === 'help') return say(overview(all()));
    const read = COMMANDS.get(name);
    if (read === undefined) {
      throw new UsageError(name === undefined ? 'A command is missing' : `There is no command ${JSON.stringify(name)}`);
    }
    command = { name, ...read() };
    const { options, positionals } = readArguments(command, rest);
    if (options.help) return say(helpOf(command));
    await command.run({ options, positionals });
    return 0;
  } catch (error) {
    const isUsage = isOfUsage(error);
    const prefix = command === undefined ? 'crawler-session' : `crawler-session ${name}`;
    const usage = command === undefined ? overview(all()) : usageOf(command);
    process.stderr.write(`${prefix}: ${lineOf(error)}\n${isUsage ? `${usage}\n` : ''}`);
    return isUsage ? 2 : 1;
  }
}

function say(text) {
  process.stdout.write(`${text}\n`);
  return 0;
}

module.exports = { run };
