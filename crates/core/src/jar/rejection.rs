//! Why a cookie was not stored: one variant per reason, each with a stable code.

use std::fmt;

/// Why a cookie was refused. A refusal is a value: nothing was stored, nothing was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// The `Set-Cookie` line has neither name nor value, lacks a name that the rules require (Chrome's do if the value contains `=`), or
    /// contains a control character (RFC 6265 section 5.2, RFC 6265bis 5.6).
    ParseFailed,
    /// A name, value, domain or path contains a character that no cookie may contain: a control character, a lone surrogate, `;`.
    InvalidCharacter(&'static str),
    /// Neither a `Set-Cookie` line nor a cookie object, or an object that can't be read.
    NotACookie,
    /// Name and value together exceed the jar's limit of 4,096 bytes (RFC 6265bis section 5.7 step 4) or, for a partitioned cookie under
    /// Chrome's rules, the limit of a partition; or all texts together exceed a mebibyte.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The domain is not a host name: `exa mple`, `a@b`, broken punycode.
    InvalidDomain(String),
    /// The cookie has no domain, and no usable URL came with it.
    NoDomain,
    /// The URL that the cookie came from is not http(s), so it has no cookies.
    NotHttp,
    /// The Domain attribute doesn't cover the host that sent it (RFC 6265 section 5.3 step 6).
    DomainMismatch {
        /// The cookie's domain, canonicalised.
        cookie: String,
        /// The request's host, canonicalised.
        request: String,
    },
    /// The Domain attribute is a public suffix such as `com` (RFC 6265 section 5.3 step 5).
    PublicSuffix,
    /// The Domain attribute is or ends in a special-use name such as `local` (RFC 6761), which the jar's options don't allow.
    SpecialUseDomain(&'static str),
    /// An HttpOnly cookie from a non-HTTP API (RFC 6265bis section 5.7 step 15).
    HttpOnly,
    /// A non-HTTP API would replace a stored HttpOnly cookie (RFC 6265bis section 5.7 step 23.2).
    HttpOnlyOverwrite,
    /// A SameSite cookie from a cross-site request (RFC 6265bis section 5.7 step 18).
    SameSite,
    /// A limit on the number of cookies is 0; or, under tough-cookie's rules, the registrable domain is full of Secure cookies, and this
    /// one is not Secure (RFC 6265bis section 5.7, eviction).
    LimitReached,
    /// A `Secure` cookie came over plain http from a host that is not loopback (RFC 6265bis section 5.7 step 13).
    InsecureOrigin,
    /// The name begins with `__Secure-`, but the cookie is not Secure (RFC 6265bis section 4.1.3.1); or the cookie is nameless and
    /// its value begins with a prefix.
    SecurePrefix,
    /// The name begins with `__Host-`, but the cookie is not Secure, host-only and for the path `/` (RFC 6265bis 4.1.3.2).
    HostPrefix,
    /// The name begins with `__Http-` or `__Host-Http-`, but the cookie is not Secure and HttpOnly (layered cookies).
    HttpPrefix,
    /// `Partitioned` without `Secure` (CHIPS section 2.1).
    PartitionedNotSecure,
    /// `SameSite=None` without `Secure` (RFC 6265bis section 5.7 step 19).
    SameSiteNoneNotSecure,
    /// A cookie from an insecure origin that would replace, delete or shadow a Secure one (RFC 6265bis section 5.7 step 16).
    SecureOverwrite,
    /// `sameSite` is none of Strict, Lax, None and Default, nor `no_restriction` or `unspecified`, as browser extensions write it.
    InvalidSameSite(String),
    /// `priority` is none of Low, Medium and High.
    InvalidPriority(String),
    /// The partition key doesn't name a site.
    InvalidPartitionKey,
    /// The browser's cookie is in an opaque partition, that of a credentialless frame, which nothing else can share.
    OpaquePartition,
}

impl Rejection {
    /// The stable code, the same in Rust, in JavaScript and in `index.d.ts`.
    pub fn code(&self) -> &'static str {
        match self {
            Rejection::ParseFailed => "COOKIE_PARSE_FAILED",
            Rejection::InvalidCharacter(_) => "COOKIE_INVALID_CHARACTER",
            Rejection::NotACookie => "COOKIE_INVALID",
            Rejection::TooLarge { .. } => "COOKIE_TOO_LARGE",
            Rejection::InvalidDomain(_) => "COOKIE_INVALID_DOMAIN",
            Rejection::NoDomain => "COOKIE_NO_DOMAIN",
            Rejection::NotHttp => "COOKIE_NOT_HTTP",
            Rejection::DomainMismatch { .. } => "COOKIE_DOMAIN_MISMATCH",
            Rejection::PublicSuffix => "COOKIE_PUBLIC_SUFFIX",
            Rejection::SpecialUseDomain(_) => "COOKIE_SPECIAL_USE_DOMAIN",
            Rejection::HttpOnly => "COOKIE_HTTP_ONLY",
            Rejection::HttpOnlyOverwrite => "COOKIE_HTTP_ONLY_OVERWRITE",
            Rejection::SameSite => "COOKIE_SAME_SITE",
            Rejection::LimitReached => "COOKIE_LIMIT_REACHED",
            Rejection::InsecureOrigin => "COOKIE_INSECURE_ORIGIN",
            Rejection::SecurePrefix => "COOKIE_SECURE_PREFIX",
            Rejection::HostPrefix => "COOKIE_HOST_PREFIX",
            Rejection::HttpPrefix => "COOKIE_HTTP_PREFIX",
            Rejection::PartitionedNotSecure => "COOKIE_PARTITIONED_NOT_SECURE",
            Rejection::SameSiteNoneNotSecure => "COOKIE_SAME_SITE_NONE_NOT_SECURE",
            Rejection::SecureOverwrite => "COOKIE_SECURE_OVERWRITE",
            Rejection::InvalidSameSite(_) => "COOKIE_INVALID_SAME_SITE",
            Rejection::InvalidPriority(_) => "COOKIE_INVALID_PRIORITY",
            Rejection::InvalidPartitionKey => "COOKIE_INVALID_PARTITION_KEY",
            Rejection::OpaquePartition => "COOKIE_OPAQUE_PARTITION",
        }
    }
}

