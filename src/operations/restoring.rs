//! Restores a whole jar from its serialized form, and reads and writes its options.

use std::cell::Cell;

use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::persist::serialized::{read_head, read_jar, SerializedError};
use crawler_session_core::jar::persist::serialized_cookie::Recent;
use crawler_session_core::jar::persist::serialized_options::{read_options, write_options};
use crawler_session_core::jar::persist::writer::Writer;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::jar::store::stored::StoredCookie;
use napi::Env;

use crate::boundary::{OutText, Text};
use crate::crossing::serialized_records::read_serialized_records;
use crate::memory::shared_jar::SharedJar;

/// Room for more cookies is not kept.
const MOST_RESTORED: usize = 1024;

thread_local! {
    /// Cookies on their way from a serialized jar into ours. They take as much room as in the jar, so it is reused.
    static RESTORED: Cell<Vec<StoredCookie>> = const { Cell::new(Vec::new()) };
}

impl SharedJar {
    /// Takes over the cookies and the options of a serialized jar, given as JSON text. Returns what was wrong with the text, if
    /// anything.
    pub fn import(&self, env: &Env, json: &Text, now: f64) -> Option<OutText> {
        let rule_set = self.rule_set();
        let (options, mut cookies) = match read_jar(json.as_str(), rule_set, now as i64) {
            Ok(read) => read,
            Err(SerializedError::NoCookies) => return Some(OutText("serialized jar has no cookies array".to_owned())),
            Err(SerializedError::OfBrowser) => return Some(OutText("its cookies are a browser's".to_owned())),
            Err(SerializedError::NothingRecognised) => {
                let why =
                    "not one entry of its cookies has a name, as a browser's has, or a key, as tough-cookie's has";
                return Some(OutText(why.to_owned()));
            }
            Err(SerializedError::NoHosts) => {
                let why = "not one of its cookies has a domain that is the name of a host";
                return Some(OutText(why.to_owned()));
            }
            Err(SerializedError::NotJson(why)) => return Some(OutText(format!("serialized jar is not JSON: {why}"))),
        };
        let mut jar = self.jar_mut();
        jar.set_options(options);
        jar.store_mut().insert_all(&mut cookies);
        drop(jar);
        self.report_memory(env);
        None
    }

    /// The same for a jar whose cookies were packed by `js/crossing/serialized-records.js`. The head is the rest of it: JSON, or only the
    /// version if all options are the defaults. Returns whether it could be read: lone surrogates, and a list of which nothing can be filed, are
    /// left to `import`, which says what is wrong.
    pub fn import_packed(&self, env: &Env, head: &Text, texts: &Text, numbers: &[f64], now: f64) -> bool {
        let Ok((options, writer)) = read_head(head.as_str(), self.rule_set()) else { return false };
        let mut recent = Recent::default();
        let mut cookies = RESTORED.take();
        let mut count = 0;
        let are_whole = read_serialized_records(texts, numbers, |cookie| {
            count += 1;
            cookies.extend(cookie.to_stored(now as i64, writer, &options, &mut recent))
        });
        if !are_whole || cookies.is_empty() && count > 0 && writer == Writer::Unknown {
            return false;
        }
        let mut jar = self.jar_mut();
        jar.set_options(options);
        jar.store_mut().insert_all(&mut cookies);
        drop(jar);
        if cookies.capacity() <= MOST_RESTORED {
            RESTORED.set(cookies);
        }
        self.report_memory(env);
        true
    }

    /// Sets the options, given as JSON text.
    pub fn configure(&self, json: &Text) {
        self.jar_mut().set_options(read_options(json.as_str(), RuleSet::default()));
    }

    /// The options as JSON text; `None` if all are the defaults of a jar with these rules.
    pub fn configuration(&self, default: RuleSet) -> Option<OutText> {
        let options = *self.jar().options();
        (options != JarOptions::of(default)).then(|| OutText(write_options(&options)))
    }

    fn rule_set(&self) -> RuleSet {
        self.jar().options().rule_set
    }
}
