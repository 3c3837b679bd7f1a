// A folder for the files of a run, gone when the process ends.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'crawler-session-bench-pool-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
