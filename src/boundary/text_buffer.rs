//! Memory for texts that cross the boundary, reused by each call: it is only needed during a call, and allocating what is larger than the
//! allocator's caches costs more than the copy.

use std::cell::RefCell;

/// A larger buffer is not kept. 3,000 cookies have a header of 150 kB.
const MOST_BYTES: usize = 256 << 10;

/// Texts of one call that are alive at the same time: two arguments and one result.
const MOST_BUFFERS: usize = 3;

thread_local! {
    static KEPT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// An empty text with room for this many bytes.
pub fn take(bytes: usize) -> String {
    // When a thread is ending, there are none.
    let kept = KEPT.try_with(|kept| kept.try_borrow_mut().ok().and_then(|mut kept| kept.pop())).ok().flatten();
    let mut text = kept.unwrap_or_default();
    text.clear();
    text.reserve(bytes);
    text
}

/// Keeps the memory of a text that is no longer needed.
pub fn give_back(text: String) {
    if text.capacity() == 0 || text.capacity() > MOST_BYTES {
        return;
    }
    let _ = KEPT.try_with(|kept| match kept.try_borrow_mut() {
        Ok(mut kept) if kept.len() < MOST_BUFFERS => kept.push(text),
        _ => (),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_reused() {
        let mut text = take(1000);
        text.push_str("left over");
        let at = text.as_ptr();
        give_back(text);
        let again = take(10);
        assert!(again.is_empty());
        assert_eq!(again.as_ptr(), at);
    }

    #[test]
    fn large_or_excess_buffers_are_not_kept() {
        let kept = || KEPT.with(|kept| kept.borrow().iter().map(String::capacity).collect::<Vec<_>>());
        give_back(String::with_capacity(MOST_BYTES + 1));
        give_back(String::new());
        assert!(kept().is_empty());
        (0..9).for_each(|_| give_back(String::with_capacity(100)));
        assert_eq!(kept().len(), MOST_BUFFERS);
    }
}
