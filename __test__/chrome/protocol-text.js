'use strict';

const { isUtf8 } = require('node:buffer');

/** The octets of a text that has one for each character, or nothing. */
function octetsOf(text) {
  return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined;
}

/** Whether a text can be octets that are no UTF-8. */
function isNoUtf8(text) {
  const octets = octetsOf(text);
  return octets !== undefined && !isUtf8(octets);
}

/**
 * The text that Chromium's protocol makes of octets (`third_party/inspector_protocol/crdtp/json.cc`): it leaves out what is no UTF-8
 * and knows of surrogates in three octets.
 */
function protocolText(text) {
  const octets = octetsOf(text);
  let shown = '';
  for (let at = 0; at < octets.length; at++) {
    const first = octets[at];
    if (first < 0x7f) {
      shown += String.fromCharCode(first);
      continue;
    }
    const more = first >> 5 === 0b110 ? 1 : first >> 4 === 0b1110 ? 2 : first >> 3 === 0b11110 ? 3 : 0;
    if (more === 0 || at + more >= octets.length) continue;
    const rest = [...octets.subarray(at + 1, at + 1 + more)];
    at += more;
    const point = rest.reduce((sum, octet) => sum * 64 + (octet & 0x3f), first & (0x3f >> more));
    if (rest.some((octet) => octet >> 6 !== 0b10) || point < 0x80 || point > 0x10ffff) continue;
    shown += String.fromCodePoint(point);
  }
  return shown;
}

module.exports = { isNoUtf8, protocolText };
