//! The Node-API class `SqliteDatabase`: an open file with the records of pools. `js/stores/sqlite-store.js` makes a store of it.
//!
//! Each method asks for a step, named by a ticket, and returns at once; the step is made on a thread of the file's own. The function that the
//! constructor takes is called with the ticket and `null`, JSON and a state, or the code of an error and its message. Lengths and `now` are
//! milliseconds; where one may be left out, NaN does so.

use std::cell::RefCell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::PathBuf;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use crawler_session_sqlite::steps::read::Page;
use napi::{Env, Error, Result};
use napi_derive::napi;

use crate::boundary::replies::{Replies, ReplyFunction};
use crate::boundary::{OutText, Text};
use crate::crossing::store_steps::{code, fence, length, pick, Answer};
use crate::memory::live_jars::{Empty, Listed};
use crate::operations::store_steps::{Step, Target};
use crate::operations::store_thread::{Outcome, StoreThread};

/// The thread with the file, until it ends.
struct Open(RefCell<Option<StoreThread>>);

impl Empty for Open {
    fn empty(&self) {
        let thread = self.0.try_borrow_mut().ok().and_then(|mut thread| thread.take());
        drop(thread);
    }
}

/// An open file, or one that is being opened or closed.
#[napi]
pub struct SqliteDatabase {
    open: Rc<Open>,
    replies: Option<Arc<Replies>>,
    _listed: Listed,
}

impl Drop for SqliteDatabase {
    fn drop(&mut self) {
        // First of all: the thread ends, and so this is the last to let go of the function, on the function's own thread.
        self.open.empty();
        let replies = self.replies.take();
        // napi-rs panics if Node-API refuses to let go of the function, which it may when the environment is ending.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(replies)));
    }
}

#[napi]
impl SqliteDatabase {
    /// Opens a file, or makes it.
    #[napi(constructor)]
    pub fn new(path: Text, reply: ReplyFunction) -> Result<SqliteDatabase> {
        let replies = Arc::new(Replies::new(reply));
        let of_thread = Arc::clone(&replies);
        let thread = StoreThread::start(PathBuf::from(path.as_str()), move |ticket, outcome| {
            of_thread.send(arguments(ticket, outcome).into());
        });
        let thread = thread.map_err(|error| Error::from_reason(format!("{}: {error}", path.as_str())))?;
        let open = Rc::new(Open(RefCell::new(Some(thread))));
        let listed = Listed::new(Rc::downgrade(&open) as Weak<dyn Empty>);
        Ok(SqliteDatabase { open, replies: Some(replies), _listed: listed })
    }

    /// Whether the process stays alive for the answers.
    #[napi]
    pub fn keep_alive(&self, env: &Env, keep: bool) -> Result<()> {
        self.replies.as_ref().map_or(Ok(()), |replies| replies.keep_alive(env, keep))
    }

    /// Closes the file, after all steps that were asked for before.
    #[napi]
    pub fn close(&self, ticket: u32) -> bool {
        self.ask(ticket, 0.0, None)
    }

    /// Makes a pool, unless there is one with this name.
    #[napi]
    pub fn open_pool(&self, ticket: u32, pool: Text) -> bool {
        self.ask(ticket, 0.0, Some(Step::OpenPool { pool }))
    }

