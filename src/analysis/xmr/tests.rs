#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::{chart, signal};
use crate::analysis::Signal;
use crate::number::Ratio;

fn read(points: &[i64]) -> Signal {
    signal(points, chart(points).as_ref())
}

/// So many points that swing between two values, then others.
fn swinging(points: usize, a: i64, b: i64, then: &[i64]) -> Vec<i64> {
    let swing = (0..points).map(|i| if i % 2 == 0 { a } else { b });
    swing.chain(then.iter().copied()).collect()
}

#[test]
fn limits_lie_2_66_mean_moving_ranges_from_the_mean() {
    // Mean 12; moving ranges 4, 2, 6 and 12, their mean 6; 2.66 × 6 = 15.96, and the lower limit is not below 0.
    let xmr = chart(&[10, 14, 12, 6, 18]).unwrap();
    assert_eq!(xmr.exact[0], Ratio::whole(12));
    assert_eq!(
        [xmr.centre, xmr.lower, xmr.upper].map(|d| d.to_string()),
        ["12.0".to_string(), "0.0".into(), "28.0".into()]
    );
    assert_eq!((xmr.exact[1], xmr.exact[2]), (Ratio::whole(0), Ratio::new(2796, 100).unwrap()));
    assert!(chart(&[7]).is_none() && chart(&[]).is_none());
    let flat = chart(&[3, 3]).unwrap();
    assert_eq!(flat.exact, [Ratio::whole(3); 3]);
}

#[test]
fn a_point_outside_the_limits_is_high_or_low() {
    assert_eq!(read(&swinging(23, 10, 12, &[40])), Signal::High);
    assert_eq!(read(&swinging(23, 50, 52, &[10])), Signal::Low);
    // On a limit is not outside it: the limits of a flat line are the line itself.
    assert_eq!(read(&[5; 24]), Signal::None);
    assert_eq!(read(&[0; 24]), Signal::None);
}

#[test]
fn seven_points_that_rise_or_fall_are_a_trend() {
    assert_eq!(read(&swinging(17, 0, 100, &[40, 42, 44, 46, 48, 50, 52])), Signal::TrendUp);
    assert_eq!(read(&swinging(17, 0, 100, &[52, 50, 48, 46, 44, 42, 40])), Signal::TrendDown);
    // A level step breaks it.
    assert_eq!(read(&swinging(17, 0, 100, &[40, 42, 44, 44, 48, 50, 52])), Signal::None);
    // Six points are not seven.
    assert_eq!(read(&swinging(18, 0, 100, &[42, 44, 46, 48, 50, 52])), Signal::None);
}

#[test]
fn two_of_three_points_near_a_limit_are_a_signal() {
    // Centre 54, mean moving range 19.9: the line is at 89.3, the limit at 107.
    assert_eq!(read(&swinging(21, 40, 60, &[60, 98, 98])), Signal::NearHigh);
    assert_eq!(read(&swinging(21, 60, 40, &[40, 2, 2])), Signal::NearLow);
    assert_eq!(read(&swinging(21, 40, 60, &[98, 60, 98])), Signal::NearHigh, "the one before last need not be near");
    assert_eq!(read(&swinging(21, 40, 60, &[98, 40, 98])), Signal::None, "but must lie on that side of the centre");
    assert_eq!(read(&swinging(21, 40, 60, &[98, 98, 60])), Signal::None, "the last point must be near");
}

#[test]
fn seven_points_on_one_side_of_the_centre_are_a_run() {
    assert_eq!(read(&swinging(17, 40, 60, &[60, 61, 60, 61, 60, 61, 60])), Signal::RunHigh);
    assert_eq!(read(&swinging(17, 60, 40, &[40, 39, 40, 39, 40, 39, 40])), Signal::RunLow);
    assert_eq!(read(&swinging(17, 40, 60, &[60, 61, 60, 40, 60, 61, 60])), Signal::None);
}

#[test]
fn the_first_rule_that_holds_wins() {
    assert_eq!(read(&swinging(17, 10, 12, &[13, 14, 15, 16, 17, 18, 90])), Signal::High, "not a trend");
}

#[test]
fn fewer_than_thirteen_points_tell_nothing() {
    assert_eq!(read(&swinging(11, 10, 12, &[90])), Signal::None);
    assert_eq!(read(&swinging(12, 10, 12, &[90])), Signal::High);
}
