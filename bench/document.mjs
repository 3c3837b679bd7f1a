// `docs/benchmarks.md` has a part for each script that measures; each writes its own and leaves the others alone. What a reader is to see first
// of it stands in the README and in `docs/performance.md` as well, in parts of the same kind.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../docs/benchmarks.md', import.meta.url);

/** Each part stands between two comments, in this order. */
const PARTS = {
  speed: 'npm run bench',
  memory: 'npm run bench:memory',
  load: 'npm run bench:load',
  pool: 'npm run bench:pool',
  logins: 'npm run bench:logins',
};

const begin = (part) => `<!-- ${part}: written by ${PARTS[part]} -->`;
const end = (part) => `<!-- end of ${part} -->`;

/** The document before anything was measured. */
export function empty() {
  const parts = Object.keys(PARTS).map((part) => `${begin(part)}\n\n${end(part)}\n`);
  const scripts = Object.values(PARTS).map((script) => `\`${script}\``);
  return `# Benchmarks\n\nAll numbers come from ${scripts.join(', ')}, which write this file.\n\n${parts.join('\n')}`;
}

/** The document with a new text in one of its parts. */
export function withPart(document, part, text) {
  const written = between(document, begin(part), end(part), text);
  if (written === undefined) throw new Error(`docs/benchmarks.md has no part "${part}"; remove the file to begin anew`);
  return written;
}

/** The document with a new text between two comments; `undefined` if it doesn't have them. */
function between(document, first, last, text) {
  const from = document.indexOf(first);
  const to = document.indexOf(last);
  if (from === -1 || to < from) return undefined;
  return `${document.slice(0, from)}${first}\n\n${text.trim()}\n\n${document.slice(to)}`;
}

export function writePart(part, text) {
  const document = existsSync(FILE) ? readFileSync(FILE, 'utf8') : empty();
  writeFileSync(FILE, withPart(document, part, text));
}

/**
 * Writes a part of a page that is otherwise written by hand: of the README the numbers, of docs/performance.md the table of the main rows.
 * @param {'README.md' | 'docs/performance.md'} page
 */
export function writeInPage(page, part, text) {
  const file = new URL(`../${page}`, import.meta.url);
  const written = between(readFileSync(file, 'utf8'), begin(part), end(part), text);
  if (written === undefined) throw new Error(`${page} has no part for what \`${PARTS[part]}\` measures`);
  writeFileSync(file, written);
}
