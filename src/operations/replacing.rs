//! What goes when a browser's cookies take the place of those that the jar has: whatever the browser no longer reports.

use std::collections::HashSet;

use crawler_session_core::jar::persist::json_field::read_texts;
use crawler_session_core::jar::store::stored::StoredCookie;

use crate::crossing::refusals::shortened;

/// A browser's list of cookies, once it was stored.
pub struct Replacing {
    /// Places in the jar's order of what was stored of it.
    pub stored: Vec<u32>,
    /// Names of those that were refused, whose older cookies stay; `None` if one of them could not be read, which may mean any cookie.
    pub spared: Option<HashSet<String>>,
}

/// What becomes of a jar's cookies.
#[derive(Default)]
pub struct Replaced {
    /// Places in the jar's order of those that go.
    pub gone: Vec<u32>,
    /// Name and domain of those that only stay because a refused one may be meant.
    pub kept: Vec<[String; 2]>,
}

impl Replacing {
    /// The list that was refused as far as `spared` says, given as JSON: a list of names, or `null`.
    pub fn new(spared: &str) -> Replacing {
        let spared = read_texts(spared);
        let mut replacing = Replacing { stored: Vec::new(), spared: spared.as_ref().map(|_| HashSet::new()) };
        spared.iter().flatten().for_each(|name| replacing.spare(name));
        replacing
    }

    /// Lets the older cookies of this name stay.
    pub fn spare(&mut self, name: &str) {
        if let Some(names) = &mut self.spared {
            // As it would have been stored.
            names.insert(name.trim_matches(' ').to_owned());
        }
    }

    /// Judges those cookies of the jar that the browser would have reported. What browsers can't hold, none has lost.
    pub fn judge(mut self, cookies: &[&StoredCookie], now: i64) -> Replaced {
        self.stored.sort_unstable();
        let mut replaced = Replaced::default();
        for cookie in cookies {
            let is_missing =
                cookie.fits_browser() && !cookie.is_expired(now) && self.stored.binary_search(&cookie.index()).is_err();
            if !is_missing {
                continue;
            }
            match &self.spared {
                Some(names) if !names.contains(cookie.name()) => replaced.gone.push(cookie.index()),
                _ => {
                    let dot = if cookie.host_only() { "" } else { "." };
                    let domain = format!("{dot}{}", cookie.domain());
                    replaced.kept.push([shortened(cookie.name()), shortened(&domain)]);
                }
            }
        }
        replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::json::json_text;
    use crawler_session_core::jar::parse::parsed::ParsedCookie;
    use crawler_session_core::jar::store::place::Place;
    use crawler_session_core::jar::store::stored::Judged;

    fn cookie(name: &str, index: u32, fits_browser: bool) -> StoredCookie {
        let parsed = ParsedCookie { name: name.into(), value: "v".into(), ..ParsedCookie::default() };
        let mut cookie = StoredCookie::new(
            Judged { fits_browser, ..Judged::plain(&parsed, Place::new("a.example", false, "/")) },
            0,
        );
        cookie.set_index(index);
        cookie
    }

    fn judged(stored: &[u32], spared: &str) -> (Vec<u32>, String) {
        let cookies = [cookie("a", 1, true), cookie("b", 2, true), cookie("c", 3, true), cookie("d", 4, false)];
        let replacing = Replacing { stored: stored.to_vec(), ..Replacing::new(spared) };
        let Replaced { gone, kept } = replacing.judge(&cookies.each_ref(), 0);
        (gone, json_text(&kept))
    }

    #[test]
    fn what_was_not_reported_goes_but_for_what_no_browser_holds() {
        assert_eq!(judged(&[2], "[]"), (vec![1, 3], "[]".to_owned()));
        assert_eq!(judged(&[3, 1, 2], "[]"), (vec![], "[]".to_owned()));
    }

    #[test]
    fn what_a_refused_cookie_names_stays() {
        assert_eq!(judged(&[2], r#"["c"]"#), (vec![1], r#"[["c",".a.example"]]"#.to_owned()));
    }

    #[test]
    fn a_refused_cookie_without_a_name_spares_all() {
        for spared in ["null", "no JSON"] {
            let (gone, kept) = judged(&[2], spared);
            assert!(gone.is_empty());
            assert_eq!(kept, r#"[["a",".a.example"],["c",".a.example"]]"#);
        }
    }
}
