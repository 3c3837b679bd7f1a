//! The other half of `js/crossing/layout.js`: bits, lengths of rows and limits on which both sides of the boundary agree.
//!
//! `npm run generate` writes that file from this one, and a test fails if it differs.

/// Constants of one file of this folder, and their list for JavaScript.
macro_rules! constants {
    ($($(#[$of_module:meta])* $module:ident { $($(#[$of_constant:meta])* $constant:ident = $value:expr;)* })*) => {
        $(
            $(#[$of_module])*
            pub mod $module {
                $($(#[$of_constant])* pub const $constant: u32 = $value;)*
                #[cfg(test)]
                pub(super) const ALL: &[(&str, u32)] = &[$((stringify!($constant), $constant)),*];
            }
        )*
        #[cfg(test)]
        const MODULES: &[(&str, &[(&str, u32)])] = &[$((stringify!($module), $module::ALL)),*];
    };
}

constants! {
    /// A browser's cookies on their way in.
    browser_records {
        /// Numbers of a row: the lengths of eight texts, the expiry, the flags, and the ancestor.
        FIELDS = 11;
        /// The Secure attribute.
        SECURE = 1;
        /// The HttpOnly attribute.
        HTTP_ONLY = 1 << 1;
        /// `hostOnly: true`
        HOST_ONLY = 1 << 2;
        /// `hostOnly: false`
        OF_DOMAIN = 1 << 3;
        /// `partitionKeyOpaque` of a partition without a name.
        OPAQUE_PARTITION = 1 << 4;
        /// `hasCrossSiteAncestor: false`
        ANCESTOR_NO = 1;
        /// `hasCrossSiteAncestor: true`
        ANCESTOR_YES = 2;
        /// Added to the ancestor if the partition key has the form of the DevTools protocol.
        OF_PROTOCOL = 4;
        /// The most bytes that all texts of a cookie may have together.
        MAX_BYTES = crawler_session_core::jar::judge::syntax::MAX_BYTES as u32;
    }
    /// The options of one call of the tough-cookie API.
    call_options {
        /// Not an HTTP API.
        NOT_HTTP = 1;
        /// Lines without a name are accepted.
        LOOSE = 1 << 1;
        /// Expired cookies are included.
        KEEP_EXPIRED = 1 << 2;
        /// Cookies of every path are included.
        ALL_PATHS = 1 << 3;
        /// In order of creation.
        UNSORTED = 1 << 4;
        /// Secure cookies are included.
        SECURE = 1 << 5;
        /// Secure cookies are left out.
        NOT_SECURE = 1 << 6;
        /// Two bits: unset, none, lax, strict.
        SAME_SITE_SHIFT = 7;
    }
    /// Cookies on their way out.
    packed_cookies {
        /// Numbers at the start of each row with text: flags, start and end of the name, start and end of the value, start of the domain,
        /// ends of domain and path, a time.
        HEAD = 9;
        /// The Secure attribute.
        SECURE = 1;
        /// The HttpOnly attribute.
        HTTP_ONLY = 1 << 1;
        /// The host-only-flag.
        HOST_ONLY = 1 << 2;
        /// The path came from the URL.
        PATH_IS_DEFAULT = 1 << 3;
        /// Numbers of the Expires attribute follow.
        EXPIRES = 1 << 4;
        /// A number of the Max-Age attribute follows.
        MAX_AGE = 1 << 5;
        /// Numbers of a partition follow.
        PARTITION = 1 << 6;
        /// Numbers of extensions follow.
        EXTENSIONS = 1 << 7;
        /// Two bits: unset, None, Lax, Strict.
        SAME_SITE_SHIFT = 8;
        /// Two bits: unset, Low, Medium, High.
        PRIORITY_SHIFT = 10;
        /// Two bits: unknown, no, yes.
        ANCESTOR_SHIFT = 12;
        /// The partition key was received in the protocol's form.
        PROTOCOL = 1 << 14;
    }
    /// Refusals in a log.
    refusals {
        /// The most characters of a name or a domain.
        LONGEST = 80;
    }
    /// The cookies of a serialized jar on their way in.
    serialized_records {
        /// Numbers of each row: the flags, the Max-Age (NaN if there is none), the lengths of the eight texts (-1 for an absent one), the
        /// number of extensions (-1 if there is no list), whose lengths follow.
        FIELDS = 11;
        /// The Secure attribute.
        SECURE = 1;
        /// The HttpOnly attribute.
        HTTP_ONLY = 1 << 1;
        /// The host-only-flag.
        HOST_ONLY = 1 << 2;
        /// The path once came from a URL.
        PATH_IS_DEFAULT = 1 << 3;
    }
    /// Texts that are the same in many rows.
    shared_text {
        /// In place of a length: the same text, if any, as in the row before. Longer than any text.
        SAME = u32::MAX;
    }
    /// The state of a session as text.
    state_text {
        /// The state of Crawlee's class, instead of that of the main class.
        CRAWLEE_FORM = 1;
        /// Numbers that say where the JavaScript parts of a state are in its text: start and end of the JSON string of the id, of the object
        /// `userData`, and of the arrays `cookies` and `storage` (both zero if there is none).
        SPANS = 8;
    }
    /// The steps of a store.
    store_steps {
        /// Which of the free records is claimed.
        LEAST_RECENTLY_USED = 0;
        /// The same.
        MOST_RECENTLY_USED = 1;
        /// The same.
        ROUND_ROBIN = 2;
        /// The same.
        RANDOM = 3;
        /// What the opening of the file is called by; steps have larger numbers.
        OPENING = 0;
    }
    /// The counters and limits of a new session: where each stands. Seconds, then numbers without a unit and milliseconds.
    usage {
        /// `maxAgeSecs`
        MAX_AGE_SECS = 0;
        /// `maxErrorScore`
        MAX_ERROR_SCORE = 1;
        /// `errorScoreDecrement`
        ERROR_SCORE_DECREMENT = 2;
        /// `createdAt`
        CREATED_AT = 3;
        /// `expiresAt`
        EXPIRES_AT = 4;
        /// `usageCount`
        USAGE_COUNT = 5;
        /// `errorScore`
        ERROR_SCORE = 6;
        /// `errorCount`
        ERROR_COUNT = 7;
        /// `maxUsageCount`
        MAX_USAGE_COUNT = 8;
        /// 1 for a session that has been retired, 0 for any other.
        RETIRED = 9;
        /// How many numbers there are.
        FIELDS = 10;
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::*;

    /// `packed_cookies` as JavaScript writes it.
    fn camel_case(name: &str) -> String {
        let mut words = name.split('_');
        let first = words.next().unwrap().to_owned();
        words.fold(first, |text, word| text + &word[..1].to_ascii_uppercase() + &word[1..])
    }

    fn other_half() -> String {
        let mut text = "'use strict';\n\n/** The other half of `src/crossing/layout.rs`, from which `npm run generate` writes this file. */\nmodule.exports = {\n"
            .to_owned();
        for (module, constants) in MODULES {
            text += &format!("  {}: {{\n", camel_case(module));
            for (name, value) in *constants {
                text += &format!("    {name}: {value},\n");
            }
            text += "  },\n";
        }
        text + "};\n"
    }

    #[test]
    fn the_other_half_is_up_to_date() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/js/crossing/layout.js");
        if env::var_os("GENERATE").is_some() {
            fs::write(file, other_half()).unwrap();
        }
        assert_eq!(fs::read_to_string(file).unwrap().replace("\r\n", "\n"), other_half(), "run `npm run generate`");
    }
}
