'use strict';

// `node scripts/release/notes.js <tag>` prints the section of CHANGELOG.md for a release. Fails unless the tag is the version of package.json
// and the section is there and dated.

const fs = require('node:fs');
const path = require('node:path');
const { root } = require('../napi');

/** The text below `## <version> - <date>`, up to the next section. */
function notes(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`${version} - `));
  if (!section) throw new Error(`CHANGELOG.md has no section "## ${version} - <date>"`);
  const [heading, ...lines] = section.split('\n');
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) throw new Error(`CHANGELOG.md gives no date of release: "## ${heading}"`);
  return lines.join('\n').trim();
}

/** Returns the notes of a tag; throws what is wrong with it. */
function notesOf(tag) {
  const { version } = require(path.join(root, 'package.json'));
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json is of version ${version}`);
  return notes(fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version);
}

if (require.main === module) console.log(notesOf(process.argv[2]));

module.exports = { notes, notesOf };
