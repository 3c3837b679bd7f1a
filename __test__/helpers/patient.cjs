'use strict';

// `node --require patient.cjs …`: the time-outs of a user's code are long enough for a busy machine. Whatever waits ten seconds or more
// waits fifty times as long; shorter timers pace the work of libraries and stay what they are.

const LONG_MS = 10_000;
const FACTOR = 50;

const { setTimeout } = globalThis;

globalThis.setTimeout = Object.assign(
  (callback, ms, ...args) => setTimeout(callback, ms >= LONG_MS ? ms * FACTOR : ms, ...args),
  setTimeout,
);
