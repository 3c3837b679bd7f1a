//! The steps of a store as they are asked for, and what each answers.

use crawler_session_sqlite::steps::add::Addition;
use crawler_session_sqlite::steps::claim::{Claim, Pick};
use crawler_session_sqlite::steps::hold::{Release, Renewal, StateOfHolder};
use crawler_session_sqlite::steps::read::Page;
use crawler_session_sqlite::{Error, Store, Transaction};

use crate::boundary::Text;
use crate::crossing::store_steps::{added, claimed, counted, got, held, listed, retired, Answer};

/// What a step is to do with a record: its pool, its id and the fence of the caller.
pub struct Target {
    /// The name of the pool.
    pub pool: Text,
    /// The id of the record.
    pub id: Text,
    /// The fence.
    pub fence: i64,
}

/// A step. Lengths and points in time are milliseconds; `types/session-store.d.ts` says what each does.
#[allow(missing_docs, reason = "the names are those of the interface")]
pub enum Step {
    OpenPool {
        pool: Text,
    },
    Claim {
        pool: Text,
        owner: Text,
        lease: i64,
        id: Option<Text>,
        pick: Pick,
        max_pool_size: Option<i64>,
    },
    Add {
        pool: Text,
        id: Text,
        state: Text,
        usable: i64,
        max_pool_size: Option<i64>,
        lease: Option<(Text, i64)>,
    },
    Renew {
        target: Target,
        lease: i64,
        state: Option<Text>,
        usable: Option<i64>,
    },
    Release {
        target: Target,
        rest: i64,
        state: Option<Text>,
        usable: Option<i64>,
        reason: Option<Text>,
    },
    Retire {
        target: Target,
        reason: Text,
        is_holder: bool,
        state: Option<Text>,
    },
    Reset {
        target: Target,
        state: Text,
        usable: i64,
    },
    Remove {
        pool: Text,
        id: Text,
    },
    Prune {
        pool: Text,
    },
    Get {
        pool: Text,
        id: Text,
    },
    List {
        pool: Text,
        page: Page,
    },
    Stats {
        pool: Text,
    },
    #[cfg(test)]
    Panic,
}

impl Step {
    /// Whether it changes nothing, and so needs no transaction.
    pub fn is_reading(&self) -> bool {
        matches!(self, Step::Get { .. } | Step::List { .. } | Step::Stats { .. })
    }
}

/// Makes a step that changes nothing.
pub fn read(step: &Step, store: &mut Store<'_>, now: i64) -> Result<Answer, Error> {
    match step {
        Step::Get { pool, id } => Ok(got(store.get(pool.as_str(), id.as_str())?, now)),
        Step::List { pool, page } => Ok(listed(&store.list(pool.as_str(), *page)?, now)),
        Step::Stats { pool } => Ok(counted(&store.stats(pool.as_str(), now)?)),
        _ => Ok(Answer::default()),
    }
}

/// Makes a step that may change something. `now` is read after the transaction began.
pub fn write(step: &Step, steps: &mut Transaction<'_, '_>, now: i64) -> Result<Answer, Error> {
    let until = |length: i64| now.saturating_add(length);
    Ok(match step {
        Step::OpenPool { pool } => {
            steps.open_pool(pool.as_str())?;
            Answer::of(&())
        }
        Step::Claim { pool, owner, lease, id, pick, max_pool_size } => {
            let request = Claim {
                owner: owner.as_str(),
                lease: *lease,
                id: text(id),
                pick: *pick,
                max_pool_size: *max_pool_size,
            };
            claimed(steps.claim(pool.as_str(), &request, now)?)
        }
        Step::Add { pool, id, state, usable, max_pool_size, lease } => {
            let addition = Addition {
                id: id.as_str(),
                state: state.as_str(),
                usable_until: until(*usable),
                max_pool_size: *max_pool_size,
                lease: lease.as_ref().map(|(owner, lease)| (owner.as_str(), *lease)),
            };
            added(&steps.add(pool.as_str(), &addition, now)?)
        }
        Step::Renew { target: Target { pool, id, fence }, lease, state, usable } => {
            let changes = Renewal { lease: *lease, state: text(state), usable_until: usable.map(until) };
            held(&steps.renew(pool.as_str(), id.as_str(), *fence, &changes, now)?)
        }
        Step::Release { target: Target { pool, id, fence }, rest, state, usable, reason } => {
            let (state, usable_until, reason) = (text(state), usable.map(until), text(reason));
            let changes = Release { rest: *rest, state, usable_until, reason };
            held(&steps.release(pool.as_str(), id.as_str(), *fence, &changes, now)?)
        }
        Step::Retire { target: Target { pool, id, fence }, reason, is_holder, state } => {
            let holder = is_holder.then(|| StateOfHolder { fence: *fence, state: text(state) });
            retired(&steps.retire(pool.as_str(), id.as_str(), reason.as_str(), holder, now)?)
        }
        Step::Reset { target: Target { pool, id, fence }, state, usable } => {
            let (pool, id, state) = (pool.as_str(), id.as_str(), state.as_str());
            Answer::of(&steps.reset(pool, id, *fence, state, until(*usable), now)?)
        }
        Step::Remove { pool, id } => Answer::of(&steps.remove(pool.as_str(), id.as_str())?),
        Step::Prune { pool } => Answer::of(&steps.prune(pool.as_str(), now)?),
        #[cfg(test)]
        Step::Panic => panic!("as it was told"),
        _ => Answer::default(),
    })
}

fn text(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(Text::as_str)
}
