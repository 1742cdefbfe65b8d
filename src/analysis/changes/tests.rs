#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::analysis::fixture::{board, counts, month, quarter, sent, whole};
use crate::analysis::{Facts, Previous, analyse};
use crate::returns::Sender;

/// Last quarter sent 27 months, this quarter 30 of the same, with some of them changed.
fn revised(changes: &[(usize, usize, u32)]) -> Facts {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let mut now = whole(&[&[vec![10; 30], vec![20; 30]], &[vec![1; 30], vec![2; 30]]]);
    let then = now
        .iter()
        .map(|r| {
            let rows: Vec<Vec<Option<u32>>> = r.measures[0]
                .as_ref()
                .unwrap()
                .rows
                .iter()
                .map(|row| row.counts[..27].iter().map(|c| c.map(|c| c.0)).collect())
                .collect();
            sent(r.sender, vec![Some(counts("Crime", month("2013-06"), &rows))])
        })
        .collect();
    for (category, at, count) in changes {
        now[0].measures[0].as_mut().unwrap().rows[*category].counts[*at] = Some(crate::number::Count(*count));
    }
    let previous = Previous { quarter: quarter().previous(), returns: then, earlier: None };
    analyse(&board, quarter(), &now, Some(&previous))
}

#[test]
fn a_revision_names_its_cell_and_its_effect() {
    let facts = revised(&[(1, 26, 25), (0, 7, 8), (0, 3, 11), (0, 28, 99)]);
    let told: Vec<String> = facts
        .revisions
        .iter()
        .map(|r| {
            format!(
                "{} {} {} {}→{} ({}) {} {}",
                r.area,
                r.category,
                r.month.iso(),
                r.was,
                r.is,
                r.difference.0,
                r.affects,
                r.from
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "North Theft 2011-07 10→11 (1) none area-0.xlsx › Crime › E4",
            "North Theft 2011-11 10→8 (-2) previous area-0.xlsx › Crime › I4",
            "North Fraud 2013-06 20→25 (5) current area-0.xlsx › Crime › AB5",
        ]
    );
}

#[test]
fn revised_figures_are_marked_in_their_area_and_its_groups() {
    let facts = revised(&[(1, 26, 25), (0, 3, 11)]);
    let marks = |at: usize| {
        let measure = &facts.areas[at].measures[0];
        (measure.total.revised, measure.categories.iter().map(|c| c.revised).collect::<Vec<_>>())
    };
    assert_eq!(marks(0), (true, vec![false, true]), "a month before the comparisons marks nothing");
    assert_eq!(marks(1), (false, vec![false, false]));
    assert_eq!(marks(2), (true, vec![false, true]));
}

#[test]
fn what_was_not_there_is_not_revised() {
    let board = board(&["North"], &["Theft"]);
    let now = whole(&[&[vec![10; 30]]]);
    let mut then = now.clone();
    then[0].measures[0].as_mut().unwrap().rows[0].counts[29] = None;
    let mut none = now.clone();
    none[0].measures[0] = None;
    for returns in [then, none, vec![sent(Sender::Unit, Vec::new())]] {
        let previous = Previous { quarter: quarter().previous(), returns, earlier: None };
        assert!(analyse(&board, quarter(), &now, Some(&previous)).revisions.is_empty());
    }
}
