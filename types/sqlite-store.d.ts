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
 * Keeps sessions in an SQLite file: they outlive the process, and several processes on one machine may share them. SQLite is part of the
 * addon, and all of its work is done off the event loop.
 *
 * A file that isn't there is made, for its owner alone to read (0600); beside it, SQLite writes files that end in `-wal` and `-shm`. Several
 * pools, and several store objects, may have one file open. It has to be on a disk of this machine: over a network, SQLite's locks don't
 * hold.
 *
 * A file that somebody else is writing to is waited for, for a minute at most. What fails rejects with a `SessionPoolError`:
 *
 * | `code`              | when                                                                       |
 * | ------------------- | -------------------------------------------------------------------------- |
 * | `STORE_CORRUPT`     | the file is damaged, or no database                                        |
 * | `STORE_VERSION`     | it was written by a later release, or is the database of another program   |
 * | `STORE_UNAVAILABLE` | anything else: the disk is full, there is no such folder, no permission, … |
 *
 * In none of these cases anything is overwritten or deleted. States are text here; an object is turned into text by `String(state)`.
 *
 * @example
 * const pool = await SessionPool.open({ store: new SqliteStore('sessions.db') });
 */
export class SqliteStore implements SessionStore {
  /** @param path of the file: relative to the working directory of now, or absolute; or a `URL` object with `file:` */
  constructor(path: string | URL);

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
