//! The floor of `npm run bench:pool`: the engine alone, making the writes of a use of a session.
//!
//! `floor FILE OWNER`, where a pool has left free sessions in the file. For each number of milliseconds on a line of the standard input it makes
//! uses for as long, one after the other, and prints a line of JSON: how many, and in how many nanoseconds. A use is two transactions with
//! prepared statements: the session that was used the longest time ago is leased, and its state read if somebody else had it last; then it
//! is free again, and its state is written, the same that it was, which is no less work. Nothing is checked that the first two statements don't say by themselves.

#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::collections::HashMap;
use std::error::Error;
use std::io::{stdin, BufRead};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::{params, Connection, OptionalExtension, Statement};

/// Of a lease, in milliseconds.
const LEASE: i64 = 60_000;

/// How long to wait for the lock of another process before it is tried again.
const PAUSE: Duration = Duration::from_micros(50);

/// The statements of both transactions.
struct Statements<'c> {
    begin: Statement<'c>,
    commit: Statement<'c>,
    next: Statement<'c>,
    lease: Statement<'c>,
    state: Statement<'c>,
    free: Statement<'c>,
    save: Statement<'c>,
}

impl<'c> Statements<'c> {
    fn prepare(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Statements {
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            commit: connection.prepare("COMMIT")?,
            next: connection.prepare(
                "SELECT seq, fence, owner FROM session INDEXED BY session_at \
                 WHERE pool = 1 AND status = 'free' AND at IS NOT NULL ORDER BY at LIMIT 1",
            )?,
            lease: connection.prepare(
                "UPDATE session SET status = 'in use', at = ?2 + ?3, fence = ?4, owner = ?5, lease_until = ?2 + ?3, used_at = ?2 \
                 WHERE seq = ?1",
            )?,
            state: connection.prepare("SELECT text FROM state WHERE seq = ?1")?,
            free: connection.prepare(
                "UPDATE session SET status = 'free', at = ?2, lease_until = 0, ready_at = ?2, used_at = ?2 \
                 WHERE seq = ?1 AND fence = ?3",
            )?,
            save: connection.prepare("UPDATE state SET text = ?2 WHERE seq = ?1")?,
        })
    }

    /// Begins a transaction as soon as nobody else writes.
    fn begin(&mut self) -> rusqlite::Result<()> {
        loop {
            match self.begin.execute([]) {
                Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::DatabaseBusy => {
                    sleep(PAUSE);
                }
                result => return result.map(|_| ()),
            }
        }
    }

    /// Uses a session. `known` has the states that this process has read or written.
    fn use_one(&mut self, owner: &str, known: &mut HashMap<i64, String>) -> Result<(), Box<dyn Error>> {
        self.begin()?;
        let next: Option<(i64, i64, Option<String>)> =
            self.next.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let (seq, fence, last_owner) = next.ok_or("no session is free")?;
        self.lease.execute(params![seq, now()?, LEASE, fence + 1, owner])?;
        if last_owner.as_deref() != Some(owner) || !known.contains_key(&seq) {
            known.insert(seq, self.state.query_row([seq], |row| row.get(0))?);
        }
        self.commit.execute([])?;
        let state = known.get(&seq).ok_or("a state is missing")?;
        self.begin()?;
        self.free.execute(params![seq, now()?, fence + 1])?;
        self.save.execute(params![seq, state])?;
        self.save.clear_bindings();
        self.commit.execute([])?;
        Ok(())
    }
}

/// Milliseconds since the epoch.
fn now() -> Result<i64, Box<dyn Error>> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("no file")?;
    let owner = arguments.next().ok_or("no owner")?;
    let connection = Connection::open(file)?;
    // As the store does it.
    connection.execute_batch("PRAGMA synchronous = NORMAL")?;
    let mut statements = Statements::prepare(&connection)?;
    let mut known = HashMap::new();
    for line in stdin().lock().lines() {
        let duration = Duration::from_millis(line?.trim().parse()?);
        let start = Instant::now();
        let mut uses = 0;
        while start.elapsed() < duration {
            statements.use_one(&owner, &mut known)?;
            uses += 1;
        }
        println!("{{\"uses\":{uses},\"ns\":{}}}", start.elapsed().as_nanos());
    }
    Ok(())
}
