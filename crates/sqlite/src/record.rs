//! The rules of a single record: who holds it, whether it is free, and what its row says so that the free ones are found at once.
//!
//! A time that is over is not over for a row: nobody writes it then. So whoever reads a row asks with `now`, and `claim` and `add` first
//! bring the rows up to date whose time has come (`steps/sweep.rs`).

/// What a record is at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It can be claimed.
    Free,
    /// Somebody holds it.
    InUse,
    /// It rests after a use.
    Cooling,
    /// It is not claimed any more.
    Retired,
    /// Its time is over.
    Expired,
}

impl Status {
    /// As it stands in the file and in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Free => "free",
            Status::InUse => "in use",
            Status::Cooling => "cooling",
            Status::Retired => "retired",
            Status::Expired => "expired",
        }
    }
}

/// A row without its state. Times are milliseconds since the epoch; 0 is before all times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The order in which records were added.
    pub seq: i64,
    /// Grows with each lease.
    pub fence: i64,
    /// Who held it last, since it was added or reset.
    pub owner: Option<String>,
    /// Until when that one holds it; 0 if it was released.
    pub lease_until: i64,
    /// Until when it rests.
    pub ready_at: i64,
    /// When it was claimed, released or added last.
    pub used_at: i64,
    /// Until when it can be used.
    pub usable_until: i64,
    /// Why it is retired.
    pub reason: Option<String>,
}

/// By what a row is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The status.
    pub status: Status,
    /// Of a free record: when it was used last. Of one in use or cooling: when it will be free by itself. `None`: it will not be.
    pub at: Option<i64>,
    /// Whether it counts for the size of the pool.
    pub is_live: bool,
}

impl Record {
    /// Whether somebody holds it.
    pub fn is_held(&self, now: i64) -> bool {
        self.lease_until > now
    }

    /// Whether it counts for the size of the pool: it is neither retired nor expired.
    pub fn is_live(&self, now: i64) -> bool {
        self.reason.is_none() && self.usable_until > now
    }

    /// What it is.
    pub fn status(&self, now: i64) -> Status {
        if self.reason.is_some() {
            Status::Retired
        } else if self.is_held(now) {
            Status::InUse
        } else if self.usable_until <= now {
            Status::Expired
        } else if self.ready_at > now {
            Status::Cooling
        } else {
            Status::Free
        }
    }

    /// When it will be free, if nobody does anything.
    pub fn free_at(&self, now: i64) -> Option<i64> {
        let at = now.max(self.lease_until).max(self.ready_at);
        (self.reason.is_none() && at < self.usable_until).then_some(at)
    }

    /// By what its row is found.
    pub fn place(&self, now: i64) -> Place {
        let status = self.status(now);
        let at = match status {
            Status::Free => Some(self.used_at),
            Status::InUse | Status::Cooling => self.free_at(now),
            Status::Retired | Status::Expired => None,
        };
        Place { status, at, is_live: self.is_live(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1000;

    fn free() -> Record {
        Record { used_at: 900, usable_until: 5000, ..Record::default() }
    }

    fn place(status: Status, at: Option<i64>, is_live: bool) -> Place {
        Place { status, at, is_live }
    }

    #[test]
    fn a_record_is_free_if_nothing_stands_against_it() {
        assert_eq!(free().place(NOW), place(Status::Free, Some(900), true));
        let was_held = Record { lease_until: NOW, ready_at: NOW, ..free() };
        assert_eq!(was_held.place(NOW), place(Status::Free, Some(900), true));
    }

    #[test]
    fn one_that_is_held_or_rests_will_be_free() {
        let held = Record { lease_until: 1001, ..free() };
        assert_eq!(held.place(NOW), place(Status::InUse, Some(1001), true));
        let resting = Record { ready_at: 1001, ..free() };
        assert_eq!(resting.place(NOW), place(Status::Cooling, Some(1001), true));
    }

    #[test]
    fn unless_it_is_expired_by_then() {
        let held = Record { lease_until: 5000, ..free() };
        assert_eq!(held.place(NOW), place(Status::InUse, None, true));
        assert_eq!(held.place(4999), place(Status::InUse, None, true));
        assert_eq!(held.place(5000), place(Status::Expired, None, false));
        let resting = Record { ready_at: 5000, ..free() };
        assert_eq!(resting.place(NOW), place(Status::Cooling, None, true));
    }

    #[test]
    fn one_that_is_held_is_in_use_even_if_it_is_expired() {
        let held = Record { lease_until: 6000, ..free() };
        assert_eq!(held.place(5000), place(Status::InUse, None, false));
    }

    #[test]
    fn retired_goes_before_all() {
        let held = Record { lease_until: 6000, reason: Some(String::new()), ..free() };
        assert_eq!(held.place(NOW), place(Status::Retired, None, false));
        assert!(held.is_held(NOW));
    }
}
