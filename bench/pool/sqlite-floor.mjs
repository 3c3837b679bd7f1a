// The engine alone, making the same writes: an example of crates/sqlite.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = join(ROOT, 'target');

/** Builds it, if it is not built yet. Returns its file. */
export function sqliteFloor() {
  const which = ['-p', 'crawler-session-sqlite', '--example', 'floor'];
  const args = ['build', '--release', '--locked', ...which, '--target-dir', TARGET];
  const { status, error } = spawnSync('cargo', args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the floor of SQLite could not be built', { cause: error });
  return join(TARGET, 'release', 'examples', process.platform === 'win32' ? 'floor.exe' : 'floor');
}
