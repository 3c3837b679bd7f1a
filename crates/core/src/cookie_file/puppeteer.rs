//! What Puppeteer's `page.cookies()` and `browser.cookies()` report, and `setCookie` takes.

use super::entry::FileCookie;
use super::object::Object;
use super::playwright::push_common;
use crate::jar::attributes::Priority;
use crate::jar::parse::partition::CrossSiteAncestor;

/// Appends a cookie.
pub fn push(out: &mut String, cookie: &FileCookie<'_>) {
    let parsed = cookie.cookie();
    let mut object = Object::begin(out);
    push_common(&mut object, cookie);
    object.number("size", (parsed.name.len() + parsed.value.len()) as f64).flag("session", cookie.expiry().is_none());
    if parsed.priority != Priority::Unset {
        object.text("priority", parsed.priority.as_str());
    }
    match &parsed.partition {
        // Of the two forms, it takes this one in all versions.
        Some(key) if key.ancestor() != CrossSiteAncestor::Yes => {
            object.text("partitionKey", key.site());
        }
        Some(key) => {
            object.object("partitionKey", |object| {
                object.text("sourceOrigin", key.site()).flag("hasCrossSiteAncestor", true);
            });
        }
        None => {}
    }
    object.end();
}

#[cfg(test)]
mod tests {
    use crate::cookie_file::format::Format;
    use crate::cookie_file::testing::written;

    #[test]
    fn a_cookie_is_written_as_puppeteer_reports_it() {
        let cookie = r#"{"name":"name","value":"123","domain":"shop.example","path":"/","expires":-1}"#;
        assert_eq!(
            written(&format!("[{cookie}]"), Format::Puppeteer),
            "[\n  {\"name\":\"name\",\"value\":\"123\",\"domain\":\"shop.example\",\"path\":\"/\",\"expires\":-1,\
             \"httpOnly\":false,\"secure\":false,\"size\":7,\"session\":true}\n]\n"
        );
    }
}
