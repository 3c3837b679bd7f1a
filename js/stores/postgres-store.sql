-- All that PostgresStore says to PostgreSQL: each statement is a step of the store, or looks at what a step has found.
--
-- :name is a value, which is sent apart from the text. {name} is one of the parts below, or the name of a table or function. :step names a
-- step, and comes back with each answer, so that no other is taken for it. A step is made again under its name if its answer was lost.
--
-- A session is free if it is not retired, and by the server's clock neither leased nor resting nor expired. Time changes that without anybody
-- writing it. So each row says when it was written last (seen_at); whether it was live then; its place if it was free (line); and when time
-- alone will change that (changes_at). By these, indexes find those in line, and those that time has changed since. PostgreSQL derives them
-- from the other columns, so whoever edits a row by hand needn't care.
--
-- What is first in an order is looked for with few conditions: the more there are, the fewer rows the planner expects, until it reads and
-- sorts all of them instead of walking an index. Whether the first one is free after all, a claim sees when it writes.

-- part: now
statement_timestamp()

-- part: next_fence
-- By the clock, so that no lease gets a number again that a server has given and lost, in a crash or a failover.
extract(epoch FROM {now}) * 1000000

-- part: is_over
-- Lease and rest are, and life isn't.
greatest(leased_until, rests_until) <= {now} AND usable_until > {now}

-- part: give
owner = :owner,
-- Who gave it back knows its state. Whose lease has just ended may never have heard that it got the session.
knows_state = coalesce(owner = :owner AND leased_until = '-infinity', false),
fence = greatest(fence + 1, {next_fence}),
leased_until = {now} + :lease_ms::float8 * interval '1 ms',
used_at = {now},
seen_at = {now},
given_by = :step::uuid

-- part: given
id, fence::float8, CASE WHEN NOT knows_state THEN state END AS state, :step::text AS step

-- part: unchanged
-- Time has changed none; or has, but they were looked at just now.
(:has_looked::boolean OR coalesce((
  SELECT changes_at FROM {sessions} WHERE pool = :pool AND changes_at IS NOT NULL ORDER BY changes_at LIMIT 1
) > {now}, true))

-- part: record
id, reason, owner, fence::float8 AS fence, place::float8 AS place,
((extract(epoch FROM leased_until) - extract(epoch FROM {now})) * 1000)::float8 AS lease_ms,
((extract(epoch FROM rests_until) - extract(epoch FROM {now})) * 1000)::float8 AS rest_ms,
((extract(epoch FROM usable_until) - extract(epoch FROM {now})) * 1000)::float8 AS usable_ms,
((extract(epoch FROM {now}) - extract(epoch FROM used_at)) * 1000)::float8 AS used_ms

-- name: version
-- to_regclass() knows tables already that somebody has made since this statement began; their comment is not to be seen yet.
SELECT
  EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(:sessions)) AS has_sessions,
  EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(:pools)) AS has_pools,
  obj_description(to_regclass(:sessions), 'pg_class') AS comment,
  :step::text AS step;

