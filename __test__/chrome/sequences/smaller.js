'use strict';

const { without } = require('../reduce');

/** Forms of a sequence that are one step smaller. */
function* smaller(sequence) {
  const { steps } = sequence;
  const half = steps.length >> 1;
  if (half > 1) yield { ...sequence, steps: steps.slice(half) };
  for (const fewer of without(steps)) yield { ...sequence, steps: fewer };
  for (const [index, step] of steps.entries()) {
    for (const hops of fewerHops(step.hops ?? [])) {
      yield { ...sequence, steps: steps.with(index, { ...step, hops }) };
    }
  }
  if (sequence.kind !== 'site') yield { ...sequence, kind: 'site' };
}

function* fewerHops(hops) {
  if (hops.length > 1) yield* without(hops);
  for (const [index, hop] of hops.entries()) {
    for (const cookies of fewerCookies(hop.cookies)) yield hops.with(index, { ...hop, cookies });
    if (hop.headers.length > 0) yield hops.with(index, { ...hop, headers: [] });
  }
}

/** Of many cookies first a quarter is left out, then single ones, then attributes. */
function* fewerCookies(cookies) {
  const quarter = cookies.length >> 2;
  if (quarter > 1) {
    for (let at = 0; at < cookies.length; at += quarter) yield cookies.toSpliced(at, quarter);
    return;
  }
  yield* without(cookies);
  for (const [index, cookie] of cookies.entries()) {
    const [pair, ...attributes] = cookie.split(';');
    for (const fewer of without(attributes)) yield cookies.with(index, [pair, ...fewer].join(';'));
  }
}

module.exports = { smaller };
