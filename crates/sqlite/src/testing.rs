//! For tests only: files of their own, a random sequence, and what tests of several steps do to a store.

mod model;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::database::Database;
use crate::error::Error;
use crate::steps::add::Addition;
use crate::steps::claim::{Claim, Pick};
use crate::steps::read::{Page, StoredRecord};
use crate::store::{Store, Transaction};
use crate::waiting::Waiting;

/// A folder that is removed in the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("crawler-session-sqlite-{}-{count}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("sessions.db")
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A sequence of numbers that is always the same.
pub(crate) struct Sequence(u64);

impl Sequence {
    pub(crate) fn new(seed: u64) -> Sequence {
        Sequence(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from `from` up to, but not including, `to`.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from + ((self.0 >> 11) % (to - from) as u64) as i64
    }

    pub(crate) fn one_in(&mut self, count: i64) -> bool {
        self.between(0, count) == 0
    }
}

/// Each way to choose a free record.
pub(crate) const PICKS: [Pick; 4] = [Pick::LeastRecentlyUsed, Pick::MostRecentlyUsed, Pick::RoundRobin, Pick::Random];

/// A file that is opened.
pub(crate) fn opened(folder: &Folder) -> Database {
    Database::open(&folder.file(), Waiting::default()).unwrap()
}

/// Runs steps in a transaction.
pub(crate) fn write<T>(store: &mut Store<'_>, steps: impl FnOnce(&mut Transaction<'_, '_>) -> Result<T, Error>) -> T {
    let mut transaction = store.begin().unwrap();
    let result = steps(&mut transaction).unwrap();
    transaction.commit().unwrap();
    result
}

/// So many free records `s0`, `s1` and so on in the pool `shop`.
pub(crate) fn added(store: &mut Store<'_>, count: usize, usable_until: i64) {
    write(store, |steps| {
        for n in 0..count {
            let id = format!("s{n}");
            let addition = Addition { id: &id, state: "{}", usable_until, max_pool_size: None, lease: None };
            steps.add("shop", &addition, n as i64)?;
        }
        Ok(())
    });
}

/// A claim of any free record.
pub(crate) fn request(pick: Pick) -> Claim<'static> {
    Claim { owner: "me", lease: 1000, id: None, pick, max_pool_size: Some(10) }
}

/// What the file says of all records, page by page.
pub(crate) fn all(store: &mut Store<'_>, limit: i64) -> Vec<StoredRecord> {
    let mut records = Vec::new();
    let mut after = 0;
    loop {
        let page = store.list("shop", Page { after, limit, with_states: true }).unwrap();
        assert!(page.records.len() as i64 <= limit);
        records.extend(page.records);
        match page.next {
            Some(next) => after = next,
            None => return records,
        }
    }
}
