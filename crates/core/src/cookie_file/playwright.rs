//! Playwright's `storageState()`, which `browser.newContext({ storageState })` takes.

use super::entry::FileCookie;
use super::object::Object;
use crate::jar::attributes::SameSite;
use crate::jar::parse::partition::CrossSiteAncestor;

/// Appends a cookie.
pub fn push(out: &mut String, cookie: &FileCookie<'_>) {
    let mut object = Object::begin(out);
    push_common(&mut object, cookie);
    if let Some(key) = &cookie.cookie().partition {
        object
            .text("partitionKey", key.site())
            .flag("_crHasCrossSiteAncestor", key.ancestor() == CrossSiteAncestor::Yes);
    }
    object.end();
}

/// What Puppeteer and Playwright have in common.
pub fn push_common(object: &mut Object<'_>, cookie: &FileCookie<'_>) {
    let parsed = cookie.cookie();
    let dot = if cookie.host_only() { "" } else { "." };
    object
        .text("name", &parsed.name)
        .text("value", &parsed.value)
        .text("domain", &format!("{dot}{}", cookie.host()))
        .text("path", cookie.path())
        .number("expires", cookie.expiry().unwrap_or(-1.0))
        .flag("httpOnly", parsed.http_only)
        .flag("secure", parsed.secure);
    if parsed.same_site != SameSite::Unset {
        object.text("sameSite", parsed.same_site.as_str());
    }
}
