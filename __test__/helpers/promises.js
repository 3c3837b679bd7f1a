'use strict';

const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');

/** A row of docs/promises.md: number, promise, reason or source. */
const ROW = /^\| ([A-Z]\d+) +\| (.*?) +\| (.*?) +\|$/;

/** The promises of docs/promises.md in their order. */
function readPromises() {
  const page = fs.readFileSync(path.join(ROOT, 'docs', 'promises.md'), 'utf8');
  const rows = page.split('\n').map((line) => ROW.exec(line));
  return rows.filter(Boolean).map(([, id, promise, reason]) => ({ id, promise, reason }));
}

const IDS = new Set(readPromises().map(({ id }) => id));

/** What wants a difference from another package: promises, or a row of docs/chrome.md; then, in words, what of it. */
const REASON = /^(?:docs\/chrome\.md (?:\d|lastAccessed)|([A-Z]\d+(?:, [A-Z]\d+)*) .)/;

/** Whether a reason begins with promises that exist, or with a row of docs/chrome.md. */
function isReason(reason) {
  const match = REASON.exec(reason);
  if (match === null) return false;
  const [, ids = ''] = match;
  return ids === '' || ids.split(', ').every((id) => IDS.has(id));
}

module.exports = { ROOT, isReason, readPromises };
