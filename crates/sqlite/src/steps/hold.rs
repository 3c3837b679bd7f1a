//! What the holder of a record does with it, and what retires it, whoever does.

use super::row::{by_id, pool, save, save_state};
use crate::record::Record;
use crate::statements::Statements;

/// What a renewal changes.
#[derive(Clone, Debug, Default)]
pub struct Renewal<'a> {
    /// The new lease in milliseconds.
    pub lease: i64,
    /// The new state, if any.
    pub state: Option<&'a str>,
    /// The new end of its life, if any.
    pub usable_until: Option<i64>,
}

/// What a release changes.
#[derive(Clone, Debug, Default)]
pub struct Release<'a> {
    /// How many milliseconds it rests.
    pub rest: i64,
    /// The new state, if any.
    pub state: Option<&'a str>,
    /// The new end of its life, if any.
    pub usable_until: Option<i64>,
    /// Retires it, unless it is.
    pub reason: Option<&'a str>,
}

/// Whether the caller held the record, and why it is retired, if it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Whether the changes were made.
    pub held: bool,
    /// Why it is retired.
    pub reason: Option<String>,
}

/// The state that is saved if this is the holder.
#[derive(Clone, Copy, Debug)]
pub struct StateOfHolder<'a> {
    /// The fence of the caller.
    pub fence: i64,
    /// The new state, if any.
    pub state: Option<&'a str>,
}

/// What retiring did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// Whether there is such a record.
    pub found: bool,
    /// Why it is retired now.
    pub reason: Option<String>,
    /// Whether the caller held it, if it said so.
    pub held: Option<bool>,
}

pub(crate) fn renew(
    sql: &mut Statements<'_>,
    name: &str,
    id: &str,
    fence: i64,
    changes: &Renewal<'_>,
    now: i64,
) -> rusqlite::Result<Held> {
    change(sql, name, (id, fence), changes.state, now, |record| {
        record.lease_until = now.saturating_add(changes.lease);
        record.usable_until = changes.usable_until.unwrap_or(record.usable_until);
    })
}

pub(crate) fn release(
    sql: &mut Statements<'_>,
    name: &str,
    id: &str,
    fence: i64,
    changes: &Release<'_>,
    now: i64,
) -> rusqlite::Result<Held> {
    change(sql, name, (id, fence), changes.state, now, |record| {
        record.lease_until = 0;
        record.used_at = now;
        record.ready_at = now.saturating_add(changes.rest);
        record.usable_until = changes.usable_until.unwrap_or(record.usable_until);
        if record.reason.is_none() {
            record.reason = changes.reason.map(str::to_owned);
        }
    })
}

/// Changes a record if the caller still holds it.
fn change(
    sql: &mut Statements<'_>,
    name: &str,
    (id, fence): (&str, i64),
    state: Option<&str>,
    now: i64,
    apply: impl FnOnce(&mut Record),
) -> rusqlite::Result<Held> {
    let pool = pool(sql, name)?;
    let Some(found) = by_id(sql, pool.seq, id)? else { return Ok(Held::default()) };
    if !is_holder(&found.record, fence, now) {
        return Ok(Held { held: false, reason: found.record.reason });
    }
    let mut record = found.record.clone();
    apply(&mut record);
    save(sql, &pool, &found, &record, now)?;
    save_state(sql, record.seq, state)?;
    Ok(Held { held: true, reason: record.reason })
}

pub(crate) fn retire(
    sql: &mut Statements<'_>,
    name: &str,
    id: &str,
    reason: &str,
    held: Option<StateOfHolder<'_>>,
    now: i64,
) -> rusqlite::Result<Retired> {
    let pool = pool(sql, name)?;
    let Some(found) = by_id(sql, pool.seq, id)? else {
        return Ok(Retired { held: held.map(|_| false), ..Retired::default() });
    };
    let is_holder = held.map(|StateOfHolder { fence, .. }| is_holder(&found.record, fence, now));
    if found.record.reason.is_none() {
        let record = Record { reason: Some(reason.to_owned()), ..found.record.clone() };
        save(sql, &pool, &found, &record, now)?;
    }
    if is_holder == Some(true) {
        save_state(sql, found.record.seq, held.and_then(|held| held.state))?;
    }
    let reason = found.record.reason.or_else(|| Some(reason.to_owned()));
    Ok(Retired { found: true, reason, held: is_holder })
}

fn is_holder(record: &Record, fence: i64, now: i64) -> bool {
    record.fence == fence && record.is_held(now)
}
