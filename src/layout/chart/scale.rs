//! Round numbers along an axis.

use crate::number::Ratio;

/// The step between ticks: 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Step(Ratio);

impl Step {
    /// Finds the smallest step that is at least `least` (more than 0), and a whole number where `whole` says so.
    pub(super) fn at_least(least: f64, whole: bool) -> Self {
        let power = (least.log10().floor() as i32).clamp(-6, 15);
        for exponent in power.. {
            for digit in [1, 2, 5] {
                let step = Step::new(digit, exponent);
                let fine = step.0.to_f64() >= least * (1. - 1e-9);
                if (fine || exponent > 16) && (step.0.is_whole() || !whole) {
                    return step;
                }
            }
        }
        Step(Ratio::whole(1))
    }

    fn new(digit: i128, exponent: i32) -> Self {
        let scale = 10i128.pow(exponent.unsigned_abs().min(18));
        let step = if exponent < 0 { Ratio::new(digit, scale) } else { Ratio::new(digit * scale, 1) };
        Step(step.unwrap_or(Ratio::whole(1)))
    }

    /// Finds the smallest whole step that divides `from` to `to` into at most `most` whole intervals, and at least one
    /// where there is such a step.
    pub(super) fn dividing(from: f64, to: f64, most: i64) -> Self {
        let intervals = |step: Step| {
            let [first, last] = step.within(from, to);
            last - first
        };
        let mut step = Step::at_least((to - from) / (most as f64 + 2.), true);
        while intervals(step) > most && step.size() < 1e15 {
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
        self.0.to_f64()
    }

    /// Counts the steps from 0 to the last tick at or below `from`, and to the last at or below `to`.
    pub(super) fn within(self, from: f64, to: f64) -> [i64; 2] {
        [from, to].map(|v| (v / self.size() + 1e-9).floor() as i64)
    }

    /// Gives the value of the tick `n` steps from 0.
    pub(super) fn value(self, n: i64) -> f64 {
        self.tick(n).to_f64()
    }

    /// Prints the tick `n` steps from 0: `1,000`, `−0.5`.
    pub(super) fn label(self, n: i64) -> String {
        let places = (0..7).find(|p| 10i128.pow(u32::from(*p)) % self.0.denominator() == 0).unwrap_or(6);
        self.tick(n).round(places).to_string()
    }

    /// Gives the exact value of the tick `n` steps from 0; 0 where that is beyond all figures.
    fn tick(self, n: i64) -> Ratio {
        self.0.times(Ratio::whole(n)).unwrap_or(Ratio::whole(0))
    }
}
