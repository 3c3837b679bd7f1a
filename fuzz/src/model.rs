//! A cookie jar as RFC 6265bis describes one: a list that is searched from the first to the last. No index, no sharing, no haste. It is the judge
//! of the real jar, and so takes nothing from it.
//!
//! Sections are those of RFC 6265bis. Where tough-cookie and Chrome part from it or from each other, `is_chrome` tells which way; `docs/chrome.md`
//! has the reasons.

/// Why a cookie is not stored. Which rule it was is not compared: a cookie may break several.
#[derive(Debug)]
pub struct Refused;

/// The public suffixes among the hosts that are used here.
const PUBLIC_SUFFIXES: [&str; 4] = ["com", "co.uk", "uk", "localhost"];

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// `SameSite`, from the laxest to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameSite {
    /// Not set, or not understood.
    Unset,
    /// `None`
    None,
    /// `Lax`
    Lax,
    /// `Strict`
    Strict,
}

/// Where a request goes, and from where.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// Whether it is encrypted.
    pub is_https: bool,
    /// The host in lower case.
    pub host: &'static str,
    /// The path.
    pub path: &'static str,
    /// Whether it is made by an HTTP API and not by a script.
    pub is_http_api: bool,
    /// How its initiator relates to the site; `Unset`: not checked.
    pub same_site: SameSite,
    /// Milliseconds since the epoch.
    pub now: i64,
}

/// A `Set-Cookie` line in its parts.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The name.
    pub name: &'static str,
    /// The value.
    pub value: &'static str,
    /// The Domain attribute, without a dot.
    pub domain: Option<&'static str>,
    /// The Path attribute.
    pub path: Option<&'static str>,
    /// The Max-Age attribute in seconds.
    pub max_age: Option<i64>,
    /// The Expires attribute in milliseconds since the epoch.
    pub expires: Option<i64>,
    /// The Secure attribute.
    pub secure: bool,
    /// The HttpOnly attribute.
    pub http_only: bool,
    /// The SameSite attribute.
    pub same_site: SameSite,
    /// The Partitioned attribute.
    pub partitioned: bool,
}

/// What is asked beside a request.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Leave out expired cookies, and remove them.
    pub expire: bool,
    /// Cookies of every path.
    pub all_paths: bool,
    /// In the order of a header; otherwise in that of creation.
    pub sort: bool,
    /// Whether with Secure cookies; `None`: if the request may have them.
    pub secure: Option<bool>,
}

/// A stored cookie (section 5.7).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the section")]
pub struct Cookie {
    pub name: String,
    pub value: String,
    pub domain: String,
    pub host_only: bool,
    pub path: String,
    pub secure: bool,
    pub http_only: bool,
    pub same_site: SameSite,
    /// The site of the response that set it, if it is partitioned.
    pub partition: Option<String>,
    /// When it expires, in milliseconds; `None`: with the session.
    pub expiry: Option<i64>,
    pub creation: i64,
    pub last_access: i64,
}

impl Cookie {
    fn is_expired(&self, now: i64) -> bool {
        self.expiry.is_some_and(|expiry| expiry <= now)
    }

    /// Whether one takes the place of the other (section 5.7 step 23): there is one of a name, domain, host-only-flag, path and partition.
    fn is_same(&self, other: &Cookie) -> bool {
        self.name == other.name
            && self.domain == other.domain
            && self.host_only == other.host_only
            && self.path == other.path
            && self.partition == other.partition
    }
}

/// The jar: its cookies in order of creation.
#[derive(Debug, Clone)]
pub struct Model {
    is_chrome: bool,
    /// The cookies.
    pub cookies: Vec<Cookie>,
}

impl Model {
    /// An empty jar.
    pub fn new(is_chrome: bool) -> Model {
        Model { is_chrome, cookies: Vec::new() }
    }

