//! A jar that a `Session` and a `CookieJar` object share, and what V8 is told about its memory.
//!
//! While the jar is borrowed, no JavaScript is called, so no borrow is ever held while user code runs.

use std::cell::{Cell, OnceCell, Ref, RefCell, RefMut};
use std::rc::{Rc, Weak};

use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::jar::Jar;
use napi::Env;

use super::allocator::note_dropped;
use super::live_jars::{Empty, Listed};

/// V8 is told about the jar's memory in steps of this many bytes; a call for each cookie would cost more than the cookie.
const REPORT_STEP: i64 = 4096;

/// The shared jar.
#[derive(Clone, Default)]
pub struct SharedJar(Rc<Inner>);

#[derive(Default)]
struct Inner {
    jar: RefCell<Jar>,
    /// In which environment memory was reported, and how much.
    reported: Cell<Option<(Env, i64)>>,
    /// Set once cookies have been stored.
    listed: OnceCell<Listed>,
}

impl Empty for Inner {
    fn empty(&self) {
        self.reported.set(None);
        if let Ok(mut jar) = self.jar.try_borrow_mut() {
            *jar = Jar::default();
        }
    }
}

impl Inner {
    fn new(jar: Jar) -> Inner {
        Inner { jar: RefCell::new(jar), reported: Cell::default(), listed: OnceCell::new() }
    }
}

impl Drop for Inner {
    /// Removes the jar's memory from V8's bookkeeping along with the last JavaScript object that shares it.
    fn drop(&mut self) {
        if let Some((env, bytes)) = self.reported.get() {
            // There is nobody left to report a failure to.
            let _ = env.adjust_external_memory(-bytes);
        }
        let bytes = self.jar.borrow().memory();
        self.jar.take();
        note_dropped(bytes);
    }
}

impl SharedJar {
    /// An empty jar that follows these rules.
    pub fn of(rule_set: RuleSet) -> SharedJar {
        SharedJar(Rc::new(Inner::new(Jar::with_options(JarOptions::of(rule_set)))))
    }

    /// A jar with the same cookies and options that shares nothing with this one.
    pub fn duplicate(&self, env: &Env) -> SharedJar {
        let jar = self.jar().clone();
        let copy = SharedJar(Rc::new(Inner::new(jar)));
        copy.report_memory(env);
        copy
    }

    /// The jar, for reading.
    pub fn jar(&self) -> Ref<'_, Jar> {
        self.0.jar.borrow()
    }

    /// The jar, for changing it; call `report_memory` afterwards if cookies may have been added or removed.
    pub fn jar_mut(&self) -> RefMut<'_, Jar> {
        self.0.jar.borrow_mut()
    }

    /// Tells V8 about memory that it doesn't see, so that it collects dropped jars in time.
    pub fn report_memory(&self, env: &Env) {
        self.0.listed.get_or_init(|| Listed::new(Rc::downgrade(&self.0) as Weak<dyn Empty>));
        let now = self.0.jar.borrow().memory() as i64;
        let change = now - self.0.reported.get().map_or(0, |(_, bytes)| bytes);
        if change.abs() >= REPORT_STEP && env.adjust_external_memory(change).is_ok() {
            self.0.reported.set(Some((*env, now)));
        }
    }
}
