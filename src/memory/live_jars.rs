//! The jars of a thread that hold cookies, and its open files, to be emptied and closed when the thread ends.
//!
//! Node.js finalizes all objects when a worker ends. Bun and Deno don't always, so the cookies of each worker's sessions would stay in
//! memory, and its files open, as long as the process lives.

use std::cell::RefCell;
use std::rc::Weak;

/// Something that can give back its memory, or close its file.
pub trait Empty {
    /// Drops everything. The thread is ending: no JavaScript runs any more, and Node-API must not be called.
    fn empty(&self);
}

#[derive(Default)]
struct LiveJars {
    places: Vec<Option<Weak<dyn Empty>>>,
    free: Vec<usize>,
}

impl Drop for LiveJars {
    fn drop(&mut self) {
        for jar in self.places.iter().flatten().filter_map(Weak::upgrade) {
            jar.empty();
        }
    }
}

thread_local! {
    static LIVE_JARS: RefCell<LiveJars> = RefCell::default();
}

/// A place in the list, freed when it is dropped.
pub struct Listed(usize);

impl Listed {
    /// Adds a jar to the list of this thread.
    pub fn new(jar: Weak<dyn Empty>) -> Listed {
        LIVE_JARS.with_borrow_mut(|live| {
            if let Some(place) = live.free.pop() {
                if let Some(free) = live.places.get_mut(place) {
                    *free = Some(jar);
                }
                return Listed(place);
            }
            live.places.push(Some(jar));
            Listed(live.places.len() - 1)
        })
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        // Once the thread has dropped its list, there is nothing left to free.
        let _ = LIVE_JARS.try_with(|live| {
            if let Ok(mut live) = live.try_borrow_mut() {
                if let Some(place) = live.places.get_mut(self.0) {
                    *place = None;
                    live.free.push(self.0);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    struct Jar(Cell<u32>);

    impl Empty for Jar {
        fn empty(&self) {
            self.0.set(self.0.get() + 1);
        }
    }

    // Promises: M3
    #[test]
    fn dropping_the_list_empties_live_jars() {
        let jars: Vec<Rc<Jar>> = (0..3).map(|_| Rc::new(Jar(Cell::new(0)))).collect();
        let weak: Vec<Weak<dyn Empty>> = jars.iter().map(|jar| Rc::downgrade(jar) as Weak<dyn Empty>).collect();
        let dead: Weak<dyn Empty> = Rc::downgrade(&Rc::new(Jar(Cell::new(0)))) as Weak<dyn Empty>;
        let places = weak.into_iter().map(Some).chain([Some(dead), None]).collect();
        drop(LiveJars { places, free: Vec::new() });
        assert!(jars.iter().all(|jar| jar.0.get() == 1));
    }

    #[test]
    fn places_are_reused() {
        let jar = Rc::new(Jar(Cell::new(0)));
        let list = || Listed::new(Rc::downgrade(&jar) as Weak<dyn Empty>);
        let first = list();
        let second = list();
        let place = first.0;
        drop(first);
        let third = list();
        assert_eq!(third.0, place);
        assert_ne!(second.0, place);
        drop((second, third));
        LIVE_JARS.with_borrow(|live| assert!(live.places.iter().all(Option::is_none)));
    }
}
