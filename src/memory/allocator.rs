//! Returns freed memory to the system: the C library of GNU/Linux keeps the small blocks of dropped jars for itself unless told otherwise.

use std::cell::Cell;

use crate::boundary::give_memory_back;

/// After how many bytes of dropped jars memory is returned; each time, the C library has to scan its free blocks.
const STEP: usize = 16 << 20;

thread_local! {
    static KEPT: Cell<usize> = const { Cell::new(0) };
}

/// Records that a jar of this many bytes was dropped.
pub fn note_dropped(bytes: usize) {
    // When a thread is ending, there is nothing to record it in, and nothing to gain.
    let _ = KEPT.try_with(|kept| {
        kept.set(kept.get() + bytes);
        if kept.get() >= STEP {
            kept.set(0);
            give_memory_back();
        }
    });
}
