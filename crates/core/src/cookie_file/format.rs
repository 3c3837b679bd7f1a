//! The formats of cookie files.

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `cookies.txt` of Netscape, curl, wget and yt-dlp.
    Netscape,
    /// A JSON array as `chrome.cookies` has it: EditThisCookie, Cookie-Editor.
    Extension,
    /// A JSON array of Puppeteer or the DevTools protocol, or its `{ cookies }`.
    Puppeteer,
    /// Playwright's `storageState()`, or its array of cookies.
    Playwright,
    /// A JSON array of Selenium.
    Selenium,
    /// A serialized jar of tough-cookie, or an array of its cookies.
    ToughCookie,
    /// The state of a session.
    State,
    /// A `Cookie` header.
    Header,
    /// A recording of requests (HTTP Archive).
    Har,
}

impl Format {
    /// All formats, with their names.
    pub const NAMES: [(Format, &'static str); 9] = [
        (Format::Netscape, "netscape"),
        (Format::Extension, "extension"),
        (Format::Puppeteer, "puppeteer"),
        (Format::Playwright, "playwright"),
        (Format::Selenium, "selenium"),
        (Format::ToughCookie, "tough-cookie"),
        (Format::State, "state"),
        (Format::Header, "header"),
        (Format::Har, "har"),
    ];

    /// The format of this name.
    pub fn of_name(name: &str) -> Option<Format> {
        Format::NAMES.into_iter().find(|(_, known)| *known == name).map(|(format, _)| format)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Format::NAMES.into_iter().find(|(format, _)| *format == self).map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_a_name_of_its_own() {
        for (format, name) in Format::NAMES {
            assert_eq!((format.name(), Format::of_name(name)), (name, Some(format)));
        }
        assert_eq!(Format::of_name("zip"), None);
    }
}
