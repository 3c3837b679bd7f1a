// RedisStore takes the clients of each library.

import { SessionPool } from 'crawler-session/pool';
import { type RedisClient, RedisStore } from 'crawler-session/redis';
import Redis, { Cluster } from 'ioredis';
import Redis6 from 'ioredis-6';
import Valkey from 'iovalkey';
import * as redis4 from 'redis-4';
import * as redis5 from 'redis-5';
import * as redis6 from 'redis-6';

export const stores = [
  new RedisStore(new Redis()),
  new RedisStore(new Redis({ lazyConnect: true }), { prefix: 'shop' }),
  new RedisStore(new Cluster(['redis://127.0.0.1']), {}),
  new RedisStore(new Redis6(), { prefix: undefined }),
  new RedisStore(new Redis6.Cluster([])),
  new RedisStore(new Valkey()),
  new RedisStore(new Valkey.Cluster([])),
  new RedisStore(redis4.createClient()),
  new RedisStore(redis4.createCluster({ rootNodes: [] })),
  new RedisStore(redis5.createClient({ RESP: 3 })),
  new RedisStore(redis5.createCluster({ rootNodes: [] })),
  new RedisStore(redis5.createClientPool()),
  new RedisStore(redis5.createSentinel({ name: 'x', sentinelRootNodes: [] })),
  new RedisStore(redis6.createClient()),
  new RedisStore(redis6.createCluster({ rootNodes: [] })),
  new RedisStore(redis6.createClientPool()),
  new RedisStore(redis6.createSentinel({ name: 'x', sentinelRootNodes: [] })),
];

export const pools: Promise<SessionPool>[] = stores.map((store) => SessionPool.open({ store }));

declare const client: RedisClient;
// @ts-expect-error: the client is connected by a promise
export const connecting = new RedisStore(redis5.createClient().connect());
// @ts-expect-error: no client
export const none = new RedisStore({});
// @ts-expect-error: a prefix is a text
export const wrong = new RedisStore(client, { prefix: 7 });
