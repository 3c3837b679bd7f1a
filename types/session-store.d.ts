/**
 * What a `SessionPool` asks of a store. Write your own to keep sessions elsewhere; `crawler-session/store-tests` tests it.
 *
 * A store keeps **records** and knows nothing of sessions. Each method is one atomic step, over all processes that use the store: what it
 * reads and what it writes happens at once, or not at all. Steps of one store object take effect in the order in which they were called.
 * Claims of any record that are called without waiting may get each other's records.
 *
 * **Times** are milliseconds. They cross as lengths ("from now on"), and the store's own clock makes points in time of them, so that the
 * clocks of the machines need not agree. No length exceeds 8.64e15.
 *
 * **Who holds a record**: `claim`, and `add` with `lease`, give it to an `owner` for `leaseMs`, and a **fence**, a whole number that is
 * larger than all fences that the record had before. It is held until it is released or until that time has passed. `renew`, `release` and
 * `retire` with `held` carry the fence: if the record has another one by now, or the lease has ended, they change nothing and say
 * `held: false`.
 *
 * **A record is free** if it is neither held nor resting nor retired nor expired. Where more than one is true, the first of these counts:
 * retired, in use, expired, cooling. **A record is live** if it is neither retired nor expired, held or not.
 *
 * **Texts** (names of pools, ids, owners, reasons, states) have neither NUL nor lone surrogates. A record that was removed and added again has
 * a larger fence than it ever had before.
 *
 * A step that fails rejects. The pool tries again later, unless the error's `code` is `'STORE_CORRUPT'` or `'STORE_VERSION'`.
 */
export interface SessionStore {
  /** Whether states may be given, and are returned, as objects; any other store is given text. @default false */
  readonly keepsObjects?: boolean | undefined;

  /** Prepares the store for a pool. Called once by each `SessionPool.open()`, before any other method. */
  open(pool: string): Promise<void>;
  /**
   * The pool is closed: undoes its `open()`. Steps that are under way are finished first. Once it was called as often as `open()`, all steps of
   * this object on the pool reject. The records stay.
   */
  close(pool: string): Promise<void>;

  /**
   * Gives a free record to an owner: that with this `id`, or the one that `pick` chooses among all free ones. Records of which the lease has
   * ended without a release are free as well.
   */
  claim(pool: string, request: ClaimRequest): Promise<ClaimResult>;
  /**
   * Adds a record, unless there is one with this id, or the pool has `maxPoolSize` live ones (neither retired nor expired). If both are true,
   * the result says `'exists'`.
   */
  add(pool: string, record: NewRecord, options?: AddOptions): Promise<AddResult>;
  /** Begins the lease anew, and saves a state if one is given. */
  renew(pool: string, id: string, fence: number, changes: RenewChanges): Promise<HoldResult>;
  /** Ends the lease. The record then rests for `restMs`; with `reason`, it is retired. */
  release(pool: string, id: string, fence: number, changes: ReleaseChanges): Promise<HoldResult>;
  /**
   * Retires a record for good: it is not claimed any more, and no later step but `reset` and `remove` changes its reason; the first one
   * stays. Whoever holds it goes on to hold it. With `held`, a state is saved if this is still the holder; the record is retired in any case.
   */
  retire(pool: string, id: string, reason: string, held?: HeldState): Promise<RetireResult>;
  /**
   * Replaces state and lifetime of a record if its fence is still `fence`, and makes it free: not held, not resting, not retired, with a
   * larger fence. When it was used last stays. Returns whether it did.
   */
  reset(pool: string, id: string, fence: number, record: { state: StoredState; usableMs: number }): Promise<boolean>;
  /** Removes a record, held or not. Returns whether there was one. */
  remove(pool: string, id: string): Promise<boolean>;
  /** Removes the retired and expired records that nobody holds. Returns how many there were. */
  prune(pool: string): Promise<number>;

  /** A record, or `undefined`. */
  get(pool: string, id: string): Promise<StoredRecord | undefined>;
  /** Up to `limit` records, in the order in which they were added, from the one behind `after` on; `state` is left out unless asked for. */
  list(pool: string, page: ListPage): Promise<ListResult>;
  /** Counts the records. */
  stats(pool: string): Promise<StoreStats>;
}

/**
 * The state of a session as the pool hands it over: text. A store that never leaves the process may keep what it was given, without turning
 * it into text; it says so by `keepsObjects`.
 */
export type StoredState = string | { toString(): string };

/**
 * Which of the free records is claimed: the one whose last use (claim or release) is the longest or shortest time ago, a record never used
 * counting as used when it was added; each in the order in which they were added, going on behind the one claimed last by anybody in this
 * way; or any, at random.
 */
