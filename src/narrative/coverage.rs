//! Whether the font has every character that the returns bring into the papers.

use std::collections::BTreeSet;

use crate::board::{self, Board};
use crate::document;
use crate::problem::{Code, Place, Problem, Problems};
use crate::returns::{ClosedReturn, ClosedRows, County, Indicator, Located, Passage, Progress, Return};

/// Finds the characters in texts of the returns, and in the board's names, that a font lacks: one error a cell and
/// character.
///
/// Characters that are left out of the papers (control, direction and zero-width characters) are not asked for.
pub fn uncovered(board: &Board, returns: &[Return], covers: &dyn Fn(char) -> bool) -> Problems {
    let mut texts = Texts { covers, seen: BTreeSet::new(), problems: Problems::new() };
    texts.board(board);
    for sent in returns {
        texts.sent(sent);
    }
    texts.problems
}

/// Finds the cells for the closed session with characters that a font lacks. Neither text nor character is quoted.
pub fn uncovered_in_closed(closed: &[ClosedReturn], covers: &dyn Fn(char) -> bool) -> Problems {
    let mut texts = Texts { covers, seen: BTreeSet::new(), problems: Problems::new() };
    for ClosedRows { indicators, activity, progress, county } in closed.iter().map(ClosedReturn::reveal) {
        texts.rows(indicators, activity, progress, county);
    }
    texts.problems.into_iter().map(Problem::withheld).collect()
}

struct Texts<'a> {
    covers: &'a dyn Fn(char) -> bool,
    seen: BTreeSet<(String, char)>,
    problems: Problems,
}

impl Texts<'_> {
    fn text(&mut self, text: &str, place: &Place) {
        if text.is_ascii() {
            return;
        }
        for c in document::tidy(text).chars().filter(|c| !(self.covers)(*c)) {
            if self.seen.insert((place.to_string(), c)) {
                let message = format!("the papers' font has no \u{201c}{c}\u{201d} (U+{:04X})", u32::from(c));
                let problem = Problem::new(Code::NoGlyph, place.clone(), message);
                self.problems.push(problem.help("Write it another way"));
            }
        }
    }

    fn located(&mut self, text: &Located<String>) {
        self.text(&text.value, &text.place);
    }

    fn passage(&mut self, passage: &Passage) {
        for text in [&passage.priority, &passage.heading, &passage.text.value] {
            self.text(text, &passage.text.place);
        }
    }

    fn board(&mut self, board: &Board) {
        let place = Place::file(board::FILE);
        for paper in board.papers.iter() {
            self.text(&paper.title.text, &paper.title.from);
            paper.item.iter().for_each(|item| self.text(item, &place));
        }
        let head = [&board.name, &board.unit, &board.marking, &board.closed_marking, &board.exemption].into_iter();
        let areas = board.areas.iter().flat_map(|a| [&a.name, &a.short]);
        let groups = board.groups.iter().flat_map(|g| [&g.name, &g.title]);
        let measures =
            board.measures.iter().flat_map(|m| [&m.name, &m.total].into_iter().chain(&m.noun).chain(&m.categories));
        let themes = board.themes.iter().flat_map(|t| std::iter::once(&t.name).chain(&t.priorities));
        for text in head.chain(areas).chain(groups).chain(measures).chain(themes) {
            self.text(text, &place);
        }
    }

    fn sent(&mut self, sent: &Return) {
        self.text(&sent.workbook, &Place::Workbook(sent.workbook.clone()));
        sent.completed_by.iter().chain(&sent.notes).for_each(|t| self.located(t));
        self.rows(&sent.indicators, &sent.activity, &sent.progress, &sent.county);
    }

    fn rows(&mut self, indicators: &[Indicator], activity: &[Passage], progress: &[Progress], county: &County) {
        for row in indicators {
            self.located(&row.code);
            self.text(&row.indicator, &row.code.place);
            self.text(&row.period, &row.code.place);
            row.comment.iter().for_each(|t| self.located(t));
        }
        activity.iter().chain(&county.priorities).for_each(|p| self.passage(p));
        for row in progress {
            self.located(&row.reference);
            row.progress.iter().for_each(|t| self.located(t));
        }
        for row in &county.plan {
            self.located(&row.reference);
            self.text(&row.priority, &row.reference.place);
            self.text(&row.owner, &row.reference.place);
            self.located(&row.action);
            row.risk.iter().chain(&row.progress).for_each(|t| self.located(t));
        }
        for row in &county.board_actions {
            self.text(&row.item, &row.action.place);
            self.text(&row.priority, &row.action.place);
            self.located(&row.action);
            row.outcome.iter().for_each(|t| self.located(t));
        }
        for row in &county.papers {
            self.text(&row.field, &row.text.place);
            self.located(&row.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::{at, board, sent};
    use crate::returns::Sender;

    #[test]
    fn names_the_cell_and_the_character_once() {
        let board = board(&["Ynys Môn"], &["Theft"]);
        let mut one = sent(Sender::Area(0), Vec::new());
        one.notes = Some(at("caf\u{e9} \u{65e5}\u{672c}\u{65e5} \u{200b}".into(), "B9"));
        let found = uncovered(&board, &[one], &|c| c < '\u{100}');
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "a.xlsx › Sheet › B9: the papers' font has no \u{201c}\u{65e5}\u{201d} (U+65E5). Write it another way",
                "a.xlsx › Sheet › B9: the papers' font has no \u{201c}\u{672c}\u{201d} (U+672C). Write it another way",
            ]
        );
    }
}
