//! The URL of a request or response, as the jar's rules see it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::net::Ipv4Addr;
use std::ops::Range;

use url::{Position, Url};

use super::domain::site_of;
use super::path::{decoded_path, path_matches};
use super::plain_url::{read_plain_url, PlainUrl};

/// Why a text is not the URL of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlError {
    /// The WHATWG URL parser refuses it.
    Invalid,
    /// It is a URL, but not http(s), or it has no host, or one without a name before its first dot: such URLs have no cookies.
    NotHttp,
}

/// An http(s) URL with a host. A WebSocket URL is read as that of its handshake.
#[derive(Debug, Clone)]
pub struct RequestUrl {
    /// Scheme, host and path as the URL parser writes them; what is between and after them doesn't matter.
    text: String,
    is_https: bool,
    host: Range<usize>,
    path: Range<usize>,
    /// Where the site begins in the host.
    site: OnceCell<usize>,
}

impl RequestUrl {
    /// Parses a URL as the WHATWG URL standard does.
    pub fn parse(text: &str) -> Result<RequestUrl, UrlError> {
        if let Some(PlainUrl { is_https, host, path }) = read_plain_url(text) {
            let text = text.get(..path.end).unwrap_or_default().to_owned();
            return Ok(RequestUrl { text, is_https, host, path, site: OnceCell::new() });
        }
        let url = Url::parse(text).map_err(|_| UrlError::Invalid)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(UrlError::NotHttp);
        }
        // A jar would take no cookie of such a host back from a state.
        if url.host_str().is_none_or(|host| host.is_empty() || host.starts_with('.')) {
            return Err(UrlError::NotHttp);
        }
        let offset = |before: &str| before.len();
        let host = offset(&url[..Position::BeforeHost])..offset(&url[..Position::AfterHost]);
        let path = offset(&url[..Position::BeforePath])..offset(&url[..Position::AfterPath]);
        let is_https = url.scheme() == "https";
        Ok(RequestUrl { text: url.into(), is_https, host, path, site: OnceCell::new() })
    }

    /// Like `parse`, but accepts `ws:` and `wss:` as well, whose handshake is an http or https request.
    pub fn parse_with_web_sockets(text: &str) -> Result<RequestUrl, UrlError> {
        match RequestUrl::parse(text) {
            Err(UrlError::NotHttp) => {
                let url = Url::parse(text).map_err(|_| UrlError::Invalid)?;
                let handshake = match url.scheme() {
                    "ws" => "http",
                    "wss" => "https",
                    _ => return Err(UrlError::NotHttp),
                };
                RequestUrl::parse(&format!("{handshake}{}", url.as_str().get(url.scheme().len()..).unwrap_or_default()))
            }
            parsed => parsed,
        }
    }

    /// The URL that a browser's cookie is filed under: the root of its own, canonical host.
    pub fn of_host(host: &str) -> Result<RequestUrl, UrlError> {
        RequestUrl::parse(&format!("https://{host}/"))
    }

    /// The URL for the `url` crate and what builds on it.
    pub fn to_url(&self) -> Result<Url, UrlError> {
        Url::parse(&self.text).map_err(|_| UrlError::Invalid)
    }

    /// The canonical host; an IPv6 address is in brackets.
    pub fn host(&self) -> &str {
        self.text.get(self.host.clone()).unwrap_or_default()
    }

    /// The path.
    pub fn path(&self) -> &str {
        match self.text.get(self.path.clone()) {
            None | Some("") => "/",
            Some(path) => path,
        }
    }

    /// The site of the host.
    pub fn site(&self) -> &str {
        let host = self.host();
        let start = *self.site.get_or_init(|| host.len() - site_of(host).len());
        host.get(start..).unwrap_or_default()
    }

    /// The site of a domain that covers the host. It is usually that of the host.
    pub fn site_of<'a>(&'a self, domain: &'a str) -> &'a str {
        match domain.ends_with(self.site()) {
            true => self.site(),
            false => site_of(domain),
        }
    }

    /// Whether a cookie with `cookie_path` is sent to this URL: to its path as sent, or to the decoded path.
    pub fn path_matches(&self, cookie_path: &str, decoded: Option<&str>) -> bool {
        path_matches(self.path(), cookie_path) || decoded.is_some_and(|path| path_matches(path, cookie_path))
    }

    /// The path with its escapes decoded, if it has any; computed once per query.
    pub fn decoded_path(&self) -> Option<Cow<'_, str>> {
        decoded_path(self.path())
    }

    /// Whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether the URL is a secure origin: https, or a loopback host (Secure Contexts section 3.1).
    pub fn is_secure(&self) -> bool {
        if self.is_https() {
            return true;
        }
        let host = self.host();
        let name = host.trim_end_matches('.');
        match host.parse::<Ipv4Addr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => name == "localhost" || name.ends_with(".localhost") || host == "[::1]",
        }
    }

    /// The site with its scheme (HTML's "schemeful site"), as Chromium writes partition keys: `https://example.com`.
    pub fn schemeful_site(&self) -> String {
        format!("{}://{}", if self.is_https { "https" } else { "http" }, self.site())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secure(url: &str) -> bool {
        RequestUrl::parse(url).unwrap().is_secure()
    }

    #[test]
    fn only_http_urls_with_a_host_are_requests() {
        for url in ["http://example.com", "HTTPS://EXAMPLE.com/a?b#c"] {
            assert!(RequestUrl::parse(url).is_ok(), "{url}");
        }
        for url in [
            "about:blank",
            "data:text/html,x",
            "file:///etc/hosts",
            "ftp://example.com/",
            "wss://example.com/",
            "chrome://version/",
            "https://./",
            "http://.example.com/",
            "http://..a/b",
        ] {
            assert_eq!(RequestUrl::parse(url).err(), Some(UrlError::NotHttp), "{url}");
        }
        for url in ["", "example.com", "/a", "http://", "http://a b/"] {
            assert_eq!(RequestUrl::parse(url).err(), Some(UrlError::Invalid), "{url}");
        }
    }

    #[test]
    fn a_web_socket_is_its_handshake() {
        let request = RequestUrl::parse_with_web_sockets("wss://Example.com/a?b").unwrap();
        assert_eq!((request.is_https(), request.host(), request.path()), (true, "example.com", "/a"));
        assert!(!RequestUrl::parse_with_web_sockets("ws://example.com:8080/").unwrap().is_https());
        assert_eq!(RequestUrl::parse_with_web_sockets("ftp://example.com/").err(), Some(UrlError::NotHttp));
        assert_eq!(RequestUrl::parse_with_web_sockets("ws://").err(), Some(UrlError::Invalid));
    }

    #[test]
    fn loopback_hosts_are_secure_origins() {
        for url in ["https://a/", "http://localhost", "http://a.localhost.", "http://127.1.2.3", "http://[::1]:8"] {
            assert!(secure(url), "{url}");
        }
        for url in ["http://a/", "http://localhost.example/", "http://128.0.0.1/", "http://[::2]/"] {
            assert!(!secure(url), "{url}");
        }
    }

    #[test]
    fn a_schemeful_site_has_neither_port_nor_subdomain() {
        let request = RequestUrl::parse("https://a.b.example.co.uk:8443/x").unwrap();
        assert_eq!(request.schemeful_site(), "https://example.co.uk");
    }
}
