// On what was measured: nothing that tells whose machine it is.

import { cpus, release, totalmem, type } from 'node:os';
import { TITLES } from './contestants.mjs';

export function machine() {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = `${type()} ${release()} (${process.arch})`;
  return `${model.trim()}, ${cpus().length} cores, ${memory} GiB of memory, ${system}, Node.js ${process.versions.node}`;
}

/** The versions of those that were measured. */
export function versions(names) {
  return names.map((name) => TITLES[name]).join(', ');
}

/** The first words of each part of the report. */
export function measuredOn(names) {
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day} with ${versions(names)}.\n\nMachine: ${machine()}.`;
}
