//! What is wrong with an entry of a file.

use std::fmt;

use crate::jar::rejection::Rejection;

/// Where an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In this line, counted from 1.
    Line(usize),
    /// At this position of the list, counted from 0.
    Index(usize),
    /// Nowhere in particular.
    Nowhere,
}

/// Why an entry is not a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A line of a `cookies.txt` with this number of fields between tabs.
    Fields(usize),
    /// A line of a `cookies.txt` that has spaces in place of its tabs.
    Spaces,
    /// A field of such a line that is not what it must be.
    Field(&'static str, &'static str),
    /// A field of an object that is not of the type that it must have.
    Type {
        /// Its name.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        got: &'static str,
    },
    /// Something else than an object in a list of cookies.
    NotAnObject(&'static str),
    /// The file is no JSON from here on, or ends early.
    Broken,
    /// After the end of the JSON is something else.
    Behind,
    /// A header has two cookies of one name.
    Twice,
    /// No jar would take it.
    Rejected(Rejection),
    /// So many more entries have problems.
    More(usize),
}

impl Fault {
    /// The stable code, the same in Rust, in JavaScript and in `types/cookie-file.d.ts`.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Fields(_) | Fault::Field(..) => "COOKIE_FILE_FIELDS",
            Fault::Spaces => "COOKIE_FILE_SPACES",
            Fault::Type { .. } | Fault::NotAnObject(_) => "COOKIE_INVALID",
            Fault::Broken | Fault::Behind => "COOKIE_FILE_BROKEN",
            Fault::Twice => "COOKIE_FILE_TWICE",
            Fault::Rejected(rejection) => rejection.code(),
            Fault::More(_) => "COOKIE_FILE_MORE",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Fields(1) => f.write_str("Line has no tabs; a cookie has 7 fields with tabs between them"),
            Fault::Fields(count) => {
                write!(f, "Line has {count} fields; a cookie has 7 fields with tabs between them")
            }
            Fault::Spaces => {
                f.write_str("Line has spaces in place of its tabs, as text that was copied from a page has")
            }
            Fault::Field(field, expected) => write!(f, "Cookie {field} must be {expected}"),
            Fault::Type { field, expected, got } => write!(f, "Cookie {field} must be {expected}, got {got}"),
            Fault::NotAnObject(got) => write!(f, "Cookie must be an object, got a {got}"),
            Fault::Broken => f.write_str("The file is no JSON from here on, or ends early"),
            Fault::Behind => f.write_str("There is more text behind the JSON, which was not read"),
            Fault::Twice => f.write_str("The header has an earlier cookie of this name, which counts"),
            Fault::Rejected(rejection) => rejection.fmt(f),
            Fault::More(count) => write!(f, "{count} more entries have problems"),
        }
    }
}

/// An entry that could not be read, and its name as far as that is known.
#[derive(Debug)]
pub struct Refused {
    /// Its name.
    pub name: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Refused {
        Refused { name: None, fault }
    }
}

/// An entry that is not a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// Its name, as far as it is known.
    pub name: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// The most problems that are told one by one: a file that is no cookie file at all may have a million lines.
const MOST: usize = 1000;

/// The problems of a file.
#[derive(Debug, Default)]
pub struct Problems {
    told: Vec<Problem>,
    more: usize,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        if self.told.len() < MOST {
            self.told.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// All of them; of more than a thousand, the last one says how many there are besides.
    pub fn list(&self) -> impl Iterator<Item = Problem> + '_ {
        let more =
            (self.more > 0).then_some(Problem { place: Place::Nowhere, name: None, fault: Fault::More(self.more) });
        self.told.iter().cloned().chain(more)
    }
}

#[cfg(test)]
mod tests {
    use crate::cookie_file::testing::read;

    #[test]
    fn of_many_problems_the_first_are_told_and_the_others_counted() {
        let seen = read(&format!("# HTTP Cookie File\n{}", "x\n".repeat(1_234)));
        assert_eq!(
            (seen.problems.len(), seen.problems.last().map(String::as_str)),
            (1_001, Some("Nowhere - COOKIE_FILE_MORE"))
        );
    }
}
