import type { Session, SessionOptions } from '../index';

/**
 * A `SessionPool` of `crawler-session/pool`, by what crawlers need of it. Its own type needs those of Node.js, which not everybody has who has
 * a crawler.
 */
export interface SharedPool {
  readonly name: string;
  acquire(options?: {
    id?: string | undefined;
    timeoutSecs?: number | undefined;
  }): Promise<{ readonly session: Session; readonly fence: number; release(): Promise<void> }>;
  add(session: Session | SessionOptions, options?: { ifExists?: 'error' | 'keep' | undefined }): Promise<boolean>;
  close(): Promise<void>;
}