-- name: create
DO $create$
BEGIN
  -- Of each pool: how many of its sessions are live, how many were added to it, the place of that which round-robin chose last, and the
  -- largest fence of those that were removed. COLLATE "C": texts are the same if their letters are, and sorting them is cheap.
  CREATE TABLE {pools} (
    pool text COLLATE "C" PRIMARY KEY,
    live integer NOT NULL DEFAULT 0,
    added bigint NOT NULL DEFAULT 0,
    turn bigint NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 50);
  COMMENT ON TABLE {pools} IS 'Pools of the sessions of crawler-session';

  CREATE TABLE {sessions} (
    pool text COLLATE "C" NOT NULL REFERENCES {pools} ON DELETE CASCADE,
    id text COLLATE "C" NOT NULL,
    place bigint NOT NULL,
    reason text,
    owner text,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    rests_until timestamptz NOT NULL DEFAULT '-infinity',
    usable_until timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    fence bigint NOT NULL,
    knows_state boolean NOT NULL DEFAULT false,
    given_by uuid,
    released_by uuid,
    seen_at timestamptz NOT NULL,
    live boolean NOT NULL GENERATED ALWAYS AS (reason IS NULL AND usable_until > seen_at) STORED,
    line bigint GENERATED ALWAYS AS (
      CASE WHEN reason IS NULL AND usable_until > seen_at AND greatest(leased_until, rests_until) <= seen_at THEN place END
    ) STORED,
    changes_at timestamptz GENERATED ALWAYS AS (
      CASE WHEN reason IS NULL THEN least(
        CASE WHEN usable_until > seen_at THEN usable_until END,
        CASE WHEN greatest(leased_until, rests_until) > seen_at THEN greatest(leased_until, rests_until) END
      ) END
    ) STORED,
    state text NOT NULL,
    PRIMARY KEY (pool, id),
    UNIQUE (pool, place)
  ) WITH (toast_tuple_target = 128, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
  CREATE INDEX ON {sessions} (pool, line) WHERE line IS NOT NULL;
  CREATE INDEX ON {sessions} (pool, used_at) WHERE line IS NOT NULL;
  CREATE INDEX ON {sessions} (pool, changes_at) WHERE changes_at IS NOT NULL;

  -- Counts the live sessions of each pool, whoever writes them.
  CREATE FUNCTION {count}() RETURNS trigger LANGUAGE plpgsql AS $count$
  DECLARE
    change text;
  BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
      change := 'SELECT pool, live::integer, 0 AS fence FROM after';
    WHEN 'DELETE' THEN
      change := 'SELECT pool, -live::integer AS live, fence FROM before';
    WHEN 'TRUNCATE' THEN
      change := format('SELECT pool, -live AS live, 0 AS fence FROM %I.%I', TG_TABLE_SCHEMA, TG_ARGV[0]);
    ELSE
      -- Nearly always, nothing has changed that counts.
      IF NOT EXISTS (SELECT pool, live FROM before EXCEPT ALL SELECT pool, live FROM after) THEN
        RETURN NULL;
      END IF;
      change := 'SELECT pool, live::integer, 0 AS fence FROM after UNION ALL SELECT pool, -live::integer, 0 FROM before';
    END CASE;
    EXECUTE format(
      'UPDATE %I.%I AS pools SET live = pools.live + change.live, fence = greatest(pools.fence, change.fence)
      FROM (SELECT pool, sum(live)::integer AS live, max(fence) AS fence FROM (%s) AS rows GROUP BY pool) AS change
      WHERE pools.pool = change.pool', TG_TABLE_SCHEMA, TG_ARGV[0], change);
    RETURN NULL;
  END
  $count$;
  CREATE TRIGGER added AFTER INSERT ON {sessions}
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION {count}({pools_name});
  CREATE TRIGGER changed AFTER UPDATE ON {sessions}
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION {count}({pools_name});
  CREATE TRIGGER removed AFTER DELETE ON {sessions}
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION {count}({pools_name});
  CREATE TRIGGER emptied AFTER TRUNCATE ON {sessions}
    FOR EACH STATEMENT EXECUTE FUNCTION {count}({pools_name});

  COMMENT ON TABLE {sessions} IS 'Sessions of crawler-session, version 1';
EXCEPTION WHEN duplicate_table OR duplicate_object OR unique_violation THEN
  -- Somebody else has made all of them meanwhile.
  NULL;
END
$create$;

-- name: claim least-recently-used
-- One that time has made free, if it was used before the first in line; else that one.
UPDATE {sessions} SET {give}
WHERE pool = :pool AND usable_until > {now} AND place = coalesce(
  (
    SELECT place FROM {sessions}
    WHERE pool = :pool AND changes_at <= {now} AND {is_over} AND used_at < coalesce((
      SELECT used_at FROM {sessions}
      WHERE pool = :pool AND line IS NOT NULL
      ORDER BY used_at LIMIT 1
    ), 'infinity')
    ORDER BY used_at LIMIT 1
    FOR UPDATE SKIP LOCKED
  ),
  (
    SELECT place FROM {sessions}
    WHERE pool = :pool AND line IS NOT NULL
    ORDER BY used_at LIMIT 1
    FOR UPDATE SKIP LOCKED
  )
)
RETURNING {given};

-- name: claim most-recently-used
-- The same from the other end.
UPDATE {sessions} SET {give}
WHERE pool = :pool AND usable_until > {now} AND place = coalesce(
  (
    SELECT place FROM {sessions}
    WHERE pool = :pool AND changes_at <= {now} AND {is_over} AND used_at > coalesce((
      SELECT used_at FROM {sessions}
      WHERE pool = :pool AND line IS NOT NULL
      ORDER BY used_at DESC LIMIT 1
    ), '-infinity')
    ORDER BY used_at DESC LIMIT 1
    FOR UPDATE SKIP LOCKED
  ),
  (
    SELECT place FROM {sessions}
    WHERE pool = :pool AND line IS NOT NULL
    ORDER BY used_at DESC LIMIT 1
    FOR UPDATE SKIP LOCKED
  )
)
RETURNING {given};

-- name: claim round-robin
WITH turn AS MATERIALIZED (
  SELECT turn FROM {pools} WHERE pool = :pool FOR UPDATE
), claimed AS (
  UPDATE {sessions} SET {give}
  WHERE pool = :pool AND usable_until > {now} AND {unchanged} AND place = coalesce(
    (
      SELECT line FROM {sessions}
      WHERE pool = :pool AND line > (SELECT turn FROM turn)
      ORDER BY line LIMIT 1
      FOR UPDATE SKIP LOCKED
    ),
    (
      SELECT line FROM {sessions}
      WHERE pool = :pool AND line IS NOT NULL
      ORDER BY line LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
  )
  RETURNING place, {given}
), turned AS (
  UPDATE {pools} AS pools SET turn = claimed.place FROM claimed WHERE pools.pool = :pool
)
SELECT id, fence, state, step FROM claimed;

-- name: claim random
-- Draws places until one is in line. If none of the draws is, it draws from those in line that were unused for the longest time.
WITH ends AS MATERIALIZED (
  SELECT
    (SELECT line FROM {sessions} WHERE pool = :pool AND line IS NOT NULL ORDER BY line LIMIT 1) AS first,
    (SELECT line FROM {sessions} WHERE pool = :pool AND line IS NOT NULL ORDER BY line DESC LIMIT 1) AS last
), draw AS MATERIALIZED (
  SELECT turn, first + floor(random() * (last - first + 1))::bigint AS place FROM ends, generate_series(1, 16) AS turn
)
UPDATE {sessions} SET {give}
WHERE pool = :pool AND usable_until > {now} AND {unchanged} AND place = coalesce(
  (
    SELECT line FROM {sessions}
    WHERE pool = :pool AND line = (
      -- OFFSET makes the planner look for one after the other.
      SELECT drawn.line FROM draw CROSS JOIN LATERAL (
        SELECT line FROM {sessions} WHERE pool = :pool AND line = draw.place OFFSET 0
      ) AS drawn
      ORDER BY draw.turn LIMIT 1
    )
    FOR UPDATE SKIP LOCKED
  ),
  (
    SELECT line FROM {sessions}
    WHERE pool = :pool AND line = (
      SELECT line
      FROM (SELECT line FROM {sessions} WHERE pool = :pool AND line IS NOT NULL ORDER BY used_at LIMIT 16) AS unused
      ORDER BY random() LIMIT 1
    )
    FOR UPDATE SKIP LOCKED
  )
)
RETURNING {given};

-- name: claim by id
UPDATE {sessions} SET {give}
WHERE pool = :pool AND place = (
  SELECT place FROM {sessions}
  WHERE pool = :pool AND id = :id AND reason IS NULL AND {is_over}
  FOR UPDATE SKIP LOCKED
)
RETURNING {given};

-- name: claimed
-- What a claim has given whose answer was lost.
SELECT :step::text AS step, found.*
FROM (VALUES (1)) AS one LEFT JOIN (
  SELECT id, fence::float8 AS fence, state FROM {sessions}
  WHERE pool = :pool AND changes_at > {now} AND leased_until > {now} AND given_by = :claim::uuid
) AS found ON true;

-- name: look
-- Writes down what time has changed. Says why a claim got nothing: somebody else is about to take what is free, or when the next one is. Tells how
-- large the table is.
WITH changed AS MATERIALIZED (
  SELECT place FROM {sessions}
  WHERE pool = :pool AND changes_at <= {now}
  LIMIT 1000
  FOR UPDATE SKIP LOCKED
), seen AS (
  UPDATE {sessions} AS sessions SET seen_at = {now}
  FROM changed WHERE sessions.pool = :pool AND sessions.place = changed.place
), around AS MATERIALIZED (
  SELECT coalesce(
    (SELECT true FROM {sessions} WHERE pool = :pool AND line IS NOT NULL ORDER BY line LIMIT 1),
    (SELECT true FROM {sessions} WHERE pool = :pool AND changes_at <= {now} AND {is_over} ORDER BY changes_at LIMIT 1),
    false
  ) AS has_free
)
SELECT
  :step::text AS step,
  (SELECT count(*)::integer FROM changed) AS changed,
  has_free,
  CASE WHEN NOT has_free THEN (
    SELECT ((extract(epoch FROM changes_at) - extract(epoch FROM {now})) * 1000)::float8 FROM {sessions}
    WHERE pool = :pool AND changes_at > {now}
      -- It is free then. Without CASE, the planner guesses that hardly any is, and sorts all.
      AND CASE WHEN changes_at = greatest(leased_until, rests_until) THEN usable_until > changes_at END
    ORDER BY changes_at LIMIT 1
  ) END AS next_ms,
  :max_pool_size::float8 IS NULL OR coalesce(pools.live, 0) - (
    SELECT count(*) FROM (
      SELECT FROM {sessions}
      WHERE pool = :pool AND changes_at <= {now} AND usable_until <= {now} AND live
      LIMIT greatest(pools.live - :max_pool_size::float8 + 1, 0)::bigint
    ) AS expired
  ) < :max_pool_size::float8 AS has_room,
  pg_relation_size(to_regclass('{sessions}')) / current_setting('block_size')::integer AS pages
FROM around LEFT JOIN {pools} AS pools ON pools.pool = :pool;

-- name: add
-- One adds to a pool at a time: the row of the pool is theirs until then.
WITH found AS MATERIALIZED (
  SELECT fence, given_by FROM {sessions} WHERE pool = :pool AND id = :id
), place AS (
  INSERT INTO {pools} AS pools (pool, added)
  SELECT :pool, 1
  WHERE NOT EXISTS (SELECT FROM found) AND (
    :max_pool_size::float8 IS NULL
    OR coalesce((SELECT live FROM {pools} WHERE pool = :pool), 0) < :max_pool_size::float8
  )
  ON CONFLICT (pool) DO UPDATE SET added = pools.added + 1
  RETURNING added, fence, :max_pool_size::float8 IS NULL OR live < :max_pool_size::float8 AS has_room
), added AS (
  INSERT INTO {sessions}
    (pool, id, place, owner, leased_until, usable_until, used_at, fence, given_by, seen_at, state)
  SELECT
    :pool, :id, place.added, :owner,
    coalesce({now} + :lease_ms::float8 * interval '1 ms', '-infinity'),
    {now} + :usable_ms::float8 * interval '1 ms',
    {now}, greatest(place.fence + 1, {next_fence}), :step::uuid, {now}, :state
  FROM place WHERE place.has_room
  ON CONFLICT (pool, id) DO NOTHING
  RETURNING fence
)
SELECT
  :step::text AS step,
  CASE
    WHEN added.fence IS NOT NULL OR found.given_by = :step::uuid THEN 'added'
    WHEN found.fence IS NOT NULL OR place.has_room THEN 'exists'
    ELSE 'full'
  END AS status,
  coalesce(added.fence, found.fence)::float8 AS fence
FROM (VALUES (1)) AS one LEFT JOIN found ON true LEFT JOIN place ON true LEFT JOIN added ON true;

-- name: renew
UPDATE {sessions} SET
  leased_until = {now} + :lease_ms::float8 * interval '1 ms',
  usable_until = coalesce({now} + :usable_ms::float8 * interval '1 ms', usable_until),
  state = coalesce(:state, state),
  seen_at = {now}
WHERE pool = :pool AND id = :id AND fence = :fence::bigint AND leased_until > {now}
RETURNING reason, :step::text AS step;

-- name: release
UPDATE {sessions} SET
  leased_until = '-infinity',
  rests_until = {now} + :rest_ms::float8 * interval '1 ms',
  usable_until = coalesce({now} + :usable_ms::float8 * interval '1 ms', usable_until),
  reason = coalesce(reason, :reason),
  state = coalesce(:state, state),
  used_at = {now},
  seen_at = {now},
  released_by = :step::uuid
WHERE pool = :pool AND id = :id AND fence = :fence::bigint AND leased_until > {now}
RETURNING reason, :step::text AS step;

-- name: holder
-- Why a step of a holder has changed nothing: it was made before, or there is another holder, or none.
SELECT :step::text AS step, found.*
FROM (VALUES (1)) AS one LEFT JOIN (
  SELECT reason, released_by = :release::uuid AS was_released FROM {sessions} WHERE pool = :pool AND id = :id
) AS found ON true;

-- name: retire
WITH retired AS (
  UPDATE {sessions} SET
    reason = coalesce(reason, :reason),
    state = CASE WHEN fence = :fence::bigint AND leased_until > {now} THEN coalesce(:state, state) ELSE state END,
    seen_at = {now}
  WHERE pool = :pool AND id = :id
  RETURNING reason, coalesce(fence = :fence::bigint AND leased_until > {now}, false) AS held
)
SELECT :step::text AS step, retired.* FROM (VALUES (1)) AS one LEFT JOIN retired ON true;

-- name: reset
WITH reset AS (
  UPDATE {sessions} SET
    owner = NULL,
    knows_state = false,
    fence = greatest(fence + 1, {next_fence}),
    leased_until = '-infinity',
    rests_until = '-infinity',
    usable_until = {now} + :usable_ms::float8 * interval '1 ms',
    reason = NULL,
    state = :state,
    seen_at = {now},
    given_by = :step::uuid
  WHERE pool = :pool AND id = :id AND (fence = :fence::bigint OR given_by = :step::uuid)
  RETURNING id
)
SELECT :step::text AS step, EXISTS (SELECT FROM reset) AS done;

-- name: remove
WITH removed AS (
  DELETE FROM {sessions} WHERE pool = :pool AND id = :id RETURNING id
)
SELECT :step::text AS step, EXISTS (SELECT FROM removed) AS done;

-- name: prune
WITH ended AS MATERIALIZED (
  SELECT place FROM {sessions}
  WHERE pool = :pool AND (reason IS NOT NULL OR usable_until <= {now}) AND leased_until <= {now}
  FOR UPDATE SKIP LOCKED
), removed AS (
  DELETE FROM {sessions} AS sessions USING ended
  WHERE sessions.pool = :pool AND sessions.place = ended.place
  RETURNING id
)
SELECT :step::text AS step, (SELECT count(*)::integer FROM removed) AS removed;

-- name: get
SELECT :step::text AS step, found.*
FROM (VALUES (1)) AS one LEFT JOIN (
  SELECT {record}, CASE WHEN :with_state::boolean THEN state END AS state
  FROM {sessions} WHERE pool = :pool AND id = :id
) AS found ON true;

-- name: list
SELECT :step::text AS step, page.*
FROM (VALUES (1)) AS one LEFT JOIN (
  SELECT {record}, CASE WHEN :with_state::boolean THEN state END AS state
  FROM (
    SELECT * FROM {sessions} WHERE (pool, place) > (:pool, :after::bigint) ORDER BY pool, place LIMIT :limit::bigint
  ) AS following
  WHERE pool = :pool
) AS page ON true
ORDER BY page.place;

-- name: stats
SELECT :step::text AS step, kind.*
FROM (VALUES (1)) AS one LEFT JOIN (
  SELECT status, reason, count(*)::integer AS count, min(free_ms) AS next_ms
  FROM (
    SELECT
      reason,
      CASE
        WHEN reason IS NOT NULL THEN 'retired'
        WHEN leased_until > {now} THEN 'in use'
        WHEN usable_until <= {now} THEN 'expired'
        WHEN rests_until > {now} THEN 'cooling'
        ELSE 'free'
      END AS status,
      CASE WHEN reason IS NULL AND usable_until > greatest({now}, leased_until, rests_until) THEN
        ((extract(epoch FROM greatest({now}, leased_until, rests_until)) - extract(epoch FROM {now})) * 1000)::float8
      END AS free_ms
    FROM {sessions} WHERE pool = :pool
  ) AS sessions
  GROUP BY status, reason
) AS kind ON true;

-- name: hang up
SELECT pg_terminate_backend(pg_backend_pid());
