//! Removes records. The pool remembers the largest of their fences: if one with the same id is added, its fences go on from there.

use rusqlite::params;

use super::row::{by_id, count_live, pool};
use crate::statements::Statements;

pub(crate) fn remove(sql: &mut Statements<'_>, name: &str, id: &str) -> rusqlite::Result<bool> {
    let pool = pool(sql, name)?;
    let Some(found) = by_id(sql, pool.seq, id)? else { return Ok(false) };
    delete(sql, found.record.seq)?;
    sql.set_fence.execute([pool.seq, found.record.fence])?;
    count_live(sql, pool.seq, -i64::from(found.is_live))?;
    Ok(true)
}

pub(crate) fn prune(sql: &mut Statements<'_>, name: &str, now: i64) -> rusqlite::Result<i64> {
    let pool = pool(sql, name)?;
    let ended = sql.ended.query_map(params![pool.seq, now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let ended: Vec<(i64, i64, bool)> = ended.collect::<rusqlite::Result<_>>()?;
    let mut live = 0;
    let mut largest_fence = 0;
    for &(seq, fence, is_live) in &ended {
        delete(sql, seq)?;
        live += i64::from(is_live);
        largest_fence = largest_fence.max(fence);
    }
    if !ended.is_empty() {
        sql.set_fence.execute([pool.seq, largest_fence])?;
        count_live(sql, pool.seq, -live)?;
    }
    Ok(ended.len() as i64)
}

fn delete(sql: &mut Statements<'_>, seq: i64) -> rusqlite::Result<()> {
    sql.delete.execute([seq])?;
    sql.delete_state.execute([seq])?;
    Ok(())
}
