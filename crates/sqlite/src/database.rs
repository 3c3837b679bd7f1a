//! A file that was opened: it is one of ours, has the tables of this version, and is written through a log (WAL).

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::{is_busy, Error, Kind};
use crate::schema::{is_current, migrate, Header};
use crate::waiting::{Pauses, Waiting};

/// For how many tenths of a millisecond tidying waits for those who use the log.
const TRIES: i32 = 200;

/// An open file. SQLite closes it when it is dropped.
pub struct Database {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    waiting: Waiting,
}

impl Database {
    /// Opens a file, or makes one that only its owner can read. What is damaged, or not for us, is left as it is.
    pub fn open(path: &Path, waiting: Waiting) -> Result<Database, Error> {
        create(path).map_err(|error| Error::of(Kind::Unavailable, path, error))?;
        // Without CREATE, which would make a file that others can read, and without URI: a path is a path.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| Error::of_sqlite(path, &error))?;
        let database = Database { connection, path: path.to_owned(), waiting };
        // SQLite opens what it may not write, and fails later.
        if database.patiently(|| database.connection.is_readonly("main"))? {
            return Err(database.unavailable("it may not be written"));
        }
        database.prepare()?;
        Ok(database)
    }

    /// Judges the file, before anything is written to it, then readies it.
    fn prepare(&self) -> Result<(), Error> {
        // We wait by ourselves, also where SQLite doesn't.
        self.patiently(|| self.connection.busy_timeout(Duration::ZERO))?;
        let found = self.patiently(|| Header::read(&self.connection))?.judge(&self.path)?;
        let mode: String =
            self.patiently(|| self.connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)))?;
        if mode != "wal" {
            return Err(
                self.unavailable(format_args!("SQLite can't share it between processes, its journal is {mode}"))
            );
        }
        // A commit is not waited for until it is on the disk: a power failure may undo the last ones, but damages nothing.
        // What is in the log is brought into the file by `Store::tidy`.
        // States are logins: what was removed or written anew, encrypted for instance, must not stay in parts of the file that nothing uses.
        let settings = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON";
        self.patiently(|| self.connection.execute_batch(settings))?;
        if is_current(&found) {
            return Ok(());
        }
        self.patiently(|| self.connection.execute_batch("BEGIN IMMEDIATE"))?;
        let migrated = self.migrate();
        if migrated.is_err() {
            // The first error says what was wrong.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        migrated
    }

    /// Migrates within a transaction: somebody else may have done so since the file was judged.
    fn migrate(&self) -> Result<(), Error> {
        let found = Header::read(&self.connection).map_err(|error| self.error(&error))?.judge(&self.path)?;
        migrate(&self.connection, &found).map_err(|error| self.error(&error))?;
        self.connection.execute_batch("COMMIT").map_err(|error| self.error(&error))
    }

    /// Brings the log into the file, and makes it begin anew. Meanwhile others can't write, but those who do need little time.
    pub(crate) fn tidy(&self) -> rusqlite::Result<()> {
        self.connection.busy_handler(Some(waits_again))?;
        // Its row says how far it came.
        let tidied = self.connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()));
        self.connection.busy_handler(None)?;
        tidied
    }

    /// Tries something until nobody else locks the file.
    pub(crate) fn patiently<T>(&self, mut attempt: impl FnMut() -> rusqlite::Result<T>) -> Result<T, Error> {
        let mut pauses = Pauses::new(&self.waiting);
        loop {
            match attempt() {
                Err(error) if is_busy(&error) && pauses.pause() => (),
                result => return result.map_err(|error| self.error(&error)),
            }
        }
    }

    pub(crate) fn error(&self, error: &rusqlite::Error) -> Error {
        Error::of_sqlite(&self.path, error)
    }

    fn unavailable(&self, what: impl std::fmt::Display) -> Error {
        Error::of(Kind::Unavailable, &self.path, what)
    }
}

