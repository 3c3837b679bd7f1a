//! URLs that need no parser, because the WHATWG URL standard would serialise them unchanged; most of a crawler's URLs are such. The `url`
//! crate takes 160 ns for a URL, half of what a query costs; this takes 30 and leaves anything doubtful to the crate.

use std::ops::Range;

/// Where the parts of a plain URL are.
#[derive(Debug, PartialEq, Eq)]
pub struct PlainUrl {
    /// Whether the scheme is https; otherwise it is http.
    pub is_https: bool,
    /// The host, without the port.
    pub host: Range<usize>,
    /// The path; empty if the URL ends after the host.
    pub path: Range<usize>,
}

/// Reads a plain URL; `None` for any other text, whether or not it is a valid URL.
pub fn read_plain_url(text: &str) -> Option<PlainUrl> {
    let (is_https, start) = match text.strip_prefix("http")? {
        rest if rest.starts_with("s://") => (true, 8),
        rest if rest.starts_with("://") => (false, 7),
        _ => return None,
    };
    let bytes = text.as_bytes();
    let host_end = end_of(bytes, start, is_plain_in_host);
    let mut at = host_end;
    if bytes.get(at) == Some(&b':') {
        at = end_of(bytes, at + 1, |byte| byte.is_ascii_digit());
        text.get(host_end + 1..at)?.parse::<u16>().ok()?;
    }
    if !is_plain_name(text.get(start..host_end)?) {
        return None;
    }
    let path_start = at;
    if bytes.get(at) == Some(&b'/') {
        at = end_of(bytes, at, is_plain_in_path);
    }
    let path = text.get(path_start..at)?;
    // Dot segments, however they are written, are left to the parser.
    let has_dots = |pair: &[u8]| pair == b"/." || pair == b"%2";
    if path.as_bytes().windows(2).any(has_dots) {
        return None;
    }
    // What follows the path doesn't affect what comes before it.
    match bytes.get(at) {
        None | Some(b'?' | b'#') => Some(PlainUrl { is_https, host: start..host_end, path: path_start..at }),
        _ => None,
    }
}

/// Where a run of characters of a kind ends.
fn end_of(bytes: &[u8], start: usize, is_inside: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|&byte| !is_inside(byte)).unwrap_or(rest.len())
}

fn is_plain_in_host(byte: u8) -> bool {
    KINDS.get(usize::from(byte)).is_some_and(|kind| kind & IN_HOST != 0)
}

fn is_plain_in_path(byte: u8) -> bool {
    KINDS.get(usize::from(byte)).is_some_and(|kind| kind & IN_PATH != 0)
}

const IN_HOST: u8 = 1;
const IN_PATH: u8 = 2;

/// The kinds of each byte, in a lookup table, since comparing with each candidate would take as long as the parser.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which would refuse a wrong index")]
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        let in_host = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
        let in_path = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'/' | b'-' | b'_' | b'.' | b'~' | b'%' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*'
            )
            || matches!(byte, b'+' | b',' | b';' | b'=' | b':' | b'@');
        kinds[byte as usize] = if in_host { IN_HOST } else { 0 } | if in_path { IN_PATH } else { 0 };
        byte += 1;
    }
    kinds
};

/// Whether a text is plainly a host name in canonical form.
pub fn is_plain_host(text: &str) -> bool {
    text.bytes().all(is_plain_in_host) && is_plain_name(text)
}

/// Whether a host of plain characters is a name in canonical form: not an address, and nothing that IDNA processes.
fn is_plain_name(host: &str) -> bool {
    let bytes = host.as_bytes();
    let top = bytes.rsplit(|&byte| byte == b'.').next().and_then(|top| top.first());
    host.len() <= 253
        && !bytes.starts_with(b".")
        && top.is_some_and(u8::is_ascii_lowercase)
        && !bytes.windows(2).any(|pair| pair == b".." || pair == b"--")
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    /// A URL of random pieces, many of them troublesome.
    fn random_url(random: &mut impl FnMut(usize) -> usize) -> String {
        const PIECES: [&str; 44] = [
            "a",
            "b2",
            "0",
            "7",
            "example",
            ".",
            ".",
            "..",
            "com",
            "xn--bcher-kva",
            "xn--",
            "-",
            "_",
            "127",
            "0x7f",
            "[::1]",
            "@",
            ":",
            ":80",
            ":443",
            ":65536",
            "/",
            "/",
            "//",
            "/.",
            "/..",
            "/./",
            "%2e",
            "%2F",
            "%41",
            "%",
            "\\",
            "?",
            "#",
            "A",
            "é",
            " ",
            "\t",
            "\n",
            ";",
            "=",
            "|",
            "{",
            "'",
        ];
        let mut url = ["http://", "https://", "http://", "https://a", "http:/", "https:", "HTTP://", "ws://"]
            [random(8)]
        .to_owned();
        for _ in 0..random(9) {
            let among = if random(2) == 0 { PIECES.len() } else { 9 };
            url.push_str(PIECES[random(among)]);
        }
        url
    }

    #[test]
    fn plain_urls_are_read_as_the_parser_reads_them() {
        let mut state = 6265_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let mut plain = 0;
        for _ in 0..300_000 {
            let text = random_url(&mut random);
            let Some(read) = read_plain_url(&text) else { continue };
            plain += 1;
            let url = Url::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let path = match &text[read.path.clone()] {
                "" => "/",
                path => path,
            };
            let expected = (url.scheme() == "https", url.host_str().unwrap_or_default(), url.path());
            assert_eq!((read.is_https, &text[read.host.clone()], path), expected, "{text}");
        }
        assert!(plain > 10_000, "{plain}");
    }

    #[test]
    fn common_urls_are_plain() {
        for url in [
            "https://www.example.com",
            "http://localhost:8080/a/b.html?q=1#c",
            "https://shop.example.co.uk/catalogue/page-2;v=1?x=../y",
        ] {
            assert!(read_plain_url(url).is_some(), "{url}");
        }
    }

    #[test]
    fn common_hosts_are_plain() {
        for host in ["example.com", "a-b.example", "localhost"] {
            assert!(is_plain_host(host), "{host}");
        }
        for host in ["", "Example.com", "127.0.0.1", "xn--bcher-kva.example", ".a", "a..b", "a b", "[::1]"] {
            assert!(!is_plain_host(host), "{host}");
        }
    }
}
