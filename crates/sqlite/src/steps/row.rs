//! Rows of pools, sessions and states: read, and written so that a pool's count of live records stays right.

use rusqlite::{params, Error, OptionalExtension, Row};

use crate::record::{Record, Status};
use crate::statements::Statements;

/// The row of a pool.
pub(crate) struct Pool {
    pub(crate) seq: i64,
    pub(crate) live: i64,
    pub(crate) turn: i64,
    pub(crate) has_line: bool,
    pub(crate) fence: i64,
}

/// A record as it stands in the file.
pub(crate) struct Stored {
    pub(crate) record: Record,
    /// Whether it is counted as live.
    pub(crate) is_live: bool,
    /// When to see whether it has expired.
    pub(crate) check_at: i64,
}

/// The largest number that steps count to: JavaScript has no whole numbers beyond it.
const MOST: i64 = 1 << 53;

/// Reads a number that steps count with. One that they never reach is that of a damaged file, and would overflow.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<i64> {
    let number: i64 = row.get(column)?;
    match number.unsigned_abs() <= MOST.unsigned_abs() {
        true => Ok(number),
        false => Err(Error::IntegralValueOutOfRange(column, number)),
    }
}

/// How many columns `stored` reads.
pub(crate) const COLUMNS: usize = 10;

/// So many milliseconds before the end of its life a record is looked at for the first time. Whoever saves a record again and again says
/// each time how long its life still lasts, which is the same end but for some milliseconds: no index has to be written for that.
const EARLIER: i64 = 1000;

/// When to see whether a record has expired.
pub(crate) fn check_at(usable_until: i64) -> i64 {
    usable_until.saturating_sub(EARLIER)
}

pub(crate) fn pool(sql: &mut Statements<'_>, name: &str) -> rusqlite::Result<Pool> {
    sql.pool.query_row([name], |row| {
        Ok(Pool {
            seq: count(row, 0)?,
            live: count(row, 1)?,
            turn: count(row, 2)?,
            has_line: row.get(3)?,
            fence: count(row, 4)?,
        })
    })
}

/// Reads the first columns of a row.
pub(crate) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let record = Record {
        seq: count(row, 0)?,
        fence: count(row, 1)?,
        owner: row.get(2)?,
        lease_until: row.get(3)?,
        ready_at: row.get(4)?,
        used_at: row.get(5)?,
        usable_until: row.get(6)?,
        reason: row.get(7)?,
    };
    Ok(Stored { record, is_live: row.get(8)?, check_at: row.get(9)? })
}

pub(crate) fn by_id(sql: &mut Statements<'_>, pool: i64, id: &str) -> rusqlite::Result<Option<Stored>> {
    sql.by_id.query_row(params![pool, id], stored).optional()
}

/// Writes what a step changed.
pub(crate) fn save(
    sql: &mut Statements<'_>,
    pool: &Pool,
    before: &Stored,
    after: &Record,
    now: i64,
) -> rusqlite::Result<()> {
    let place = after.place(now);
    let Record { seq, fence, owner, lease_until, ready_at, used_at, usable_until, reason } = after;
    let line = (pool.has_line && place.status == Status::Free).then_some(seq);
    sql.update.execute(params![
        seq,
        place.status.as_str(),
        place.at,
        line,
        fence,
        owner,
        lease_until,
        ready_at,
        used_at,
        usable_until,
        reason
    ])?;
    if place.is_live != before.is_live || *usable_until < before.check_at {
        sql.update_life.execute(params![seq, place.is_live, check_at(*usable_until)])?;
    }
    count_live(sql, pool.seq, i64::from(place.is_live) - i64::from(before.is_live))
}

/// Adds to a pool's count of live records.
pub(crate) fn count_live(sql: &mut Statements<'_>, pool: i64, change: i64) -> rusqlite::Result<()> {
    if change != 0 {
        sql.add_live.execute([pool, change])?;
    }
    Ok(())
}

pub(crate) fn save_state(sql: &mut Statements<'_>, seq: i64, state: Option<&str>) -> rusqlite::Result<()> {
    let Some(state) = state else { return Ok(()) };
    sql.bytes_of_states += state.len();
    let changed = sql.update_state.execute(params![seq, state])?;
    // SQLite keeps a copy otherwise.
    sql.update_state.clear_bindings();
    if changed == 0 {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_looked_at_a_second_before_its_end() {
        assert_eq!([5_000, 0, i64::MAX, i64::MIN].map(check_at), [4_000, -1_000, i64::MAX - 1_000, i64::MIN]);
    }
}
