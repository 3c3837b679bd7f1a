//! A browser's cookie as JSON: of the DevTools protocol, Puppeteer, Playwright, Selenium and extensions (`chrome.cookies`). Each is read
//! under all the names that they have for its fields.

use std::borrow::Cow;

use super::entry::Entry;
use super::json::{is_truthy, members, optional_text, required_text, type_of};
use super::problem::{Fault, Refused};
use crate::jar::parse::partition::CrossSiteAncestor;

/// Where the expiry is: in browsers, in extensions, in Selenium.
const EXPIRY: [&str; 3] = ["expires", "expirationDate", "expiry"];

/// The fields of a cookie, in the order in which `read_attributes` takes them.
const FIELDS: [&str; 16] = [
    "name",
    "value",
    "domain",
    "path",
    "url",
    "sameSite",
    "priority",
    EXPIRY[0],
    EXPIRY[1],
    EXPIRY[2],
    "secure",
    "httpOnly",
    "hostOnly",
    "partitionKey",
    "_crHasCrossSiteAncestor",
    "partitionKeyOpaque",
];

/// Reads a cookie. The rules are those of `js/crossing/browser-records.js`, which reads the same as objects.
pub fn read(object: &str) -> Result<Entry<'_>, Refused> {
    let [name, attributes @ ..] = members(object, FIELDS)?;
    let name = required_text(name, "name")?;
    match read_attributes(attributes) {
        Ok(attributes) => Ok(Entry { name, ..attributes }),
        Err(fault) => Err(Refused { name: Some(name.into_owned()), fault }),
    }
}

fn read_attributes<'t>(values: [Option<&'t str>; 15]) -> Result<Entry<'t>, Fault> {
    let [value, domain, path, url, same_site, priority, values @ ..] = values;
    let [expires, expiration_date, expiry, secure, http_only, host_only, values @ ..] = values;
    let [partition_key, has_ancestor, key_is_opaque] = values;
    let partition = partition_key.map_or(Ok(Partition::default()), |key| read_partition(key, has_ancestor))?;
    // Chromium says it of partitions without a name; for those of a credentialless frame it says no.
    let has_opaque_partition = match key_is_opaque {
        Some("true") => true,
        Some("false") => partition.site.as_deref().is_none_or(str::is_empty),
        _ => false,
    };
    Ok(Entry {
        value: required_text(value, "value")?,
        domain: optional_text(domain, "domain")?,
        path: optional_text(path, "path")?,
        url: optional_text(url, "url")?,
        same_site: optional_text(same_site, "sameSite")?,
        priority: optional_text(priority, "priority")?,
        expires: read_expiry([expires, expiration_date, expiry])?,
        secure: is_truthy(secure),
        http_only: is_truthy(http_only),
        host_only: optional_flag(host_only, "hostOnly")?,
        partition: partition.site,
        ancestor: partition.ancestor,
        is_of_protocol: partition.is_of_protocol,
        has_opaque_partition,
        ..Entry::default()
    })
}

/// The expiry of a session cookie.
const NO_EXPIRY: f64 = -1.0;

/// The expiry in seconds.
fn read_expiry(values: [Option<&str>; 3]) -> Result<f64, Fault> {
    for (field, raw) in EXPIRY.into_iter().zip(values) {
        match raw.map(|raw| (type_of(raw), raw)) {
            None | Some(("null", _)) => {}
            Some(("number", raw)) => return Ok(raw.parse().unwrap_or(NO_EXPIRY)),
            Some((got, _)) => return Err(Fault::Type { field, expected: "a number of seconds", got }),
        }
    }
    Ok(NO_EXPIRY)
}

fn optional_flag(raw: Option<&str>, field: &'static str) -> Result<Option<bool>, Fault> {
    match raw {
        None | Some("null") => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(raw) => Err(Fault::Type { field, expected: "a boolean", got: type_of(raw) }),
    }
}

#[derive(Default)]
struct Partition<'t> {
    site: Option<Cow<'t, str>>,
    ancestor: CrossSiteAncestor,
    is_of_protocol: bool,
}

/// The partition key: a site, with Playwright's field beside it, or an object of Puppeteer or the protocol.
fn read_partition<'t>(key: &'t str, has_ancestor: Option<&str>) -> Result<Partition<'t>, Fault> {
    if !key.starts_with('{') {
        let site = optional_text(Some(key), "partitionKey")?;
        return Ok(Partition { site, ancestor: ancestor(has_ancestor), is_of_protocol: false });
    }
    let [of_puppeteer, of_protocol, has_ancestor] =
        members(key, ["sourceOrigin", "topLevelSite", "hasCrossSiteAncestor"])?;
    let site = match of_protocol {
        Some(site) => required_text(Some(site), "partitionKey.topLevelSite")?,
        None => required_text(of_puppeteer, "partitionKey.sourceOrigin")?,
    };
    let ancestor = if is_truthy(has_ancestor) { CrossSiteAncestor::Yes } else { CrossSiteAncestor::No };
    Ok(Partition { site: Some(site), ancestor, is_of_protocol: of_protocol.is_some() })
}

fn ancestor(raw: Option<&str>) -> CrossSiteAncestor {
    match raw {
        Some("true") => CrossSiteAncestor::Yes,
        Some("false") => CrossSiteAncestor::No,
        _ => CrossSiteAncestor::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::check;

    #[test]
    fn a_cookie_is_filed_by_its_domain_or_its_own_url_under_its_own_path() {
        check(
            r#"[{"name":"a","value":"1","url":"https://own.example/x/y","path":"/p"},{"name":"b","value":"2","url":"https://own.example/x/y"},
                {"name":"c","value":"3","url":"https://own.example/","domain":".site.example","path":"/"}]"#,
            Format::Puppeteer,
            &["a=1 own.example /p", "b=2 own.example /x", "c=3 site.example* /"],
            &[],
        );
    }

    #[test]
    fn a_partition_has_the_form_in_which_each_program_reports_it() {
        let key = |members: &str| format!(r#"{{"name":"a","value":"1","domain":"a.example","secure":true,{members}}}"#);
        let cookies = [
            key(r#""partitionKey":"https://top.example""#),
            key(r#""partitionKey":"https://top.example","_crHasCrossSiteAncestor":true"#),
            key(r#""partitionKey":"https://top.example","_crHasCrossSiteAncestor":false"#),
            key(r#""partitionKey":{"sourceOrigin":"https://top.example","hasCrossSiteAncestor":false}"#),
            key(r#""partitionKey":{"topLevelSite":"https://top.example","hasCrossSiteAncestor":true}"#),
            key(r#""partitionKeyOpaque":true"#),
            key(r#""partitionKey":"https://top.example","partitionKeyOpaque":false"#),
        ];
        check(
            &format!("[{}]", cookies.join(",")),
            Format::Puppeteer,
            &[
                "a=1 a.example / secure [https://top.example Unknown]",
                "a=1 a.example / secure [https://top.example Yes]",
                "a=1 a.example / secure [https://top.example No]",
                "a=1 a.example / secure [https://top.example No]",
                "a=1 a.example / secure [https://top.example Yes of protocol]",
                "a=1 a.example / secure [https://top.example Unknown]",
            ],
            &["Index(5) a COOKIE_OPAQUE_PARTITION"],
        );
    }
}
