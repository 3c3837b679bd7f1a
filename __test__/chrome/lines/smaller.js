'use strict';

const { without } = require('../reduce');

/** The plainest of each part. */
const PLAIN = { kind: 'site', scheme: 'https', path: '/' };
const PAIR = 'a=1';

/** Forms of a line that are one step smaller. */
function* smaller(line) {
  const [pair, ...attributes] = line.parts;
  for (const fewer of without(attributes)) yield { ...line, parts: [pair, ...fewer] };
  for (const headers of without(line.headers)) yield { ...line, headers };
  if (line.echoes.length > 1) for (const echoes of without(line.echoes)) yield { ...line, echoes };
  for (const field of Object.keys(PLAIN)) {
    if (line[field] !== PLAIN[field]) yield { ...line, [field]: PLAIN[field] };
  }
  if (pair !== PAIR) yield { ...line, parts: [PAIR, ...attributes] };
  for (const [index, part] of line.parts.entries()) {
    if (part === PAIR) continue;
    for (const shorter of shorterTexts(part)) yield { ...line, parts: line.parts.toSpliced(index, 1, shorter) };
  }
}

/** A text without some of its characters: halves of a long one, single characters of a short one. */
function* shorterTexts(text) {
  if (text.length <= 40) {
    for (let at = 0; at < text.length; at++) yield text.slice(0, at) + text.slice(at + 1);
    return;
  }
  const [half, quarter] = [text.length >> 1, text.length >> 2];
  yield text.slice(half);
  yield text.slice(0, half);
  yield text.slice(0, quarter) + text.slice(half + quarter);
}

module.exports = { smaller };
