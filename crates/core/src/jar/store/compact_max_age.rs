//! The Max-Age attribute in four bytes: nearly all are whole seconds that fit.

/// No attribute.
const NONE: i32 = i32::MIN;

/// An attribute that is not a whole number of 32 bits: infinite, beyond them, a fraction, or -0. It is kept elsewhere.
const ODD: i32 = i32::MIN + 1;

/// A Max-Age attribute, as far as four bytes hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompactMaxAge(i32);

impl CompactMaxAge {
    /// The attribute in seconds, `None` if there is none.
    pub fn of(seconds: Option<f64>) -> CompactMaxAge {
        let Some(seconds) = seconds else { return CompactMaxAge(NONE) };
        // `as` saturates and truncates.
        match seconds as i32 {
            small if f64::from(small).to_bits() == seconds.to_bits() && small > NONE => CompactMaxAge(small),
            _ => CompactMaxAge(ODD),
        }
    }

    /// Whether there is an attribute that doesn't fit.
    pub fn is_odd(self) -> bool {
        self.0 == ODD
    }

    /// Seconds, `None` if there is no attribute or it doesn't fit.
    pub fn seconds(self) -> Option<f64> {
        (self.0 > ODD).then(|| f64::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_of_32_bits_are_held_but_for_the_two_lowest() {
        let lowest = f64::from(i32::MIN);
        for (seconds, held, is_odd) in [
            (None, None, false),
            (Some(60.0), Some(60.0), false),
            (Some(lowest + 2.0), Some(lowest + 2.0), false),
            (Some(lowest + 1.0), None, true),
            (Some(lowest), None, true),
            (Some(0.5), None, true),
        ] {
            let compact = CompactMaxAge::of(seconds);
            assert_eq!((compact.seconds(), compact.is_odd()), (held, is_odd), "{seconds:?}");
        }
    }
}
