import type { SessionStore } from './session-store';

/**
 * Keeps the records in this process: the store of a `SessionPool` that is given none. Pools of one name on one `MemoryStore` share their
 * sessions; when nothing refers to the store any more, they are gone. States are kept as they are, without being turned into text.
 */
export declare class MemoryStore implements SessionStore {
  readonly keepsObjects: true;
  open: SessionStore['open'];
  close: SessionStore['close'];
  claim: SessionStore['claim'];
  add: SessionStore['add'];
  renew: SessionStore['renew'];
  release: SessionStore['release'];
  retire: SessionStore['retire'];
  reset: SessionStore['reset'];
  remove: SessionStore['remove'];
  prune: SessionStore['prune'];
  get: SessionStore['get'];
  list: SessionStore['list'];
  stats: SessionStore['stats'];
}
