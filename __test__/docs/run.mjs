// `node run.mjs <program> <its stage> <names that it uses>`: runs a program of a block, then what its stage wants to hold after it.

import { pathToFileURL } from 'node:url';

const [program, stage, ...used] = process.argv.slice(2);

const block = await import(pathToFileURL(program).href);
if (stage) {
  const { after } = await import(pathToFileURL(stage).href);
  await after?.(block, used);
}
// Crawlers have timers.
process.exit(0);
