/**
 * Tests that a store of a `SessionPool` must pass, for stores of your own. They need no test framework; `docs/stores.md` tells how to write
 * a store and how to run them.
 *
 * @example
 * import { storeTests } from 'crawler-session/store-tests';
 * import { test } from 'node:test';
 *
 * for (const { name, run } of storeTests) test(name, () => run(() => new OwnStore()));
 */

import type { SessionStore } from './types/session-store';

export type * from './types/session-store';

/** A store, with what tests of several users of its records need. */
export interface TestedStore {
  store: SessionStore;
  /** Makes another store object on the same records, as another process would. Without it, tests of two use the same object twice. */
  again?: (() => SessionStore | Promise<SessionStore>) | undefined;
  /** Called after the test, once all pools are closed. */
  dispose?: (() => unknown) | undefined;
}

/** Makes the store of a test. Each test has a pool with a name of its own; the store needn't be empty. */
export type StoreFactory = () => SessionStore | TestedStore | Promise<SessionStore | TestedStore>;

export interface StoreTestOptions {
  /** How long an answer of the store is waited for, in milliseconds. @default 120_000 */
  patienceMs?: number | undefined;
}

export interface TestStoreOptions extends StoreTestOptions {
  /** Called with the name of each test before it runs. */
  report?: ((name: string) => void) | undefined;
}

/** One test. */
export interface StoreTest {
  name: string;
  /** What is tested, in the words of the interface (`SessionStore`). */
  promise: string;
  /** Rejects if the store doesn't do what it says. */
  run(factory: StoreFactory, options?: StoreTestOptions): Promise<void>;
}

/** What a test rejects with. Its message has all of this in a form to be read. */
export interface BrokenPromise extends Error {
  name: 'BrokenPromise';
  /** The test's name. */
  test: string;
  promise: string;
  expected: string;
  happened: string;
  /** What was called before, with the results. */
  steps: string[];
}

/** All tests, the simplest first. */
export const storeTests: readonly StoreTest[];

/** Runs all tests, one after the other. Rejects with the error of the first one that fails. */
export function testStore(factory: StoreFactory, options?: TestStoreOptions): Promise<void>;
