import type { EventEmitter } from 'node:events';
import type { Session, SessionOptions, SessionState } from '../index';
import type { Pick, RecordStatus, SessionStore } from './session-store';

/** What `login` and `check` are called with beside the session. */
export interface HookContext {
  /** Aborts when the session must not be used any more: its lease is lost, or the pool was closed. */
  signal: AbortSignal;
}

/** What the function of `pool.use()` is called with beside the session. */
export interface UseContext extends HookContext {
  /** A number that is larger than those of all leases that the session had before, in whatever process; for those who fence writes of their own. */
  fence: number;
}

/** Options of `SessionPool.open()`. Wrong ones throw a `TypeError` that names them; unknown ones are ignored. */
export interface SessionPoolOptions {
  /** Where sessions are kept. @default a `MemoryStore` of its own */
  store?: SessionStore | undefined;
  /** Names the pool among those of the store: 1 to 255 characters. Pools of one name, in whatever process, share their sessions. @default 'default' */
  name?: string | undefined;
  /** The most live sessions (neither retired nor expired) over all processes; further ones are not made. Those that you add always fit. @default 1000 */
  maxPoolSize?: number | undefined;
  /** Which of the free sessions is used. @default 'least-recently-used' */
  pick?: Pick | undefined;
  /** Whether new sessions are made when none is free and there is room. `false`: only those that were added are used. @default true */
  createSessions?: boolean | undefined;
  /** Options of each new session. `userData` is copied for each; `log` is given to those that are read from the store as well. */
  sessionOptions?: SessionOptions | undefined;
  /**
   * **Seconds** that a session rests between two uses: a number, or a range to draw from. One that several use at a time (`maxConcurrency`)
   * rests when all of these uses have ended. @default 0
   */
  cooldownSecs?: number | readonly [number, number] | undefined;
  /** How many uses of one session may be under way at the same time, within the process that holds it. @default 1 */
  maxConcurrency?: number | undefined;
  /** **Seconds** for which a process holds a session without renewing; it renews at a third of it. From 0.1 to 2147482.648 (24 days). @default 60 */
  leaseSecs?: number | undefined;
  /**
   * Logs a session in: called before the first use of a new session (one that was never used), and after `check` said no; by one process
   * alone, since it holds the session. What it has put into the session is saved when it returns. What it throws is tried again, then the
   * session is retired with the reason `login failed`.
   */
  login?: ((session: Session, context: HookContext) => unknown) | undefined;
  /** How often `login` is tried, with growing pauses; may be `Infinity`. @default 3 */
  loginAttempts?: number | undefined;
  /** **Seconds** that one attempt may take; then its `signal` aborts, and the attempt has failed. @default 120 */
  loginTimeoutSecs?: number | undefined;
  /**
   * Says whether a session is still logged in; needs `checkAfterSecs`. `false` leads to `login`, or without one retires the session (`check
   * failed`). What it throws goes to who wanted the session.
   */
  check?: ((session: Session, context: HookContext) => boolean | Promise<boolean>) | undefined;
  /** `check` is called before a use if the last good one is this many **seconds** ago, or there was none; for each use: 0.001. 0: never. @default 0 */
  checkAfterSecs?: number | undefined;
  /**
   * Encrypts states with AES-256-GCM: 32 bytes, or a list of such keys of which the first encrypts and all decrypt; `null` in the list
   * accepts states that are not encrypted as well. A wrong key is an error, and nothing is overwritten.
   */
  encryptionKey?: Uint8Array | ReadonlyArray<Uint8Array | null> | undefined;
}

/** Options of `acquire()` and `use()`. Wrong ones throw a `TypeError` that names them; unknown ones are ignored. */
export interface AcquireOptions {
  /** This session. Default: any that is free. */
  id?: string | undefined;
  /**
   * **Seconds** to wait for a session; 0 tries once, `Infinity` waits for ever. The time that `login` and `check` take is not counted. A store
   * that doesn't answer is given two seconds more. @default 60
   */
  timeoutSecs?: number | undefined;
  /** Ends the waiting, `login` and `check`; `acquire` then rejects with its reason. `use` hands it on within its own `signal`. */
  signal?: AbortSignal | undefined;
}

