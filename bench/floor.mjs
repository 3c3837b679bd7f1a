// The least that a call like getCookieString costs: a native method that takes the URL and returns a text of the same length.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGET = join(ROOT, 'target');

/** What cargo calls the library on each platform. */
const LIBRARY = {
  darwin: 'libcrawler_session_floor.dylib',
  win32: 'crawler_session_floor.dll',
};

/** Builds the addon of the floor, if it is not built yet, and loads its class. */
export function loadFloor() {
  const manifest = join(ROOT, 'bench', 'floor', 'Cargo.toml');
  const args = ['build', '--release', '--locked', '--manifest-path', manifest, '--target-dir', TARGET];
  const { status, error } = spawnSync('cargo', args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('the floor could not be built', { cause: error });
  // Not `require`: the file's name does not end in `.node`.
  const loaded = { exports: {} };
  process.dlopen(loaded, join(TARGET, 'release', LIBRARY[process.platform] ?? 'libcrawler_session_floor.so'));
  return loaded.exports.Floor;
}
