//! The thread on which a store makes its steps, one after the other in the order in which they were asked for.
//!
//! Steps that wait together are committed together: with 100 callers at a time, that makes three times as many of them in a second (13,000
//! pairs of claim and release instead of 4,000, on the disk of the machine on which the benchmarks run).
//!
//! The addon may be unloaded when the thread of its JavaScript ends, so this one never outlives whoever started it.

use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use crawler_session_sqlite::{Database, Error, Kind, Store, Waiting};

use super::store_steps::{read, write, Step};
use crate::crossing::layout::store_steps::OPENING;
use crate::crossing::store_steps::Answer;

/// What a step, the opening or the closing led to.
pub type Outcome = Result<Answer, Error>;

/// How many steps are committed together at most: whoever else wants to write waits for them.
const TOGETHER: usize = 64;

/// A thread with an open file.
pub struct StoreThread {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    is_over: Arc<AtomicBool>,
}

/// What is asked for.
struct Request {
    ticket: u32,
    /// The time of the caller's clock, in milliseconds since the epoch, and when that was.
    now: f64,
    asked: Instant,
    /// `None` closes the file.
    step: Option<Step>,
}

impl Request {
    /// What time it is. A step may have waited long for others, and a lease must not begin before it is given.
    fn now(&self) -> i64 {
        self.now as i64 + self.asked.elapsed().as_millis() as i64
    }

    fn is_writing(&self) -> bool {
        self.step.as_ref().is_some_and(|step| !step.is_reading())
    }
}

impl StoreThread {
    /// Opens a file on a new thread, which calls `reply` with the ticket of each request and what it led to; the opening has one of its own.
    pub fn start(path: PathBuf, reply: impl Fn(u32, Outcome) + Send + 'static) -> std::io::Result<StoreThread> {
        let (sender, receiver) = channel();
        let waiting = Waiting::default();
        let is_over = Arc::clone(&waiting.is_over);
        let thread = Builder::new()
            .name("crawler-session".to_owned())
            .spawn(move || serve(&path, &waiting, &receiver, &reply))?;
        Ok(StoreThread { requests: Some(sender), thread: Some(thread), is_over })
    }

    /// Asks for a step, or to close the file. Returns whether there is anybody to do so.
    #[allow(clippy::disallowed_methods, reason = "only to know how long a step has waited, not what time it is")]
    pub fn ask(&self, ticket: u32, now: f64, step: Option<Step>) -> bool {
        let request = Request { ticket, now, asked: Instant::now(), step };
        self.requests.as_ref().is_some_and(|requests| requests.send(request).is_ok())
    }
}

impl Drop for StoreThread {
    /// Ends the thread after the step that it is at. It doesn't wait for a lock any more.
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // It has caught its panics.
            let _ = thread.join();
        }
    }
}

/// The life of the thread.
fn serve(path: &Path, waiting: &Waiting, requests: &Receiver<Request>, reply: &impl Fn(u32, Outcome)) {
    let closing = or_panic(path, || {
        let database = Database::open(path, waiting.clone())?;
        let mut store = Store::new(&database)?;
        reply(OPENING, Ok(Answer::of(&())));
        Ok(steps(path, &mut store, waiting, requests, reply))
    });
    // By now the file is closed.
    match closing {
        Ok(Some(ticket)) => reply(ticket, Ok(Answer::of(&()))),
        Ok(None) => (),
        Err(error) => reply(OPENING, Err(error)),
    }
}

/// Makes steps until the file is to be closed. Returns the ticket of that request, if anybody waits for it.
fn steps(
    path: &Path,
    store: &mut Store<'_>,
    waiting: &Waiting,
    requests: &Receiver<Request>,
    reply: &impl Fn(u32, Outcome),
) -> Option<u32> {
    let mut next = None;
    loop {
        let first = match next.take() {
            Some(request) => request,
            None => requests.recv().ok()?,
        };
        if waiting.is_over.load(Ordering::Relaxed) {
            return None;
        }
        let Some(step) = &first.step else { return Some(first.ticket) };
        if step.is_reading() {
            reply(first.ticket, or_panic(path, || read(step, store, first.now())));
            continue;
        }
        let mut group = vec![first];
        while group.len() < TOGETHER && next.is_none() {
            match requests.try_recv() {
                Ok(request) if request.is_writing() => group.push(request),
                Ok(request) => next = Some(request),
                Err(_) => break,
            }
        }
        for (request, outcome) in group.iter().zip(outcomes(path, store, &group)) {
            reply(request.ticket, outcome);
        }
        store.tidy();
    }
}

