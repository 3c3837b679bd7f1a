'use strict';

// Links lead somewhere. Those to other hosts are looked at, not followed.

const fs = require('node:fs');
const path = require('node:path');
const { DOCUMENTS, anchorsOf, linksOf, read, root } = require('./markdown');

/** Whether there is such a file, in this very letter case, which not every file system asks for. */
function exists(name) {
  const file = path.join(root, name);
  return fs.existsSync(file) && fs.realpathSync.native(file) === path.join(fs.realpathSync.native(root), name);
}

/** What is wrong with a link that stands in a document; `undefined` if nothing is. */
function fault(document, target) {
  if (/^[a-z]+:/i.test(target)) {
    return /^(https|mailto):/.test(target) && URL.canParse(target) ? undefined : 'is no https or mailto link';
  }
  const [name, anchor] = target.split('#');
  const file = name === '' ? document : path.posix.join(path.posix.dirname(document), decodeURI(name));
  if (file.startsWith('..')) return 'leads out of the project';
  if (!exists(path.normalize(file))) return 'leads to no file';
  if (anchor === undefined) return undefined;
  if (!file.endsWith('.md')) return 'has an anchor in what is no Markdown';
  return anchorsOf(read(file)).includes(anchor) ? undefined : 'leads to no heading';
}

test.each(DOCUMENTS)('%s: each link leads to a file, or a heading, that is there', (document) => {
  const faults = linksOf(read(document)).map((target) => [target, fault(document, target)]);
  expect(faults.filter(([, what]) => what !== undefined)).toEqual([]);
});

test('links are found, and broken ones seen', () => {
  const text =
    '# A `b` (c)\n\n[x](#a-b-c) ![y](no.svg) `[z](no)`\n\n```sh\n[z](no)\n```\n\n[w](docs/README.md#no) <http://a.example>';
  expect(anchorsOf(text)).toEqual(['a-b-c']);
  expect(linksOf(text).map((target) => [target, fault('README.md', target)])).toEqual([
    ['#a-b-c', 'leads to no heading'],
    ['no.svg', 'leads to no file'],
    ['docs/README.md#no', 'leads to no heading'],
    ['http://a.example', 'is no https or mailto link'],
  ]);
});

test('docs/README.md has a line for each page', () => {
  const pages = DOCUMENTS.filter((name) => /^docs\/(?!README)/.test(name)).map((name) => path.posix.basename(name));
  const contents = read('docs/README.md').split('## ')[0];
  expect(linksOf(contents).sort()).toEqual(pages.sort());
});

test('the README has at most 150 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});
