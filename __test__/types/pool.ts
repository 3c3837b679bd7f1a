// The pool as users write it, and wrong uses that must not compile.

import { Session, type SessionState } from 'crawler-session';
import {
  MemoryStore,
  SessionPool,
  SessionPoolError,
  type SessionPoolErrorCode,
  type SessionStore,
  type SessionSummary,
} from 'crawler-session/pool';

export async function main(store: SessionStore, url: string): Promise<SessionPoolErrorCode | undefined> {
  const pool: SessionPool = await SessionPool.open({
    store,
    name: 'shop.example',
    maxPoolSize: 20,
    sessionOptions: { maxUsageCount: 200 },
    cooldownSecs: [2, 5],
    pick: 'round-robin',
    encryptionKey: [new Uint8Array(32), null],
    async login(session, { signal }) {
      await fetch(url, { signal, headers: { cookie: session.getCookieString(url) } });
    },
    check: (session) => session.isUsable(),
  });
  await SessionPool.open();
  const length: number = await pool.use(
    async (session, { signal, fence }) => session.id.length + fence + Number(signal.aborted),
  );
  const lease = await pool.acquire({ id: 'alice', timeoutSecs: 60, signal: new AbortController().signal });
  const held: Session = lease.session;
  await lease.release();
  const isNew: boolean = await pool.add(
    { id: 'bob', maxAgeSecs: Number.POSITIVE_INFINITY },
    { ifExists: 'keep', loggedIn: true },
  );
  await pool.add(new Session());
  pool.on('sessionRetired', (session, reason) => console.log(session.id, reason.length));
  pool.on('leaseLost', (session, error) => console.log(session.id, error.code));
  for await (const summary of pool.sessions({ state: true })) {
    const { state, status }: SessionSummary = summary;
    const known: SessionState | undefined = state;
    console.log(known?.id, status);
  }
  const { retired, nextFreeAt } = await pool.stats();
  console.log(length, held.id, isNew, retired.blocked, nextFreeAt?.getTime());
  try {
    await pool.close({ timeoutSecs: 5 });
  } catch (error) {
    if (error instanceof SessionPoolError) return error.code;
  }
  // @ts-expect-error a pool is made by open
  new SessionPool();
  // @ts-expect-error no such way to pick
  await SessionPool.open({ pick: 'best' });
  // @ts-expect-error a store has more methods
  await SessionPool.open({ store: { claim() {} } });
  // @ts-expect-error use needs a function
  await pool.use('x');
  // @ts-expect-error check says yes or no
  await SessionPool.open({ check: () => 'yes' });
  return undefined;
}

void main(new MemoryStore(), 'https://site.example/');

class Own extends Session {
  readonly mine = true;
}
const text: string = new Own().getStateText();
const own: Own = Own.fromStateText(text, { maxUsageCount: 5 });
const revision: number = own.revision;
console.log(own.mine, revision);
// @ts-expect-error it can't be set
own.revision = 5;
