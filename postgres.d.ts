/**
 * A store for pools of sessions that many machines share, in the PostgreSQL that you operate.
 *
 * @example
 * import pg from 'pg';
 * import { SessionPool } from 'crawler-session/pool';
 * import { PostgresStore } from 'crawler-session/postgres';
 *
 * const pool = await SessionPool.open({ store: new PostgresStore(new pg.Pool()) });
 */

export * from './types/postgres-store';
export type * from './types/session-store';
