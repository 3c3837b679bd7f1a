// PostgresStore takes the clients of each library.

import { PGlite } from '@electric-sql/pglite';
import { SessionPool } from 'crawler-session/pool';
import { type PostgresClient, PostgresStore } from 'crawler-session/postgres';

// pg has no types of its own; these are those of @types/pg 8 as far as they matter here.
interface QueryResult<R> {
  rows: R[];
  rowCount: number | null;
}
interface Client {
  connect(): Promise<void>;
  query(stream: { submit: () => void }): { submit: () => void };
  query<R extends unknown[]>(config: { rowMode: 'array'; text: string }, values?: unknown[]): Promise<QueryResult<R>>;
  // biome-ignore lint/suspicious/noExplicitAny: as there
  query<R = any>(text: string | { text: string }, values?: unknown[]): Promise<QueryResult<R>>;
  query<R>(text: string, callback: (error: Error, result: QueryResult<R>) => void): void;
}
declare const pgClient: Client;
declare const client: PostgresClient;

export const stores = [
  new PostgresStore(pgClient),
  new PostgresStore(pgClient, {}),
  new PostgresStore(new PGlite(), { table: 'shop.sessions' }),
  new PostgresStore(client, { table: undefined }),
  new PostgresStore({ query: async (text: string, values: unknown[]) => ({ rows: [{ text, values }] }) }),
];

export const pools: Promise<SessionPool>[] = stores.map((store) => SessionPool.open({ store }));

// @ts-expect-error: no client
export const none = new PostgresStore({});
// @ts-expect-error: it has no rows
export const wrong = new PostgresStore({ query: async (text: string) => [text] });
// @ts-expect-error: a table is a text
export const table = new PostgresStore(client, { table: 7 });
