//! Freed memory and the system: the C library of GNU/Linux keeps the small blocks of dropped jars for itself, unless it is told.

use std::cell::Cell;

use crate::boundary::give_memory_back;

/// After how many bytes of dropped jars memory is given back; each time costs the C library a walk through its free blocks.
const STEP: usize = 16 << 20;

thread_local! {
    static KEPT: Cell<usize> = const { Cell::new(0) };
}

/// Notes that a jar of so many bytes was dropped.
pub fn note_dropped(bytes: usize) {
    // At the end of a thread there is nothing to note it in, and nothing to gain.
    let _ = KEPT.try_with(|kept| {
        kept.set(kept.get() + bytes);
        if kept.get() >= STEP {
            kept.set(0);
            give_memory_back();
        }
    });
}
