// `docs/benchmarks.md` has a part for each script that measures; each writes its own and leaves the others alone.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../docs/benchmarks.md', import.meta.url);

/** Each part stands between two comments, in this order. */
const PARTS = { speed: 'npm run bench', memory: 'npm run bench:memory', load: 'npm run bench:load' };

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
  const from = document.indexOf(begin(part));
  const to = document.indexOf(end(part));
  if (from === -1 || to < from)
    throw new Error(`docs/benchmarks.md has no part "${part}"; remove the file to begin anew`);
  return `${document.slice(0, from)}${begin(part)}\n\n${text.trim()}\n\n${document.slice(to)}`;
}

export function writePart(part, text) {
  const document = existsSync(FILE) ? readFileSync(FILE, 'utf8') : empty();
  writeFileSync(FILE, withPart(document, part, text));
}