    /// `claim`
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "they cross at less cost than an object")]
    pub fn claim(
        &self,
        ticket: u32,
        now: f64,
        pool: Text,
        owner: Text,
        lease_ms: f64,
        id: Option<Text>,
        pick_code: u32,
        max_pool_size: f64,
    ) -> bool {
        let (lease, max_pool_size) = (length(lease_ms).unwrap_or(0), length(max_pool_size));
        self.ask(ticket, now, Some(Step::Claim { pool, owner, lease, id, pick: pick(pick_code), max_pool_size }))
    }

    /// `add`
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub fn add(
        &self,
        ticket: u32,
        now: f64,
        pool: Text,
        id: Text,
        state: Text,
        usable_ms: f64,
        max_pool_size: f64,
        owner: Option<Text>,
        lease_ms: f64,
    ) -> bool {
        let usable = length(usable_ms).unwrap_or(0);
        let lease = owner.map(|owner| (owner, length(lease_ms).unwrap_or(0)));
        let max_pool_size = length(max_pool_size);
        self.ask(ticket, now, Some(Step::Add { pool, id, state, usable, max_pool_size, lease }))
    }

    /// `renew`
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub fn renew(
        &self,
        ticket: u32,
        now: f64,
        pool: Text,
        id: Text,
        held_fence: f64,
        lease_ms: f64,
        state: Option<Text>,
        usable_ms: f64,
    ) -> bool {
        let target = Target { pool, id, fence: fence(held_fence) };
        let lease = length(lease_ms).unwrap_or(0);
        self.ask(ticket, now, Some(Step::Renew { target, lease, state, usable: length(usable_ms) }))
    }

    /// `release`
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub fn release(
        &self,
        ticket: u32,
        now: f64,
        pool: Text,
        id: Text,
        held_fence: f64,
        rest_ms: f64,
        state: Option<Text>,
        usable_ms: f64,
        reason: Option<Text>,
    ) -> bool {
        let target = Target { pool, id, fence: fence(held_fence) };
        let rest = length(rest_ms).unwrap_or(0);
        self.ask(ticket, now, Some(Step::Release { target, rest, state, usable: length(usable_ms), reason }))
    }

    /// `retire`; without a fence for somebody who doesn't hold the record.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub fn retire(
        &self,
        ticket: u32,
        now: f64,
        pool: Text,
        id: Text,
        reason: Text,
        held_fence: f64,
        state: Option<Text>,
    ) -> bool {
        let target = Target { pool, id, fence: fence(held_fence) };
        let is_holder = !held_fence.is_nan();
        self.ask(ticket, now, Some(Step::Retire { target, reason, is_holder, state }))
    }

    /// `reset`
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub fn reset(
        &self,
        ticket: u32,
        now: f64,
        pool: Text,
        id: Text,
        last_fence: f64,
        state: Text,
        usable_ms: f64,
    ) -> bool {
        let target = Target { pool, id, fence: fence(last_fence) };
        let usable = length(usable_ms).unwrap_or(0);
        self.ask(ticket, now, Some(Step::Reset { target, state, usable }))
    }

    /// `remove`
    #[napi]
    pub fn remove(&self, ticket: u32, pool: Text, id: Text) -> bool {
        self.ask(ticket, 0.0, Some(Step::Remove { pool, id }))
    }

    /// `prune`
    #[napi]
    pub fn prune(&self, ticket: u32, now: f64, pool: Text) -> bool {
        self.ask(ticket, now, Some(Step::Prune { pool }))
    }

    /// `get`
    #[napi]
    pub fn get(&self, ticket: u32, now: f64, pool: Text, id: Text) -> bool {
        self.ask(ticket, now, Some(Step::Get { pool, id }))
    }

    /// `list`
    #[napi]
    pub fn list(&self, ticket: u32, now: f64, pool: Text, after: f64, limit: f64, with_states: bool) -> bool {
        let page = Page { after: length(after).unwrap_or(0), limit: length(limit).unwrap_or(0), with_states };
        self.ask(ticket, now, Some(Step::List { pool, page }))
    }

    /// `stats`
    #[napi]
    pub fn stats(&self, ticket: u32, now: f64, pool: Text) -> bool {
        self.ask(ticket, now, Some(Step::Stats { pool }))
    }
}

impl SqliteDatabase {
    /// Returns whether the file is open, or being opened.
    fn ask(&self, ticket: u32, now: f64, step: Option<Step>) -> bool {
        self.open.0.borrow().as_ref().is_some_and(|thread| thread.ask(ticket, now, step))
    }
}

/// The arguments of the function that is called with what a step led to.
fn arguments(ticket: u32, outcome: Outcome) -> (u32, Option<OutText>, Option<OutText>, Option<OutText>) {
    match outcome {
        Ok(Answer { head, state }) => (ticket, None, Some(OutText(head)), state.map(OutText)),
        Err(error) => (ticket, Some(OutText(code(error.kind).to_owned())), Some(OutText(error.message)), None),
    }
}