/// Makes steps in one transaction. If one of them fails, all are undone, and each is made again in a transaction of its own.
fn outcomes(path: &Path, store: &mut Store<'_>, group: &[Request]) -> Vec<Outcome> {
    match or_panic(path, || together(store, group)) {
        Ok(Together::Made(answers)) => answers.into_iter().map(Ok).collect(),
        Ok(Together::Locked(error)) => group.iter().map(|_| Err(error.clone())).collect(),
        Err(error) if group.len() == 1 => vec![Err(error)],
        Err(_) => group.iter().flat_map(|request| outcomes(path, store, slice::from_ref(request))).collect(),
    }
}

/// What came of steps in one transaction, if none of them failed.
enum Together {
    Made(Vec<Answer>),
    /// It did not begin: somebody else holds the file.
    Locked(Error),
}

fn together(store: &mut Store<'_>, group: &[Request]) -> Result<Together, Error> {
    let mut steps = match store.begin() {
        Ok(steps) => steps,
        Err(error) => return Ok(Together::Locked(error)),
    };
    let mut answers = Vec::with_capacity(group.len());
    for request in group {
        if let Some(step) = &request.step {
            answers.push(write(step, &mut steps, request.now())?);
        }
    }
    steps.commit()?;
    Ok(Together::Made(answers))
}

