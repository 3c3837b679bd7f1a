//! What can go wrong with a file, in the three kinds that a pool tells apart.

use std::fmt;
use std::path::Path;

use rusqlite::ffi;

/// What a pool does about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The file is damaged, or no database: `STORE_CORRUPT`.
    Corrupt,
    /// The file is of a later version, or of another application: `STORE_VERSION`.
    Version,
    /// Anything else, such as a full disk: it may be over later. `STORE_UNAVAILABLE`.
    Unavailable,
}

/// An error with the path of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What a pool does about it.
    pub kind: Kind,
    /// The path, and what SQLite says.
    pub message: String,
}

impl Error {
    /// An error of a file.
    pub fn of(kind: Kind, path: &Path, what: impl fmt::Display) -> Error {
        Error { kind, message: format!("{}: {what}", path.display()) }
    }

    /// What SQLite reports of a file.
    pub(crate) fn of_sqlite(path: &Path, error: &rusqlite::Error) -> Error {
        Error::of(kind_of(error), path, Said(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

fn kind_of(error: &rusqlite::Error) -> Kind {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.extended_code & 0xff {
            ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => Kind::Corrupt,
            _ => Kind::Unavailable,
        },
        // A statement that was right for this schema is not for that of the file.
        rusqlite::Error::SqlInputError { .. } => Kind::Corrupt,
        // A column holds what no step writes.
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::Utf8Error(..) => Kind::Corrupt,
        _ => Kind::Unavailable,
    }
}

/// Whether somebody else has locked the file, so that trying again helps.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    let busy = [ffi::SQLITE_BUSY, ffi::SQLITE_LOCKED, ffi::SQLITE_PROTOCOL];
    error.sqlite_error().is_some_and(|failure| busy.contains(&(failure.extended_code & 0xff)))
}

/// SQLite's own words and its code; `rusqlite` has one of both, depending on the error.
struct Said<'e>(&'e rusqlite::Error);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            rusqlite::Error::SqliteFailure(failure, Some(words)) => {
                write!(f, "{words} (SQLite's code {})", failure.extended_code)
            }
            rusqlite::Error::SqliteFailure(failure, None) => {
                let words = ffi::code_to_str(failure.extended_code);
                write!(f, "{words} (SQLite's code {})", failure.extended_code)
            }
            rusqlite::Error::SqlInputError { msg, .. } => f.write_str(msg),
            other => write!(f, "{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn only_a_lock_of_somebody_else_is_waited_for() {
        for code in [ffi::SQLITE_BUSY, ffi::SQLITE_LOCKED, ffi::SQLITE_PROTOCOL, ffi::SQLITE_BUSY_SNAPSHOT] {
            assert!(is_busy(&failure(code)), "{code}");
        }
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_FULL, ffi::SQLITE_MISMATCH] {
            assert!(!is_busy(&failure(code)), "{code}");
        }
        assert!(!is_busy(&rusqlite::Error::QueryReturnedNoRows));
    }

    #[test]
    fn an_error_says_its_file_and_what_is_wrong() {
        let error = Error::of_sqlite(Path::new("a.db"), &failure(ffi::SQLITE_NOTADB));
        assert_eq!(error.kind, Kind::Corrupt);
        assert_eq!(error.to_string(), "a.db: file is not a database (SQLite's code 26)");
    }
}
