//! For tests only: files of their own, a random sequence, and the promises of `types/session-store.d.ts` once more, in a list of records
//! that is searched from the first to the last.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::record::{Record, Status};
use crate::steps::add::{Added, Addition};
use crate::steps::claim::{Claim, Claimed, Pick};
use crate::steps::hold::{Held, Release, Renewal, Retired, StateOfHolder};
use crate::steps::read::Stats;

/// A folder that is removed in the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("crawler-session-sqlite-{}-{count}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("sessions.db")
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A sequence of numbers that is always the same.
pub(crate) struct Sequence(u64);

impl Sequence {
    pub(crate) fn new(seed: u64) -> Sequence {
        Sequence(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from `from` up to, but not including, `to`.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from + ((self.0 >> 11) % (to - from) as u64) as i64
    }

    pub(crate) fn one_in(&mut self, count: i64) -> bool {
        self.between(0, count) == 0
    }
}

/// A record with its id and state.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) record: Record,
}

/// The records of one pool.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) entries: Vec<Entry>,
    added: i64,
    turn: i64,
    removed_fence: i64,
}

impl Model {
    fn find(&mut self, id: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    fn live(&self, now: i64) -> i64 {
        self.entries.iter().filter(|entry| entry.record.is_live(now)).count() as i64
    }

    fn next(&self, now: i64) -> Option<i64> {
        self.entries.iter().filter_map(|entry| entry.record.free_at(now)).map(|at| at - now).min()
    }

    /// The ids that may be chosen.
    fn choices(&self, pick: Pick, now: i64) -> Vec<&Entry> {
        let mut free: Vec<&Entry> =
            self.entries.iter().filter(|entry| entry.record.status(now) == Status::Free).collect();
        let turn = self.turn;
        match pick {
            Pick::Random => return free,
            Pick::LeastRecentlyUsed => free.sort_by_key(|entry| (entry.record.used_at, entry.record.seq)),
            Pick::MostRecentlyUsed => free.sort_by_key(|entry| (-entry.record.used_at, -entry.record.seq)),
            Pick::RoundRobin => free.sort_by_key(|entry| (entry.record.seq <= turn, entry.record.seq)),
        }
        free.truncate(1);
        free
    }

    /// Checks what a claim gave, and makes the same change here.
    pub(crate) fn claim(&mut self, request: &Claim<'_>, now: i64, claimed: &Claimed) {
        let expected = match request.id {
            None if self.choices(request.pick, now).is_empty() => Claimed::None {
                next: self.next(now),
                has_room: request.max_pool_size.map(|max_pool_size| self.live(now) < max_pool_size),
            },
            None => {
                let Claimed::Claimed { id, .. } = claimed else { panic!("{claimed:?}, though one is free") };
                let choices = self.choices(request.pick, now);
                let chosen = choices.iter().find(|entry| entry.id == *id);
                let seq = chosen.unwrap_or_else(|| panic!("{id} instead of {choices:?}")).record.seq;
                if request.pick == Pick::RoundRobin {
                    self.turn = seq;
                }
                self.take(&id.clone(), request, now)
            }
            Some(id) => match self.find(id).map(|entry| entry.record.clone()) {
                None => Claimed::Missing,
                Some(record) => match record.status(now) {
                    Status::Free => self.take(id, request, now),
                    Status::Retired => Claimed::Retired { reason: record.reason.unwrap() },
                    Status::Expired => Claimed::Retired { reason: "expired".to_owned() },
                    _ => Claimed::None { next: record.free_at(now).map(|at| at - now), has_room: None },
                },
            },
        };
        assert_eq!(*claimed, expected, "{request:?} at {now}");
    }

    fn take(&mut self, id: &str, request: &Claim<'_>, now: i64) -> Claimed {
        let entry = self.find(id).unwrap();
        let is_known = entry.record.owner.as_deref() == Some(request.owner);
        entry.record.fence += 1;
        entry.record.owner = Some(request.owner.to_owned());
        entry.record.lease_until = now + request.lease;
        entry.record.used_at = now;
        Claimed::Claimed {
            id: id.to_owned(),
            fence: entry.record.fence,
            state: (!is_known).then(|| entry.state.clone()),
        }
    }

    pub(crate) fn add(&mut self, addition: &Addition<'_>, now: i64) -> Added {
        if self.find(addition.id).is_some() {
            return Added::Exists;
        }
        if addition.max_pool_size.is_some_and(|max_pool_size| self.live(now) >= max_pool_size) {
            return Added::Full;
        }
        self.added += 1;
        let record = Record {
            seq: self.added,
            fence: self.removed_fence + 1,
            owner: addition.lease.map(|(owner, _)| owner.to_owned()),
            lease_until: addition.lease.map_or(0, |(_, lease)| now + lease),
            used_at: now,
            usable_until: addition.usable_until,
            ..Record::default()
        };
        let fence = record.fence;
        self.entries.push(Entry { id: addition.id.to_owned(), state: addition.state.to_owned(), record });
        Added::Added { fence }
    }

    fn change(&mut self, id: &str, fence: i64, state: Option<&str>, now: i64, apply: impl FnOnce(&mut Record)) -> Held {
        let Some(entry) = self.find(id) else { return Held::default() };
        let held = entry.record.fence == fence && entry.record.is_held(now);
        if held {
            apply(&mut entry.record);
            entry.state = state.unwrap_or(&entry.state).to_owned();
        }
        Held { held, reason: entry.record.reason.clone() }
    }

    pub(crate) fn renew(&mut self, id: &str, fence: i64, changes: &Renewal<'_>, now: i64) -> Held {
        self.change(id, fence, changes.state, now, |record| {
            record.lease_until = now + changes.lease;
            record.usable_until = changes.usable_until.unwrap_or(record.usable_until);
        })
    }

    pub(crate) fn release(&mut self, id: &str, fence: i64, changes: &Release<'_>, now: i64) -> Held {
        self.change(id, fence, changes.state, now, |record| {
            (record.lease_until, record.used_at, record.ready_at) = (0, now, now + changes.rest);
            record.usable_until = changes.usable_until.unwrap_or(record.usable_until);
            record.reason = record.reason.take().or(changes.reason.map(str::to_owned));
        })
    }

    pub(crate) fn retire(&mut self, id: &str, reason: &str, held: Option<StateOfHolder<'_>>, now: i64) -> Retired {
        let Some(entry) = self.find(id) else {
            return Retired { found: false, reason: None, held: held.map(|_| false) };
        };
        let is_held = held.map(|held| entry.record.fence == held.fence && entry.record.is_held(now));
        if let (Some(true), Some(state)) = (is_held, held.and_then(|held| held.state)) {
            entry.state = state.to_owned();
        }
        entry.record.reason.get_or_insert(reason.to_owned());
        Retired { found: true, reason: entry.record.reason.clone(), held: is_held }
    }

    pub(crate) fn reset(&mut self, id: &str, fence: i64, state: &str, usable_until: i64) -> bool {
        let Some(entry) = self.find(id).filter(|entry| entry.record.fence == fence) else { return false };
        let Record { seq, used_at, .. } = entry.record;
        entry.record = Record { seq, used_at, usable_until, fence: fence + 1, ..Record::default() };
        entry.state = state.to_owned();
        true
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let Some(at) = self.entries.iter().position(|entry| entry.id == id) else { return false };
        self.removed_fence = self.removed_fence.max(self.entries.remove(at).record.fence);
        true
    }

    pub(crate) fn prune(&mut self, now: i64) -> i64 {
        let ended = |record: &Record| !record.is_live(now) && !record.is_held(now);
        let ids = self.entries.iter().filter(|entry| ended(&entry.record)).map(|entry| entry.id.clone());
        let ids: Vec<String> = ids.collect();
        ids.iter().filter(|id| self.remove(id)).count() as i64
    }

    pub(crate) fn stats(&self, now: i64) -> Stats {
        let mut stats = Stats { next: self.next(now), ..Stats::default() };
        for Entry { record, .. } in &self.entries {
            match record.status(now) {
                Status::Free => stats.free += 1,
                Status::InUse => stats.in_use += 1,
                Status::Cooling => stats.cooling += 1,
                Status::Expired => stats.expired += 1,
                Status::Retired => *stats.retired.entry(record.reason.clone().unwrap()).or_default() += 1,
            }
        }
        stats
    }
}