/// The message. Where tough-cookie has one for the same reason, the text is the same, since callers match on it.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rejection::ParseFailed => f.write_str("Cookie failed to parse"),
            Rejection::InvalidCharacter(field) => {
                write!(f, "Cookie {field} has a character that no cookie can carry")
            }
            Rejection::NotACookie => f.write_str("First argument to setCookie must be a Cookie object or string"),
            Rejection::TooLarge { size, limit } => {
                write!(f, "Cookie is too large: it has {size} bytes, {limit} are allowed")
            }
            Rejection::InvalidDomain(domain) => {
                write!(f, "Cookie domain is not a host name: {:?}", excerpt(domain))
            }
            Rejection::NoDomain => f.write_str("Cookie has no domain, and no URL to take one from"),
            Rejection::NotHttp => f.write_str("Cookie URL is not an http or https URL"),
            Rejection::DomainMismatch { cookie, request } => {
                write!(f, "Cookie not in this host's domain. Cookie:{} Request:{request}", excerpt(cookie))
            }
            Rejection::PublicSuffix => f.write_str("Cookie has domain set to a public suffix"),
            Rejection::SpecialUseDomain(name) => write!(
                f,
                "Cookie has domain set to the public suffix \"{name}\" which is a special use domain. To allow this, configure your \
                 CookieJar with {{allowSpecialUseDomain: true, rejectPublicSuffixes: false}}."
            ),
            Rejection::HttpOnly => f.write_str("Cookie is HttpOnly and this isn't an HTTP API"),
            Rejection::HttpOnlyOverwrite => f.write_str("old Cookie is HttpOnly and this isn't an HTTP API"),
            Rejection::SameSite => f.write_str("Cookie is SameSite but this is a cross-origin request"),
            Rejection::LimitReached => f.write_str("Cookie finds no room: a limit is 0, or Secure cookies fill it and have more right to stay"),
            Rejection::InsecureOrigin => f.write_str("Cookie is Secure but this is not a secure connection"),
            Rejection::SecurePrefix => f.write_str("Cookie has __Secure prefix but Secure attribute is not set"),
            Rejection::HostPrefix => f.write_str(
                "Cookie has __Host prefix but either Secure or HostOnly attribute is not set or Path is not '/'",
            ),
            Rejection::HttpPrefix => {
                f.write_str("Cookie has __Http prefix but either Secure or HttpOnly attribute is not set")
            }
            Rejection::PartitionedNotSecure => f.write_str("Cookie is Partitioned but Secure attribute is not set"),
            Rejection::SameSiteNoneNotSecure => {
                f.write_str("Cookie is SameSite=None but Secure attribute is not set")
            }
            Rejection::SecureOverwrite => {
                f.write_str("old Cookie is Secure and this is not a secure connection")
            }
            Rejection::InvalidSameSite(value) => {
                write!(
                    f,
                    "Cookie sameSite {:?} is none of Strict, Lax, None, Default, no_restriction, unspecified",
                    excerpt(value)
                )
            }
            Rejection::InvalidPriority(value) => {
                write!(f, "Cookie priority {:?} is none of Low, Medium, High", excerpt(value))
            }
            Rejection::InvalidPartitionKey => f.write_str("Cookie partitionKey does not name a site"),
            Rejection::OpaquePartition => f.write_str("Cookie partition is opaque: it is that of one frame alone"),
        }
    }
}

impl std::error::Error for Rejection {}

/// The start of a text, for a message: neither a hostile megabyte nor control characters must end up in log lines.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut characters = text.chars();
    let shown = characters.by_ref().take(LONGEST).map(|c| if c.is_control() { '\u{FFFD}' } else { c });
    let mut short: String = shown.collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shortened_in_the_message() {
        let message = Rejection::InvalidSameSite("x".repeat(1_000_000)).to_string();
        assert!(message.len() < 200, "{}", message.len());
    }

    #[test]
    fn messages_that_callers_match_on_are_tough_cookies() {
        let mismatch = Rejection::DomainMismatch { cookie: "a.com".into(), request: "b.com".into() };
        assert_eq!(mismatch.to_string(), "Cookie not in this host's domain. Cookie:a.com Request:b.com");
        assert_eq!(Rejection::PublicSuffix.to_string(), "Cookie has domain set to a public suffix");
    }
}
