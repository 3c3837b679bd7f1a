'use strict';

// The project's Markdown: which files there are, and what of their text a test wants to see.

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');

const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');

/** Names of the Markdown files in a folder, from the root. */
function markdownIn(folder) {
  const names = fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => path.posix.join(folder, name)).sort();
}

/** The README and the pages in docs/, whose code blocks are tested. */
const PAGES = ['README.md', ...markdownIn('docs')];
/** These and the other documents at the root, whose links are tested. */
const DOCUMENTS = [...markdownIn('.'), ...markdownIn('docs')];

const FENCED = /^```(\w*)\n([\s\S]*?)^```$\n?/gm;

/** The fenced code blocks of a text, each with its language and the line where it begins. */
function blocksOf(text) {
  return [...text.matchAll(FENCED)].map(({ 1: language, 2: code, index }) => {
    return { language, code, line: text.slice(0, index).split('\n').length };
  });
}

/** A text without its code: neither blocks nor spans of it have links or headings. */
function prose(text) {
  return text.replace(FENCED, '\n').replace(/`[^`\n]+`/g, (span) => span.replace(/[[\]()#<>]/g, '.'));
}

/** Targets of the links and pictures of a text. */
function linksOf(text) {
  const plain = prose(text).replace(/<!--.*?-->/gs, '');
  const inline = [...plain.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
  const others = [...plain.matchAll(/^\[[^\]]+\]:\s*(\S+)|<(https?:[^>]+)>|(?:href|src)="([^"]+)"/gm)];
  return [...inline, ...others].map(([, ...found]) => found.find((target) => target !== undefined));
}

/** The anchors of a text's headings, as GitHub makes them. */
function anchorsOf(text) {
  const counts = new Map();
  const headings = text.replace(FENCED, '\n').matchAll(/^#{1,6} (.+?)\s*#*$/gm);
  return [...headings].map(([, heading]) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

module.exports = { DOCUMENTS, PAGES, anchorsOf, blocksOf, linksOf, prose, read, root };
