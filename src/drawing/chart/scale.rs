//! Round numbers along an axis.

/// The step between ticks: 1, 2 or 5 times a power of ten. Its ticks are exact, however large or small.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Step {
    digit: Digit,
    /// The power of ten.
    exponent: i32,
}

/// The digit that a step begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Digit {
    One = 1,
    Two = 2,
    Five = 5,
}

impl Step {
    /// Finds the smallest step that is at least `least` (more than 0), and a whole number where `whole` says so.
    pub(super) fn at_least(least: f64, whole: bool) -> Self {
        let mut exponent = least.max(f64::MIN_POSITIVE).log10().floor() as i32;
        if whole {
            exponent = exponent.max(0);
        }
        let steps = (exponent..)
            .flat_map(|exponent| [Digit::One, Digit::Two, Digit::Five].map(|digit| Step { digit, exponent }));
        let enough = |step: &Step| step.size() >= least * (1. - 1e-9);
        // Powers of ten grow past any number.
        steps
            .take_while(|step| step.exponent <= exponent + 1)
            .find(enough)
            .unwrap_or(Step { digit: Digit::One, exponent: exponent + 2 })
    }

    /// Finds the smallest whole step that divides `from` to `to` into at most `most` whole intervals, and at least one
    /// where there is such a step.
    pub(super) fn dividing(from: f64, to: f64, most: i64) -> Self {
        let intervals = |step: Step| {
            let [first, last] = step.within(from, to);
            last - first
        };
        let mut step = Step::at_least((to - from) / (most as f64 + 2.), true);
        while intervals(step) > most {
            let next = Step::at_least(step.size() * 1.5, true);
            if intervals(next) < 1 {
                break;
            }
            step = next;
        }
        step
    }

    /// Gives the step's size.
    pub(super) fn size(self) -> f64 {
        let power = (0..self.exponent.unsigned_abs()).fold(1., |power, _| power * 10.);
        let digit = f64::from(self.digit as u8);
        if self.exponent < 0 { digit / power } else { digit * power }
    }

    /// Counts the steps from 0 to the last tick at or below `from`, and to the last at or below `to`.
    pub(super) fn within(self, from: f64, to: f64) -> [i64; 2] {
        [from, to].map(|v| (v / self.size() + 1e-9).floor() as i64)
    }

    /// Gives the value of the tick `n` steps from 0.
    pub(super) fn value(self, n: i64) -> f64 {
        n as f64 * self.size()
    }

    /// Prints the tick `n` steps from 0: `1,000`, `−0.5`. All labels of a step have as many decimals.
    pub(super) fn label(self, n: i64) -> String {
        let mut digits = (i128::from(n.unsigned_abs()) * i128::from(self.digit as u8)).to_string();
        let places = usize::try_from(-self.exponent).unwrap_or(0);
        let zeros = usize::try_from(self.exponent).unwrap_or(0);
        if n != 0 {
            digits.extend(std::iter::repeat_n('0', zeros));
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let mut out = String::from(if n < 0 { "\u{2212}" } else { "" });
        for (i, d) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(d);
        }
        if places > 0 {
            out.push('.');
            out.push_str(part);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(least: f64, whole: bool) -> [String; 3] {
        let step = Step::at_least(least, whole);
        [-1, 0, 3].map(|n| step.label(n))
    }

    #[test]
    fn ticks_of_any_size_are_exact() {
        assert_eq!(labels(0.4, false), ["\u{2212}0.5", "0.0", "1.5"]);
        assert_eq!(labels(0.4, true), ["\u{2212}1", "0", "3"]);
        assert_eq!(labels(1999.9, true), ["\u{2212}2,000", "0", "6,000"]);
        assert_eq!(labels(0.000_09, false), ["\u{2212}0.0001", "0.0000", "0.0003"]);
        assert_eq!(labels(4e22, true)[2], "150,000,000,000,000,000,000,000");
    }
}
