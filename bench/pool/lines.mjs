// Lines of the report on pools. Each has what was measured; some are compared, others have a limit of their own.

import { ratio, verdict, wanted } from '../table.mjs';

export const HEAD = ['what', 'ours', 'compared with', 'theirs', 'ratio (quartiles)', 'wanted', ''];

/**
 * @typedef {object} Line
 * @property {string} what
 * @property {string} ours
 * @property {string} [peer] with whom it is compared
 * @property {string} [theirs]
 * @property {{ median: number, low?: number, high?: number }} [ratio] how many times as long the peer takes or, if there is a `most`, how
 *   many times as long ours does
 * @property {number} [least] the ratio that is wanted
 * @property {number} [most]
 * @property {boolean} [isPart] whether ours is a part of theirs
 * @property {{ wanted: string, isMet: boolean }} [limit] what is wanted of ours alone
 */

/** @param {Line} line */
export function cells({ what, ours, peer = '', theirs = '', limit, ...line }) {
  const compared = line.ratio === undefined ? '' : ratio(line.ratio);
  if (limit !== undefined) return [what, ours, peer, theirs, compared, limit.wanted, limit.isMet ? 'ok' : 'missed'];
  return [what, ours, peer, theirs, compared, wanted(line), line.ratio === undefined ? '' : verdict(line)];
}

/** The lines in which the ratio is how many times as long somebody else takes, as bars of a chart. */
export function bars(lines) {
  return lines
    .filter(({ ratio, most, isPart }) => ratio !== undefined && most === undefined && !isPart)
    .map(({ what, peer, ratio, least }) => ({ label: `${what} (${peer})`, ratio: ratio.median, wanted: least }));
}

export function atMost(limit, value, text) {
  return { wanted: `≤ ${text(limit)}`, isMet: value <= limit };
}

export function atLeast(limit, value, text) {
  return { wanted: `≥ ${text(limit)}`, isMet: value >= limit };
}

/** How often something can be done one after the other. */
export function perSecond(count) {
  return `${count.toFixed(0)} a second`;
}
