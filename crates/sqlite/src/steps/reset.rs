//! Gives a record a new life.

use super::row::{by_id, pool, save, save_state};
use crate::record::Record;
use crate::statements::Statements;

pub(crate) fn reset(
    sql: &mut Statements<'_>,
    name: &str,
    id: &str,
    fence: i64,
    state: &str,
    usable_until: i64,
    now: i64,
) -> rusqlite::Result<bool> {
    let pool = pool(sql, name)?;
    let Some(found) = by_id(sql, pool.seq, id)? else { return Ok(false) };
    if found.record.fence != fence {
        return Ok(false);
    }
    let record = Record {
        seq: found.record.seq,
        // Whoever holds it, holds it no more.
        fence: fence + 1,
        owner: None,
        lease_until: 0,
        ready_at: 0,
        used_at: found.record.used_at,
        usable_until,
        reason: None,
    };
    save(sql, &pool, &found, &record, now)?;
    save_state(sql, record.seq, Some(state))?;
    Ok(true)
}