export interface AddSessionOptions {
  /** What to do if there is a session with this id: throw `SESSION_EXISTS`, or keep that one. @default 'error' */
  ifExists?: 'error' | 'keep' | undefined;
  /** Whether the session is logged in already (it brings its cookies), so that `login` is not called before its first use. @default false */
  loggedIn?: boolean | undefined;
}

/** A use of a session. Give it back by `release()`, or by `await using`. */
export interface Lease {
  readonly session: Session;
  /** A number that is larger than those of all leases that the session had before, in whatever process. */
  readonly fence: number;
  /** Aborts when the session must not be used any more: the lease is lost, or the pool was closed. Its reason is the error. */
  readonly signal: AbortSignal;
  /**
   * Saves what has changed, and gives the session back. Later calls return the same promise. The object may be handed to the next user in
   * this process: use it no more.
   * @throws SessionPoolError LEASE_LOST, STORE_UNAVAILABLE, POOL_CLOSED (`close` has taken the session back), STATE_UNREADABLE (JSON can't hold
   * `userData`: the session is given back, and its record keeps the state that was saved last)
   */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PoolStats {
  free: number;
  inUse: number;
  cooling: number;
  expired: number;
  /** How many for each reason, for instance `{ blocked: 2, 'login failed': 1 }`. */
  retired: Record<string, number>;
  /** When the next session is free: now if one is, else unless its lease is renewed; `null` if there is none to wait for. */
  nextFreeAt: Date | null;
}

/** What the store knows of a session. */
export interface SessionSummary {
  id: string;
  status: RecordStatus;
  /**
   * Why it is retired: what `pool.retire()` was given, or `retired` (by `session.retire()`, or by `checkStatus()` of a status that blocks), `blocked`
   * (its error score reached `maxErrorScore`), `used up`, `login failed`, `check failed`.
   */
  reason?: string;
  /** Grows with each lease. */
  fence: number;
  /** Who held it last: machine, process id, and some letters that tell pools of one process apart. */
  owner?: string;
  /** When its last use began or ended, or when it was added. */
  usedAt: Date;
  /** One that lasts for ever expires at the end of time, 275760-09-13. */
  expiresAt: Date;
  /** When its lease ends unless it is renewed, if somebody holds it. */
  leaseEndsAt?: Date;
  /** When its rest ends, if it is cooling. */
  readyAt?: Date;
  /** With `{ state: true }`: its state as it was saved last. */
  state?: SessionState;
  /** With `{ state: true }`: why its state can't be read, if so (`STATE_UNREADABLE`). */
  error?: SessionPoolError;
}

/** What went wrong. `docs/session-pool.md` says of each what to do. */
export type SessionPoolErrorCode =
  | 'POOL_TIMEOUT'
  | 'POOL_CLOSED'
  | 'LEASE_LOST'
  | 'LOGIN_FAILED'
  | 'SESSION_EXISTS'
  | 'SESSION_NOT_FOUND'
  | 'SESSION_RETIRED'
  | 'STORE_UNAVAILABLE'
  | 'STORE_CORRUPT'
  | 'STORE_VERSION'
  | 'STATE_UNREADABLE';

/** Something that a pool or its store could not do; `cause` is what led to it. */
export class SessionPoolError extends Error {
  constructor(code: SessionPoolErrorCode, message: string, options?: { cause?: unknown });
  code: SessionPoolErrorCode;
}

/** Events. As with any `EventEmitter`, what a listener throws goes to what caused the event: a method of the pool, or an uncaught exception. */
export interface SessionPoolEvents {
  /** The pool has made a session. */
  sessionCreated: [session: Session];
  /** A session is retired, by this process or, as noticed when its lease is renewed or released, by another. */
  sessionRetired: [session: Session, reason: string];
  /**
   * This process lost a session that it held; what changed since the last renewal is not saved. The error is `LEASE_LOST`, or why the store could
   * not save it.
   */
  leaseLost: [session: Session, error: SessionPoolError];
  /** A step of the store failed that nobody waits for, or that is tried again: once for each attempt. */
  storeError: [error: SessionPoolError];
  /** `close()` was called. It waits for leases that are out; whoever keeps one for long may release it now. */
  closing: [];
}

/**
 * Sessions that outlive the process and are shared by many. All methods work over all processes whose pools have the same store and name.
 *
 * A session in use belongs to one process at a time. Two holders at a time happen only if one stalls past its lease without noticing, and
 * then its writes are refused.
 *
 * @example
 * const pool = await SessionPool.open({ store: new SqliteStore('sessions.db'), maxPoolSize: 20 });
 * await pool.use(async (session, { signal }) => { … }); // good if it returns, bad if it throws
 * await pool.close();
 */
export class SessionPool extends EventEmitter<SessionPoolEvents> {
  private constructor();