/// Waits a little for those who use the log, for the `count`-th time. Returns whether trying again makes sense.
fn waits_again(count: i32) -> bool {
    thread::sleep(Duration::from_micros(100));
    count < TRIES
}

/// Makes an empty file for its owner alone, if there is none. SQLite gives its log the same permissions.
fn create(path: &Path) -> io::Result<()> {
    // Not opened if it is there: when this process closes a file, the system forgets all its locks on it, also SQLite's.
    if path.exists() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::steps::add::{Added, Addition};
    use crate::testing::Folder;
    use crate::Store;

    fn open(path: &Path) -> Result<Database, Error> {
        Database::open(path, Waiting { patience: Duration::from_millis(30), ..Waiting::default() })
    }

    fn kind(path: &Path) -> (Kind, String) {
        let error = open(path).err().unwrap();
        assert!(error.message.starts_with(&format!("{}: ", path.display())), "{error}");
        (error.kind, error.message)
    }

    /// A file with this many records, closed.
    fn filled(folder: &Folder, count: usize) -> PathBuf {
        let database = open(&folder.file()).unwrap();
        let mut store = Store::new(&database).unwrap();
        let mut steps = store.begin().unwrap();
        steps.open_pool("shop").unwrap();
        for n in 0..count {
            add(&mut steps, n).unwrap();
        }
        steps.commit().unwrap();
        folder.file()
    }

    fn add(steps: &mut crate::store::Transaction<'_, '_>, n: usize) -> Result<Added, Error> {
        let (id, state) = (format!("s{n}"), "x".repeat(10_000));
        let addition = Addition { id: &id, state: &state, usable_until: i64::MAX, max_pool_size: None, lease: None };
        steps.add("shop", &addition, 0)
    }

    fn sqlite(path: &Path, sql: &str) {
        Connection::open(path).unwrap().execute_batch(sql).unwrap();
    }

    #[test]
    fn a_file_that_is_no_database_is_damaged_and_stays_as_it_is() {
        let folder = Folder::new();
        // SQLite takes a file of a single byte for an empty one.
        for text in ["xy", &"no database ".repeat(1000)] {
            fs::write(folder.file(), text).unwrap();
            let (kind, message) = kind(&folder.file());
            assert_eq!(kind, Kind::Corrupt);
            assert!(message.contains("file is not a database"), "{message}");
            assert_eq!(fs::read_to_string(folder.file()).unwrap(), text);
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_damaged_and_stays_as_it_is() {
        let folder = Folder::new();
        let file = filled(&folder, 30);
        let whole = fs::read(&file).unwrap();
        for part in [whole.len() / 2, whole.len() - 4096, 4096, 5000, 99, 10] {
            fs::write(&file, &whole[..part]).unwrap();
            assert_eq!(kind(&file).0, Kind::Corrupt, "{part} bytes");
            assert_eq!(fs::read(&file).unwrap(), &whole[..part], "{part} bytes");
        }
        fs::write(&file, &whole).unwrap();
        assert!(open(&file).is_ok());
    }

    #[test]
    fn a_page_that_was_written_over_is_found_by_the_step_that_reads_it() {
        let folder = Folder::new();
        let file = filled(&folder, 30);
        let mut bytes = fs::read(&file).unwrap();
        for page in bytes.chunks_mut(4096).skip(15) {
            page.fill(0x77);
        }
        fs::write(&file, &bytes).unwrap();
        let database = open(&file).unwrap();
        let mut store = Store::new(&database).unwrap();
        let errors: Vec<Error> = (0..30).filter_map(|n| store.get("shop", &format!("s{n}")).err()).collect();
        assert!(!errors.is_empty());
        assert!(errors.iter().all(|error| error.kind == Kind::Corrupt), "{errors:?}");
    }

    #[test]
    fn a_file_of_a_later_version_or_another_application_stays_as_it_is() {
        let changes = [
            ("PRAGMA user_version = 9", "it has version 9 of the tables, but this release knows those up to 1"),
            ("PRAGMA user_version = 0", "it has version 0 of the tables"),
            ("PRAGMA application_id = 7", "it is the database of another application (application_id 0x7)"),
        ];
        for (sql, expected) in changes {
            let folder = Folder::new();
            let file = filled(&folder, 1);
            sqlite(&file, sql);
            let before = fs::read(&file).unwrap();
            let (kind, message) = kind(&file);
            assert_eq!(kind, Kind::Version);
            assert!(message.contains(expected), "{message}");
            assert_eq!(fs::read(&file).unwrap(), before);
        }
        let folder = Folder::new();
        sqlite(&folder.file(), "CREATE TABLE theirs (a)");
        let before = fs::read(folder.file()).unwrap();
        assert_eq!(kind(&folder.file()).0, Kind::Version);
        assert_eq!(fs::read(folder.file()).unwrap(), before);
    }

    #[test]
    fn tables_that_somebody_changed_are_damaged() {
        let folder = Folder::new();
        let file = filled(&folder, 1);
        sqlite(&file, "ALTER TABLE session RENAME COLUMN fence TO gate");
        let database = open(&file).unwrap();
        let error = Store::new(&database).err().unwrap();
        assert_eq!(error.kind, Kind::Corrupt);
        assert!(error.message.contains("no such column"), "{error}");
    }

    #[test]
    fn an_empty_file_is_a_new_one_and_a_missing_folder_is_not_made() {
        let folder = Folder::new();
        fs::write(folder.file(), "").unwrap();
        assert!(open(&folder.file()).is_ok());
        let (kind, _) = kind(&folder.path().join("missing").join("sessions.db"));
        assert_eq!(kind, Kind::Unavailable);
        assert!(!folder.path().join("missing").exists());
    }

    #[test]
    fn what_is_no_file_cannot_be_opened() {
        let folder = Folder::new();
        assert_eq!(kind(folder.path()).0, Kind::Unavailable);
    }

    #[test]
    #[cfg(unix)]
    fn a_new_file_and_its_log_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;

        let folder = Folder::new();
        let database = open(&folder.file()).unwrap();
        Store::new(&database).unwrap().begin().unwrap().commit().unwrap();
        for name in ["sessions.db", "sessions.db-wal", "sessions.db-shm"] {
            let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        drop(database);
        // What the user has chosen stays.
        fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o640)).unwrap();
        drop(open(&folder.file()).unwrap());
        assert_eq!(fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn nothing_of_a_state_that_was_removed_or_replaced_stays_in_the_file() {
        let folder = Folder::new();
        let file = filled(&folder, 3);
        let has_it = || fs::read(&file).unwrap().windows(100).any(|bytes| bytes == [b'x'; 100]);
        assert!(has_it());
        {
            let database = open(&file).unwrap();
            let mut store = Store::new(&database).unwrap();
            let mut steps = store.begin().unwrap();
            assert!(steps.remove("shop", "s0").unwrap());
            for id in ["s1", "s2"] {
                assert!(steps.reset("shop", id, 1, "encrypted", i64::MAX, 0).unwrap());
            }
            steps.commit().unwrap();
        }
        assert!(!has_it());
    }

    #[test]
    fn a_full_disk_undoes_the_step_and_is_over_when_there_is_room() {
        let folder = Folder::new();
        let database = open(&filled(&folder, 3)).unwrap();
        let mut store = Store::new(&database).unwrap();
        let limit = |pages: &str| {
            database.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
        };
        limit("1");
        let mut steps = store.begin().unwrap();
        let error = add(&mut steps, 3).unwrap_err();
        drop(steps);
        assert_eq!(error.kind, Kind::Unavailable);
        assert!(error.message.contains("database or disk is full (SQLite's code 13)"), "{error}");
        assert_eq!(store.stats("shop", 0).unwrap().free, 3);
        limit("100000");
        let mut steps = store.begin().unwrap();
        assert!(matches!(add(&mut steps, 3), Ok(Added::Added { .. })));
        steps.commit().unwrap();
        assert_eq!(store.stats("shop", 0).unwrap().free, 4);
    }

    #[test]
    fn a_locked_file_is_waited_for_but_not_for_ever() {
        let folder = Folder::new();
        let file = filled(&folder, 0);
        let [first, second] = [open(&file).unwrap(), open(&file).unwrap()];
        let [mut first, mut second] = [Store::new(&first).unwrap(), Store::new(&second).unwrap()];
        let steps = first.begin().unwrap();
        // Reading needs no lock.
        assert_eq!(second.stats("shop", 0).unwrap().free, 0);
        let error = second.begin().err().unwrap();
        assert_eq!(error.kind, Kind::Unavailable);
        assert!(error.message.contains("database is locked"), "{error}");
        drop(steps);
        second.begin().unwrap().commit().unwrap();
    }

    #[test]
    fn many_open_a_new_file_at_once() {
        let folder = Folder::new();
        let file = folder.file();
        let open_and_add = |n: usize| {
            let database = Database::open(&file, Waiting::default()).unwrap();
            let mut store = Store::new(&database).unwrap();
            let mut steps = store.begin().unwrap();
            steps.open_pool("shop").unwrap();
            add(&mut steps, n).unwrap();
            steps.commit().unwrap();
        };
        std::thread::scope(|scope| {
            for n in 0..8 {
                let open_and_add = &open_and_add;
                scope.spawn(move || open_and_add(n));
            }
        });
        let database = open(&file).unwrap();
        assert_eq!(Store::new(&database).unwrap().stats("shop", 0).unwrap().free, 8);
    }

    #[test]
    fn people_read_the_view() {
        let folder = Folder::new();
        let database = open(&filled(&folder, 1)).unwrap();
        let sql = "SELECT pool, id, status, used, leased_until, length(state) FROM sessions";
        type Seen = (String, String, String, String, Option<String>, i64);
        let seen: Seen = database
            .connection
            .query_row(sql, [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
            })
            .unwrap();
        let text = str::to_owned;
        assert_eq!(seen, (text("shop"), text("s0"), text("free"), text("1970-01-01 00:00:00"), None, 10_000));
    }

    #[test]
    fn a_file_that_needs_no_migration_is_opened_while_somebody_writes() {
        let folder = Folder::new();
        let file = filled(&folder, 0);
        let first = open(&file).unwrap();
        let mut first = Store::new(&first).unwrap();
        let steps = first.begin().unwrap();
        assert!(open(&file).is_ok());
        steps.commit().unwrap();
    }

    #[test]
    fn the_system_says_why_a_file_cannot_be_made_and_sqlite_why_it_cannot_be_opened() {
        let folder = Folder::new();
        let by_sqlite = |path: &Path| kind(path).1.contains("SQLite's code");
        assert!(!by_sqlite(&folder.path().join("missing").join("sessions.db")));
        // A link that leads nowhere is there, but no file.
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.file()).unwrap();
            assert!(by_sqlite(&folder.file()));
        }
    }

    #[test]
    fn what_is_in_the_log_is_brought_into_the_file_as_far_as_readers_allow() {
        let folder = Folder::new();
        let database = open(&filled(&folder, 0)).unwrap();
        let has_it = || fs::read(folder.file()).unwrap().windows(100).any(|bytes| bytes == [b'x'; 100]);
        let reader = Connection::open(folder.file()).unwrap();
        reader.execute_batch("BEGIN; SELECT * FROM sessions").unwrap();
        let mut store = Store::new(&database).unwrap();
        let mut steps = store.begin().unwrap();
        add(&mut steps, 0).unwrap();
        steps.commit().unwrap();
        database.tidy().unwrap();
        assert!(!has_it());
        reader.execute_batch("COMMIT").unwrap();
        database.tidy().unwrap();
        assert!(has_it());
    }

    #[test]
    fn tidying_waits_two_hundred_times() {
        assert_eq!([0, 1, 199, 200, 201].map(waits_again), [true, true, true, false, false]);
    }
}
