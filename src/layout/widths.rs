//! Widths of a table's columns.

use crate::document::ColumnContent;

/// What a column needs, in points, padding included.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Need {
    /// Below this, words would be broken.
    least: f32,
    /// At this, every entry stands on one line, and the header on two.
    full: f32,
    /// At this, the header stands on one line, too.
    header: f32,
    /// The share of what is left, for running text.
    weight: Option<f32>,
}

impl Need {
    /// Starts with nothing in the column.
    pub(crate) fn of(content: ColumnContent) -> Self {
        let weight = match content {
            ColumnContent::Entries => None,
            ColumnContent::Prose(weight) => Some(weight.max(0.01)),
        };
        Need { least: 0., full: 0., header: 0., weight }
    }

    /// Takes a text into account.
    pub(crate) fn add(&mut self, least: f32, full: f32) {
        self.least = self.least.max(least);
        self.full = self.full.max(full).max(self.least);
    }

    /// Takes a header into account, by its widths on as many lines as it has words, on two lines and on one.
    pub(crate) fn add_header(&mut self, least: f32, folded: f32, full: f32) {
        self.add(least, least.max(folded));
        self.header = self.header.max(full);
    }

    /// Gives the need with the header on one line.
    fn unfolded(&self) -> Need {
        Need { full: self.full.max(self.header), ..*self }
    }
}

/// The least width of a column of running text that has more to say than that, in points.
const PROSE: f32 = 72.;
/// How much wider than its entries a column becomes in a table that is narrower than the page.
const SLACK: f32 = 24.;

/// How much of a line is left blank before the next word, in points: about half a word in the size of tables.
const RAGGED: f32 = 14.;

/// A column narrower than this, in points, cannot be read, however its words are broken.
const NARROWEST: f32 = 34.;

/// Gives the needs of columns whose words are broken where nothing else helps: the widest first, to one width, and numbers
/// only where it is not enough to break the words of the other columns.
pub(crate) fn broken(needs: &[Need], numbers: &[bool], room: f32) -> Vec<Need> {
    let mut needs = needs.to_vec();
    for all in [false, true] {
        let may = |i: usize| all || !numbers.get(i).copied().unwrap_or(false);
        let capped = |needs: &[Need], cap: f32| -> Vec<Need> {
            let narrow = |(i, n): (usize, &Need)| if may(i) { Need { least: n.least.min(cap), ..*n } } else { *n };
            needs.iter().enumerate().map(narrow).collect()
        };
        let sum = |needs: &[Need]| needs.iter().map(|n| n.least).sum::<f32>();
        let (mut low, mut high) = (NARROWEST, needs.iter().map(|n| n.least).fold(NARROWEST, f32::max));
        // To a twentieth of a point, and never more than there is room for.
        while high - low > 0.05 {
            let middle = (low + high) / 2.;
            if sum(&capped(&needs, middle)) > room { high = middle } else { low = middle }
        }
        if sum(&needs) > room {
            needs = capped(&needs, low);
        }
    }
    needs
}

/// Shares out the width of a page. Columns of entries take what they need, columns of running text share what is left by
/// weight; where there is too little, entries are broken between words.
///
/// # Errors
/// The least width that the columns could do with, where that is more than there is.
pub(crate) fn widths(needs: &[Need], room: f32) -> Result<Vec<f32>, f32> {
    // Headers are folded only where that makes room for the others.
    let unfolded: Vec<Need> = needs.iter().map(Need::unfolded).collect();
    let needs = if unfolded.iter().map(|n| n.full).sum::<f32>() <= room { &unfolded } else { needs };
    let least = |n: &Need| n.weight.map_or(n.least, |_| n.least.max(n.full.min(PROSE)));
    let sum: f32 = needs.iter().map(least).sum();
    if sum > room {
        let bare: f32 = needs.iter().map(|n| n.least).sum();
        return if bare > room { Err(bare) } else { Ok(shrink(needs, |n| n.least, room - bare)) };
    }
    let prose: f32 = needs.iter().filter(|n| n.weight.is_some()).map(least).sum();
    let entries: f32 = needs.iter().filter(|n| n.weight.is_none()).map(|n| n.full).sum();
    if prose + entries > room {
        return Ok(shrink(needs, least, room - sum));
    }
    if needs.iter().any(|n| n.weight.is_some()) {
        return Ok(share(needs, least, room - entries));
    }
    // All entries: a table nearly as wide as the page becomes as wide, a narrow one stays narrow.
    let gap = (room - entries) / needs.len().max(1) as f32;
    let gap = if entries < 0.55 * room { gap.min(SLACK) } else { gap };
    Ok(needs.iter().map(|n| n.full + gap).collect())
}

/// Gives each column its least width and a part of the spare width, by what it lacks.
fn shrink(needs: &[Need], least: impl Fn(&Need) -> f32, spare: f32) -> Vec<f32> {
    let lack = |n: &Need| (n.full - least(n)).clamp(0., 200.);
    let sum: f32 = needs.iter().map(lack).sum::<f32>().max(0.01);
    needs.iter().map(|n| least(n) + lack(n) * (spare / sum).min(1.)).collect()
}

