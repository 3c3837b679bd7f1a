//! The other half of `js/crossing/numbers.js`: writes numbers into an array of the caller.
//!
//! The first number says how many there are, including itself; if that is more than fit, the caller tries again with a larger array.

/// Writes numbers into the caller's array.
pub struct NumberWriter<'a> {
    numbers: &'a mut [f64],
    /// How many numbers there are, including the first one.
    count: usize,
}

impl<'a> NumberWriter<'a> {
    /// Writes after the first number of this array.
    pub fn new(numbers: &'a mut [f64]) -> NumberWriter<'a> {
        NumberWriter { numbers, count: 1 }
    }

    /// Writes a number.
    pub fn push_one(&mut self, number: f64) {
        self.push(&[number]);
    }

    /// Writes numbers; those that don't fit are only counted.
    pub fn push(&mut self, numbers: &[f64]) {
        let end = self.count + numbers.len();
        if let Some(room) = self.numbers.get_mut(self.count..end) {
            room.copy_from_slice(numbers);
        }
        self.count = end;
    }

    /// Writes the first number.
    pub fn finish(self) {
        if let Some(first) = self.numbers.first_mut() {
            *first = self.count as f64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_do_not_fit_are_counted_and_nothing_else_is_lost() {
        for (room, expected) in
            [(0, vec![]), (1, vec![4.0]), (3, vec![4.0, 7.0, 0.0]), (5, vec![4.0, 7.0, 8.0, 9.0, 0.0])]
        {
            let mut array = vec![0.0; room];
            let mut writer = NumberWriter::new(&mut array);
            writer.push_one(7.0);
            writer.push(&[8.0, 9.0]);
            writer.finish();
            assert_eq!(array, expected);
        }
    }
}
