//! The list of entries in a JSON file.

use super::json::{skip_space, Broken, Walk};
use super::problem::Fault;

/// Goes through a list of entries.
#[derive(Debug)]
pub struct List {
    walk: Walk,
    next: usize,
    /// Whether nothing is behind it, since the list is the whole file; once it was checked, this is not asked again.
    is_file: bool,
}

impl List {
    /// Through the list that begins here; `is_file` says that it is the whole file.
    pub fn new(text: &str, at: usize, is_file: bool) -> Option<List> {
        Some(List { walk: Walk::list(text, at)?, next: 0, is_file })
    }

    /// Where the next entry begins.
    pub fn at(&mut self) -> &mut usize {
        self.walk.at_mut()
    }

    /// The next entry and its index; `None` at the end.
    pub fn next<'t>(&mut self, text: &'t str) -> Option<(usize, Result<&'t str, Fault>)> {
        let index = self.next;
        self.next += 1;
        match self.walk.next_item(text) {
            Some(Ok(entry)) => Some((index, Ok(entry))),
            Some(Err(Broken)) => {
                self.is_file = false;
                Some((index, Err(Fault::Broken)))
            }
            None => {
                let ends = !self.is_file || skip_space(text, self.walk.at()) == text.len();
                self.is_file = false;
                (!ends).then_some((index, Err(Fault::Behind)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::check;

    #[test]
    fn a_bad_entry_costs_no_other() {
        check(
            r#"[7,{"name":"a","value":1},{"name":"b","value":"2","expires":"2027-01-01"},{"name":"c","value":"\ud800"},
               {"name":"d","value":"4","sameSite":"maybe"},{"name":"e","value":"5","domain":"a b"},{"value":"6"},
               {"name":"g","value":"7","partitionKeyOpaque":false},{"name":"h","value":"8","hostOnly":"no"},
               {"name":"i","value":"9","domain":null,"name":"j"}]"#,
            Format::Puppeteer,
            &["j=9 www.page.example /dir"],
            &[
                "Index(0) - COOKIE_INVALID",
                "Index(1) a COOKIE_INVALID",
                "Index(2) b COOKIE_INVALID",
                "Index(3) c COOKIE_INVALID_CHARACTER",
                "Index(4) d COOKIE_INVALID_SAME_SITE",
                "Index(5) e COOKIE_INVALID_DOMAIN",
                "Index(6) - COOKIE_INVALID",
                "Index(7) g COOKIE_OPAQUE_PARTITION",
                "Index(8) h COOKIE_INVALID",
            ],
        );
    }
}