/// Shares a width among columns of running text by weight, none below its least nor far above what it holds.
fn share(needs: &[Need], least: impl Fn(&Need) -> f32, room: f32) -> Vec<f32> {
    let mut out: Vec<Option<f32>> = needs.iter().map(|n| n.weight.is_none().then_some(n.full)).collect();
    let mut left = room;
    // A column whose share is too little or more than it can use is settled; the others share again.
    loop {
        let open = || needs.iter().zip(&out).filter(|(_, w)| w.is_none()).map(|(n, _)| n);
        let weights: f32 = open().filter_map(|n| n.weight).sum();
        let part = |n: &Need| left * n.weight.unwrap_or(0.) / weights.max(0.01);
        let settle = needs.iter().zip(&out).position(|(n, w)| w.is_none() && part(n) < least(n)).or_else(|| {
            let others = open().count() > 1;
            needs.iter().zip(&out).position(|(n, w)| others && w.is_none() && part(n) > n.full)
        });
        let Some(i) = settle else {
            return needs.iter().zip(&out).map(|(n, w)| w.unwrap_or_else(|| part(n))).collect();
        };
        let width = if part(&needs[i]) < least(&needs[i]) { least(&needs[i]) } else { needs[i].full };
        out[i] = Some(width);
        left -= width;
    }
}

/// Moves width between columns of running text as long as that makes the table lower: weights are a wish, the texts
/// decide. `loads` gives each row's texts, with the column and the width on one line; `across` is a cell's padding.
///
/// No column becomes narrower than its least or half of its share.
pub(crate) fn settle(needs: &[Need], widths: &mut [f32], loads: &[Vec<(usize, f32)>], across: f32) {
    let prose: Vec<usize> = (0..needs.len()).filter(|i| needs[*i].weight.is_some()).collect();
    let floors: Vec<f32> =
        needs.iter().zip(widths.iter()).map(|(n, w)| n.least.max(n.full.min(PROSE)).max(w / 2.)).collect();
    // A line holds less than its width, by half a word or so.
    let lines = |full: f32, width: f32| {
        if full <= width - across { 1. } else { (full / (width - across - RAGGED).max(8.)).ceil() }
    };
    let height = |widths: &[f32]| -> f32 {
        let row = |load: &Vec<(usize, f32)>| {
            let of =
                |column: usize| load.iter().filter(|(c, _)| *c == column).map(|(c, f)| lines(*f, widths[*c])).sum();
            prose.iter().map(|column| of(*column)).fold(0f32, f32::max)
        };
        loads.iter().map(row).sum()
    };
    let mut lowest = height(widths);
    for step in [32., 16., 8.] {
        loop {
            let mut best = None;
            for (from, to) in prose.iter().flat_map(|a| prose.iter().map(move |b| (*a, *b))) {
                if from == to || widths[from] - step < floors[from] {
                    continue;
                }
                let mut tried = widths.to_vec();
                tried[from] -= step;
                tried[to] += step;
                let tall = height(&tried);
                if tall < best.as_ref().map_or(lowest, |(b, _)| *b) {
                    best = Some((tall, tried));
                }
            }
            let Some((tall, tried)) = best else { break };
            lowest = tall;
            widths.copy_from_slice(&tried);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn need(least: f32, full: f32, weight: Option<f32>) -> Need {
        Need { least, full, header: 0., weight }
    }

    #[test]
    fn entries_take_what_they_need_and_prose_shares_the_rest() {
        let needs = [need(40., 60., None), need(50., 900., Some(1.)), need(50., 900., Some(2.))];
        assert_eq!(widths(&needs, 480.), Ok(vec![60., 140., 280.]));
    }

    #[test]
    fn prose_that_has_little_to_say_leaves_room_to_the_others() {
        let needs = [need(40., 90., Some(1.)), need(50., 900., Some(1.))];
        assert_eq!(widths(&needs, 480.), Ok(vec![90., 390.]));
    }

    #[test]
    fn a_narrow_table_stays_narrow_and_a_table_that_cannot_fit_says_how_wide_it_must_be() {
        assert_eq!(widths(&[need(40., 60., None); 2], 480.), Ok(vec![84., 84.]));
        assert_eq!(widths(&[need(200., 260., None); 3], 480.), Err(600.));
    }

    #[test]
    fn headers_are_folded_only_where_there_is_no_room() {
        let headed = |header| Need { header, ..need(30., 60., None) };
        assert_eq!(widths(&[headed(90.), headed(0.), need(40., 200., Some(1.))], 480.), Ok(vec![90., 60., 330.]));
        assert_eq!(widths(&[headed(90.), headed(0.), need(40., 400., Some(1.))], 480.), Ok(vec![60., 60., 360.]));
    }

    #[test]
    fn width_moves_to_the_column_that_has_most_to_say() {
        let needs = [need(40., 200., Some(1.)), need(50., 2000., Some(1.))];
        let (mut widths, loads) = (vec![240., 240.], vec![vec![(0, 200.), (1, 2000.)]; 4]);
        settle(&needs, &mut widths, &loads, 10.);
        assert!(widths[1] > 320. && widths[0] >= 120., "{widths:?}");
        assert!((widths[0] + widths[1] - 480.).abs() < 0.01);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn widths_fill_no_more_than_the_page_and_break_no_word(
            needs in proptest::collection::vec((5f32..90., 0f32..500., proptest::option::of(0.1f32..4.)), 1..9),
            room in 300f32..800.,
        ) {
            let needs: Vec<Need> = needs.into_iter().map(|(least, more, weight)| need(least, least + more, weight)).collect();
            match widths(&needs, room) {
                Ok(widths) => {
                    prop_assert!(widths.iter().sum::<f32>() <= room + 0.1);
                    for (n, w) in needs.iter().zip(&widths) {
                        prop_assert!(*w >= n.least - 0.1, "{w} for {n:?}");
                    }
                }
                Err(least) => prop_assert!(least > room),
            }
        }
    }
}
