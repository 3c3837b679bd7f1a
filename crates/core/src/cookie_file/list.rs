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
