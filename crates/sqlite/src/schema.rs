//! The tables, their versions, and how a file is told to be one of ours.
//!
//! Whoever opens a file with the `sqlite3` tool reads `SELECT * FROM sessions`. All other times are milliseconds since the epoch.

use std::path::Path;

use rusqlite::Connection;

use crate::error::{Error, Kind};

/// `CrSe`, in the header of each file.
const APPLICATION_ID: i32 = 0x4372_5365;

/// What makes the tables of each version from those of the one before; a file says in `user_version` how many were run.
const MIGRATIONS: &[&str] = &[FIRST];

const FIRST: &str = "
CREATE TABLE pool (
  seq INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- How many of its sessions have `is_live`.
  live INTEGER NOT NULL DEFAULT 0,
  -- The session that round-robin chose last.
  turn INTEGER NOT NULL DEFAULT 0,
  -- Whether `line` is kept: from the first claim on that asks for it, since it costs each claim.
  has_line INTEGER NOT NULL DEFAULT 0,
  -- No session that was removed had a larger fence.
  fence INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The comments of `Record` and `Place` (crates/sqlite/src/record.rs) say what the columns mean.
CREATE TABLE session (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pool INTEGER NOT NULL,
  id TEXT NOT NULL,
  -- Of the last step that changed it; those below and the time say what it is.
  status TEXT NOT NULL,
  at INTEGER,
  -- If it is free: its `seq`.
  line INTEGER,
  is_live INTEGER NOT NULL,
  -- When to see whether it has expired: some time before `usable_until`, so that it seldom changes.
  check_at INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  owner TEXT,
  lease_until INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  usable_until INTEGER NOT NULL,
  reason TEXT
) STRICT;

-- Apart from the session, so that a claim writes only a few bytes.
CREATE TABLE state (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;

CREATE UNIQUE INDEX session_id ON session (pool, id);
CREATE INDEX session_order ON session (pool);
-- The free ones by their last use, and the others by when they will be free.
CREATE INDEX session_at ON session (pool, status, at) WHERE at IS NOT NULL;
-- The free ones in the order in which they were added.
CREATE INDEX session_line ON session (pool, line) WHERE line IS NOT NULL;
CREATE INDEX session_check ON session (pool, check_at) WHERE is_live = 1;

CREATE VIEW sessions AS
WITH clock AS (SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS now)
SELECT
  pool.name AS pool,
  session.id,
  CASE
    WHEN reason IS NOT NULL THEN 'retired'
    WHEN lease_until > now THEN 'in use'
    WHEN usable_until <= now THEN 'expired'
    WHEN ready_at > now THEN 'cooling'
    ELSE 'free'
  END AS status,
  reason,
  datetime(used_at / 1000, 'unixepoch') AS used,
  datetime(usable_until / 1000, 'unixepoch') AS usable_until,
  iif(lease_until > now, datetime(lease_until / 1000, 'unixepoch'), NULL) AS leased_until,
  iif(ready_at > now, datetime(ready_at / 1000, 'unixepoch'), NULL) AS resting_until,
  owner,
  session.fence,
  state.text AS state
FROM session JOIN pool ON pool.seq = session.pool JOIN state ON state.seq = session.seq JOIN clock
ORDER BY session.seq;
";

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing is in it yet.
    Empty,
    /// One of ours, of this version.
    Version(usize),
}

/// What the header of a file says, in one look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    application_id: i32,
    version: i64,
    tables: i64,
}

impl Header {
    pub(crate) fn read(connection: &Connection) -> rusqlite::Result<Header> {
        let sql = "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) \
                   FROM pragma_application_id, pragma_user_version";
        connection.query_row(sql, [], |row| {
            Ok(Header { application_id: row.get(0)?, version: row.get(1)?, tables: row.get(2)? })
        })
    }

    /// What the file is, or why it is not for us.
    pub(crate) fn judge(self, path: &Path) -> Result<Found, Error> {
        let known = MIGRATIONS.len();
        match self {
            Header { application_id: 0, version: 0, tables: 0 } => Ok(Found::Empty),
            Header { application_id: APPLICATION_ID, version, .. } => match usize::try_from(version) {
                Ok(version) if (1..=known).contains(&version) => Ok(Found::Version(version)),
                _ => Err(Error::of(
                    Kind::Version,
                    path,
                    format_args!("it has version {version} of the tables, but this release knows those up to {known}"),
                )),
            },
            Header { application_id, .. } => Err(Error::of(
                Kind::Version,
                path,
                format_args!("it is the database of another application (application_id {application_id:#x})"),
            )),
        }
    }
}

/// Whether the tables of a file are those that the statements are for.
pub(crate) fn is_current(found: &Found) -> bool {
    *found == Found::Version(MIGRATIONS.len())
}

/// Makes the tables of a file those of this version; to be called in a transaction.
pub(crate) fn migrate(connection: &Connection, found: &Found) -> rusqlite::Result<()> {
    let done = match found {
        Found::Empty => 0,
        Found::Version(version) => *version,
    };
    for sql in MIGRATIONS.iter().skip(done) {
        connection.execute_batch(sql)?;
    }
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {};",
        MIGRATIONS.len()
    ))
}
