//! Where a cookie belongs: domain, host-only-flag and path. Most cookies of a site share a few places, so they share the memory too, and a
//! query checks each place once instead of each cookie.

use std::rc::Rc;

use crate::jar::request::browser_path::path_fits_browser;
use crate::jar::request::domain::shared_site_of;
use crate::jar::text::utf16_len;

/// Domain, host-only-flag and path of cookies.
#[derive(Debug)]
pub struct Place {
    /// Domain and path, one after the other.
    text: Box<str>,
    site_start: u32,
    domain_end: u32,
    path_len: u32,
    host_only: bool,
    is_shared: bool,
    fits_browser: bool,
}

impl Place {
    /// A place; the domain in canonical form, without a leading dot.
    pub fn new(domain: &str, host_only: bool, path: &str) -> Rc<Place> {
        let mut text = String::with_capacity(domain.len() + path.len());
        text.push_str(domain);
        text.push_str(path);
        let site = shared_site_of(domain);
        Rc::new(Place {
            text: text.into_boxed_str(),
            site_start: (domain.len() - site.unwrap_or(domain).len()) as u32,
            domain_end: domain.len() as u32,
            path_len: utf16_len(path) as u32,
            host_only,
            is_shared: site.is_some(),
            fits_browser: path_fits_browser(path),
        })
    }

    /// The domain in canonical form, without a leading dot.
    pub fn domain(&self) -> &str {
        self.text.get(..self.domain_end as usize).unwrap_or_default()
    }

    /// The site of the domain, under which the cookies are filed.
    pub fn site(&self) -> &str {
        self.text.get(self.site_start as usize..self.domain_end as usize).unwrap_or_default()
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.text.get(self.domain_end as usize..).unwrap_or_default()
    }

    /// The length of the path as JavaScript counts it.
    pub fn path_len(&self) -> u32 {
        self.path_len
    }

    /// The host-only-flag.
    pub fn host_only(&self) -> bool {
        self.host_only
    }

    /// Whether other hosts may share the domain: it is neither an address nor a public suffix.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Whether browsers accept a cookie with this path.
    pub fn fits_browser(&self) -> bool {
        self.fits_browser
    }

    /// Whether this is the place with this domain, host-only-flag and path.
    pub fn is(&self, domain: &str, host_only: bool, path: &str) -> bool {
        self.host_only == host_only && self.domain() == domain && self.path() == path
    }
}

/// How many places are remembered.
const RECENT: usize = 8;

/// The most recently requested places, so that cookies that are read one after the other share them.
#[derive(Debug, Default)]
pub struct RecentPlaces {
    places: Vec<Rc<Place>>,
    next: usize,
}

impl RecentPlaces {
    /// A place, the same object as before if it was requested recently.
    pub fn get(&mut self, domain: &str, host_only: bool, path: &str) -> Rc<Place> {
        if let Some(place) = self.places.iter().find(|place| place.is(domain, host_only, path)) {
            return Rc::clone(place);
        }
        let place = Place::new(domain, host_only, path);
        match self.places.get_mut(self.next) {
            Some(oldest) => *oldest = Rc::clone(&place),
            None => self.places.push(Rc::clone(&place)),
        }
        self.next = (self.next + 1) % RECENT;
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_as_long_as_in_javascript() {
        for (path, length) in [("/", 1), ("/abc", 4), ("/é", 2), ("/😀", 3)] {
            assert_eq!(Place::new("a.example", true, path).path_len(), length, "{path}");
        }
    }

    #[test]
    fn the_last_eight_places_are_shared() {
        let mut recent = RecentPlaces::default();
        let path = |index: usize| format!("/{index}");
        let all: Vec<Rc<Place>> = (0..20).map(|index| recent.get("a.example", true, &path(index))).collect();
        let is_same = |place: &Rc<Place>, other: &Rc<Place>| Rc::ptr_eq(place, other);
        for (index, place) in all.iter().enumerate().skip(20 - RECENT) {
            assert!(is_same(&recent.get("a.example", true, &path(index)), place), "{index}");
        }
        assert!(!is_same(&recent.get("a.example", false, &path(19)), &all[19]));
        assert!(!is_same(&recent.get("a.example", true, &path(11)), &all[11]));
        assert_eq!(recent.places.len(), RECENT);
    }
}
