//! For tests only: the promises of `types/session-store.d.ts` once more, in a list of records that is searched from the first to the last, and
//! random steps of which the list and a file have to say the same.

use crate::record::{Record, Status};
use crate::steps::add::{Added, Addition};
use crate::steps::claim::{Claim, Claimed, Pick};
use crate::steps::hold::{Held, Release, Renewal, Retired, StateOfHolder};
use crate::steps::read::Stats;

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

mod tests {
    use super::*;
    use crate::store::Store;
    use crate::testing::{all, opened, write, Folder, Sequence, PICKS};

    /// A random step, on the file and on the list; both say the same.
    fn step(random: &mut Sequence, store: &mut Store<'_>, model: &mut Model, now: i64, scale: i64) {
        let id = format!("s{}", random.between(0, 9));
        let owner = format!("owner {}", random.between(0, 3));
        let state = format!("state {}", random.between(0, 1000));
        let fence = match model.entries.iter().find(|entry| entry.id == id) {
            Some(entry) if !random.one_in(5) => entry.record.fence,
            _ => random.between(0, 5),
        };
        let saved = random.one_in(2).then_some(state.as_str());
        let usable_until = now + random.between(-20, 400) * scale;
        let changed_until = random.one_in(3).then_some(usable_until);
        match random.between(0, 20) {
            0..=6 => {
                let request = Claim {
                    owner: &owner,
                    lease: random.between(0, 150) * scale,
                    id: random.one_in(4).then_some(&id),
                    pick: PICKS[random.between(0, 4) as usize],
                    max_pool_size: random.one_in(2).then(|| random.between(0, 9)),
                };
                let claimed = write(store, |steps| steps.claim("shop", &request, now));
                model.claim(&request, now, &claimed);
            }
            7..=9 => {
                let addition = Addition {
                    id: &id,
                    state: &state,
                    usable_until,
                    max_pool_size: random.one_in(2).then(|| random.between(0, 9)),
                    lease: random.one_in(2).then(|| (owner.as_str(), random.between(0, 150) * scale)),
                };
                assert_eq!(write(store, |steps| steps.add("shop", &addition, now)), model.add(&addition, now));
            }
            10..=11 => {
                let changes =
                    Renewal { lease: random.between(0, 150) * scale, state: saved, usable_until: changed_until };
                let held = write(store, |steps| steps.renew("shop", &id, fence, &changes, now));
                assert_eq!(held, model.renew(&id, fence, &changes, now));
            }
            12..=15 => {
                let changes = Release {
                    rest: if random.one_in(2) { 0 } else { random.between(0, 60) * scale },
                    state: saved,
                    usable_until: changed_until,
                    reason: random.one_in(6).then_some("blocked"),
                };
                let held = write(store, |steps| steps.release("shop", &id, fence, &changes, now));
                assert_eq!(held, model.release(&id, fence, &changes, now));
            }
            16 => {
                let held = random.one_in(2).then_some(StateOfHolder { fence, state: saved });
                let retired = write(store, |steps| steps.retire("shop", &id, "by hand", held, now));
                assert_eq!(retired, model.retire(&id, "by hand", held, now));
            }
            17 => {
                let done = write(store, |steps| steps.reset("shop", &id, fence, &state, usable_until, now));
                assert_eq!(done, model.reset(&id, fence, &state, usable_until));
            }
            18 if random.one_in(2) => {
                assert_eq!(write(store, |steps| steps.remove("shop", &id)), model.remove(&id));
            }
            18 => assert_eq!(write(store, |steps| steps.prune("shop", now)), model.prune(now)),
            _ => {
                let read = store.get("shop", &id).unwrap().map(|read| (read.record, read.state));
                let entry = model.entries.iter().find(|entry| entry.id == id).cloned();
                assert_eq!(read, entry.map(|entry| (entry.record, Some(entry.state))));
            }
        }
    }

    #[test]
    fn random_steps_do_what_the_promises_say() {
        for seed in 0..12 {
            let folder = Folder::new();
            let database = opened(&folder);
            let mut store = Store::new(&database).unwrap();
            // Its records are none of the other's business.
            write(&mut store, |steps| steps.open_pool("other"));
            write(&mut store, |steps| steps.open_pool("shop"));
            let mut model = Model::default();
            let mut random = Sequence::new(seed);
            let mut now = 1_800_000_000_000;
            // Lives that are shorter or longer than the time before their end at which they are looked at.
            let scale = if seed % 2 == 0 { 1 } else { 100 };
            for _ in 0..600 {
                step(&mut random, &mut store, &mut model, now, scale);
                assert_eq!(store.stats("shop", now).unwrap(), model.stats(now));
                now += random.between(0, 25) * scale;
            }
            let limit = random.between(1, 5);
            let listed: Vec<_> = all(&mut store, limit).into_iter().map(|one| (one.id, one.record)).collect();
            let expected: Vec<_> = model.entries.iter().map(|one| (one.id.clone(), one.record.clone())).collect();
            assert_eq!(listed, expected);
            assert_eq!(store.stats("other", now).unwrap(), Stats::default());
            let live = "SELECT live - (SELECT count(*) FROM session WHERE pool = pool.seq AND is_live) FROM pool";
            let off: i64 = database.connection.query_row(live, [], |row| row.get(0)).unwrap();
            assert_eq!(off, 0);
        }
    }
}
