//! The steps of a store. Those that write are one transaction each, or several together in one.

use std::mem;

use crate::database::Database;
use crate::error::Error;
use crate::statements::Statements;
use crate::steps::add::{self, Added, Addition};
use crate::steps::claim::{self, Claim, Claimed};
use crate::steps::hold::{self, Held, Release, Renewal, Retired, StateOfHolder};
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
    statements: Statements<'c>,
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

/// What opens a pool.
mod open {
    use super::Statements;

    pub(super) fn open_pool(sql: &mut Statements<'_>, name: &str) -> rusqlite::Result<()> {
        sql.open_pool.execute([name]).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::record::Status;
    use crate::steps::claim::Pick;
    use crate::testing::{Folder, Model, Sequence};
    use crate::waiting::Waiting;

    const PICKS: [Pick; 4] = [Pick::LeastRecentlyUsed, Pick::MostRecentlyUsed, Pick::RoundRobin, Pick::Random];

    fn opened(folder: &Folder) -> Database {
        Database::open(&folder.file(), Waiting::default()).unwrap()
    }

    /// Runs steps in a transaction.
    fn write<T>(store: &mut Store<'_>, steps: impl FnOnce(&mut Transaction<'_, '_>) -> Result<T, Error>) -> T {
        let mut transaction = store.begin().unwrap();
        let result = steps(&mut transaction).unwrap();
        transaction.commit().unwrap();
        result
    }

    /// A random step, on the file and on the list; both say the same.
    fn step(random: &mut Sequence, store: &mut Store<'_>, model: &mut Model, now: i64, scale: i64) {
        let id = format!("s{}", random.between(0, 9));
        let owner = format!("owner {}", random.between(0, 3));
        let state = format!("state {}", random.between(0, 1000));
        let fence = match model.entries.iter().find(|entry| entry.id == id) {
            Some(entry) if !random.one_in(5) => entry.record.fence,
            _ => random.between(0, 5),
        };
        let saved = random.one_in(2).then_some(state.as_str());
        let usable_until = now + random.between(-20, 400) * scale;
        let changed_until = random.one_in(3).then_some(usable_until);
        match random.between(0, 20) {
            0..=6 => {
                let request = Claim {
                    owner: &owner,
                    lease: random.between(0, 150) * scale,
                    id: random.one_in(4).then_some(&id),
                    pick: PICKS[random.between(0, 4) as usize],
                    max_pool_size: random.one_in(2).then(|| random.between(0, 9)),
                };
                let claimed = write(store, |steps| steps.claim("shop", &request, now));
                model.claim(&request, now, &claimed);
            }
            7..=9 => {
                let addition = Addition {
                    id: &id,
                    state: &state,
                    usable_until,
                    max_pool_size: random.one_in(2).then(|| random.between(0, 9)),
                    lease: random.one_in(2).then(|| (owner.as_str(), random.between(0, 150) * scale)),
                };
                assert_eq!(write(store, |steps| steps.add("shop", &addition, now)), model.add(&addition, now));
            }
            10..=11 => {
                let changes =
                    Renewal { lease: random.between(0, 150) * scale, state: saved, usable_until: changed_until };
                let held = write(store, |steps| steps.renew("shop", &id, fence, &changes, now));
                assert_eq!(held, model.renew(&id, fence, &changes, now));
            }
            12..=15 => {
                let changes = Release {
                    rest: if random.one_in(2) { 0 } else { random.between(0, 60) * scale },
                    state: saved,
                    usable_until: changed_until,
                    reason: random.one_in(6).then_some("blocked"),
                };
                let held = write(store, |steps| steps.release("shop", &id, fence, &changes, now));
                assert_eq!(held, model.release(&id, fence, &changes, now));
            }
            16 => {
                let held = random.one_in(2).then_some(StateOfHolder { fence, state: saved });
                let retired = write(store, |steps| steps.retire("shop", &id, "by hand", held, now));
                assert_eq!(retired, model.retire(&id, "by hand", held, now));
            }
            17 => {
                let done = write(store, |steps| steps.reset("shop", &id, fence, &state, usable_until, now));
                assert_eq!(done, model.reset(&id, fence, &state, usable_until));
            }
            18 if random.one_in(2) => {
                assert_eq!(write(store, |steps| steps.remove("shop", &id)), model.remove(&id));
            }
            18 => assert_eq!(write(store, |steps| steps.prune("shop", now)), model.prune(now)),
            _ => {
                let read = store.get("shop", &id).unwrap().map(|read| (read.record, read.state));
                let entry = model.entries.iter().find(|entry| entry.id == id).cloned();
                assert_eq!(read, entry.map(|entry| (entry.record, Some(entry.state))));
            }
        }
    }

    /// What the file says of all records, page by page.
    fn all(store: &mut Store<'_>, limit: i64) -> Vec<StoredRecord> {
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

    #[test]
    fn random_steps_do_what_the_promises_say() {
        for seed in 0..12 {
            let folder = Folder::new();
            let database = opened(&folder);
            let mut store = Store::new(&database).unwrap();
            // Its records are none of the other's business.
            write(&mut store, |steps| steps.open_pool("other"));
            write(&mut store, |steps| steps.open_pool("shop"));
            let mut model = Model::default();
            let mut random = Sequence::new(seed);
            let mut now = 1_800_000_000_000;
            // Lives that are shorter or longer than the time before their end at which they are looked at.
            let scale = if seed % 2 == 0 { 1 } else { 100 };
            for _ in 0..600 {
                step(&mut random, &mut store, &mut model, now, scale);
                assert_eq!(store.stats("shop", now).unwrap(), model.stats(now));
                now += random.between(0, 25) * scale;
            }
            let limit = random.between(1, 5);
            let listed: Vec<_> = all(&mut store, limit).into_iter().map(|one| (one.id, one.record)).collect();
            let expected: Vec<_> = model.entries.iter().map(|one| (one.id.clone(), one.record.clone())).collect();
            assert_eq!(listed, expected);
            assert_eq!(store.stats("other", now).unwrap(), Stats::default());
            let live = "SELECT live - (SELECT count(*) FROM session WHERE pool = pool.seq AND is_live) FROM pool";
            let off: i64 = database.connection.query_row(live, [], |row| row.get(0)).unwrap();
            assert_eq!(off, 0);
        }
    }

    fn added(store: &mut Store<'_>, count: usize, usable_until: i64) {
        write(store, |steps| {
            for n in 0..count {
                let id = format!("s{n}");
                let addition = Addition { id: &id, state: "{}", usable_until, max_pool_size: None, lease: None };
                steps.add("shop", &addition, n as i64)?;
            }
            Ok(())
        });
    }

    fn request(pick: Pick) -> Claim<'static> {
        Claim { owner: "me", lease: 1000, id: None, pick, max_pool_size: Some(10) }
    }

    /// How many instructions of its virtual machine SQLite runs for a claim.
    fn instructions(count: usize, pick: Pick, prepare: &dyn Fn(&mut Store<'_>)) -> i32 {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, count, i64::MAX);
        // The first claim may have to line up all records, but once for all.
        write(&mut store, |steps| steps.claim("shop", &request(pick), 1_000_000));
        prepare(&mut store);
        store.statements.reset_work();
        write(&mut store, |steps| steps.claim("shop", &request(pick), 1_000_000));
        store.statements.work()
    }

    #[test]
    fn a_claim_costs_the_same_however_many_records_there_are() {
        let retire_most = |store: &mut Store<'_>| {
            let ids: Vec<String> = all(store, i64::MAX).into_iter().map(|one| one.id).collect();
            write(store, |steps| {
                for id in &ids[5..] {
                    steps.retire("shop", id, "blocked", None, 999_999)?;
                }
                Ok(())
            });
        };
        let none: &dyn Fn(&mut Store<'_>) = &|_| ();
        for prepare in [none, &retire_most] {
            for pick in PICKS {
                let [few, many] = [10, 5000].map(|count| instructions(count, pick, prepare));
                // What is drawn at random may be a gap, a few times.
                let most = if pick == Pick::Random { 10 * few } else { few + 20 };
                assert!(many <= most, "{pick:?}: {few} instructions for 10 records, {many} for 5,000");
            }
        }
    }

    #[test]
    fn nothing_is_free_says_when_and_whether_there_is_room() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 2, 5000);
        let claim = |store: &mut Store<'_>, now| {
            write(store, |steps| steps.claim("shop", &request(Pick::LeastRecentlyUsed), now))
        };
        let claimed = |id: &str, fence, state: Option<&str>| Claimed::Claimed {
            id: id.to_owned(),
            fence,
            state: state.map(str::to_owned),
        };
        assert_eq!(claim(&mut store, 100), claimed("s0", 2, Some("{}")));
        assert_eq!(claim(&mut store, 200), claimed("s1", 2, Some("{}")));
        assert_eq!(claim(&mut store, 300), Claimed::None { next: Some(800), has_room: Some(true) });
        assert_eq!(claim(&mut store, 1099), Claimed::None { next: Some(1), has_room: Some(true) });
        // The lease has ended without a release, and the owner knows the state.
        assert_eq!(claim(&mut store, 1100), claimed("s0", 3, None));
        assert_eq!(claim(&mut store, 1200), claimed("s1", 3, None));
        let release = Release { rest: 50, ..Release::default() };
        assert!(write(&mut store, |steps| steps.release("shop", "s1", 3, &release, 1300)).held);
        assert_eq!(claim(&mut store, 1310), Claimed::None { next: Some(40), has_room: Some(true) });
        assert_eq!(claim(&mut store, 5000), Claimed::None { next: None, has_room: Some(true) });
        assert_eq!(store.stats("shop", 5000).unwrap().expired, 2);
        assert_eq!(store.get("shop", "s0").unwrap().unwrap().record.status(5000), Status::Expired);
    }

    #[test]
    fn any_free_record_is_drawn_about_as_often_as_another() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 40, i64::MAX);
        // The first ones are gone, and there is a gap: who stands behind it must not profit.
        for n in (0..3).chain(5..27) {
            write(&mut store, |steps| steps.remove("shop", &format!("s{n}")));
        }
        let mut drawn = std::collections::BTreeMap::<String, i64>::new();
        for now in 0..3000 {
            let Claimed::Claimed { id, fence, .. } =
                write(&mut store, |steps| steps.claim("shop", &request(Pick::Random), now))
            else {
                panic!("one is free")
            };
            write(&mut store, |steps| steps.release("shop", &id, fence, &Release::default(), now));
            *drawn.entry(id).or_default() += 1;
        }
        assert_eq!(drawn.len(), 15);
        // 200 each: so far off by chance is less than once in ten thousand runs.
        assert!(drawn.values().all(|count| (130..=270).contains(count)), "{drawn:?}");
    }

    #[test]
    fn a_row_that_no_step_wrote_is_an_error_or_an_answer() {
        let changed = |sql: &str, pick: Pick| {
            let folder = Folder::new();
            let database = opened(&folder);
            let mut store = Store::new(&database).unwrap();
            write(&mut store, |steps| steps.open_pool("shop"));
            added(&mut store, 2, i64::MAX);
            database.connection.execute_batch(sql).unwrap();
            let claimed = store.begin().unwrap().claim("shop", &request(pick), 1_000_000);
            claimed.map_err(|error| error.kind)
        };
        for column in ["fence", "seq"] {
            for number in [i64::MAX, i64::MIN] {
                let sql = format!("UPDATE session SET {column} = {number} WHERE id = 's0'");
                assert_eq!(changed(&sql, Pick::LeastRecentlyUsed), Err(Kind::Corrupt), "{sql}");
            }
        }
        let counts = format!("UPDATE pool SET turn = {}", i64::MAX);
        assert_eq!(changed(&counts, Pick::RoundRobin), Err(Kind::Corrupt));
        // The free ones stand in line in the wrong order, one behind the other.
        let swapped = "UPDATE pool SET has_line = 1; UPDATE session SET line = 3 - seq";
        for _ in 0..20 {
            assert!(matches!(changed(swapped, Pick::Random), Ok(Claimed::Claimed { .. })));
        }
    }

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
    fn a_page_says_whether_there_is_another() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 4, i64::MAX);
        for (after, limit, count, next) in [(0, 3, 3, Some(3)), (0, 4, 4, None), (0, 9, 4, None), (2, 2, 2, None)] {
            let page = store.list("shop", Page { after, limit, with_states: false }).unwrap();
            assert_eq!((page.records.len(), page.next), (count, next), "{limit} after {after}");
        }
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
