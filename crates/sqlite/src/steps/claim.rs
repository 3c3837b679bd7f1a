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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::record::Status;
    use crate::steps::hold::Release;
    use crate::store::Store;
    use crate::testing::{added, all, opened, request, write, Folder, PICKS};

    /// How many instructions of its virtual machine SQLite runs for a claim.
    fn instructions(count: usize, pick: Pick, prepare: &dyn Fn(&mut Store<'_>)) -> i32 {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, count, i64::MAX);
        // The first claim may have to line up all records, but once for all.
        write(&mut store, |steps| steps.claim("shop", &request(pick), 1_000_000));
        prepare(&mut store);
        store.statements.reset_work();
        write(&mut store, |steps| steps.claim("shop", &request(pick), 1_000_000));
        store.statements.work()
    }

    #[test]
    fn a_claim_costs_the_same_however_many_records_there_are() {
        let retire_most = |store: &mut Store<'_>| {
            let ids: Vec<String> = all(store, i64::MAX).into_iter().map(|one| one.id).collect();
            write(store, |steps| {
                for id in &ids[5..] {
                    steps.retire("shop", id, "blocked", None, 999_999)?;
                }
                Ok(())
            });
        };
        let none: &dyn Fn(&mut Store<'_>) = &|_| ();
        for prepare in [none, &retire_most] {
            for pick in PICKS {
                let [few, many] = [10, 5000].map(|count| instructions(count, pick, prepare));
                // What is drawn at random may be a gap, a few times.
                let most = if pick == Pick::Random { 10 * few } else { few + 20 };
                assert!(many <= most, "{pick:?}: {few} instructions for 10 records, {many} for 5,000");
            }
        }
    }

    #[test]
    fn nothing_is_free_says_when_and_whether_there_is_room() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 2, 5000);
        let claim = |store: &mut Store<'_>, now| {
            write(store, |steps| steps.claim("shop", &request(Pick::LeastRecentlyUsed), now))
        };
        let claimed = |id: &str, fence, state: Option<&str>| Claimed::Claimed {
            id: id.to_owned(),
            fence,
            state: state.map(str::to_owned),
        };
        assert_eq!(claim(&mut store, 100), claimed("s0", 2, Some("{}")));
        assert_eq!(claim(&mut store, 200), claimed("s1", 2, Some("{}")));
        assert_eq!(claim(&mut store, 300), Claimed::None { next: Some(800), has_room: Some(true) });
        assert_eq!(claim(&mut store, 1099), Claimed::None { next: Some(1), has_room: Some(true) });
        // The lease has ended without a release, and the owner knows the state.
        assert_eq!(claim(&mut store, 1100), claimed("s0", 3, None));
        assert_eq!(claim(&mut store, 1200), claimed("s1", 3, None));
        let release = Release { rest: 50, ..Release::default() };
        assert!(write(&mut store, |steps| steps.release("shop", "s1", 3, &release, 1300)).held);
        assert_eq!(claim(&mut store, 1310), Claimed::None { next: Some(40), has_room: Some(true) });
        assert_eq!(claim(&mut store, 5000), Claimed::None { next: None, has_room: Some(true) });
        assert_eq!(store.stats("shop", 5000).unwrap().expired, 2);
        assert_eq!(store.get("shop", "s0").unwrap().unwrap().record.status(5000), Status::Expired);
    }

    #[test]
    fn any_free_record_is_drawn_about_as_often_as_another() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 40, i64::MAX);
        // The first ones are gone, and there is a gap: who stands behind it must not profit.
        for n in (0..3).chain(5..27) {
            write(&mut store, |steps| steps.remove("shop", &format!("s{n}")));
        }
        let mut drawn = std::collections::BTreeMap::<String, i64>::new();
        for now in 0..3000 {
            let Claimed::Claimed { id, fence, .. } =
                write(&mut store, |steps| steps.claim("shop", &request(Pick::Random), now))
            else {
                panic!("one is free")
            };
            write(&mut store, |steps| steps.release("shop", &id, fence, &Release::default(), now));
            *drawn.entry(id).or_default() += 1;
        }
        assert_eq!(drawn.len(), 15);
        // 200 each: so far off by chance is less than once in ten thousand runs.
        assert!(drawn.values().all(|count| (130..=270).contains(count)), "{drawn:?}");
    }

    #[test]
    fn a_row_that_no_step_wrote_is_an_error_or_an_answer() {
        let changed = |sql: &str, pick: Pick| {
            let folder = Folder::new();
            let database = opened(&folder);
            let mut store = Store::new(&database).unwrap();
            write(&mut store, |steps| steps.open_pool("shop"));
            added(&mut store, 2, i64::MAX);
            database.connection.execute_batch(sql).unwrap();
            let claimed = store.begin().unwrap().claim("shop", &request(pick), 1_000_000);
            claimed.map_err(|error| error.kind)
        };
        for column in ["fence", "seq"] {
            for number in [i64::MAX, i64::MIN] {
                let sql = format!("UPDATE session SET {column} = {number} WHERE id = 's0'");
                assert_eq!(changed(&sql, Pick::LeastRecentlyUsed), Err(Kind::Corrupt), "{sql}");
            }
        }
        let counts = format!("UPDATE pool SET turn = {}", i64::MAX);
        assert_eq!(changed(&counts, Pick::RoundRobin), Err(Kind::Corrupt));
        // The free ones stand in line in the wrong order, one behind the other.
        let swapped = "UPDATE pool SET has_line = 1; UPDATE session SET line = 3 - seq";
        for _ in 0..20 {
            assert!(matches!(changed(swapped, Pick::Random), Ok(Claimed::Claimed { .. })));
        }
    }
}
