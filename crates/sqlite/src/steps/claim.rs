//! Gives a free record to an owner.

use rusqlite::{params, OptionalExtension, Row};

use super::row::{by_id, pool, save, stored, Pool, Stored, COLUMNS};
use super::sweep::{line_up, sweep_ended, sweep_expired};
use crate::record::{Record, Status};
use crate::statements::Statements;

/// Which of the free records is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The last use of which is the longest time ago.
    LeastRecentlyUsed,
    /// The last use of which is the shortest time ago.
    MostRecentlyUsed,
    /// The next one in the order in which they were added.
    RoundRobin,
    /// Any of them.
    Random,
}

/// Who wants which record, and for how long.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// Who.
    pub owner: &'a str,
    /// How long, in milliseconds.
    pub lease: i64,
    /// Only this one.
    pub id: Option<&'a str>,
    /// Which one, without an id.
    pub pick: Pick,
    /// Whether there is room below this size is said if nothing is free.
    pub max_pool_size: Option<i64>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// The record that is the owner's now.
    Claimed {
        /// Its id.
        id: String,
        /// The new fence.
        fence: i64,
        /// Left out if this owner was the last to hold it.
        state: Option<String>,
    },
    /// Nothing is free.
    None {
        /// In how many milliseconds a record will be free by itself.
        next: Option<i64>,
        /// Whether there is room for one more.
        has_room: Option<bool>,
    },
    /// There is no record with this id.
    Missing,
    /// The record with this id is retired or expired.
    Retired {
        /// Why.
        reason: String,
    },
}

/// With so many free records between gaps, the draws that hit none are rare; then the one behind a gap is taken.
const DRAWS: usize = 16;

pub(crate) fn claim(sql: &mut Statements<'_>, name: &str, request: &Claim<'_>, now: i64) -> rusqlite::Result<Claimed> {
    let mut pool = pool(sql, name)?;
    if let Some(id) = request.id {
        let Some(found) = by_id(sql, pool.seq, id)? else { return Ok(Claimed::Missing) };
        return match found.record.status(now) {
            Status::Free => take(sql, &pool, (found, id.to_owned()), request, now),
            Status::InUse | Status::Cooling => {
                Ok(Claimed::None { next: found.record.free_at(now).map(|at| at - now), has_room: None })
            }
            Status::Retired => Ok(Claimed::Retired { reason: found.record.reason.unwrap_or_default() }),
            Status::Expired => Ok(Claimed::Retired { reason: "expired".to_owned() }),
        };
    }
    sweep_expired(sql, &mut pool, now)?;
    sweep_ended(sql, &pool, now)?;
    if matches!(request.pick, Pick::RoundRobin | Pick::Random) {
        line_up(sql, &mut pool)?;
    }
    if let Some(found) = choose(sql, &pool, request.pick)? {
        return take(sql, &pool, found, request, now);
    }
    let next_at: Option<i64> = sql.next_free_at.query_row([pool.seq], |row| row.get(0))?;
    Ok(Claimed::None {
        next: next_at.map(|at| at - now),
        has_room: request.max_pool_size.map(|max_pool_size| pool.live < max_pool_size),
    })
}

/// Makes a free record the owner's.
fn take(
    sql: &mut Statements<'_>,
    pool: &Pool,
    (found, id): (Stored, String),
    request: &Claim<'_>,
    now: i64,
) -> rusqlite::Result<Claimed> {
    let before = &found.record;
    let record = Record {
        fence: before.fence + 1,
        owner: Some(request.owner.to_owned()),
        lease_until: now.saturating_add(request.lease),
        used_at: now,
        ..before.clone()
    };
    save(sql, pool, &found, &record, now)?;
    let state = match before.owner.as_deref() {
        Some(owner) if owner == request.owner => None,
        _ => Some(sql.state.query_row([record.seq], |row| row.get(0))?),
    };
    Ok(Claimed::Claimed { id, fence: record.fence, state })
}

/// The free record that is next.
fn choose(sql: &mut Statements<'_>, pool: &Pool, pick: Pick) -> rusqlite::Result<Option<(Stored, String)>> {
    match pick {
        Pick::LeastRecentlyUsed => sql.least_recently_used.query_row([pool.seq], found).optional(),
        Pick::MostRecentlyUsed => sql.most_recently_used.query_row([pool.seq], found).optional(),
        Pick::RoundRobin => {
            let mut next = free_from(sql, pool, pool.turn.saturating_add(1))?;
            if next.is_none() {
                next = free_from(sql, pool, 0)?;
            }
            if let Some((chosen, _)) = &next {
                sql.set_turn.execute([pool.seq, chosen.record.seq])?;
            }
            Ok(next)
        }
        Pick::Random => draw(sql, pool),
    }
}

/// Draws a free record. The order has gaps, of which the records behind them must not profit: what is drawn counts if it is there itself.
fn draw(sql: &mut Statements<'_>, pool: &Pool) -> rusqlite::Result<Option<(Stored, String)>> {
    let Some((first, _)) = free_from(sql, pool, 0)? else { return Ok(None) };
    let (last, _) = sql.last_free.query_row([pool.seq], found)?;
    let (first, last) = (first.record.seq, last.record.seq);
    let mut drawn = None;
    for _ in 0..DRAWS {
        let random: i64 = sql.random.query_row([], |row| row.get(0))?;
        // In a damaged file, those in line may stand in another order.
        let seq = first + random.rem_euclid((last - first).max(0) + 1);
        drawn = free_from(sql, pool, seq)?;
        if drawn.as_ref().is_some_and(|(chosen, _)| chosen.record.seq == seq) {
            break;
        }
    }
    Ok(drawn)
}

fn free_from(sql: &mut Statements<'_>, pool: &Pool, seq: i64) -> rusqlite::Result<Option<(Stored, String)>> {
    sql.free_from.query_row(params![pool.seq, seq], found).optional()
}

fn found(row: &Row<'_>) -> rusqlite::Result<(Stored, String)> {
    Ok((stored(row)?, row.get(COLUMNS)?))
}
