'use strict';

// Writes the help of each command into docs/command-line.md, behind its mark.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const page = path.join(root, 'docs', 'command-line.md');

/** A mark, with the name of its command unless it is that of all, and the block behind it. */
const MARKED = /<!-- help ?(\w*) -->\n+(?:```text\n[\s\S]*?```\n)?/g;

function helpOf(command) {
  const args = [path.join(root, 'js', 'cli', 'main.js'), ...(command === '' ? [] : [command]), '--help'];
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

const text = fs.readFileSync(page, 'utf8');
const written = text.replace(MARKED, (mark, command) => {
  return `${mark.slice(0, mark.indexOf('-->'))}-->\n\n\`\`\`text\n${helpOf(command)}\`\`\`\n`;
});
fs.writeFileSync(page, written);
