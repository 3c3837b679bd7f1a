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
 * A client of your own: a `Pool` or a connected `Client` of pg, a `PGlite`, or anything else that sends values apart from the text, where `$1`
 * is the first one. pg is given names as well, `query({ name, text, values })`, by which its connections keep the statements. A client that is one
 * connection must not be within a transaction.
 */
export interface PostgresClient {
  query(text: string, values: unknown[]): Promise<{ rows: object[] }>;
}

export interface PostgresStoreOptions {
  /**
   * The table of the sessions, as `name` or `schema.name`: letters, digits, `_` and `-`, as they are written. Beside it is a table with
   * `_pools` added to the name.
   * @default 'crawler_sessions'
   */
  table?: string | undefined;
}

/**
 * Keeps sessions in PostgreSQL (13 or later): crawlers on many machines share them. Each step is one statement; times are those of the server's
 * clock. The tables are made at the first open. It works behind poolers such as pgbouncer in transaction mode. `docs/stores.md` tells which
 * permissions the user of the database needs, how to look into the tables, and what is promised if the server fails.
 *
 * The client stays yours: the store neither configures nor ends it. It may serve other things at the same time, and several stores. Listen to
 * `error` of a pg Pool: Node.js ends the process otherwise when an idle connection breaks.
 *
 * Most of what fails rejects with the error of the client or the server as it is, which a `SessionPool` tries again and then has as the `cause`
 * of `STORE_UNAVAILABLE`. These are a `SessionPoolError`:
 *
 * | `code`              | when                                                                     |
 * | ------------------- | ------------------------------------------------------------------------ |
 * | `STORE_CORRUPT`     | there is a table of this name that no store has made                     |
 * | `STORE_VERSION`     | a later release has made the tables                                      |
 * | `STORE_UNAVAILABLE` | the client is not connected, or there was no answer for 30 seconds       |
 *
 * In none of these cases anything is overwritten. A step that may have been made although its answer was lost is made again, which does no harm.
 * So is one that the server could not make beside others, as happens if transactions are `repeatable read` or `serializable` by default.
 *
 * @example
 * import pg from 'pg';
 *
 * const client = new pg.Pool({ connectionString: 'postgres://crawler@db.example/crawler' });
 * client.on('error', (error) => console.error(error));
 * const pool = await SessionPool.open({ store: new PostgresStore(client) });
 */
export declare class PostgresStore implements SessionStore {
  /** @throws TypeError if the client has no `query`, or `table` is no name. */
  constructor(client: PostgresClient, options?: PostgresStoreOptions);

  /** Makes the tables if there are none. Rejects if those that are there are not for this release. */
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
