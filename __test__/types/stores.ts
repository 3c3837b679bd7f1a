// A store in TypeScript, and the tests of stores.

import { type SessionStore, type StoreFactory, storeTests, testStore } from 'crawler-session/store-tests';

declare const store: SessionStore;

/** A store that passes all on to another one. */
export class PassingStore implements SessionStore {
  open = (pool: string) => store.open(pool);
  close = (pool: string) => store.close(pool);
  claim: SessionStore['claim'] = (pool, request) => store.claim(pool, request);
  add: SessionStore['add'] = (pool, record, options) => store.add(pool, record, options);
  renew: SessionStore['renew'] = (pool, id, fence, changes) => store.renew(pool, id, fence, changes);
  release: SessionStore['release'] = (pool, id, fence, changes) => store.release(pool, id, fence, changes);
  retire: SessionStore['retire'] = (pool, id, reason, held) => store.retire(pool, id, reason, held);
  reset: SessionStore['reset'] = (pool, id, fence, record) => store.reset(pool, id, fence, record);
  remove = (pool: string, id: string) => store.remove(pool, id);
  prune = (pool: string) => store.prune(pool);
  get = (pool: string, id: string) => store.get(pool, id);
  list: SessionStore['list'] = (pool, page) => store.list(pool, page);
  stats = (pool: string) => store.stats(pool);
}

export const factories: StoreFactory[] = [
  () => new PassingStore(),
  async () => new PassingStore(),
  () => ({ store: new PassingStore() }),
  async () => ({ store: new PassingStore(), again: async () => new PassingStore(), dispose: () => 1 }),
];

// @ts-expect-error: not a store
export const wrong: StoreFactory = () => ({ again: () => store });

export const all: Promise<void> = testStore(() => store, { patienceMs: 1000, report: (name: string) => name });
export const each: Promise<void>[] = storeTests.map(({ run }) => run(() => store, { patienceMs: 1000 }));
export const told: string[] = storeTests.map(({ name, promise }) => name + promise);