export type Pick = 'least-recently-used' | 'most-recently-used' | 'round-robin' | 'random';

export interface ClaimRequest {
  /** Names the pool object that asks; unique over all processes. */
  owner: string;
  leaseMs: number;
  /** Only this record. */
  id?: string | undefined;
  /** Which record, without an `id`. */
  pick: Pick;
  /** If nothing is free, the result says whether the pool has fewer live records than this. */
  maxPoolSize?: number | undefined;
}

/** `status` says what was found; only `'claimed'` changes anything. */
export type ClaimResult =
  | {
      status: 'claimed';
      id: string;
      /** The new fence. */
      fence: number;
      /**
       * Left out if this owner was the last to hold the record, and nobody has reset it since: the owner knows it. A store whose claims may be
       * made twice or late, as its client sends them again, leaves it out only for an owner that has released the record: the other may never
       * have heard of it.
       */
      state?: StoredState | undefined;
    }
  | {
      /** Nothing is free, or the record with this id is held or resting. */
      status: 'none';
      /** After what time a record (the one with this id) will be free unless its lease is renewed; `undefined` if there is none to wait for. A release may come earlier; a record that expires before is none. */
      nextMs?: number | undefined;
      /** Without an `id`: whether there are fewer live records than `maxPoolSize`. */
      hasRoom?: boolean | undefined;
    }
  /** There is no record with this id. */
  | { status: 'missing' }
  /** The record with this id is retired, for this reason; an expired one has the reason `'expired'`. */
  | { status: 'retired'; reason: string };

export interface NewRecord {
  id: string;
  state: StoredState;
  /** How long the session can be used. Zero or less: it is expired. */
  usableMs: number;
}

export interface AddOptions {
  /** Without it, there is always room. */
  maxPoolSize?: number | undefined;
  /** Gives the record to this owner at once. */
  lease?: { owner: string; leaseMs: number } | undefined;
}

export type AddResult = { status: 'added'; fence: number } | { status: 'exists' } | { status: 'full' };

export interface RenewChanges {
  leaseMs: number;
  /** Absent: as it was. */
  state?: StoredState | undefined;
  /** Absent: as it was. */
  usableMs?: number | undefined;
}

export interface ReleaseChanges {
  /** Absent: as it was. */
  state?: StoredState | undefined;
  /** Absent: as it was. */
  usableMs?: number | undefined;
  /** How long the record is not free. */
  restMs: number;
  /** Retires the record, unless it is retired already. */
  reason?: string | undefined;
}

export interface HoldResult {
  /** Whether the caller held the record, so that its changes were made. */
  held: boolean;
  /** Why the record is retired, if it is. */
  reason?: string | undefined;
}

export interface HeldState {
  fence: number;
  /** Absent: as it was. */
  state?: StoredState | undefined;
}

export interface RetireResult {
  /** Whether there is such a record. */
  found: boolean;
  /** Why it is retired now: the reason that was given, or an earlier one. */
  reason?: string | undefined;
  /** With `held`: whether the caller held the record. */
  held?: boolean | undefined;
}

export type RecordStatus = 'free' | 'in use' | 'cooling' | 'retired' | 'expired';

export interface StoredRecord {
  id: string;
  /** A record that is held counts as in use, unless it is retired; one that is neither held nor retired may be expired. */
  status: RecordStatus;
  /** Why it is retired. */
  reason?: string | undefined;
  fence: number;
  /** Who held it last; absent if nobody has since it was added or reset. */
  owner?: string | undefined;
  /** How long ago its last use (claim or release) was, or its adding. */
  usedMs: number;
  /** How long the lease still lasts; absent if nobody holds it. */
  leaseMs?: number | undefined;
  /** How long it still rests; absent if it doesn't. */
  restMs?: number | undefined;
  /** How long it can still be used; negative if it is expired. */
  usableMs: number;
  /** From `get` always, from `list` if asked for. */
  state?: StoredState | undefined;
}

export interface ListPage {
  /** `next` of the page before. */
  after?: string | number | undefined;
  limit: number;
  /** Whether to read the states. */
  state?: boolean | undefined;
}

export interface ListResult {
  records: StoredRecord[];
  /** Where the next page begins; absent if the store knows that there is none. */
  next?: string | number | undefined;
}

export interface StoreStats {
  free: number;
  inUse: number;
  cooling: number;
  expired: number;
  /** How many for each reason. */
  retired: Record<string, number>;
  /** After what time the next record is free, 0 if one is; `undefined` if there is none to wait for. */
  nextMs?: number | undefined;
}