/// Makes an error of a panic: unwinding has undone the step.
fn or_panic<T>(path: &Path, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let what = format!("an error of crawler-session itself: {}", message(panic.as_ref()));
        Err(Error::of(Kind::Unavailable, path, what))
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::boundary::Text;

    type Replies = Receiver<(u32, Outcome)>;

    /// A store in a folder of its own, which is removed in the end.
    struct Place {
        folder: PathBuf,
        thread: Option<StoreThread>,
        replies: Replies,
    }

    impl Place {
        fn new(name: &str) -> Place {
            let folder = std::env::temp_dir().join(format!("crawler-session-{name}-{}", std::process::id()));
            std::fs::create_dir(&folder).unwrap();
            let (thread, replies) = start(&folder.join("sessions.db"));
            let place = Place { folder, thread: Some(thread), replies };
            assert_eq!(place.answer(), (OPENING, Ok("null".to_owned())));
            place
        }

        fn ask(&self, ticket: u32, step: Option<Step>) {
            assert!(self.thread.as_ref().unwrap().ask(ticket, 1000.0, step));
        }

        /// The next answer, without a state.
        fn answer(&self) -> (u32, Result<String, Error>) {
            let (ticket, outcome) = self.replies.recv().unwrap();
            (ticket, outcome.map(|answer| answer.head))
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            self.thread = None;
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    fn start(file: &Path) -> (StoreThread, Replies) {
        let (sender, replies) = channel();
        let reply = move |ticket, outcome| {
            let _ = sender.send((ticket, outcome));
        };
        (StoreThread::start(file.to_owned(), reply).unwrap(), replies)
    }

    fn open_pool() -> Option<Step> {
        Some(Step::OpenPool { pool: Text::from("shop") })
    }

    fn add(id: &str) -> Option<Step> {
        let [pool, id, state] = ["shop", id, "{}"].map(Text::from);
        Some(Step::Add { pool, id, state, usable: 1000, max_pool_size: None, lease: None })
    }

    #[test]
    fn answers_come_in_the_order_of_the_requests_and_closing_comes_last() {
        let place = Place::new("order");
        place.ask(1, open_pool());
        for ticket in 2..50 {
            place.ask(ticket, add(&format!("s{ticket}")));
        }
        place.ask(50, None);
        assert_eq!(place.answer(), (1, Ok("null".to_owned())));
        for ticket in 2..50 {
            assert_eq!(place.answer(), (ticket, Ok(r#"{"status":"added","fence":1}"#.to_owned())));
        }
        assert_eq!(place.answer(), (50, Ok("null".to_owned())));
        // The last who closes a file leaves no log beside it.
        assert_eq!(std::fs::read_dir(&place.folder).unwrap().count(), 1);
        assert!(place.replies.recv().is_err());
        assert!(!place.thread.as_ref().unwrap().ask(51, 0.0, None));
    }

    #[test]
    fn a_panic_is_an_error_of_its_step_alone() {
        let place = Place::new("panic");
        place.ask(1, open_pool());
        place.ask(2, Some(Step::Panic));
        place.ask(3, add("s"));
        assert!(place.answer().1.is_ok());
        let (ticket, error) = place.answer();
        assert_eq!(ticket, 2);
        let error = error.unwrap_err();
        assert_eq!(error.kind, Kind::Unavailable);
        assert!(error.message.ends_with("an error of crawler-session itself: as it was told"), "{error}");
        assert_eq!(place.answer(), (3, Ok(r#"{"status":"added","fence":1}"#.to_owned())));
    }

    #[test]
    fn what_cannot_be_opened_says_so_and_answers_nothing_else() {
        let (thread, replies) = start(&std::env::temp_dir().join("no such folder").join("sessions.db"));
        let (ticket, outcome) = replies.recv().unwrap();
        assert_eq!((ticket, outcome.unwrap_err().kind), (OPENING, Kind::Unavailable));
        assert!(replies.recv().is_err());
        assert!(!thread.ask(1, 0.0, open_pool()));
    }

    #[test]
    fn the_end_does_not_wait_for_those_who_hold_the_file() {
        let place = Place::new("end");
        place.ask(1, open_pool());
        assert!(place.answer().1.is_ok());
        let database = Database::open(&place.folder.join("sessions.db"), Waiting::default()).unwrap();
        let mut store = Store::new(&database).unwrap();
        let steps = store.begin().unwrap();
        let (thread, replies) = start(&place.folder.join("sessions.db"));
        assert!(replies.recv().unwrap().1.is_ok());
        for ticket in 2..5 {
            assert!(thread.ask(ticket, 0.0, open_pool()));
        }
        std::thread::sleep(Duration::from_millis(20));
        // Would last a minute if it waited.
        drop(thread);
        assert!(replies.iter().all(|(_, outcome)| outcome.unwrap_err().kind == Kind::Unavailable));
        drop(steps);
    }

    #[test]
    fn of_steps_that_are_committed_together_only_the_one_that_fails_is_undone() {
        let place = Place::new("together");
        place.ask(1, open_pool());
        assert!(place.answer().1.is_ok());
        let database = Database::open(&place.folder.join("sessions.db"), Waiting::default()).unwrap();
        let mut store = Store::new(&database).unwrap();
        let others = store.begin().unwrap();
        // While others write, the first of these waits, and the rest come behind it.
        place.ask(2, add("first"));
        std::thread::sleep(Duration::from_millis(20));
        for (ticket, step) in [(3, add("a")), (4, Some(Step::Panic)), (5, add("a")), (6, add("b"))] {
            place.ask(ticket, step);
        }
        drop(others);
        let answers: Vec<_> = (2..=6).map(|_| place.answer()).collect();
        let added = || Ok(r#"{"status":"added","fence":1}"#.to_owned());
        assert_eq!(answers[0], (2, added()));
        assert_eq!(answers[1], (3, added()));
        assert_eq!(answers[2].0, 4);
        assert!(answers[2].1.is_err());
        assert_eq!(answers[3], (5, Ok(r#"{"status":"exists"}"#.to_owned())));
        assert_eq!(answers[4], (6, added()));
        assert_eq!(store.stats("shop", 1000).unwrap().free, 3);
    }
}
