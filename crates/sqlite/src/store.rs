//! The steps of a store. Those that write are one transaction each, or several together in one.

use std::mem;

use crate::database::Database;
use crate::error::Error;
use crate::statements::Statements;
use crate::steps::add::{self, Added, Addition};
use crate::steps::claim::{self, Claim, Claimed};
use crate::steps::hold::{self, Held, Release, Renewal, Retired, StateOfHolder};
use crate::steps::open;
use crate::steps::read::{self, Listed, Page, Stats, StoredRecord};
use crate::steps::remove;
use crate::steps::reset;

/// A store tidies up after it has written about so many pages of 4 kB.
const MANY_PAGES: usize = 2000;
/// How many pages a step writes, apart from a state.
const PAGES_OF_STEP: usize = 4;

/// The statements of an open file, and the steps that they make.
pub struct Store<'c> {
    database: &'c Database,
    pub(crate) statements: Statements<'c>,
    /// How many pages were written to the log since the last tidying, about.
    pages: usize,
}

impl<'c> Store<'c> {
    /// Fails if the tables of the file are not those that they should be.
    pub fn new(database: &'c Database) -> Result<Self, Error> {
        let statements = database.patiently(|| Statements::prepare(&database.connection))?;
        Ok(Store { database, statements, pages: 0 })
    }

    /// Waits until nobody else writes; what is read then stays true until the commit.
    pub fn begin(&mut self) -> Result<Transaction<'_, 'c>, Error> {
        let Store { database, statements, pages } = self;
        database.patiently(|| statements.begin.execute([]))?;
        Ok(Transaction { database, statements, pages, is_over: false })
    }

    /// Brings what is in the log into the file, if there is much of it, so that the log begins anew; to be called when nobody waits for a step.
    ///
    /// SQLite would do so by itself, after each commit from some size of the log on. But while others write all the time there is always
    /// somebody who reads the end of the log, and then it would sync the disk for each commit and the log would grow for ever.
    pub fn tidy(&mut self) {
        if self.pages >= MANY_PAGES {
            self.pages = 0;
            // What could not be done now, is done the next time; nothing is lost.
            let _ = self.database.tidy();
        }
    }

    /// A record, or `None`.
    pub fn get(&mut self, pool: &str, id: &str) -> Result<Option<StoredRecord>, Error> {
        self.database.patiently(|| read::get(&mut self.statements, pool, id))
    }

    /// A page of records.
    pub fn list(&mut self, pool: &str, page: Page) -> Result<Listed, Error> {
        self.database.patiently(|| read::list(&mut self.statements, pool, page))
    }

    /// Counts the records.
    pub fn stats(&mut self, pool: &str, now: i64) -> Result<Stats, Error> {
        self.database.patiently(|| read::stats(&mut self.statements, pool, now))
    }
}

/// Steps that take effect together with the commit; without it they are undone.
pub struct Transaction<'s, 'c> {
    database: &'c Database,
    statements: &'s mut Statements<'c>,
    pages: &'s mut usize,
    is_over: bool,
}

