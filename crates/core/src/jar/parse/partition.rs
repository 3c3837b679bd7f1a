//! Partition keys of cookies (CHIPS): the top-level site that a partitioned cookie belongs to.

use crate::jar::rejection::Rejection;
use crate::jar::request::request_url::RequestUrl;
use crate::jar::text::is_control;

/// Whether there was a cross-site frame between the top-level site and the cookie's. Browsers keep such cookies apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CrossSiteAncestor {
    /// Not stated: Puppeteer's string form of a key. Browsers treat it as `No`.
    #[default]
    Unknown,
    /// `hasCrossSiteAncestor: false`
    No,
    /// `hasCrossSiteAncestor: true`
    Yes,
}

/// A partition key: a schemeful site such as `https://example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionKey {
    site: Box<str>,
    /// The schemeful site, if the key names an origin with a subdomain or a port, as Firefox and users write it.
    schemeful: Option<Box<str>>,
    ancestor: CrossSiteAncestor,
    of_protocol: bool,
}

impl PartitionKey {
    /// A key as a browser reports it. The site is kept verbatim.
    pub fn new(site: &str, ancestor: CrossSiteAncestor) -> Result<PartitionKey, Rejection> {
        let unfit = |byte: u8| byte == b' ' || byte == b';' || is_control(byte);
        if site.bytes().any(unfit) {
            return Err(Rejection::InvalidPartitionKey);
        }
        let schemeful = RequestUrl::parse(site).map_err(|_| Rejection::InvalidPartitionKey)?.schemeful_site();
        Ok(PartitionKey {
            site: site.into(),
            schemeful: (schemeful != site).then(|| schemeful.into_boxed_str()),
            ancestor,
            of_protocol: false,
        })
    }

    /// The same key, marked as received in the form of the DevTools protocol, as Puppeteer reported keys before version 23. It is returned
    /// in the form in which it was received.
    pub fn of_protocol(self, of_protocol: bool) -> PartitionKey {
        PartitionKey { of_protocol, ..self }
    }

    /// Whether the key was received in the form of the DevTools protocol.
    pub fn is_of_protocol(&self) -> bool {
        self.of_protocol
    }

    /// The key of a cookie that a response set with `Partitioned`: the site of that response is the top-level site.
    pub fn of_request(request: &RequestUrl) -> PartitionKey {
        PartitionKey::of_site(request.schemeful_site())
    }

    /// The key of a cookie whose own site is its partition.
    pub fn of_site(schemeful_site: String) -> PartitionKey {
        PartitionKey {
            site: schemeful_site.into(),
            schemeful: None,
            ancestor: CrossSiteAncestor::Unknown,
            of_protocol: false,
        }
    }

    /// The site: `https://example.com`.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Whether there was a cross-site frame in between.
    pub fn ancestor(&self) -> CrossSiteAncestor {
        self.ancestor
    }

    /// Whether two keys name the same partition; an unknown ancestor counts as none, as in browsers.
    pub fn is_same_partition(&self, other: &PartitionKey) -> bool {
        self.site == other.site
            && (self.ancestor == CrossSiteAncestor::Yes) == (other.ancestor == CrossSiteAncestor::Yes)
    }

    /// Whether a top-level request to this schemeful site is inside the partition.
    pub fn covers(&self, schemeful_site: &str) -> bool {
        self.ancestor != CrossSiteAncestor::Yes && self.schemeful.as_deref().unwrap_or(&self.site) == schemeful_site
    }

    /// The form of the key in tough-cookie's `extensions`; `from_text` reads it.
    pub fn to_text(&self) -> String {
        let ancestor = match self.ancestor {
            CrossSiteAncestor::Unknown => "",
            CrossSiteAncestor::No => " same-site",
            CrossSiteAncestor::Yes => " cross-site",
        };
        let form = if self.of_protocol { " protocol" } else { "" };
        format!("{}{ancestor}{form}", self.site)
    }

    /// Reads what `to_text` wrote.
    pub fn from_text(text: &str) -> Result<PartitionKey, Rejection> {
        let (text, of_protocol) = match text.strip_suffix(" protocol") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let key = match text.split_once(' ') {
            None => PartitionKey::new(text, CrossSiteAncestor::Unknown),
            Some((site, "same-site")) => PartitionKey::new(site, CrossSiteAncestor::No),
            Some((site, "cross-site")) => PartitionKey::new(site, CrossSiteAncestor::Yes),
            Some(_) => Err(Rejection::InvalidPartitionKey),
        };
        Ok(key?.of_protocol(of_protocol))
    }
}

/// Whether two cookies with these keys are in the same partition, or both in none.
pub fn same_partition(one: Option<&PartitionKey>, other: Option<&PartitionKey>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.is_same_partition(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_covers_only_its_own_site() {
        let site = |url: &str| RequestUrl::parse(url).unwrap().schemeful_site();
        let key = PartitionKey::new("https://example.com", CrossSiteAncestor::No).unwrap();
        assert!(key.covers(&site("https://www.example.com/a")));
        assert!(!key.covers(&site("http://example.com/")));
        assert!(!key.covers(&site("https://example.org/")));
        let origin = PartitionKey::new("https://www.example.com:8443", CrossSiteAncestor::Unknown).unwrap();
        assert!(origin.covers(&site("https://example.com/")));
        let embedded = PartitionKey::new("https://example.com", CrossSiteAncestor::Yes).unwrap();
        assert!(!embedded.covers(&site("https://example.com/")));
    }

    #[test]
    fn keys_survive_their_text_form() {
        for ancestor in [CrossSiteAncestor::Unknown, CrossSiteAncestor::No, CrossSiteAncestor::Yes] {
            for of_protocol in [false, true] {
                let key = PartitionKey::new("https://example.com", ancestor).unwrap().of_protocol(of_protocol);
                assert_eq!(PartitionKey::from_text(&key.to_text()), Ok(key));
            }
        }
        for broken in ["", "https://a b", "https://a\n", "https://a;b", "junk", "about:blank", "data:,x", "https://"] {
            assert_eq!(PartitionKey::from_text(broken), Err(Rejection::InvalidPartitionKey));
        }
    }

    #[test]
    fn the_text_form_says_what_the_key_says() {
        use CrossSiteAncestor::{No, Unknown, Yes};
        for (ancestor, of_protocol, text) in [
            (Unknown, false, "https://example.com"),
            (No, false, "https://example.com same-site"),
            (Yes, true, "https://example.com cross-site protocol"),
        ] {
            let key = PartitionKey::new("https://example.com", ancestor).unwrap().of_protocol(of_protocol);
            assert_eq!((key.to_text().as_str(), key.ancestor(), key.is_of_protocol()), (text, ancestor, of_protocol));
        }
    }

    #[test]
    fn partitions_differ_by_site_and_by_a_cross_site_ancestor() {
        use CrossSiteAncestor::{No, Unknown, Yes};
        let key = |site: &str, ancestor| PartitionKey::new(site, ancestor).unwrap();
        let (one, other) = ("https://one.example", "https://other.example");
        for (left, right, is_same) in [
            (key(one, No), key(one, Unknown), true),
            (key(one, Yes), key(one, Yes), true),
            (key(one, Yes), key(one, No), false),
            (key(one, Yes), key(one, Unknown), false),
            (key(one, No), key(other, No), false),
            (key(one, No), key(other, Yes), false),
        ] {
            assert_eq!(left.is_same_partition(&right), is_same, "{left:?} {right:?}");
            assert_eq!(same_partition(Some(&left), Some(&right)), is_same);
        }
        assert!(same_partition(None, None) && !same_partition(None, Some(&key(one, No))));
    }
}
