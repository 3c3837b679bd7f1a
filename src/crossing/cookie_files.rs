//! The other half of `js/crossing/cookie-files.js`: what is told of a cookie file besides its cookies.

use crawler_session_core::cookie_file::problem::{Place, Problem};

use super::refusals::shortened;

/// The line and the index of an entry, -1 if it has none; its name, if that is known; the code; the reason.
pub type ToldProblem = (i64, i64, Option<String>, &'static str, String);

/// A problem as JavaScript reads it. Values are secrets and are in none of it.
pub fn told(problem: &Problem) -> ToldProblem {
    let (line, index) = match problem.place {
        Place::Line(line) => (line as i64, -1),
        Place::Index(index) => (-1, index as i64),
        Place::Nowhere => (-1, -1),
    };
    let Problem { name, fault, .. } = problem;
    (line, index, name.as_deref().map(shortened), fault.code(), fault.to_string())
}
