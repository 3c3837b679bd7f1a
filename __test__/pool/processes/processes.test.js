'use strict';

// Several processes on one file, which are killed, stopped and continued.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { SessionPool, SqliteStore } = require('../../../pool');
const { runScript } = require('../../helpers/processes/child');
const { NAME, endMarked, newMark } = require('../../helpers/processes/mark');
const { PROCESS_MS, TEST_MS, until } = require('../../helpers/patience');
const { randomOf } = require('../../helpers/random');
const { SEED } = require('../../helpers/seed');

const PROCESSES = 4;
const SESSIONS = 6;
const USES = 200;
const KILLS = 25;
const LEASE_SECS = 1;

const mark = newMark();
let folder;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-processes-'));
});
afterEach(async () => {
  await endMarked(mark);
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(script, args) {
  const env = { ...process.env, [NAME]: mark };
  const child = spawn(process.execPath, [path.join(__dirname, script), ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.written = '';
  child.stdout.on('data', (text) => {
    child.written += text;
  });
  child.failed = '';
  child.stderr.on('data', (text) => {
    child.failed += text;
  });
  return child;
}

/** The lines of the file of witnesses, in the order in which they were written. */
function readWitnesses(file) {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => {
    const [what, id, fence, pid] = line.split(' ');
    return { what, id, fence: Number(fence), pid };
  });
}

/** What overlaps: a use that began while another of the same session, whose holder had neither stalled nor been killed, was under way. */
function overlaps(witnesses) {
  const under = new Map();
  const wrong = [];
  const ended = (id, fence) => witnesses.some((each) => each.what === 'end' && each.id === id && each.fence === fence);
  const lost = (id, fence) => witnesses.some((each) => each.what === 'lost' && each.id === id && each.fence === fence);
  for (const { what, id, fence } of witnesses) {
    if (what === 'begin') {
      const before = under.get(id);
      if (before !== undefined && ended(id, before) && !lost(id, before)) wrong.push([id, before, fence]);
      under.set(id, fence);
    } else if (what === 'end' && under.get(id) === fence) {
      under.delete(id);
    }
  }
  return wrong;
}

// Promises: L8
test(
  'processes are killed at random points of 200 uses: no session is lost, no fence goes back, no use overlaps another, nothing stale is saved',
  async () => {
    const random = randomOf(SEED);
    const [file, log] = ['sessions.db', 'witnesses'].map((name) => path.join(folder, name));
    const pool = await SessionPool.open({ store: new SqliteStore(file), createSessions: false });
    for (let index = 0; index < SESSIONS; index++) {
      await pool.add({ id: `s${index}`, userData: { fences: [] }, maxUsageCount: Infinity, maxAgeSecs: Infinity });
    }
    const children = new Set();
    const startOne = () => children.add(start('holder.js', [file, log, LEASE_SECS]));
    for (let index = 0; index < PROCESSES; index++) startOne();
    const savedCount = () => readWitnesses(log).filter(({ what }) => what === 'saved').length;
    for (let kill = 1; kill <= KILLS; kill++) {
      const enough = (USES * kill) / KILLS - random.below(USES / KILLS);
      expect(await until(() => savedCount() >= enough, PROCESS_MS)).toBe(true);
      // Those that have begun: on a busy machine, the uses of some are over before others have begun.
      let victims;
      const hasVictims = () => {
        const begun = readWitnesses(log).filter(({ what }) => what === 'open');
        victims = [...children].filter(({ pid }) => begun.some((each) => each.pid === String(pid)));
        return victims.length > 0;
      };
      expect(await until(hasVictims, PROCESS_MS)).toBe(true);
      const victim = random.pick(victims);
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      children.delete(victim);
      startOne();
    }
    expect(await until(() => savedCount() >= USES, PROCESS_MS)).toBe(true);
    for (const child of children) {
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(child.failed).toBe('');
    }

    const witnesses = readWitnesses(log);
    expect(new Set(witnesses.map(({ what }) => what.split(':')[0]))).not.toContain('failed');
    expect(overlaps(witnesses)).toEqual([]);
    const seen = [];
    for await (const { id, state, fence } of pool.sessions({ state: true })) {
      seen.push(id);
      const fencesOf = (wanted) =>
        witnesses.filter(({ what, id: of }) => what === wanted && of === id).map((each) => each.fence);
      const begun = fencesOf('begin');
      // Each use had a larger fence than all before it.
      expect(begun).toEqual([...begun].sort((a, b) => a - b));
      expect(new Set(begun).size).toBe(begun.length);
      expect(fence).toBeGreaterThanOrEqual(Math.max(...begun));
      const { fences } = state.userData;
      expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
      // All that was said to be saved is there, and nothing of a holder that had lost its lease.
      expect(fencesOf('saved').filter((each) => !fences.includes(each))).toEqual([]);
      expect(fencesOf('lost').filter((each) => fences.includes(each))).toEqual([]);
      const [cookie] = state.cookieJar.cookies;
      expect(cookie.value).toBe(String(fences.at(-1)));
    }
    expect(seen).toEqual(Array.from({ length: SESSIONS }, (_, index) => `s${index}`));
    await pool.close();
  },
  TEST_MS + KILLS * PROCESS_MS,
);

// Promises: L11
test('waiting keeps a process alive; a pool that is left open and a session that is held do not', async () => {
  const file = path.join(folder, 'sessions.db');
  const { stdout, code } = await runScript(path.join(__dirname, 'left-open.js'), [file]);
  expect([stdout, code]).toEqual(['POOL_TIMEOUT\n1\n', 0]);
  const pool = await SessionPool.open({ store: new SqliteStore(file) });
  expect(await pool.stats()).toMatchObject({ inUse: 1 });
  await pool.close();
});

// Promises: L8
test('a holder that is stopped past its lease and continued gets LEASE_LOST, and does no harm', async () => {
  const file = path.join(folder, 'sessions.db');
  const pool = await SessionPool.open({ store: new SqliteStore(file), createSessions: false });
  await pool.add({ id: 'alice', userData: { by: 'nobody' } });
  const child = start('stopped.js', [file, 2]);
  expect(await until(() => child.written.startsWith('holds'))).toBe(true);
  child.kill('SIGSTOP');
  const lease = await pool.acquire({ id: 'alice', timeoutSecs: Infinity });
  expect(lease.fence).toBeGreaterThan(Number(child.written.split(' ')[1]));
  expect(lease.session.userData).toEqual({ by: 'nobody' });
  lease.session.userData.by = 'the next one';
  child.kill('SIGCONT');
  child.stdin.write('go on\n');
  await once(child, 'close');
  expect(child.written.split('\n')[1]).toBe('LEASE_LOST true');
  await lease.release();
  await pool.use((session) => expect(session.userData).toEqual({ by: 'the next one' }));
  expect(child.failed).toBe('');
  await pool.close();
});
