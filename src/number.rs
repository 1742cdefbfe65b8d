//! Exact numbers: whole counts and changes, ratios, and the one rounding.
//!
//! *In:* whole numbers and the decimals people type. *Out:* sums, differences and ratios without error, and their
//! printed forms. *Invariants:* a [`Ratio`] has a positive denominator and is in lowest terms, so equality and order are
//! those of the numbers; a figure is rounded once, by [`Ratio::round`], half away from zero, and `-0.0` prints as `0.0`.
//! *Units* are the caller's. This is a leaf: it does not know what is counted.

use std::cmp::Ordering;
use std::fmt;

use serde::{Serialize, Serializer};

/// A whole number of things that happened, never negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Count(pub u32);

/// The difference of two counts or sums of counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Change(pub i64);

impl fmt::Display for Count {
    /// Prints thousands commas: `1,234`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(i128::from(self.0)))
    }
}

impl fmt::Display for Change {
    /// Prints a sign unless none: `+109`, `−47` with a true minus, `0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > 0 {
            f.write_str("+")?;
        }
        f.write_str(&grouped(i128::from(self.0)))
    }
}

/// An exact fraction of whole numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    /// Makes `num / den`; `None` where `den` is 0.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let divisor = common(num, den) * den.signum();
        Some(Ratio { num: num / divisor, den: den / divisor })
    }

    /// Makes a whole number.
    pub fn whole(value: i128) -> Self {
        Ratio { num: value, den: 1 }
    }

    /// Reads a decimal number as it is written, exactly: `36.1`, `1,234`, `-0.5`. At most 12 digits either side.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let whole: String = whole.chars().filter(|c| *c != ',').collect();
        let ok = |s: &str| s.len() <= 12 && s.bytes().all(|b| b.is_ascii_digit());
        if !ok(&whole) || !ok(part) || whole.len() + part.len() == 0 {
            return None;
        }
        let num: i128 = format!("{whole}{part}").parse().ok()?;
        Ratio::new(if negative { -num } else { num }, 10i128.pow(part.len() as u32))
    }

    /// Takes a number that a spreadsheet saved, by its shortest decimal form (so `36.1` is 361/10).
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() || value.abs() >= 1e12 {
            return None;
        }
        // Nearly all are counts, which need no decimal form.
        let whole = value as i64;
        if (whole as f64).to_bits() == value.to_bits() {
            return Some(Ratio::whole(i128::from(whole)));
        }
        Ratio::parse(&trim_float(value))
    }

    /// Gives the numerator in lowest terms.
    pub fn numerator(self) -> i128 {
        self.num
    }

    /// Gives the denominator, at least 1.
    pub fn denominator(self) -> i128 {
        self.den
    }

    /// Adds another ratio.
    #[must_use]
    pub fn plus(self, other: Ratio) -> Ratio {
        Ratio::new(self.num * other.den + other.num * self.den, self.den * other.den).unwrap_or(self)
    }

    /// Subtracts another ratio.
    #[must_use]
    pub fn minus(self, other: Ratio) -> Ratio {
        self.plus(Ratio { num: -other.num, den: other.den })
    }

    /// Multiplies by another ratio.
    #[must_use]
    pub fn times(self, other: Ratio) -> Ratio {
        // What cancels is cancelled first, so that no figure a person can type overflows on the way to its percentage.
        let (over, under) = (common(self.num, other.den), common(other.num, self.den));
        let den = (self.den / under) * (other.den / over);
        Ratio::new((self.num / over) * (other.num / under), den).unwrap_or(self)
    }

    /// Divides by another ratio; `None` where that is 0.
    pub fn over(self, other: Ratio) -> Option<Ratio> {
        Some(self.times(Ratio::new(other.den, other.num)?))
    }

    /// Gives the distance from 0.
    #[must_use]
    pub fn abs(self) -> Ratio {
        Ratio { num: self.num.abs(), den: self.den }
    }

    /// Rounds to a number of decimal places, half away from zero: the only rounding there is.
    pub fn round(self, places: u8) -> Decimal {
        let scaled = self.num * 10i128.pow(u32::from(places));
        let half_up = (scaled.abs() * 2 + self.den).div_euclid(self.den * 2);
        Decimal { units: half_up * scaled.signum(), places }
    }

    /// Says whether this is a whole number.
    pub fn is_whole(self) -> bool {
        self.den == 1
    }

    /// Gives the nearest floating-point number, for drawing only.
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        // Whole parts first: what is left is smaller than the denominators, so that its products do not overflow.
        let parts = |r: &Ratio| (r.num.div_euclid(r.den), r.num.rem_euclid(r.den));
        let ((whole, rest), (other_whole, other_rest)) = (parts(self), parts(other));
        whole.cmp(&other_whole).then_with(|| (rest * other.den).cmp(&(other_rest * self.den)))
    }
}

/// A number rounded to a fixed number of places: what is printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Decimal {
    units: i128,
    places: u8,
}

impl Decimal {
    /// Says whether nothing but zeros is printed.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Says whether the printed number has a minus sign.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Drops the sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Decimal { units: self.units.abs(), ..self }
    }

    /// Gives the nearest floating-point number, for JSON and for drawing.
    pub fn to_f64(self) -> f64 {
        // Read back from its digits: the float that prints as this decimal.
        let scale = 10i128.pow(u32::from(self.places));
        let text = format!(
            "{}.{:0width$}",
            self.units.abs() / scale,
            self.units.abs() % scale,
            width = usize::from(self.places.max(1))
        );
        let value: f64 = text.parse().unwrap_or_default();
        if self.units < 0 { -value } else { value }
    }
}

