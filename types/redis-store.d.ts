import type {
  AddOptions,
  AddResult,
  ClaimRequest,
  ClaimResult,
  HeldState,
  HoldResult,
  ListPage,
  ListResult,
  NewRecord,
  ReleaseChanges,
  RenewChanges,
  RetireResult,
  SessionStore,
  StoredRecord,
  StoredState,
  StoreStats,
} from './session-store';

/**
 * A client of your own: ioredis 5 or 6 (`new Redis()`, `new Redis.Cluster()`), iovalkey, or node-redis 4 to 6 (`createClient()`,
 * `createCluster()`, `createClientPool()`, `createSentinel()`). It must have no `keyPrefix`.
 */
export type RedisClient =
  | { call(command: string, ...args: never[]): Promise<unknown>; status: string }
  | { sendCommand(...args: never[]): Promise<unknown>; readonly isOpen: boolean };

export interface RedisStoreOptions {
  /**
   * With what the names of all keys begin. It must not be empty and has no braces.
   * @default 'crawler-session'
   */
  prefix?: string | undefined;
}

/**
 * Keeps sessions in Redis (6.2 or later) or Valkey: crawlers on many machines share them. Each step is one call of one script, which is one
 * round trip; times are those of the server's clock. In a cluster, all keys of a pool are in one slot. `docs/stores.md` tells which keys there
 * are, which permissions the user of the database needs, and what is promised if the server fails.
 *
 * The client stays yours: the store neither configures nor closes it. It may serve other things at the same time, and several stores.
 *
 * What fails rejects with a `SessionPoolError`:
 *
 * | `code`              | when                                                                                                |
 * | ------------------- | --------------------------------------------------------------------------------------------------- |
 * | `STORE_CORRUPT`     | a record or a key was changed by something else than a store, so that it can't be read; it is named |
 * | `STORE_VERSION`     | a later release wrote the pool                                                                      |
 * | `STORE_UNAVAILABLE` | anything else: no connection, no memory, a replica that can't be written to, … The `cause` is what  |
 * |                     | the client threw                                                                                    |
 *
 * In none of these cases anything is changed. A record that can't be read is left out by claims, and the others go on; `list` and `stats` count
 * it as retired, for the reason `damaged: …`. `remove` removes it.
 *
 * A step whose answer is lost with the connection is sent again, by the client or by the store. That does no harm: within ten minutes, a step
 * that is made twice has the effect and the answer of one.
 *
 * @example
 * import { createClient } from 'redis';
 *
 * const client = await createClient({ url: 'redis://localhost' }).connect();
 * const pool = await SessionPool.open({ store: new RedisStore(client) });
 */
export declare class RedisStore implements SessionStore {
  /** @throws TypeError if the client is none, or has a key prefix. */
  constructor(client: RedisClient, options?: RedisStoreOptions);

  /** Rejects if the client isn't open, or the keys of the pool aren't of this store. */
  open(pool: string): Promise<void>;
  close(pool: string): Promise<void>;
  claim(pool: string, request: ClaimRequest): Promise<ClaimResult>;
  add(pool: string, record: NewRecord, options?: AddOptions): Promise<AddResult>;
  renew(pool: string, id: string, fence: number, changes: RenewChanges): Promise<HoldResult>;
  release(pool: string, id: string, fence: number, changes: ReleaseChanges): Promise<HoldResult>;
  retire(pool: string, id: string, reason: string, held?: HeldState): Promise<RetireResult>;
  reset(pool: string, id: string, fence: number, record: { state: StoredState; usableMs: number }): Promise<boolean>;
  remove(pool: string, id: string): Promise<boolean>;
  prune(pool: string): Promise<number>;
  get(pool: string, id: string): Promise<StoredRecord | undefined>;
  list(pool: string, page: ListPage): Promise<ListResult>;
  stats(pool: string): Promise<StoreStats>;
}
