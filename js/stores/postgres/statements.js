'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { describe, typeError } = require('../../values/errors');

/** All statements by their names; the first lines of the file tell how they are written. */
const TEMPLATES = readTemplates(fs.readFileSync(path.join(__dirname, '..', 'postgres-store.sql'), 'utf8'));

/** PostgreSQL cuts names of 64 bytes and more; some are longer than that of the table. */
const LONGEST_NAME = 57;

/** The statements and parts of the file, by their names. */
function readTemplates(file) {
  const [, ...blocks] = file.split(/^-- (?:name|part): /m);
  const templates = blocks.map((block) => {
    const [name, ...lines] = block.split('\n');
    const text = lines.map((line) => line.replace(/--.*/, '')).join(' ');
    return [name, text.replace(/\s+/g, ' ').replace(/; $/, '').trim()];
  });
  return Object.fromEntries(templates);
}

/** The statements for tables with these names and of this size: their names and texts, and the names of their values in the order in which they are numbered. */
function statementsFor(names, size) {
  const filled = (text) => text.replace(/\{(\w+)\}/g, (_, name) => names[name] ?? filled(TEMPLATES[name]));
  const statements = Object.entries(TEMPLATES).map(([name, template]) => {
    const parameters = [];
    const text = `${filled(template)} -- size ${size}`.replace(/(?<!:):([a-z_]+)/g, (_, parameter) => {
      if (!parameters.includes(parameter)) parameters.push(parameter);
      return `$${parameters.indexOf(parameter) + 1}`;
    });
    return [name, { name: nameOf(text), text, parameters }];
  });
  return Object.fromEntries(statements);
}

/** The name by which a connection keeps a statement. Others may use the connection as well: the same name is the same text. */
function nameOf(text) {
  return `crawler_session_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** The names of tables and of a function, quoted. */
function namesOf(table) {
  const parts = typeof table === 'string' ? table.split('.') : [];
  const isName = (part) => /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(part) && Buffer.byteLength(part) <= LONGEST_NAME;
  if (parts.length < 1 || parts.length > 2 || !parts.every(isName)) {
    const expected = `a name or schema.name of letters, digits, _ and -, of at most ${LONGEST_NAME} bytes each`;
    throw typeError('ERR_INVALID_ARG_VALUE', `table must be ${expected}, got ${describe(table)}`);
  }
  const quoted = (suffix) => parts.map((part, at) => `"${part}${at === parts.length - 1 ? suffix : ''}"`).join('.');
  return {
    sessions: quoted(''),
    pools: quoted('_pools'),
    count: quoted('_count'),
    pools_name: `"${parts.at(-1)}_pools"`,
  };
}

module.exports = { namesOf, statementsFor };
