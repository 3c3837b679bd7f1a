//! Answers that come from another thread: a JavaScript function that is called on its own thread, and what keeps the process alive until then.

use napi::bindgen_prelude::FnArgs;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi::{check_status, sys, Env, Result, Status};

use super::OutText;

/// The arguments of the function: which request this answers, the code of an error, and two texts.
pub type Reply = FnArgs<(u32, Option<OutText>, Option<OutText>, Option<OutText>)>;

/// The function as an argument. It is weak: by itself, it doesn't keep the process alive.
pub type ReplyFunction = ThreadsafeFunction<Reply, UnknownReturnValue, Reply, Status, false, true>;

/// The function, for both threads.
pub struct Replies(ReplyFunction);

impl Replies {
    /// Answers by this function.
    pub fn new(function: ReplyFunction) -> Replies {
        Replies(function)
    }

    /// Calls the function, some time later and in the order of these calls. On any thread.
    pub fn send(&self, reply: Reply) {
        // It fails when the thread of the function is ending: nobody waits for the answer any more.
        let _ = self.0.call(reply, ThreadsafeFunctionCallMode::NonBlocking);
    }

    /// Whether the process stays alive until the function is called. To be called on the function's own thread, which has the `Env`.
    pub fn keep_alive(&self, env: &Env, keep: bool) -> Result<()> {
        self.0.handle.with_read_aborted(|is_gone| {
            if is_gone {
                return Ok(());
            }
            let function = self.0.handle.get_raw();
            // SAFETY: Node-API made the function; it is freed only after it has been marked as gone, which waits for this lock.
            // `env` is that of the running call, on the only thread that has one.
            check_status!(unsafe {
                if keep {
                    sys::napi_ref_threadsafe_function(env.raw(), function)
                } else {
                    sys::napi_unref_threadsafe_function(env.raw(), function)
                }
            })
        })
    }
}
