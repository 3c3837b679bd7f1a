/**
 * Sessions that outlive the process and are shared by many.
 *
 * @example
 * import { SessionPool, SqliteStore } from 'crawler-session/pool';
 */

export * from './types/memory-store';
export * from './types/session-pool';
export * from './types/session-store';
export * from './types/sqlite-store';
