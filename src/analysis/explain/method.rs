//! The numbers of the method itself, which templates type: how long a window is, how many people a rate is for.

use super::Explanation;
use super::names::path;
use crate::number::{Decimal, Ratio};

/// What the numbers of the method are called in figures' names.
pub(super) const METHOD: &str = "method";

/// A number of the method.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constant {
    /// The number, in hundredths.
    hundredths: i64,
    /// What it is.
    meaning: &'static str,
}

/// Every number that a definition may name. Any other number is a figure, and comes from the facts.
const CONSTANTS: [Constant; 8] = [
    Constant { hundredths: 200, meaning: "years that are compared; how many of three months lie near a limit" },
    Constant { hundredths: 300, meaning: "months of which two lie near a limit" },
    Constant { hundredths: 700, meaning: "months of a trend, and the fewest of a long run" },
    Constant { hundredths: 1200, meaning: "months of a rolling sum, and of an average" },
    Constant { hundredths: 1300, meaning: "months without which no limits are drawn" },
    Constant {
        hundredths: 2400,
        meaning: "months among which the latest is ranked, and that limits are worked out from",
    },
    Constant { hundredths: 266, meaning: "times the average change from month to month, the limits lie from the mean" },
    Constant { hundredths: 100_000, meaning: "people, for whom a rate is given" },
];

impl Constant {
    /// Finds a number of the method.
    pub(super) fn of(number: f64) -> Option<Self> {
        let hundredths = Ratio::from_f64(number)?.times(Ratio::whole(100))?;
        CONSTANTS.into_iter().find(|c| Ratio::whole(c.hundredths) == hundredths)
    }

    fn number(self) -> Decimal {
        // A denominator of 100 is not 0.
        let exact = Ratio::new(self.hundredths.into(), 100).unwrap_or(Ratio::whole(0));
        exact.round(if exact.is_whole() { 0 } else { 2 })
    }

    fn name(self) -> String {
        path(&[METHOD, &self.number().to_string()])
    }

    pub(super) fn explain(self) -> Explanation {
        let lines = vec![format!("{}: {}", self.number(), self.meaning)];
        Explanation { figure: self.name(), lines, cells: Vec::new() }
    }
}

/// Names a number that a template types, where it is one of the method's.
pub(crate) fn method(number: f64) -> Option<String> {
    Constant::of(number).map(Constant::name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Xmr;
    use crate::analysis::series::{TWO_YEARS, YEAR};

    #[test]
    fn the_methods_numbers_are_those_that_figures_are_worked_out_with() {
        let known = |n: usize| method(f64::from(u32::try_from(n).unwrap_or(0))).is_some();
        assert!(known(YEAR) && known(TWO_YEARS) && known(Xmr::MIN_POINTS as usize));
        assert_eq!(method(2.66).as_deref(), Some("method / 2.66"));
        assert_eq!(method(1000.).as_deref(), Some("method / 1,000"));
        assert_eq!((method(5.), method(0.5)), (None, None));
    }
}
