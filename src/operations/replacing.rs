//! What is removed when a browser's cookies replace those of the jar: whatever the browser no longer reports.

use std::collections::HashSet;

use crawler_session_core::jar::persist::json_field::read_texts;
use crawler_session_core::jar::store::stored::StoredCookie;

use crate::crossing::refusals::shortened;

/// A browser's list of cookies after it has been stored.
pub struct Replacing {
    /// Indexes in the jar's order of the cookies that were stored.
    pub stored: Vec<u32>,
    /// Names of those that were refused, whose older cookies stay; `None` if a name could not be read, since it may be that of any cookie.
    pub spared: Option<HashSet<String>>,
}

/// What happens to a jar's cookies.
#[derive(Default)]
pub struct Replaced {
    /// Indexes in the jar's order of those to remove.
    pub gone: Vec<u32>,
    /// Name and domain of those that only stay because a refused cookie may be the same one.
    pub kept: Vec<[String; 2]>,
}

impl Replacing {
    /// A list with the refusals that `spared` gives as JSON: a list of names, or `null`.
    pub fn new(spared: &str) -> Replacing {
        let spared = read_texts(spared);
        let mut replacing = Replacing { stored: Vec::new(), spared: spared.as_ref().map(|_| HashSet::new()) };
        spared.iter().flatten().for_each(|name| replacing.spare(name));
        replacing
    }

    /// Keeps the older cookies of this name.
    pub fn spare(&mut self, name: &str) {
        if let Some(names) = &mut self.spared {
            // As it would have been stored.
            names.insert(name.trim_matches(' ').to_owned());
        }
    }

    /// Judges those cookies of the jar that the browser would have reported. Cookies that browsers don't accept are not missing.
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
    use crawler_session_core::jar::store::judged::Judged;
    use crawler_session_core::jar::store::place::Place;

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
    fn unreported_cookies_go_except_those_that_no_browser_accepts() {
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
