// The competitor: the Session class of apify 0.18.1 with a pool and the tough-cookie of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

// The package wants to know where it may write, though nothing here makes it write.
const storage = mkdtempSync(join(tmpdir(), 'crawler-session-bench-'));
process.on('exit', () => rmSync(storage, { recursive: true, force: true }));
process.env.APIFY_LOCAL_STORAGE_DIR ??= storage;

const sessionFile = require.resolve('apify-018/build/session_pool/session');

export const { Session } = require(sessionFile);
export const { SessionPool } = require('apify-018/build/session_pool/session_pool');
export const { Cookie } = createRequire(sessionFile)('tough-cookie');
