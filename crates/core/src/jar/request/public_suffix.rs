//! The public suffix list (publicsuffix.org): which part of a name is a public suffix.
//!
//! The list is 160 kB of text, parsed on first use in a millisecond. The `psl` crate has it as code: as fast, but 670 kB, half of the
//! addon. It is the oracle of the test below.

use std::sync::OnceLock;

use hashbrown::HashMap;

/// One rule per line: `co.uk`, `*.ck`, `!www.ck`. Written by `scripts/public-suffixes.js`.
static LIST: &str = include_str!("public_suffixes.txt");

/// What the list says about a name.
#[derive(Debug, Clone, Copy, Default)]
struct Rules {
    /// It is a public suffix.
    is_suffix: bool,
    /// All names directly below it are, apart from exceptions.
    has_wildcard: bool,
    /// It is not one, despite a wildcard.
    is_exception: bool,
}

fn rules_of(name: &str) -> Option<Rules> {
    static RULES: OnceLock<HashMap<&str, Rules>> = OnceLock::new();
    RULES.get_or_init(read_list).get(name).copied()
}

fn read_list() -> HashMap<&'static str, Rules> {
    let mut rules: HashMap<&str, Rules> = HashMap::with_capacity(LIST.len() / 14);
    for line in LIST.lines() {
        if let Some(name) = line.strip_prefix("*.") {
            rules.entry(name).or_default().has_wildcard = true;
        } else if let Some(name) = line.strip_prefix('!') {
            rules.entry(name).or_default().is_exception = true;
        } else {
            rules.entry(line).or_default().is_suffix = true;
        }
    }
    rules
}

/// How many bytes at the end of a name are its public suffix, including a trailing dot; the last label if no rule matches.
pub fn suffix_len(name: &str) -> usize {
    let dotless = name.strip_suffix('.').unwrap_or(name);
    let dot = name.len() - dotless.len();
    // The longest rule wins; an exception's public suffix is the exception without its first label.
    let mut longest = 0;
    let mut is_below_wildcard = false;
    let mut shorter = 0;
    for start in label_starts(dotless) {
        let candidate = dotless.get(start..).unwrap_or_default();
        let rules = rules_of(candidate).unwrap_or_default();
        if rules.is_exception {
            return shorter + dot;
        }
        if longest == 0 || rules.is_suffix || is_below_wildcard {
            longest = candidate.len();
        }
        is_below_wildcard = rules.has_wildcard;
        shorter = candidate.len();
    }
    longest + dot
}

/// The most labels that a rule may have.
const MOST_LABELS: usize = 10;

/// Where the labels of a name begin, last label first, as far as rules reach.
fn label_starts(name: &str) -> impl Iterator<Item = usize> + '_ {
    let inner = name.bytes().enumerate().rev().filter(|(_, byte)| *byte == b'.').map(|(at, _)| at + 1);
    inner.chain([0]).take(MOST_LABELS)
}

/// The registrable domain of a name: its public suffix and the label before it. `None` if there is no such label.
pub fn registrable(name: &str) -> Option<&str> {
    let dot = name.len().checked_sub(suffix_len(name) + 1)?;
    let before = name.get(..dot)?;
    let start = before.rfind('.').map_or(0, |at| at + 1);
    name.get(start..).filter(|_| start < dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_as_the_crate_reads_it() {
        let labels =
            ["a", "www", "com", "co", "uk", "jp", "kawasaki", "city", "ck", "github", "io", "localhost", "xn--p1ai"];
        for one in labels {
            for two in labels {
                for three in labels {
                    for dot in ["", "."] {
                        let name = format!("{one}.{two}.{three}{dot}");
                        let suffix = psl::suffix(name.as_bytes()).map_or(0, |suffix| suffix.as_bytes().len());
                        assert_eq!(suffix_len(&name), suffix, "{name}");
                        let expected = psl::domain(name.as_bytes()).map(|domain| domain.as_bytes());
                        assert_eq!(registrable(&name).map(str::as_bytes), expected, "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_list_is_that_of_the_crate_apart_from_its_age() {
        let known = |line: &&str| {
            let name = line.trim_start_matches("*.").trim_start_matches('!');
            let below = format!("a.b.{name}");
            psl::suffix(below.as_bytes()).map(|suffix| suffix.as_bytes().len()) == Some(suffix_len(&below))
        };
        let lines = LIST.lines().count();
        assert!(lines > 9_000, "{lines}");
        let same = LIST.lines().filter(known).count();
        assert!(same * 100 > lines * 97, "{same} of {lines}");
    }

    /// Taken literally, the list makes them registrable; browsers and tough-cookie treat them as suffixes.
    #[test]
    fn parents_of_wildcards_are_suffixes() {
        for parent in LIST.lines().filter_map(|line| line.strip_prefix("*.")) {
            assert_eq!(suffix_len(parent), parent.len(), "{parent}");
        }
    }

    #[test]
    fn no_rule_is_longer_than_what_is_looked_at() {
        assert!(LIST.lines().all(|line| line.split('.').count() <= MOST_LABELS));
    }

    #[test]
    fn odd_names_have_no_registrable_domain() {
        for name in ["", ".", "com", "co.uk", "co.uk.", "ck", "x.ck", ".com", "..com"] {
            assert_eq!(registrable(name), None, "{name}");
        }
        assert_eq!(registrable("www.ck"), Some("www.ck"));
        assert_eq!(registrable("a.example.com."), Some("example.com."));
    }
}
