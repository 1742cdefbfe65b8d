//! Quarters in which nothing happened: what the usual range says of them must be no more than it says of chance.

use super::outlooks;
use crate::analysis::exceptions::BY_CHANCE_THOUSANDTHS;
use crate::board::LeastExpected;

/// Areas of a county, and how many times the smallest area's counts theirs are.
const AREAS: [f64; 9] = [1., 0.7, 1.4, 0.5, 1., 0.8, 0.8, 0.7, 3.5];
/// The smallest counts a month of its types of crime.
const TYPES: [f64; 16] = [0.3, 0.8, 1.5, 2.5, 4., 6., 8., 10., 13., 16., 20., 25., 32., 40., 60., 90.];
const MONTHS: usize = 30;

/// A small generator of pseudo-random numbers: xorshift64*.
struct Random(u64);

impl Random {
    /// Between 0 and 1.
    fn even(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal, with mean 0 and standard deviation 1: the sum of twelve.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.
    }

    /// How often something happens that is expected `rate` times: gaps between events are exponential.
    fn count(&mut self, rate: f64) -> i64 {
        let mut time = 0.;
        let mut count = -1;
        while time < rate {
            time -= (1. - self.even()).ln();
            count += 1;
        }
        count
    }
}

/// Gives the lines of the papers of so many quarters, and how many they say that chance would bring.
fn papers(quarters: usize, season: f64) -> (f64, f64) {
    let mut random = Random(20_130_930);
    let (mut lines, mut judged) = (0, 0);
    for _ in 0..quarters {
        for (which, base) in TYPES.iter().enumerate() {
            let month = |t: usize| (std::f64::consts::TAU * (t + which) as f64 / 12.).sin() * season + 1.;
            let areas: Vec<_> = AREAS
                .iter()
                .map(|size| {
                    (0..MONTHS)
                        .map(|t| {
                            let rate = base * size * month(t) * (1. + 0.08 * random.normal()).max(0.);
                            Some(random.count(rate))
                        })
                        .collect()
                })
                .collect();
            for range in outlooks(&areas, &[], LeastExpected::default()).into_iter().filter_map(|o| o.range) {
                let all = || range.months.iter().flatten().chain(&range.quarter);
                judged += all().filter(|j| j.verdict.is_judged()).count();
                lines += usize::from(all().any(|j| j.verdict.out().is_some()));
            }
        }
    }
    (lines as f64, judged as f64 * BY_CHANCE_THOUSANDTHS as f64 / 1000.)
}

fn is_what_chance_brings(quarters: usize) {
    for season in [0.1, 0.3] {
        let (lines, by_chance) = papers(quarters, season);
        assert!(lines <= 1.5 * by_chance, "{lines} lines in {quarters} quarters, {by_chance} said");
        // A range so wide that nothing ever leaves it would be of no use.
        assert!(lines >= by_chance / 4., "{lines} lines in {quarters} quarters, {by_chance} said");
    }
}

#[test]
fn where_nothing_happened_the_papers_say_little_more_than_chance_would() {
    is_what_chance_brings(20);
}

#[test]
#[ignore = "takes ten times as long: for when the usual range is changed"]
fn so_they_do_over_two_hundred_quarters() {
    is_what_chance_brings(200);
}