    /// Stores a cookie, or refuses it (section 5.7).
    pub fn set(&mut self, line: &Line, request: &Request) -> Result<(), Refused> {
        let cookie = self.judged(line, request)?;
        let old = self.cookies.iter().position(|old| old.is_same(&cookie));
        let is_alive = |place: &usize| !self.cookies[*place].is_expired(request.now);
        if !request.is_http_api && old.filter(is_alive).is_some_and(|place| self.cookies[place].http_only) {
            return Err(Refused);
        }
        // A new value makes a new cookie in Chrome.
        let keeps_place = |place: &usize| !self.is_chrome || self.cookies[*place].value == cookie.value;
        match (old, old.filter(is_alive).filter(keeps_place)) {
            // Chrome keeps no cookie that has expired.
            (Some(place), _) if self.is_chrome && cookie.is_expired(request.now) => drop(self.cookies.remove(place)),
            (None, _) if self.is_chrome && cookie.is_expired(request.now) => (),
            (_, Some(place)) => self.replace(place, cookie),
            (Some(place), None) => {
                self.cookies.remove(place);
                self.cookies.push(cookie);
            }
            (None, None) => self.cookies.push(cookie),
        }
        Ok(())
    }

    /// Stores a cookie without judging it, as when a jar is restored.
    pub fn set_unchecked(&mut self, cookie: Cookie) {
        match self.cookies.iter().position(|old| old.is_same(&cookie)) {
            Some(place) => self.replace(place, cookie),
            None => self.cookies.push(cookie),
        }
    }

    /// Section 5.7 step 23.3: the creation-time stays.
    fn replace(&mut self, place: usize, cookie: Cookie) {
        let creation = self.cookies[place].creation;
        self.cookies[place] = Cookie { creation, ..cookie };
    }

    fn judged(&self, line: &Line, request: &Request) -> Result<Cookie, Refused> {
        let expiry = self.expiry(line, request.now);
        let (domain, host_only) = domain(line, request)?;
        let default_path = line.path.is_none_or(|path| !path.starts_with('/'));
        let path = if default_path { default_path_of(request.path) } else { line.path.unwrap_or_default() };
        let is_trusted = is_trusted(request);
        let cookie = Cookie {
            name: line.name.to_owned(),
            value: line.value.to_owned(),
            domain: domain.to_owned(),
            host_only,
            path: path.to_owned(),
            secure: line.secure,
            http_only: line.http_only,
            same_site: line.same_site,
            partition: line.partitioned.then(|| schemeful_site(request)),
            expiry,
            creation: request.now,
            last_access: request.now,
        };
        let is_prefixed = |prefix: &str| line.name.to_ascii_lowercase().starts_with(prefix);
        // Chrome asks for no Domain at all, unless it is an address.
        let is_of_whole_host =
            host_only && (line.domain.is_none() || is_address(domain)) && path == "/" && !default_path;
        let is_refused = [
            // Step 13.
            line.secure && !is_trusted,
            // Step 15.
            line.http_only && !request.is_http_api,
            // Step 16.
            self.is_chrome && !is_trusted && self.cookies.iter().any(|old| overlays(&cookie, old, request.now)),
            // Step 18.
            line.same_site >= SameSite::Lax && request.same_site == SameSite::None,
            // Step 19.
            self.is_chrome && line.same_site == SameSite::None && !line.secure,
            // Steps 20 and 21.
            is_prefixed("__secure-") && !line.secure,
            is_prefixed("__host-") && !(line.secure && is_of_whole_host),
            // Without a name there must be a value, which is no pair itself; and only Chrome takes it.
            line.name.is_empty() && (line.value.is_empty() || line.value.contains('=') || !self.is_chrome),
            // "Cookies Having Independent Partitioned State", section 2.1.
            line.partitioned && !line.secure,
        ];
        if is_refused.contains(&true) {
            Err(Refused)
        } else {
            Ok(cookie)
        }
    }

    /// Steps 6 and 7; the limit of section 5.5 is Chrome's alone.
    fn expiry(&self, line: &Line, now: i64) -> Option<i64> {
        let expiry = match (line.max_age, line.expires) {
            (Some(seconds), _) if seconds <= 0 => Some(i64::MIN),
            (Some(seconds), _) => Some(now + seconds * 1000),
            (None, expires) => expires,
        };
        match self.is_chrome {
            true => expiry.map(|expiry| expiry.min(now + 400 * DAY)),
            false => expiry,
        }
    }

