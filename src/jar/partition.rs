//! Partition keys of cookies (CHIPS): the top-level site that a partitioned cookie belongs to.

use url::Url;

use super::domain::site_of;
use super::rejection::Rejection;
use super::request::RequestUrl;
use super::text::is_control;

/// Whether a cross-site frame stood between the top-level site and the cookie's. Browsers keep such cookies apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossSiteAncestor {
    /// Not said: Puppeteer's string form of a key. Browsers take it for `No`.
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
    ancestor: CrossSiteAncestor,
}

impl PartitionKey {
    /// A key as a browser reports it. The site is kept to the letter.
    pub fn new(site: &str, ancestor: CrossSiteAncestor) -> Result<PartitionKey, Rejection> {
        let unfit = |byte: u8| byte == b' ' || byte == b';' || is_control(byte);
        let names_site = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if site.bytes().any(unfit) || !Url::parse(site).is_ok_and(names_site) {
            return Err(Rejection::InvalidPartitionKey);
        }
        Ok(PartitionKey { site: site.into(), ancestor })
    }

    /// The key of a cookie that a response set with `Partitioned`: the site of that response is the top-level site.
    pub fn of_request(request: &RequestUrl) -> PartitionKey {
        PartitionKey { site: request.schemeful_site().into(), ancestor: CrossSiteAncestor::Unknown }
    }

    /// The site: `https://example.com`.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Whether a cross-site frame stood between.
    pub fn ancestor(&self) -> CrossSiteAncestor {
        self.ancestor
    }

    /// Whether two keys name the same partition; an unknown ancestor counts as none, as in browsers.
    pub fn is_same_partition(&self, other: &PartitionKey) -> bool {
        self.site == other.site
            && (self.ancestor == CrossSiteAncestor::Yes) == (other.ancestor == CrossSiteAncestor::Yes)
    }

    /// Whether a top-level request to this URL is inside the partition.
    pub fn covers(&self, request: &RequestUrl) -> bool {
        if self.ancestor == CrossSiteAncestor::Yes {
            return false;
        }
        if *self.site == *request.schemeful_site() {
            return true;
        }
        // Firefox and users write an origin, with a subdomain or a port, where Chromium writes a site.
        Url::parse(&self.site).is_ok_and(|origin| {
            origin.scheme() == request.url().scheme() && origin.host_str().map(site_of) == Some(site_of(request.host()))
        })
    }

    /// The form in which the key travels in tough-cookie's `extensions`; `from_text` reads it.
    pub fn to_text(&self) -> String {
        let ancestor = match self.ancestor {
            CrossSiteAncestor::Unknown => "",
            CrossSiteAncestor::No => " same-site",
            CrossSiteAncestor::Yes => " cross-site",
        };
        format!("{}{ancestor}", self.site)
    }

    /// Reads what `to_text` wrote.
    pub fn from_text(text: &str) -> Result<PartitionKey, Rejection> {
        match text.split_once(' ') {
            None => PartitionKey::new(text, CrossSiteAncestor::Unknown),
            Some((site, "same-site")) => PartitionKey::new(site, CrossSiteAncestor::No),
            Some((site, "cross-site")) => PartitionKey::new(site, CrossSiteAncestor::Yes),
            Some(_) => Err(Rejection::InvalidPartitionKey),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str) -> RequestUrl {
        RequestUrl::parse(url).unwrap()
    }

    #[test]
    fn a_partition_covers_its_own_site_alone() {
        let key = PartitionKey::new("https://example.com", CrossSiteAncestor::No).unwrap();
        assert!(key.covers(&request("https://www.example.com/a")));
        assert!(!key.covers(&request("http://example.com/")));
        assert!(!key.covers(&request("https://example.org/")));
        let origin = PartitionKey::new("https://www.example.com:8443", CrossSiteAncestor::Unknown).unwrap();
        assert!(origin.covers(&request("https://example.com/")));
        let embedded = PartitionKey::new("https://example.com", CrossSiteAncestor::Yes).unwrap();
        assert!(!embedded.covers(&request("https://example.com/")));
    }

    #[test]
    fn keys_survive_their_text_form() {
        for ancestor in [CrossSiteAncestor::Unknown, CrossSiteAncestor::No, CrossSiteAncestor::Yes] {
            let key = PartitionKey::new("https://example.com", ancestor).unwrap();
            assert_eq!(PartitionKey::from_text(&key.to_text()), Ok(key));
        }
        for broken in ["", "https://a b", "https://a\n", "https://a;b", "junk", "about:blank", "data:,x", "https://"] {
            assert_eq!(PartitionKey::from_text(broken), Err(Rejection::InvalidPartitionKey));
        }
    }
}
