'use strict';

// The public suffix list as the jar embeds it: crates/core/src/jar/request/public_suffixes.txt, one rule per line. The data is that of
// tldts, the library of tough-cookie 6, so that both jars use the same list; a newer one comes with a newer tough-cookie.
// `node scripts/public-suffixes.js` writes it; a test fails if it is out of date.

const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join(__dirname, '..', 'crates', 'core', 'src', 'jar', 'request', 'public_suffixes.txt');

/** The list as text. */
function publicSuffixes() {
  // Not exported by the package, but the list is available nowhere else.
  const data = require(path.join(path.dirname(require.resolve('tldts')), 'src', 'data', 'trie.js'));
  const rules = [...rulesBelow(data, data.rulesRoot, '')];
  const exceptions = [...rulesBelow(data, data.exceptionsRoot, '')].map((rule) => `!${rule}`);
  return `${[...rules, ...exceptions].sort().join('\n')}\n`;
}

/** The rules of a trie of labels, last label first; the labels of all edges are in one long text. */
function* rulesBelow(data, node, suffix) {
  for (let edge = data.edgeStart[node]; edge < data.edgeStart[node + 1]; edge++) {
    const label = labelOf(data, edge);
    const name = label + suffix;
    const child = data.edgeChild[edge];
    if (data.nodeFlags[child] !== 0) yield name;
    yield* rulesBelow(data, child, `.${name}`);
  }
}

const offsets = new WeakMap();

function labelOf(data, edge) {
  if (!offsets.has(data)) {
    let offset = 0;
    offsets.set(
      data,
      Array.from(data.edgeLength, (length) => {
        offset += length;
        return offset - length;
      }),
    );
  }
  const offset = offsets.get(data)[edge];
  return data.labelText.slice(offset, offset + data.edgeLength[edge]);
}

module.exports = { FILE, publicSuffixes };
if (require.main === module) fs.writeFileSync(FILE, publicSuffixes());