    /// The cookies for a request (section 5.8.3), as `name=value` in their order.
    pub fn query(&mut self, request: &Request, question: &Question) -> Vec<String> {
        let matching: Vec<bool> = self.cookies.iter().map(|cookie| matches(cookie, request, question)).collect();
        let mut found: Vec<usize> = Vec::new();
        let mut gone: Vec<usize> = Vec::new();
        for place in (0..self.cookies.len()).filter(|place| matching[*place]) {
            if question.expire && self.cookies[place].is_expired(request.now) {
                gone.push(place);
                continue;
            }
            // Chrome writes an access down once in a minute.
            let cookie = &mut self.cookies[place];
            if !self.is_chrome || request.now - cookie.last_access >= 60_000 {
                cookie.last_access = request.now;
            }
            found.push(place);
        }
        if question.sort {
            found.sort_by_key(|&place| {
                let cookie = &self.cookies[place];
                (std::cmp::Reverse(cookie.path.len()), cookie.creation, place)
            });
        }
        let texts = found.iter().map(|&place| &self.cookies[place]).map(|cookie| match &*cookie.name {
            "" => cookie.value.clone(),
            name => format!("{name}={}", cookie.value),
        });
        let texts = texts.collect();
        for place in gone.into_iter().rev() {
            self.cookies.remove(place);
        }
        texts
    }
}

/// Steps 8 to 10: domain and host-only-flag.
fn domain(line: &Line, request: &Request) -> Result<(&'static str, bool), Refused> {
    match line.domain {
        None => Ok((request.host, true)),
        Some(domain) if domain == request.host => Ok((domain, PUBLIC_SUFFIXES.contains(&domain) || is_address(domain))),
        Some(domain) if PUBLIC_SUFFIXES.contains(&domain) || !domain_matches(request.host, domain) => Err(Refused),
        Some(domain) => Ok((domain, false)),
    }
}

/// Section 5.1.3.
fn domain_matches(host: &str, domain: &str) -> bool {
    host == domain || (host.ends_with(&format!(".{domain}")) && !is_address(host))
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// Section 5.1.4.
fn default_path_of(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(last) => &path[..last],
    }
}

/// Section 5.1.4.
fn path_matches(path: &str, of_cookie: &str) -> bool {
    path == of_cookie
        || path.starts_with(of_cookie) && (of_cookie.ends_with('/') || path[of_cookie.len()..].starts_with('/'))
}

/// Whether a request is of a secure origin: encrypted, or to this machine.
fn is_trusted(request: &Request) -> bool {
    request.is_https || ["localhost", "127.0.0.1", "[::1]"].contains(&request.host)
}

/// The site of a host: one label more than its public suffix has.
fn site(host: &str) -> String {
    let labels: Vec<&str> = host.split('.').collect();
    let suffix = (0..labels.len()).find(|&at| PUBLIC_SUFFIXES.contains(&&*labels[at..].join(".")));
    match suffix {
        Some(at) if at > 0 => labels[at - 1..].join("."),
        _ => host.to_owned(),
    }
}

fn schemeful_site(request: &Request) -> String {
    format!("{}://{}", if request.is_https { "https" } else { "http" }, site(request.host))
}

/// Step 16: whether a cookie from an insecure origin would stand before a Secure one. Chrome only looks at those of the same site: a cookie of
/// the host `com` protects none of `example.com`.
fn overlays(cookie: &Cookie, secure: &Cookie, now: i64) -> bool {
    secure.secure
        && !secure.is_expired(now)
        && secure.name == cookie.name
        && secure.partition == cookie.partition
        && site(&secure.domain) == site(&cookie.domain)
        && (domain_matches(&secure.domain, &cookie.domain) || domain_matches(&cookie.domain, &secure.domain))
        && path_matches(&cookie.path, &secure.path)
}

/// Section 5.8.3 step 1, without the time.
fn matches(cookie: &Cookie, request: &Request, question: &Question) -> bool {
    let is_of_host = match cookie.host_only {
        true => cookie.domain == request.host,
        false => domain_matches(request.host, &cookie.domain),
    };
    is_of_host
        && (question.all_paths || path_matches(request.path, &cookie.path))
        && (!cookie.secure || question.secure.unwrap_or(is_trusted(request)))
        && (!cookie.http_only || request.is_http_api)
        && (request.same_site == SameSite::Unset || cookie.same_site <= request.same_site)
        && cookie.partition.as_ref().is_none_or(|partition| *partition == schemeful_site(request))
}