impl fmt::Display for Decimal {
    /// Prints thousands commas and a true minus: `1,234.5`, `−0.4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10i128.pow(u32::from(self.places));
        if self.units < 0 {
            f.write_str("\u{2212}")?;
        }
        f.write_str(&grouped(self.units.abs() / scale))?;
        if self.places > 0 {
            write!(f, ".{:0width$}", self.units.abs() % scale, width = usize::from(self.places))?;
        }
        Ok(())
    }
}

impl Serialize for Decimal {
    /// Writes a JSON number: whole where there are no places.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match (self.places, i64::try_from(self.units)) {
            (0, Ok(whole)) => s.serialize_i64(whole),
            _ => s.serialize_f64(self.to_f64()),
        }
    }
}

/// A whole number with thousands commas and a true minus sign.
pub fn grouped(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 3);
    if value < 0 {
        out.push('\u{2212}');
    }
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

/// A float as a spreadsheet shows it: noise beyond the 12th significant digit is dropped (`0.1 + 0.2` is `0.3`).
fn trim_float(value: f64) -> String {
    let short = value.to_string();
    if short.bytes().filter(u8::is_ascii_digit).count() <= 12 {
        return short;
    }
    let whole = value.abs().log10().floor().max(0.) as usize + 1;
    let text = format!("{value:.*}", 12usize.saturating_sub(whole));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The greatest common divisor of two numbers' sizes, at least 1.
fn common(a: i128, b: i128) -> i128 {
    gcd(a.unsigned_abs(), b.unsigned_abs()) as i128
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i128, den: i128) -> Ratio {
        Ratio::new(num, den).expect("a denominator that is not 0")
    }

    #[test]
    fn rounds_half_away_from_zero_and_never_prints_minus_zero() {
        assert_eq!(ratio(25, 100).round(1).to_string(), "0.3");
        assert_eq!(ratio(-25, 100).round(1).to_string(), "\u{2212}0.3");
        assert_eq!(ratio(-4, 100).round(1).to_string(), "0.0");
        assert_eq!(ratio(12_345_678, 10).round(1).to_string(), "1,234,567.8");
        assert_eq!(ratio(-5, 2).round(0).to_string(), "\u{2212}3");
        assert_eq!(ratio(1999, 1000).round(1).to_string(), "2.0");
    }

    #[test]
    fn reads_decimals_exactly() {
        assert_eq!(Ratio::parse("36.1"), Some(ratio(361, 10)));
        assert_eq!(Ratio::parse("1,234"), Some(ratio(1234, 1)));
        assert_eq!(Ratio::parse("\u{2212}.5"), Some(ratio(-1, 2)));
        assert_eq!(Ratio::from_f64(31.5), Some(ratio(63, 2)));
        assert_eq!(Ratio::from_f64(0.1 + 0.2), Some(ratio(3, 10)));
        assert_eq!(Ratio::from_f64(1105.0), Some(ratio(1105, 1)));
        for text in ["", ".", "1.2.3", "n/a", "1e5", "--1"] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
        assert_eq!(Ratio::from_f64(f64::NAN), None);
    }

    #[test]
    fn compares_and_calculates_exactly() {
        assert!(ratio(1, 3) < ratio(34, 100) && ratio(-1, 2) < ratio(0, 5));
        assert_eq!(ratio(2, 4), ratio(-1, -2));
        assert_eq!(ratio(1, 3).plus(ratio(1, 6)), ratio(1, 2));
        assert_eq!(ratio(1, 3).minus(ratio(1, 3)), Ratio::whole(0));
        assert_eq!(ratio(1, 3).over(ratio(0, 1)), None);
        assert_eq!(ratio(2, 3).over(ratio(4, 3)), Some(ratio(1, 2)));
    }

    #[test]
    fn the_longest_numbers_that_can_be_typed_do_not_overflow() {
        let long = Ratio::parse("999999999999.999999999999").expect("a number");
        let short = Ratio::parse("0.000000000007").expect("a number");
        let percent = |a: Ratio, b: Ratio| a.minus(b).times(Ratio::whole(100)).over(b).map(|p| p.round(1).to_string());
        assert_eq!(percent(short, long), Some("\u{2212}100.0".into()));
        assert_eq!(percent(long, long), Some("0.0".into()));
        assert!(percent(long, short).is_some_and(|p| p.starts_with("14,285,714,285,714,285,714,285,")));
        let tolerance = Ratio::parse("4.99999999999").expect("a number");
        assert!(long.times(tolerance) < long.minus(short).times(Ratio::whole(100)));
    }

    #[test]
    fn prints_counts_and_changes() {
        assert_eq!(Count(1_234_567).to_string(), "1,234,567");
        assert_eq!([Change(109), Change(-1047), Change(0)].map(|c| c.to_string()), ["+109", "\u{2212}1,047", "0"]);
        assert_eq!(serde_json::to_string(&ratio(43, 1).round(1)).ok(), Some("43.0".into()));
        assert_eq!(serde_json::to_string(&ratio(-314, 1).round(0)).ok(), Some("-314".into()));
    }
}
