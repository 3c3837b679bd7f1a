// A storage folder of Crawlee's for one example, which leaves nothing behind. Your crawler keeps its own, `./storage` by default.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStorage } from '@crawlee/memory-storage';
import { Configuration } from 'crawlee';

/** Calls `use` with a function that makes the configuration of a run: each run reads what the last one wrote. */
export async function inStorage(use) {
  const localDataDirectory = await mkdtemp(join(tmpdir(), 'crawler-session-example-'));
  try {
    await use(() => {
      const storageClient = new MemoryStorage({ localDataDirectory, persistStorage: true, writeMetadata: true });
      return new Configuration({ storageClient, purgeOnStart: false });
    });
  } finally {
    await rm(localDataDirectory, { recursive: true, force: true });
  }
}
