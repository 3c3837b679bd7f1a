/**
 * A store for pools of sessions that many machines share, in the Redis or Valkey that you operate.
 *
 * @example
 * import Redis from 'ioredis';
 * import { SessionPool } from 'crawler-session/pool';
 * import { RedisStore } from 'crawler-session/redis';
 *
 * const pool = await SessionPool.open({ store: new RedisStore(new Redis()) });
 */

export * from './types/redis-store';
export type * from './types/session-store';
