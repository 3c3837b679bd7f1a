'use strict';

// Crawlers on two machines share a pool, and one machine is cut off. Machines are network namespaces where this process may make them, and
// processes whose connections are stalled in any case; which there were, each test writes.
// Promises: L3, L8, L9

const os = require('node:os');
const { makeMachines } = require('../../examples/machines');
const { until, PROCESS_MS } = require('../helpers/patience');
const { now } = require('./history');
const { SERVERS } = require('./places');

let place;
let remove;

afterEach(async () => {
  delete process.env.MACHINES;
  await place.end();
  await remove();
});

/** Two machines with two crawlers each. */
async function twoMachines(way) {
  process.env.MACHINES = way;
  const interfaces = Object.keys(os.networkInterfaces());
  const made = await makeMachines(['first', 'second'], place.server.port);
  remove = made.remove;
  // Another one here would break the connections of the browsers of other tests.
  expect(Object.keys(os.networkInterfaces())).toEqual(interfaces);
  const machines = made.machines.map(({ command, host, port, ...cable }, at) => {
    const store = { ...place.far, host, port };
    const crawlers = [1, 2].map((one) => place.crew.start(10 * at + one, { command, store }));
    return { ...cable, crawlers };
  });
  process.stdout.write(`Two machines: ${made.kind}\n`);
  return machines;
}

/** Which sessions the crawlers of a machine have begun to use since a time. */
function usedBy({ crawlers }, since) {
  const pids = crawlers.map(({ pid }) => pid);
  const begun = place.history
    .read()
    .filter(({ what, at, pid }) => what === 'begin' && at > since && pids.includes(pid));
  return new Set(begun.map(({ id }) => id));
}

const savedBy = ({ crawlers }) => crawlers.reduce((sum, { saved }) => sum + saved, 0);

test.each([
  ['Redis, ioredis', 'namespaces'],
  ['Redis, node-redis', 'processes'],
  ['PostgreSQL', 'namespaces'],
])(
  '%s, %s: a machine is cut off, the other goes on with all sessions, and both do when it is back',
  async (server, way) => {
    place = await SERVERS[server].open();
    await place.fill();
    const [first, second] = await twoMachines(way);
    expect(await until(() => savedBy(first) > 10 && savedBy(second) > 10, PROCESS_MS)).toBe(true);
    const cutAt = now();
    first.pullCable();
    const live = async () => (await place.summaries()).filter(({ status }) => status !== 'retired').map(({ id }) => id);
    const hasAll = async () => (await live()).every((id) => usedBy(second, cutAt).has(id));
    expect(await until(hasAll, PROCESS_MS)).toBe(true);
    const before = savedBy(first);
    first.plugCable();
    expect(await until(() => savedBy(first) > before + 10, PROCESS_MS)).toBe(true);
    expect(await place.judge()).toEqual([]);
  },
);
