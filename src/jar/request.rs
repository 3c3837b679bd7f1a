//! The URL of a request or response, as the jar's rules see it.

use std::borrow::Cow;

use url::{Host, Url};

use super::domain::site_of;
use super::path::{decoded_path, path_matches};

/// Why a text is not the URL of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlError {
    /// The WHATWG URL parser refuses it.
    Invalid,
    /// It is a URL, but not of http(s), or it has no host: such URLs have no cookies.
    NotHttp,
}

/// An http(s) URL with a host. A URL of a WebSocket is that of its handshake.
#[derive(Debug, Clone)]
pub struct RequestUrl {
    url: Url,
}

impl RequestUrl {
    /// Parses a URL as the WHATWG URL standard does.
    pub fn parse(text: &str) -> Result<RequestUrl, UrlError> {
        let url = Url::parse(text).map_err(|_| UrlError::Invalid)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(UrlError::NotHttp);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(UrlError::NotHttp);
        }
        Ok(RequestUrl { url })
    }

    /// The same for `ws:` and `wss:` as well, whose handshake is a request of http or https.
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

    /// The URL itself.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The canonical host; an IPv6 address is in brackets.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether a cookie of `cookie_path` goes to this URL: to its path as it was sent, or to the same path decoded.
    pub fn path_matches(&self, cookie_path: &str, decoded: Option<&str>) -> bool {
        path_matches(self.url.path(), cookie_path) || decoded.is_some_and(|path| path_matches(path, cookie_path))
    }

    /// The path with its escapes decoded, if it has any; computed once for a query.
    pub fn decoded_path(&self) -> Option<Cow<'_, str>> {
        decoded_path(self.url.path())
    }

    /// Whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether the URL is a secure origin: https, or a loopback host (Secure Contexts section 3.1).
    pub fn is_secure(&self) -> bool {
        if self.is_https() {
            return true;
        }
        match self.url.host() {
            Some(Host::Domain(host)) => {
                let host = host.trim_end_matches('.');
                host == "localhost" || host.ends_with(".localhost")
            }
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// The site with its scheme (HTML's "schemeful site"), as Chromium writes partition keys: `https://example.com`.
    pub fn schemeful_site(&self) -> String {
        format!("{}://{}", self.url.scheme(), site_of(self.host()))
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
        assert_eq!(request.url().as_str(), "https://example.com/a?b");
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
