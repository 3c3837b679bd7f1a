// The smoke and behaviour suite of all runtimes: no test framework, so that what runs is the runtime and the package alone.
// `npm run test:runtimes` copies it beside an installed package; in a clone, `node --expose-gc __test__/runtimes/suite.mjs` runs it
// on the clone itself. With names of files as arguments, only their checks.
// Promises: R2

import { runtime, unable } from './runtime.mjs';

/** Each file of checks exports one object: what is checked, and the function that does it. */
const FILES = [
  'loading',
  'session',
  'subclass',
  'cookies',
  'response',
  'state',
  'jar',
  'cookie',
  'rules',
  'files',
  'errors',
  'events',
  'inspect',
  'clone',
  'crawlee',
  'pool',
  'receivers',
  'hostile',
  'memory',
  'workers',
];

const counts = { passed: 0, failed: 0, impossible: 0 };

async function run(name, check) {
  const reason = unable(name);
  let failure;
  try {
    await check();
  } catch (error) {
    failure = error;
  }
  // What a runtime is said to be unable to do is tried all the same: a list of excuses that nobody checks grows old.
  if (reason !== undefined && failure !== undefined) {
    counts.impossible++;
    console.log(`not possible here: ${name} (${reason})`);
  } else if (reason !== undefined) {
    counts.failed++;
    console.log(`failed: ${name}\n  it works here by now; take it off the list in runtime.mjs`);
  } else if (failure !== undefined) {
    counts.failed++;
    console.log(`failed: ${name}\n${failure?.stack ?? failure}`);
  } else {
    counts.passed++;
    console.log(`passed: ${name}`);
  }
}

const wanted = process.argv.slice(2);
console.log(runtime);
for (const file of wanted.length === 0 ? FILES : wanted) {
  const { default: checks } = await import(`./checks/${file}.mjs`);
  for (const [name, check] of Object.entries(checks)) await run(`${file}: ${name}`, check);
}
const impossible = counts.impossible === 0 ? '' : `, ${counts.impossible} not possible here`;
console.log(`${counts.passed} passed, ${counts.failed} failed${impossible}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
