//! What the steps cost beside the floor, the raw engine doing the same writes: `cargo bench -p crawler-session-sqlite`.
//!
//! Each line is the time of a claim together with a release that saves a state of 15 kB: the best and the median of some rounds. A folder as
//! argument says on which disk the files lie.

#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark may fail, and measures time"
)]

use std::env;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crawler_session_sqlite::steps::add::Addition;
use crawler_session_sqlite::steps::claim::{Claim, Claimed, Pick};
use crawler_session_sqlite::steps::hold::Release;
use crawler_session_sqlite::{Database, Store, Waiting};
use rusqlite::{params, Connection};

const ROUNDS: usize = 15;
const PAIRS: usize = 2000;
const STATE_BYTES: usize = 15_000;
/// Milliseconds since the epoch.
const NOW: i64 = 1_800_000_000_000;

fn main() {
    let of_user = env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    let parent = of_user.map_or_else(env::temp_dir, PathBuf::from);
    let folder = parent.join(format!("crawler-session-bench-{}", std::process::id()));
    std::fs::create_dir(&folder).expect("a new folder");
    let pick = Pick::LeastRecentlyUsed;
    report("floor, 20 records", &floor(&folder.join("floor.db"), 20));
    report("steps, 20 records", &steps(&folder.join("steps.db"), 20, pick));
    report("steps, 20 records, round-robin", &steps(&folder.join("turns.db"), 20, Pick::RoundRobin));
    report("steps, 20 records, random", &steps(&folder.join("random.db"), 20, Pick::Random));
    report("floor, 10,000 records", &floor(&folder.join("floors.db"), 10_000));
    report("steps, 10,000 records", &steps(&folder.join("many.db"), 10_000, pick));
    std::fs::remove_dir_all(&folder).expect("our own folder");
}

fn report(name: &str, times: &[f64]) {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let [best, median] = [0, times.len() / 2].map(|at| times.get(at).copied().unwrap_or(f64::NAN));
    println!("{name:<34} {best:>7.1} µs at best, {median:>7.1} µs median");
}

/// Times a pair, in microseconds, once for each round.
fn timed(mut pair: impl FnMut(usize)) -> Vec<f64> {
    let mut round = |count: usize| {
        let start = Instant::now();
        (0..count).for_each(&mut pair);
        start.elapsed().as_secs_f64() * 1e6 / count as f64
    };
    round(PAIRS / 4);
    (0..ROUNDS).map(|_| round(PAIRS)).collect()
}

/// A state that changes a little each time.
fn state(number: usize) -> String {
    format!("{number}{}", "x".repeat(STATE_BYTES))
}

/// No choice, no index, no count: the row of a session and its state are written in the same transactions.
fn floor(file: &Path, count: usize) -> Vec<f64> {
    let connection = Connection::open(file).expect("a new file");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE TABLE session (seq INTEGER PRIMARY KEY, id TEXT, fence INTEGER, owner TEXT, lease_until INTEGER, used_at INTEGER);
             CREATE TABLE state (seq INTEGER PRIMARY KEY, text TEXT);
             BEGIN;",
        )
        .expect("tables");
    for n in 0..count {
        let session = params![n as i64, format!("s{n}")];
        connection.execute("INSERT INTO session VALUES (?1, ?2, 1, NULL, 0, 0)", session).expect("a row");
        connection.execute("INSERT INTO state VALUES (?1, ?2)", params![n as i64, state(n)]).expect("a row");
    }
    connection.execute_batch("COMMIT").expect("a commit");
    let prepare = |sql| connection.prepare(sql).expect("a statement");
    let [mut begin, mut commit] = ["BEGIN IMMEDIATE", "COMMIT"].map(prepare);
    let mut claim =
        prepare("UPDATE session SET fence = fence + 1, owner = ?2, lease_until = ?3, used_at = ?3 WHERE seq = ?1");
    let mut release = prepare("UPDATE session SET lease_until = 0, used_at = ?2 WHERE seq = ?1");
    let mut save = prepare("UPDATE state SET text = ?2 WHERE seq = ?1");
    timed(|number| {
        let seq = (number % count) as i64;
        begin.execute([]).expect("begin");
        claim.execute(params![seq, "me", NOW]).expect("a row");
        commit.execute([]).expect("commit");
        begin.execute([]).expect("begin");
        release.execute([seq, NOW]).expect("a row");
        save.execute(params![seq, state(number)]).expect("a row");
        commit.execute([]).expect("commit");
    })
}

fn steps(file: &Path, count: usize, pick: Pick) -> Vec<f64> {
    let database = Database::open(file, Waiting::default()).expect("a new file");
    let mut store = Store::new(&database).expect("tables");
    let mut steps = store.begin().expect("begin");
    steps.open_pool("pool").expect("a pool");
    for n in 0..count {
        let (id, state) = (format!("s{n}"), state(n));
        let addition = Addition { id: &id, state: &state, usable_until: i64::MAX, max_pool_size: None, lease: None };
        steps.add("pool", &addition, NOW).expect("a record");
    }
    steps.commit().expect("commit");
    let mut now = NOW;
    let request = Claim { owner: "me", lease: 60_000, id: None, pick, max_pool_size: None };
    timed(|number| {
        now += 1;
        let mut steps = store.begin().expect("begin");
        let claimed = steps.claim("pool", &request, now).expect("a claim");
        steps.commit().expect("commit");
        let Claimed::Claimed { id, fence, .. } = claimed else { return };
        let state = state(number);
        // The end of life moves with each save, as a pool's does.
        let release = Release { state: Some(&state), usable_until: Some(now + 1_000_000), ..Release::default() };
        let mut steps = store.begin().expect("begin");
        assert!(steps.release("pool", &id, fence, &release, now).expect("a release").held);
        steps.commit().expect("commit");
        store.tidy();
    })
}
