//! The other half of `js/crossing/store-steps.js`: what a store is asked, and what it answers, as JSON. A state crosses beside it, as it is.
//!
//! Lengths cross in milliseconds; points in time never do.

use std::collections::BTreeMap;

use crawler_session_sqlite::steps::add::Added;
use crawler_session_sqlite::steps::claim::{Claimed, Pick};
use crawler_session_sqlite::steps::hold::{Held, Retired};
use crawler_session_sqlite::steps::read::{Listed, Stats, StoredRecord};
use crawler_session_sqlite::Kind;
use serde::Serialize;

use super::layout::store_steps as layout;
use crate::boundary::json::json_text;

/// A length, or a count that may be infinite; rounded up, so that what is above zero stays so. NaN is none.
pub fn length(number: f64) -> Option<i64> {
    (!number.is_nan()).then(|| number.ceil() as i64)
}

/// A fence; what is no whole number is none that a record ever has.
pub fn fence(number: f64) -> i64 {
    if number.fract() == 0.0 {
        number as i64
    } else {
        -1
    }
}

/// Which of the free records.
pub fn pick(code: u32) -> Pick {
    match code {
        layout::MOST_RECENTLY_USED => Pick::MostRecentlyUsed,
        layout::ROUND_ROBIN => Pick::RoundRobin,
        layout::RANDOM => Pick::Random,
        _ => Pick::LeastRecentlyUsed,
    }
}

/// The code of an error.
pub fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Corrupt => "STORE_CORRUPT",
        Kind::Version => "STORE_VERSION",
        Kind::Unavailable => "STORE_UNAVAILABLE",
    }
}

/// What a step answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// JSON.
    pub head: String,
    /// The state of the record, if it is part of the answer.
    pub state: Option<String>,
}

impl Answer {
    /// An answer without a state.
    pub fn of(value: &impl Serialize) -> Answer {
        Answer { head: json_text(value), state: None }
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fence: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_room: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// `ClaimResult`
pub fn claimed(claimed: Claimed) -> Answer {
    let of = |head: Head<'_>| Answer::of(&head);
    match claimed {
        Claimed::Claimed { id, fence, state } => {
            let head = Head { status: "claimed", id: Some(&id), fence: Some(fence), ..Head::default() };
            Answer { state, ..of(head) }
        }
        Claimed::None { next, has_room } => of(Head { status: "none", next_ms: next, has_room, ..Head::default() }),
        Claimed::Missing => of(Head { status: "missing", ..Head::default() }),
        Claimed::Retired { reason } => of(Head { status: "retired", reason: Some(&reason), ..Head::default() }),
    }
}

/// `AddResult`
pub fn added(added: &Added) -> Answer {
    Answer::of(&match added {
        Added::Added { fence } => Head { status: "added", fence: Some(*fence), ..Head::default() },
        Added::Exists => Head { status: "exists", ..Head::default() },
        Added::Full => Head { status: "full", ..Head::default() },
    })
}

#[derive(Serialize)]
struct Hold<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// `HoldResult`
pub fn held(held: &Held) -> Answer {
    Answer::of(&Hold { found: None, held: Some(held.held), reason: held.reason.as_deref() })
}

/// `RetireResult`
pub fn retired(retired: &Retired) -> Answer {
    Answer::of(&Hold { found: Some(retired.found), held: retired.held, reason: retired.reason.as_deref() })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    id: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    fence: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    used_ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lease_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rest_ms: Option<i64>,
    usable_ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
}

fn record<'a>(StoredRecord { id, record, state: _ }: &'a StoredRecord, state: Option<&'a str>, now: i64) -> Record<'a> {
    let left = |until: i64| (until > now).then(|| until - now);
    Record {
        id,
        status: record.status(now).as_str(),
        reason: record.reason.as_deref(),
        fence: record.fence,
        owner: record.owner.as_deref(),
        // Clocks are set back at times.
        used_ms: (now - record.used_at).max(0),
        lease_ms: left(record.lease_until),
        rest_ms: left(record.ready_at),
        usable_ms: record.usable_until.saturating_sub(now),
        state,
    }
}

/// `StoredRecord`, or `null`
pub fn got(mut got: Option<StoredRecord>, now: i64) -> Answer {
    let state = got.as_mut().and_then(|got| got.state.take());
    Answer { state, ..Answer::of(&got.as_ref().map(|got| record(got, None, now))) }
}

#[derive(Serialize)]
struct Page<'a> {
    records: Vec<Record<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// `ListResult`
pub fn listed(listed: &Listed, now: i64) -> Answer {
    let records = listed.records.iter().map(|one| record(one, one.state.as_deref(), now)).collect();
    Answer::of(&Page { records, next: listed.next })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts<'a> {
    free: i64,
    in_use: i64,
    cooling: i64,
    expired: i64,
    retired: &'a BTreeMap<String, i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_ms: Option<i64>,
}

/// `StoreStats`
pub fn counted(stats: &Stats) -> Answer {
    let Stats { free, in_use, cooling, expired, retired, next } = stats;
    Answer::of(&Counts { free: *free, in_use: *in_use, cooling: *cooling, expired: *expired, retired, next_ms: *next })
}
