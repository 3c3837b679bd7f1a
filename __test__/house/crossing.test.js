'use strict';

// Two sides of one crossing stand together in name, and each names the other in its first line.

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const FILES = fs.readdirSync(path.join(root, 'js', 'crossing'));

/** The first line of a file that says something; a doc comment may begin in the line before. */
function firstLine(file) {
  const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n');
  return lines.find((line) => !["'use strict';", '', '/**'].includes(line));
}

test.each(FILES)('js/crossing/%s and its other half name each other in their first lines', (file) => {
  const [ours, theirs] = [`js/crossing/${file}`, `src/crossing/${file.replace(/\.js$/, '.rs').replaceAll('-', '_')}`];
  expect(firstLine(ours)).toContain(`\`${theirs}\``);
  expect(firstLine(theirs)).toContain(`\`${ours}\``);
});
