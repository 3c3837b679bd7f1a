//! Reads records. Each step is one statement, and so sees the file at one moment.

use std::collections::BTreeMap;

use rusqlite::{params, OptionalExtension, Row};

use super::row::{stored, COLUMNS};
use crate::record::{Record, Status};
use crate::statements::Statements;

/// A record as it is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its id.
    pub id: String,
    /// Everything else but the state.
    pub record: Record,
    /// The state, if it was asked for.
    pub state: Option<String>,
}

/// Which records to list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Those behind this one; 0: from the first one on.
    pub after: i64,
    /// How many at most.
    pub limit: i64,
    /// Whether to read the states.
    pub with_states: bool,
}

/// A page of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// In the order in which they were added.
    pub records: Vec<StoredRecord>,
    /// Behind which one the next page begins, if there is one.
    pub next: Option<i64>,
}

/// How many records there are of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Free ones.
    pub free: i64,
    /// Those that somebody holds.
    pub in_use: i64,
    /// Those that rest.
    pub cooling: i64,
    /// Expired ones.
    pub expired: i64,
    /// Retired ones, by reason.
    pub retired: BTreeMap<String, i64>,
    /// In how many milliseconds the next one is free by itself, if one ever is.
    pub next: Option<i64>,
}

pub(crate) fn get(sql: &mut Statements<'_>, pool: &str, id: &str) -> rusqlite::Result<Option<StoredRecord>> {
    sql.get.query_row([pool, id], stored_record).optional()
}

pub(crate) fn list(sql: &mut Statements<'_>, pool: &str, page: Page) -> rusqlite::Result<Listed> {
    let statement = if page.with_states { &mut sql.list_with_states } else { &mut sql.list };
    // One more tells whether there is a next page.
    let rows = statement.query_map(params![pool, page.after, page.limit.saturating_add(1)], stored_record)?;
    let mut records: Vec<StoredRecord> = rows.collect::<rusqlite::Result<_>>()?;
    let limit = usize::try_from(page.limit).unwrap_or(0);
    let has_more = records.len() > limit;
    records.truncate(limit);
    let next = if has_more { records.last().map(|last| last.record.seq) } else { None };
    Ok(Listed { records, next })
}

pub(crate) fn stats(sql: &mut Statements<'_>, pool: &str, now: i64) -> rusqlite::Result<Stats> {
    let mut stats = Stats::default();
    let mut rows = sql.all.query([pool])?;
    while let Some(row) = rows.next()? {
        let record = stored(row)?.record;
        match record.status(now) {
            Status::Free => stats.free += 1,
            Status::InUse => stats.in_use += 1,
            Status::Cooling => stats.cooling += 1,
            Status::Expired => stats.expired += 1,
            Status::Retired => *stats.retired.entry(record.reason.clone().unwrap_or_default()).or_default() += 1,
        }
        if let Some(at) = record.free_at(now) {
            let next = at - now;
            stats.next = Some(stats.next.map_or(next, |earlier| earlier.min(next)));
        }
    }
    Ok(stats)
}

fn stored_record(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    Ok(StoredRecord { record: stored(row)?.record, id: row.get(COLUMNS)?, state: row.get(COLUMNS + 1)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::testing::{added, opened, write, Folder};

    #[test]
    fn a_page_says_whether_there_is_another() {
        let folder = Folder::new();
        let database = opened(&folder);
        let mut store = Store::new(&database).unwrap();
        write(&mut store, |steps| steps.open_pool("shop"));
        added(&mut store, 4, i64::MAX);
        for (after, limit, count, next) in [(0, 3, 3, Some(3)), (0, 4, 4, None), (0, 9, 4, None), (2, 2, 2, None)] {
            let page = store.list("shop", Page { after, limit, with_states: false }).unwrap();
            assert_eq!((page.records.len(), page.next), (count, next), "{limit} after {after}");
        }
    }
}
