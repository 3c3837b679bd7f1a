//! Brings the rows of a pool up to date whose time has come. Each row is swept once for each lease, rest and lifetime, so the cost of a step
//! doesn't grow with the number of records.

use rusqlite::params;

use super::row::{count_live, Pool};
use crate::statements::Statements;

/// Records that have expired count as live no more.
pub(super) fn sweep_expired(sql: &mut Statements<'_>, pool: &mut Pool, now: i64) -> rusqlite::Result<()> {
    // Looking first is cheaper: nearly always there are none.
    if sql.has_to_check.exists(params![pool.seq, now])? {
        let expired = sql.sweep_expired.execute(params![pool.seq, now])? as i64;
        sql.check_later.execute(params![pool.seq, now])?;
        count_live(sql, pool.seq, -expired)?;
        pool.live -= expired;
    }
    Ok(())
}

/// Records of which the lease or the rest has ended are free. Those that have expired must have been swept.
pub(super) fn sweep_ended(sql: &mut Statements<'_>, pool: &Pool, now: i64) -> rusqlite::Result<()> {
    if sql.has_ended.exists(params![pool.seq, now])? {
        sql.sweep_ended.execute(params![pool.seq, now, pool.has_line])?;
    }
    Ok(())
}

/// Keeps the free records in line from now on.
pub(super) fn line_up(sql: &mut Statements<'_>, pool: &mut Pool) -> rusqlite::Result<()> {
    if !pool.has_line {
        sql.keep_line.execute([pool.seq])?;
        sql.line_up.execute([pool.seq])?;
        pool.has_line = true;
    }
    Ok(())
}
