//! A sheet of an Excel workbook of XML parts, gone through before calamine: whether its cells can be trusted, and those
//! that calamine would not tell.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::container::Part;
use super::draft::{Draft, Tally};
use super::excel_styles::Run;
use super::fault::Fault;
use super::limits::{COLUMNS, ROWS};
use super::model::{Cell, Merged, Value};
use super::name::clean_name;
use super::xml::{attribute, text, walk, written};
use crate::problem::CellRef;

/// A sheet that was gone through.
pub(super) struct Seen<'a> {
    pub(super) part: &'a str,
    /// What is known of it so far.
    pub(super) draft: Draft,
    /// Whether it has a block of rows.
    pub(super) has_rows: bool,
    /// Its XML with blanks in the place of what is known.
    pub(super) left: Cow<'a, [u8]>,
    /// Cells with text of which some is struck through.
    pub(super) struck: HashSet<(u32, u32)>,
}

/// Goes through a sheet. `texts` tells for each text of the workbook's list whether some of it is struck through.
pub(super) fn read<'a>(
    part: &'a Part,
    to_be_calculated: bool,
    texts: &[bool],
    tally: &mut Tally,
) -> Result<Seen<'a>, Fault> {
    let mut pass = Pass {
        part: &part.name,
        to_be_calculated,
        texts,
        tally,
        draft: Draft::default(),
        struck: HashSet::new(),
        blocks: 0,
        row: Row::default(),
        cell: None,
        aside: 0,
        known: Vec::new(),
        dimension: None,
    };
    walk(&part.name, &part.bytes, |event, at| pass.visit(event, at))?;
    let Pass { draft, struck, blocks, known, .. } = pass;
    let mut left = Cow::Borrowed(text(&part.name, &part.bytes)?.as_bytes());
    for range in known {
        if let Some(bytes) = left.to_mut().get_mut(range) {
            bytes.fill(b' ');
        }
    }
    Ok(Seen { part: &part.name, draft, has_rows: blocks > 0, left, struck })
}

/// One sheet as its XML goes by.
struct Pass<'a, 't> {
    part: &'a str,
    to_be_calculated: bool,
    texts: &'t [bool],
    tally: &'t mut Tally,
    draft: Draft,
    struck: HashSet<(u32, u32)>,
    /// How many blocks of rows there were.
    blocks: u32,
    row: Row,
    /// The cell that is open.
    cell: Option<Open>,
    /// How deep this is in what a cell has beside its value.
    aside: u32,
    /// Where what is not for calamine stands.
    known: Vec<Range<usize>>,
    /// Where the sheet's claim of its size began, which need not be true.
    dimension: Option<usize>,
}

/// Which row is read.
#[derive(Default)]
struct Row {
    next: u32,
    number: u32,
    /// Whether it says so itself.
    numbered: bool,
    next_column: u32,
}

/// A cell between its beginning and its end.
struct Open {
    begun: usize,
    at: CellRef,
    holds: Holds,
    /// What of it was read last: nothing, a formula, a value.
    last: u8,
    formula: bool,
    /// The text of its value, where there is one.
    value: Option<String>,
    in_value: bool,
    pieces: u32,
    run: Run,
}

/// What the value of a cell is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A number.
    Number,
    /// True or false, in one piece like a number.
    Truth,
    /// An error value.
    Error,
    /// The number of a shared text: digits only.
    Shared,
    /// Text that a formula gave, in any number of pieces.
    Result,
    /// Text of its own, or a date.
    Text,
}

impl Pass<'_, '_> {
    fn visit(&mut self, event: &Event<'_>, at: Range<usize>) -> Result<(), Fault> {
        if let Some(cell) = self.cell.as_mut().filter(|c| c.holds == Holds::Text)
            && cell.run.visit(event)
        {
            self.struck.insert((cell.at.row, cell.at.column));
        }
        match event {
            Event::Start(e) => return self.element(e, at, true),
            Event::Empty(e) => return self.element(e, at, false),
            Event::End(e) => return self.end(e.local_name().as_ref(), at.end),
            Event::Eof | Event::Comment(_) if !self.cell.as_ref().is_some_and(|c| c.in_value) => {}
            _ => self.value(event)?,
        }
        Ok(())
    }

