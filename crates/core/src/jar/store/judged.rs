//! What judgement hands to the store.

use std::rc::Rc;

use super::place::Place;
use crate::jar::parse::parsed::ParsedCookie;
use crate::jar::parse::partition::PartitionKey;

/// A cookie that is about to be stored, with what was found out about it.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The cookie as it was received.
    pub cookie: &'a ParsedCookie<'a>,
    /// Where it belongs.
    pub place: Rc<Place>,
    /// Whether the path came from the URL instead of an attribute.
    pub path_is_default: bool,
    /// The partition that it belongs to.
    pub partition: Option<PartitionKey>,
    /// Whether browsers accept it.
    pub fits_browser: bool,
}

impl<'a> Judged<'a> {
    /// An unpartitioned cookie with a path of its own that browsers accept.
    pub fn plain(cookie: &'a ParsedCookie<'a>, place: Rc<Place>) -> Judged<'a> {
        Judged { cookie, place, path_is_default: false, partition: None, fits_browser: true }
    }
}
