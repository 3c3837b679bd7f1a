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
  /** **Seconds** that a session rests between two uses: a number, or a range to draw from. @default 0 */
  cooldownSecs?: number | readonly [number, number] | undefined;
  /** How many uses of one session may be under way at the same time, within the process that holds it. @default 1 */
  maxConcurrency?: number | undefined;
  /** **Seconds** for which a process holds a session without renewing; it renews at a third of it. @default 60 */
  leaseSecs?: number | undefined;
  /**
   * Logs a session in: called before the first use of a new session (one that was never used), and after `check` said no; by one process
   * alone, since it holds the session. What it throws is tried again, then the session is retired with the reason `login failed`.
   */
  login?: ((session: Session, context: HookContext) => unknown) | undefined;
  /** How often `login` is tried, with growing pauses. @default 3 */
  loginAttempts?: number | undefined;
  /** **Seconds** that one attempt may take; then its `signal` aborts, and the attempt has failed. @default 120 */
  loginTimeoutSecs?: number | undefined;
  /**
   * Says whether a session is still logged in. `false` leads to `login`, or without one retires the session (`check failed`). What it throws
   * goes to who wanted the session.
   */
  check?: ((session: Session, context: HookContext) => boolean | Promise<boolean>) | undefined;
  /** `check` is called before a use if the last good one is this many **seconds** ago, or there was none. 0: never. @default 0 */
  checkAfterSecs?: number | undefined;
  /**
   * Encrypts states with AES-256-GCM: 32 bytes, or a list of such keys of which the first encrypts and all decrypt; `null` in the list
   * accepts states that are not encrypted as well. A wrong key is an error, and nothing is overwritten.
   */
  encryptionKey?: Uint8Array | ReadonlyArray<Uint8Array | null> | undefined;
}

export interface AcquireOptions {
  /** This session. Default: any that is free. */
  id?: string | undefined;
  /** **Seconds** to wait for a session; 0 tries once, `Infinity` waits for ever. The time that `login` and `check` take is not counted. @default 60 */
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
   * Saves what has changed, and gives the session back. Later calls return the same promise.
   * @throws SessionPoolError LEASE_LOST, STORE_UNAVAILABLE, STATE_UNREADABLE (the session is given back, its record keeps the state that was
   * saved last)
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
  /** When the next session is free unless its lease is renewed; `null` if there is none to wait for. */
  nextFreeAt: Date | null;
}

/** What the store knows of a session. */
export interface SessionSummary {
  id: string;
  status: RecordStatus;
  /** Why it is retired: what `pool.retire()` was given, or `retired`, `blocked`, `used up`, `login failed`, `check failed`. */
  reason?: string;
  /** Grows with each lease. */
  fence: number;
  /** Who held it last: machine, process id, and some letters that tell pools of one process apart. */
  owner?: string;
  /** When its last use began or ended, or when it was added. */
  usedAt: Date;
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

export interface SessionPoolEvents {
  /** The pool has made a session. */
  sessionCreated: [session: Session];
  /** A session is retired, by this process or, when its lease is renewed or released, by another. */
  sessionRetired: [session: Session, reason: string];
  /** This process lost a session that it held; what changed since the last renewal is not saved. */
  leaseLost: [session: Session, error: SessionPoolError];
  /** A step of the store failed that nobody waits for, or that is tried again. */
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
   * Waits for a session, and holds it until `release()`.
   * @throws SessionPoolError POOL_TIMEOUT, POOL_CLOSED, LOGIN_FAILED, STORE_UNAVAILABLE, STATE_UNREADABLE; with an id SESSION_NOT_FOUND and
   * SESSION_RETIRED
   * @throws the reason of `signal`
   */
  acquire(options?: AcquireOptions): Promise<Lease>;
  /**
   * Calls a function with a session. The use is marked good if it returns and bad if it throws, unless the function itself marked or retired
   * the session; what it returns or throws comes through.
   * @throws what `acquire` and `release` throw; LEASE_LOST as soon as the lease is lost, whether the function has ended or not
   */
  use<T>(fn: (session: Session, context: UseContext) => T | Promise<T>, options?: AcquireOptions): Promise<T>;
  /**
   * Adds a session, for instance an account of one's own, `{ id: 'alice', maxAgeSecs: Infinity, maxUsageCount: Infinity }`. It is a copy unless
   * the store is a `MemoryStore`. Returns whether it was new.
   * @throws SessionPoolError SESSION_EXISTS
   */
  add(session: Session | SessionOptions, options?: AddSessionOptions): Promise<boolean>;
  /** Retires a session for good, in use or not. The first reason stays. @throws SessionPoolError SESSION_NOT_FOUND */
  retire(id: string, reason?: string): Promise<void>;
  /**
   * Lets a session begin anew: the same id, `userData` and limits; no cookies, counters at zero, `login` before its next use. The way back for
   * a retired account. Whoever holds it loses it. @throws SessionPoolError SESSION_NOT_FOUND
   */
  renew(id: string): Promise<void>;
  /** Removes a session. Whoever holds it loses it. Returns whether there was one. */
  remove(id: string): Promise<boolean>;
  /** Removes the retired and expired sessions that nobody holds. Returns how many there were. */
  prune(): Promise<number>;
  stats(): Promise<PoolStats>;
  /** All sessions, in the order in which they were added; with `state`, each with its state. */
  sessions(options?: { state?: boolean | undefined }): AsyncGenerator<SessionSummary, void, undefined>;
  /**
   * Waits for uses that are under way, for at most `timeoutSecs` (30 by default); then takes the sessions from them, whose `signal` aborts.
   * Gives all sessions back and closes the store. `acquire` rejects with POOL_CLOSED from the call on; a `login` that runs is stopped. Later
   * calls return the same promise.
   */
  close(options?: { timeoutSecs?: number | undefined }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
