// Which runtime this is, and what it can't do.

/** Name and version of the runtime. */
export const runtime =
  process.versions.bun !== undefined
    ? `Bun ${process.versions.bun}`
    : process.versions.deno !== undefined
      ? `Deno ${process.versions.deno}`
      : `Node.js ${process.versions.node}`;

const [name] = runtime.split(' ');

/** What a runtime can't do, by the name of the check, with the reason. Nothing else may fail. */
const UNABLE = {
  'Node.js': {},
  Bun: {},
  Deno: {
    'workers: terminate() stops a busy worker':
      'Deno lets a worker that is busy run on, with or without an addon; it ends when its loop does',
  },
};

/** Why this runtime can't do a check, if so. */
export function unable(check) {
  return UNABLE[name][check];
}

/** Collects garbage, several times with turns of the event loop between, so that finalizers run as well. */
export async function collectGarbage() {
  const collect = globalThis.Bun === undefined ? globalThis.gc : () => globalThis.Bun.gc(true);
  if (typeof collect !== 'function') throw new Error('Start the runtime with its garbage collector exposed');
  for (let i = 0; i < 5; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** What the call throws; a call that throws nothing fails the check. */
export function thrownBy(call) {
  let result;
  try {
    result = call();
  } catch (error) {
    return error;
  }
  throw new Error(`Nothing was thrown, but this was returned: ${String(result)}`);
}