  /**
   * @throws TypeError if an option is wrong
   * @throws SessionPoolError STORE_UNAVAILABLE, STORE_CORRUPT, STORE_VERSION; STATE_UNREADABLE if the encryption key is not that of the pool
   */
  static open(options?: SessionPoolOptions): Promise<SessionPool>;

  readonly name: string;

  /**
   * Waits for a session, and holds it until `release()`. A session that another process has released is noticed within a second.
   * @throws SessionPoolError POOL_TIMEOUT, POOL_CLOSED, STORE_UNAVAILABLE; LOGIN_FAILED and STATE_UNREADABLE of the session that it would have
   * been; with an id SESSION_NOT_FOUND and SESSION_RETIRED
   * @throws the reason of `signal`; what `check` throws
   */
  acquire(options?: AcquireOptions): Promise<Lease>;
  /**
   * Calls a function with a session. The use is marked good if it returns and bad if it throws, unless the function itself marked or retired
   * the session; what it returns or throws comes through.
   * @throws what `acquire` and `release` throw; LEASE_LOST as soon as the lease is lost, whether the function has ended or not
   */
  use<T>(fn: (session: Session, context: UseContext) => T | Promise<T>, options?: AcquireOptions): Promise<T>;
  /**
   * Adds a session, for instance an account of one's own, `{ id: 'alice', maxAgeSecs: Infinity, maxUsageCount: Infinity }`. What is used later
   * is a copy, unless the store is a `MemoryStore`. The session's `sessionPool` is this pool from now on. Returns whether it was new.
   * @throws SessionPoolError SESSION_EXISTS; STATE_UNREADABLE if JSON can't hold `userData`; POOL_CLOSED, STORE_UNAVAILABLE
   */
  add(session: Session | SessionOptions, options?: AddSessionOptions): Promise<boolean>;
  /**
   * Retires a session for good, in use or not. The first reason stays. Another process that holds it notices when it renews its lease, at a
   * third of `leaseSecs`, or releases it. @throws SessionPoolError SESSION_NOT_FOUND
   */
  retire(id: string, reason?: string): Promise<void>;
  /**
   * Lets a session begin anew: the same id, `userData` and limits; no cookies, counters at zero, `login` before its next use. The way back for
   * a retired account. Whoever holds it loses it; another process notices when it renews its lease or releases it.
   * @throws SessionPoolError SESSION_NOT_FOUND; STATE_UNREADABLE: then only `remove` and `add` help
   */
  renew(id: string): Promise<void>;
  /** Removes a session. Whoever holds it loses it, as with `renew`. Returns whether there was one. */
  remove(id: string): Promise<boolean>;
  /** Removes the retired and expired sessions that nobody holds. Returns how many there were. */
  prune(): Promise<number>;
  stats(): Promise<PoolStats>;
  /** All sessions, in the order in which they were added; with `state`, each with its state. */
  sessions(options?: { state?: boolean | undefined }): AsyncGenerator<SessionSummary, void, undefined>;
  /**
   * Waits for uses that are under way, for at most `timeoutSecs` **seconds** (30 by default); then takes the sessions from them, whose `signal`
   * aborts. Gives all sessions back and closes the store. A process that ends without it leaves what it holds in use until the leases end. `acquire` rejects with POOL_CLOSED from the call on; a `login` that runs is stopped. Later
   * calls return the same promise.
   */
  close(options?: { timeoutSecs?: number | undefined }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
