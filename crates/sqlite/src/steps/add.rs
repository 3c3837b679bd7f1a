//! Adds a record.

use rusqlite::params;

use super::row::{by_id, check_at, count_live, pool};
use super::sweep::sweep_expired;
use crate::record::{Record, Status};
use crate::statements::Statements;

/// A record to be added.
#[derive(Clone, Debug)]
pub struct Addition<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its state.
    pub state: &'a str,
    /// Until when it can be used.
    pub usable_until: i64,
    /// Without it, there is always room.
    pub max_pool_size: Option<i64>,
    /// Who holds it from the beginning, and for how many milliseconds.
    pub lease: Option<(&'a str, i64)>,
}

/// Whether it was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was.
    Added {
        /// Its fence.
        fence: i64,
    },
    /// There is one with this id.
    Exists,
    /// The pool has no room.
    Full,
}

pub(crate) fn add(sql: &mut Statements<'_>, name: &str, addition: &Addition<'_>, now: i64) -> rusqlite::Result<Added> {
    let mut pool = pool(sql, name)?;
    if by_id(sql, pool.seq, addition.id)?.is_some() {
        return Ok(Added::Exists);
    }
    if let Some(max_pool_size) = addition.max_pool_size {
        sweep_expired(sql, &mut pool, now)?;
        if pool.live >= max_pool_size {
            return Ok(Added::Full);
        }
    }
    let record = Record {
        seq: 0,
        // Larger than those of a record with this id that was removed.
        fence: pool.fence + 1,
        owner: addition.lease.map(|(owner, _)| owner.to_owned()),
        lease_until: addition.lease.map_or(0, |(_, lease)| now.saturating_add(lease)),
        ready_at: 0,
        used_at: now,
        usable_until: addition.usable_until,
        reason: None,
    };
    let place = record.place(now);
    let Record { seq: _, fence, owner, lease_until, ready_at, used_at, usable_until, reason } = record;
    let status = place.status.as_str();
    let seq = sql.insert.insert(params![
        pool.seq,
        addition.id,
        status,
        place.at,
        place.is_live,
        check_at(usable_until),
        fence,
        owner,
        lease_until,
        ready_at,
        used_at,
        usable_until,
        reason
    ])?;
    if pool.has_line && place.status == Status::Free {
        sql.set_line.execute([seq])?;
    }
    sql.bytes_of_states += addition.state.len();
    sql.insert_state.execute(params![seq, addition.state])?;
    sql.insert_state.clear_bindings();
    count_live(sql, pool.seq, i64::from(place.is_live))?;
    Ok(Added::Added { fence })
}