/// Methods that run a step of the same name and add the path to what goes wrong.
macro_rules! steps {
    ($($(#[doc = $doc:literal])* $module:ident::$step:ident($($name:ident: $type:ty),*) -> $result:ty;)*) => {
        impl Transaction<'_, '_> {
            $(
                $(#[doc = $doc])*
                pub fn $step(&mut self, $($name: $type),*) -> Result<$result, Error> {
                    *self.pages += PAGES_OF_STEP;
                    $module::$step(self.statements, $($name),*).map_err(|error| self.database.error(&error))
                }
            )*
        }
    };
}

steps! {
    /// Gives a free record to an owner.
    claim::claim(pool: &str, request: &Claim<'_>, now: i64) -> Claimed;
    /// Adds a record, unless there is one with this id, or the pool is full.
    add::add(pool: &str, addition: &Addition<'_>, now: i64) -> Added;
    /// Begins the lease anew.
    hold::renew(pool: &str, id: &str, fence: i64, changes: &Renewal<'_>, now: i64) -> Held;
    /// Ends the lease.
    hold::release(pool: &str, id: &str, fence: i64, changes: &Release<'_>, now: i64) -> Held;
    /// Retires a record for good.
    hold::retire(pool: &str, id: &str, reason: &str, held: Option<StateOfHolder<'_>>, now: i64) -> Retired;
    /// Makes a record free with another state, if its fence is still this one. Returns whether it did.
    reset::reset(pool: &str, id: &str, fence: i64, state: &str, usable_until: i64, now: i64) -> bool;
    /// Removes a record. Returns whether there was one.
    remove::remove(pool: &str, id: &str) -> bool;
    /// Removes the retired and expired records that nobody holds. Returns how many there were.
    remove::prune(pool: &str, now: i64) -> i64;
    /// Makes a pool, unless there is one with this name.
    open::open_pool(name: &str) -> ();
}

impl Transaction<'_, '_> {
    /// Makes all steps take effect.
    pub fn commit(mut self) -> Result<(), Error> {
        self.database.patiently(|| self.statements.commit.execute([]))?;
        self.is_over = true;
        *self.pages += mem::take(&mut self.statements.bytes_of_states) / 4096;
        Ok(())
    }
}

impl Drop for Transaction<'_, '_> {
    fn drop(&mut self) {
        if !self.is_over {
            // After some errors SQLite has done so itself, and says that there is nothing to roll back.
            let _ = self.statements.rollback.execute([]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::claim::Pick;
    use crate::testing::{added, opened, request, write, Folder};

    #[test]
    fn the_log_does_not_grow_for_ever_even_if_others_use_it() {
        let folder = Folder::new();
        let [database, other] = [opened(&folder), opened(&folder)];
        let [mut store, mut other] = [Store::new(&database).unwrap(), Store::new(&other).unwrap()];
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 1, i64::MAX);
        let mut longest = 0;
        for now in 0..200 {
            // Another one each time: SQLite writes no page that stays as it is.
            let state = format!("{now:09}\n").repeat(40_000);
            let claimed = write(&mut other, |steps| steps.claim("shop", &request(Pick::Random), now));
            let Claimed::Claimed { fence, .. } = claimed else { panic!("{claimed:?}") };
            let release = Release { state: Some(&state), ..Release::default() };
            write(&mut store, |steps| steps.release("shop", "s0", fence, &release, now));
            store.tidy();
            other.tidy();
            longest = longest.max(std::fs::metadata(folder.path().join("sessions.db-wal")).unwrap().len());
        }
        // 20,000 pages were written.
        assert!(longest < 2 * MANY_PAGES as u64 * 4096, "{longest}");
    }

    #[test]
    fn steps_without_a_commit_are_undone() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 1, 5000);
        let mut transaction = store.begin().unwrap();
        assert!(transaction.remove("shop", "s0").unwrap());
        drop(transaction);
        assert!(store.get("shop", "s0").unwrap().is_some());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut transaction = store.begin().unwrap();
            transaction.remove("shop", "s0").unwrap();
            panic!("in the middle");
        }));
        assert!(panicked.is_err());
        assert!(store.get("shop", "s0").unwrap().is_some());
        assert!(write(&mut store, |steps| steps.remove("shop", "s0")));
    }

    #[test]
    fn the_pages_of_steps_and_states_are_counted() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        let mut pages_of = |steps: &dyn Fn(&mut Transaction<'_, '_>)| {
            store.pages = 0;
            write(&mut store, |transaction| {
                steps(transaction);
                Ok(())
            });
            store.pages
        };
        let (state, larger) = ("x".repeat(10 * 4096), "y".repeat(20 * 4096));
        let addition = |id| Addition { id, state: &state, usable_until: i64::MAX, max_pool_size: None, lease: None };
        assert_eq!(pages_of(&|steps| _ = steps.add("shop", &addition("a"), 0).unwrap()), 4 + 10);
        let reset =
            |steps: &mut Transaction<'_, '_>| assert!(steps.reset("shop", "a", 1, &larger, i64::MAX, 0).unwrap());
        assert_eq!(pages_of(&reset), 4 + 20);
        let several = |steps: &mut Transaction<'_, '_>| {
            for id in ["b", "c"] {
                steps.add("shop", &addition(id), 0).unwrap();
            }
            steps.remove("shop", "a").unwrap();
        };
        assert_eq!(pages_of(&several), 3 * 4 + 20);
    }

    #[test]
    fn a_store_tidies_only_after_many_pages() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        for (pages, left) in [(0, 0), (1, 1), (MANY_PAGES - 1, MANY_PAGES - 1), (MANY_PAGES, 0), (MANY_PAGES + 1, 0)] {
            store.pages = pages;
            store.tidy();
            assert_eq!(store.pages, left);
        }
    }
}
