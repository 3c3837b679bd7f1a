//! What extensions export and import (EditThisCookie, Cookie-Editor): cookies as `chrome.cookies` has them.

use super::entry::FileCookie;
use super::object::Object;
use crate::jar::attributes::SameSite;
use crate::jar::parse::partition::CrossSiteAncestor;

/// Appends a cookie.
pub fn push(out: &mut String, cookie: &FileCookie<'_>) {
    let parsed = cookie.cookie();
    let dot = if cookie.host_only() { "" } else { "." };
    let mut object = Object::begin(out);
    object.text("domain", &format!("{dot}{}", cookie.host()));
    if let Some(seconds) = cookie.expiry() {
        object.number("expirationDate", seconds);
    }
    object
        .flag("hostOnly", cookie.host_only())
        .flag("httpOnly", parsed.http_only)
        .text("name", &parsed.name)
        .text("path", cookie.path())
        .text(
            "sameSite",
            match parsed.same_site {
                SameSite::Unset => "unspecified",
                SameSite::None => "no_restriction",
                SameSite::Lax => "lax",
                SameSite::Strict => "strict",
            },
        )
        .flag("secure", parsed.secure)
        .flag("session", cookie.expiry().is_none())
        // The store of a browser's usual windows.
        .text("storeId", "0")
        .text("value", &parsed.value);
    if let Some(key) = &parsed.partition {
        object.object("partitionKey", |object| {
            object.text("topLevelSite", key.site());
            object.flag("hasCrossSiteAncestor", key.ancestor() == CrossSiteAncestor::Yes);
        });
    }
    object.end();
}