    /// Takes a piece of a value.
    fn value(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        let Some(cell) = self.cell.as_mut().filter(|c| c.in_value) else { return Ok(()) };
        cell.pieces += 1;
        let text = if let Event::Text(text) = event { Some(&**text) } else { None };
        // A number in pieces would be read by its first piece.
        let in_one = !matches!(cell.holds, Holds::Text | Holds::Result);
        match (text, &mut cell.value) {
            _ if in_one && (text.is_none() || cell.pieces > 1) => return self.broken("a number in pieces"),
            (Some(text), Some(value)) => value.push_str(text),
            // An entity, which is never blank.
            (None, Some(value)) => value.push('&'),
            (_, None) => {}
        }
        Ok(())
    }

    fn element(&mut self, e: &BytesStart<'_>, at: Range<usize>, open: bool) -> Result<(), Fault> {
        let name = e.local_name();
        let name = name.as_ref();
        if self.aside > 0 || name == "extLst" && self.cell.is_some() {
            if self.aside == 0 {
                self.known.push(at);
            }
            self.aside += u32::from(open);
            return Ok(());
        }
        match name {
            "c" => {
                self.begin_cell(e, at.start)?;
                if !open {
                    self.cell = None;
                }
            }
            "f" | "v" | "is" => return self.part_of_cell(e, name, open),
            "row" => self.begin_row(e)?,
            "col" => {
                let Some([min, max, hidden]) = written(e, ["min", "max", "hidden"]) else { return Ok(()) };
                let number =
                    |n: Option<&str>| n.and_then(|n| n.parse::<u32>().ok()).filter(|n| (1..=COLUMNS).contains(n));
                if let (Some(first), Some(last), true) = (number(min), number(max), is_true(hidden)) {
                    self.draft.columns.add(first - 1, last - 1);
                }
            }
            "mergeCell" => {
                let reference = attribute(e, "ref").unwrap_or_default();
                let Some(new) = cells_of(&reference) else {
                    return self.beyond(&format!("the merge {}", clean_name(&reference)));
                };
                self.draft.merge(new, &format!("its part {}", self.part), self.tally)?;
            }
            "sheetData" => {
                self.blocks += 1;
                if self.blocks > 1 {
                    return self.broken("two blocks of rows");
                }
            }
            "dimension" if open => self.dimension = Some(at.start),
            "dimension" => self.known.push(at),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, at: usize) -> Result<(), Fault> {
        if self.aside > 0 {
            self.aside -= 1;
            if let (0, Some(known)) = (self.aside, self.known.last_mut()) {
                known.end = at;
            }
            return Ok(());
        }
        match name {
            "v" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_value = false;
                }
            }
            "c" => return self.end_cell(at),
            "dimension" => self.known.extend(self.dimension.take().map(|from| from..at)),
            _ => {}
        }
        Ok(())
    }

    /// Takes the beginning of a formula or a value.
    fn part_of_cell(&mut self, e: &BytesStart<'_>, name: &str, open: bool) -> Result<(), Fault> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        // Calamine keeps the last of several, a formula included.
        let rank = ["f", "v", "is"].iter().position(|n| *n == name).map_or(0, |at| at as u8 + 1);
        if rank <= cell.last {
            return self.broken("two values in one cell");
        }
        cell.last = rank;
        match name {
            "f" => {
                cell.formula = true;
                // The other cells of a formula that fills several do not name it.
                let array = matches!(attribute(e, "t").as_deref(), Some("array" | "dataTable"));
                let cells = attribute(e, "ref").filter(|_| array).and_then(|r| cells_of(&r));
                if let Some(cells) = cells.filter(|m| (m.top, m.left) != (m.bottom, m.right)) {
                    self.draft.array(cells, self.to_be_calculated, self.tally)?;
                }
            }
            "v" => (cell.value, cell.in_value, cell.pieces) = (Some(String::new()), open, 0),
            _ => {}
        }
        Ok(())
    }

    fn begin_row(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        let Some([r, hidden]) = written(e, ["r", "hidden"]) else { return self.broken("a row in two places") };
        let number = match r {
            Some(r) => match r.parse::<u32>() {
                Ok(n) if (1..=ROWS).contains(&n) => n - 1,
                _ => return self.beyond(&format!("the row {}", clean_name(r))),
            },
            None => self.row.next,
        };
        self.row = Row { next: number.saturating_add(1), number, numbered: r.is_some(), next_column: 0 };
        if is_true(hidden) {
            self.draft.rows.add(number, number);
        }
        Ok(())
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>, begun: usize) -> Result<(), Fault> {
        self.cell = None;
        let Some([r, s, t]) = written(e, ["r", "s", "t"]) else { return self.broken("a cell in two places") };
        let at = match r {
            Some(r) => match cell_of(r) {
                Some(cell) => cell,
                None => return self.beyond(&format!("the cell {}", clean_name(r))),
            },
            None => CellRef::new(self.row.number, self.row.next_column),
        };
        self.row.next_column = at.column.saturating_add(1);
        let holds = match t {
            None | Some("n") => Some(Holds::Number),
            Some("b") => Some(Holds::Truth),
            Some("e") => Some(Holds::Error),
            Some("s") => Some(Holds::Shared),
            Some("str") => Some(Holds::Result),
            Some("inlineStr" | "is" | "d") => Some(Holds::Text),
            Some(_) => None,
        };
        self.cell = Some(Open {
            begun,
            at,
            holds: holds.unwrap_or(Holds::Number),
            last: 0,
            formula: false,
            value: None,
            in_value: false,
            pieces: 0,
            run: Run::default(),
        });
        if self.row.numbered && self.row.number != at.row {
            return self.broken("a cell in another row");
        }
        if s.is_some_and(|s| !is_digits(s)) {
            return self.broken("a style that is no number");
        }
        if holds.is_none() {
            return self.broken("a value of an unknown kind");
        }
        Ok(())
    }

    /// Takes a cell whose value calamine would not tell, or not as what it is.
    fn end_cell(&mut self, end: usize) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let text = cell.value.as_deref().map(str::trim);
        let blank = text.is_none_or(str::is_empty) && cell.last != 3;
        let zero = || text.and_then(|t| t.parse::<f64>().ok()).is_some_and(|n| n.abs() < f64::MIN_POSITIVE);
        let value = match cell.holds {
            // A formula that gave an empty text has one: saved, and nothing to see.
            Holds::Result if blank && cell.value.is_some() && !self.to_be_calculated => None,
            _ if cell.formula && blank => Some(Value::Unsaved),
            Holds::Number if cell.formula && self.to_be_calculated && zero() => Some(Value::Unsaved),
            Holds::Error if !blank => Some(Value::Error(clean_name(text.unwrap_or_default()))),
            _ if blank => None,
            Holds::Number if text.and_then(|t| t.parse::<f64>().ok()).is_none() && cell.last != 3 => {
                let found = clean_name(text.unwrap_or_default());
                Some(Value::Unread(format!("a number that cannot be read: {found}")))
            }
            Holds::Shared => {
                let number = text.and_then(|t| is_digits(t).then(|| t.parse::<usize>().ok())?);
                // Where there is no such text, calamine would take the first, or none of the file.
                let Some(struck) = number.and_then(|n| self.texts.get(n)) else {
                    self.cell = Some(cell);
                    return self.broken("a text by a number that no text has");
                };
                if *struck {
                    self.struck.insert((cell.at.row, cell.at.column));
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        self.known.push(cell.begun..end);
        match value {
            Some(value) => self.draft.take(Cell::new(cell.at.row, cell.at.column, value), self.tally),
            None => Ok(()),
        }
    }

    fn broken(&self, what: &str) -> Result<(), Fault> {
        let at = self.cell.as_ref().map(|c| format!(" in {}", c.at)).unwrap_or_default();
        Err(Fault::Damaged(format!("its part {} has {what}{at}", self.part)))
    }

    fn beyond(&self, what: &str) -> Result<(), Fault> {
        let part = self.part;
        Err(Fault::Damaged(format!("its part {part} has {what}, beyond XFD1048576, the last cell of a sheet")))
    }
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// Says whether a text is a whole number of a size that any list can have.
fn is_digits(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads the reference of cells from a first to a last one, or of one.
fn cells_of(text: &str) -> Option<Merged> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (a, b) = (cell_of(first)?, cell_of(last)?);
    Some(Merged { top: a.row, left: a.column, bottom: b.row, right: b.column })
}

/// Reads the reference of a cell that a sheet can have.
pub(super) fn cell_of(text: &str) -> Option<CellRef> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    if !is_digits(digits) || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = digits.parse::<u32>().ok()?;
    ((1..=COLUMNS).contains(&column) && (1..=ROWS).contains(&row)).then(|| CellRef::new(row - 1, column - 1))
}
