//! The state of a whole session as JSON text: what `JSON.stringify(session.getState())` would return.

use super::usage::Usage;
use crate::jar::calendar::MAX_DATE_MS;
use crate::jar::persist::iso_date::push_iso_date;
use crate::jar::persist::json_text::{push_json_number, push_json_string};
use crate::jar::persist::serialized_text::push_serialized_jar;
use crate::jar::Jar;

/// What of a session's state is JavaScript's.
#[derive(Debug, Clone, Copy)]
pub struct OwnTexts<'a> {
    /// The session's id.
    pub id: &'a str,
    /// A JSON object with `userData` and, in the main form, `cookies`: the user's own, written by JavaScript.
    pub members: &'a str,
    /// A JSON array with browsers' storage, written by JavaScript; none if there is none.
    pub storage: Option<&'a str>,
}

/// Which class's state it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateForm {
    /// That of the main class.
    Main,
    /// That of the built-in classes of Crawlee and the SDKs, which have no `errorCount` and express retirement by the score.
    Crawlee,
}

/// Appends the state of a session. Its jar must have the default options of a session's own.
pub fn push_state(out: &mut String, own: OwnTexts<'_>, usage: &Usage, jar: &Jar, form: StateForm) {
    let is_main = form == StateForm::Main;
    let members = own.members.strip_prefix('{').and_then(|members| members.strip_suffix('}')).unwrap_or_default();
    out.push_str("{\"id\":");
    push_json_string(out, own.id);
    if !members.is_empty() {
        out.push(',');
        out.push_str(members);
    }
    if is_main {
        push_storage(out, own.storage);
    }
    out.push_str(",\"cookieJar\":");
    push_serialized_jar(out, &jar.cookies());
    if !is_main && own.storage.is_some() {
        // Built-in classes refuse other keys of a state; tough-cookie ignores those of a jar.
        out.truncate(out.len() - 1);
        push_storage(out, own.storage);
        out.push('}');
    }
    push_number(out, "maxErrorScore", limit(usage.max_error_score));
    push_number(out, "errorScoreDecrement", usage.error_score_decrement);
    push_date(out, "expiresAt", usage.expires_at);
    push_date(out, "createdAt", usage.created_at);
    push_number(out, "usageCount", usage.usage_count);
    let error_score = if usage.retired && !is_main && usage.error_score < usage.max_error_score {
        usage.max_error_score
    } else {
        usage.error_score
    };
    push_number(out, "errorScore", limit(error_score));
    if is_main {
        push_number(out, "errorCount", usage.error_count);
    }
    push_number(out, "maxUsageCount", limit(usage.max_usage_count));
    if usage.retired && is_main {
        out.push_str(",\"retired\":true");
    }
    out.push('}');
}

fn push_storage(out: &mut String, storage: Option<&str>) {
    if let Some(storage) = storage {
        push_key(out, "storage");
        out.push_str(storage);
    }
}

/// JSON has no infinity; the largest number limits no more than infinity.
fn limit(number: f64) -> f64 {
    if number == f64::INFINITY {
        f64::MAX
    } else {
        number
    }
}

fn push_key(out: &mut String, key: &str) {
    out.push_str(",\"");
    out.push_str(key);
    out.push_str("\":");
}

fn push_number(out: &mut String, key: &str, number: f64) {
    push_key(out, key);
    push_json_number(out, number);
}

fn push_date(out: &mut String, key: &str, ms: f64) {
    push_key(out, key);
    out.push('"');
    // As `new Date` does, a fraction of a millisecond is cut off.
    push_iso_date(out, (ms as i64).clamp(-MAX_DATE_MS, MAX_DATE_MS));
    out.push('"');
}
