//! An Excel 97 to 2003 workbook (or one of Excel 5), record by record.
//!
//! Numbers and layouts of records are those of MS-XLS. A workbook is one stream: first what is said of it as a whole,
//! then a part for each sheet, which begins where the list of sheets says and ends with a record of its own. Whatever is
//! cut off is an error: nothing in the file would tell that cells are lost.

use super::compound::{Compound, u16_at, u32_at};
use super::draft::Tally;
use super::fault::Fault;
use super::format::Format;
use super::limits::MOST_SHEETS;
use super::model::Sheet;
use super::name::clean_name;
use super::records_sheet;
use super::records_text::{Chunks, Text, Writing, code_page};
use super::styles::{Style, Styles};

/// Records that begin and end a part, and one that goes on where the one before it stopped.
pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000a;
pub(super) const CONTINUE: u16 = 0x003c;
/// The records that say something of the workbook as a whole.
const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const FONT: u16 = 0x0031;
const STYLE: u16 = 0x00e0;
const TEXTS: u16 = 0x00fc;
const SINCE_1904: u16 = 0x0022;
const CODE_PAGE: u16 = 0x0042;
const PASSWORD: u16 = 0x002f;
/// The kinds of sheets as they are listed, and the kind of part that one of cells has.
const CELLS: u8 = 0;
const MACROS: u8 = 1;
const OF_CELLS: u16 = 0x10;
/// The versions: of Excel 97 and later, and of Excel 5 and 95.
const EXCEL_97: u16 = 0x0600;
const EXCEL_5: u16 = 0x0500;

/// A record: its number and what it holds.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records of a stream from one of them on.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// Takes the next record; an error where the stream has none, for a part ends with a record of its own.
    pub(super) fn next(&mut self) -> Result<Record<'a>, Fault> {
        let record = self.peek().ok_or_else(broken)?;
        self.at += 4 + record.data.len();
        Ok(record)
    }

    fn peek(&self) -> Option<Record<'a>> {
        let (kind, length) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + usize::from(length))?;
        Some(Record { kind, data })
    }

    /// Takes the records that continue one.
    pub(super) fn continued(&mut self, first: &'a [u8]) -> Chunks<'a> {
        let mut chunks = vec![first];
        while let Some(record) = self.peek().filter(|r| r.kind == CONTINUE) {
            chunks.push(record.data);
            self.at += 4 + record.data.len();
        }
        Chunks::new(chunks)
    }
}

/// What is said of the workbook as a whole.
pub(super) struct Globals {
    pub(super) writing: Writing,
    pub(super) styles: Styles,
    pub(super) texts: Vec<Text>,
    /// Whether a formula's empty result is none: libraries that cannot work one out save it so.
    pub(super) empty_is_none: bool,
    /// For each font, whether it strikes through.
    struck: Vec<bool>,
    sheets: Vec<Listed>,
}

/// A sheet as it is listed.
struct Listed {
    at: u32,
    hidden: bool,
    kind: u8,
    name: String,
}

impl Globals {
    /// Says whether a font strikes through.
    pub(super) fn is_struck(&self, font: u16) -> bool {
        is_struck(&self.struck, font)
    }
}

/// The fifth font is left out of the numbers.
fn is_struck(struck: &[bool], font: u16) -> bool {
    let at = if font > 4 { font - 1 } else { font };
    struck.get(usize::from(at)).copied().unwrap_or_default()
}

/// Reads a workbook's sheets of cells, and the names of those of macros.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<String>), Fault> {
    let stream = Compound::read(bytes).and_then(|c| c.workbook()).ok_or_else(broken)?;
    let globals = globals(&stream)?;
    let (mut sheets, mut macros, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    for listed in &globals.sheets {
        match listed.kind {
            CELLS => {}
            MACROS => {
                macros.push(clean_name(&listed.name));
                continue;
            }
            // A chart.
            _ => continue,
        }
        let mut records = Records { stream: &stream, at: listed.at as usize };
        let begin = records.next()?;
        if begin.kind != BEGIN || u16_at(begin.data, 2) != Some(OF_CELLS) {
            return Err(broken());
        }
        let draft = records_sheet::read(&mut records, &globals, &mut tally)?;
        sheets.push(draft.finish(&listed.name, listed.hidden)?);
    }
    Ok((sheets, macros))
}

pub(super) fn broken() -> Fault {
    Fault::Damaged("its compound file is cut off or broken".into())
}

/// Reads what is said of the workbook as a whole.
fn globals(stream: &[u8]) -> Result<Globals, Fault> {
    let mut records = Records { stream, at: 0 };
    let begin = records.next()?;
    let version = u16_at(begin.data, 0).filter(|_| begin.kind == BEGIN);
    let mut writing = match version {
        Some(EXCEL_97) => Writing::Unicode,
        Some(EXCEL_5) => Writing::CodePage(code_page(0)),
        _ => return Err(Fault::NotAWorkbook("a workbook of Excel 4 or earlier".into())),
    };
    let (mut formats, mut struck, mut styles) = (Vec::new(), Vec::new(), Vec::new());
    let (mut texts, mut sheets, mut since_1904) = (Vec::new(), Vec::new(), false);
    // Programs of Microsoft tell here on which systems the file was edited.
    let empty_is_none =
        version == Some(EXCEL_97) && u32_at(begin.data, 8) == Some(0) && u32_at(begin.data, 12) == Some(6);
    loop {
        let Record { kind, data } = records.next()?;
        match kind {
            END => break,
            PASSWORD => return Err(Fault::Password),
            CODE_PAGE => {
                if let (Writing::CodePage(page), Some(number)) = (&mut writing, u16_at(data, 0)) {
                    *page = code_page(number);
                }
            }
            SINCE_1904 => since_1904 = u16_at(data, 0) == Some(1),
            FONT => struck.push(u16_at(data, 2).is_some_and(|flags| flags & 8 != 0)),
            FORMAT => {
                let mut rest = Chunks::new(vec![data.get(2..).unwrap_or_default()]);
                let code = if writing == Writing::Unicode { rest.text(writing) } else { rest.short_text(writing) };
                formats.extend(u16_at(data, 0).zip(code.map(|c| Format::parse(&c.text))));
            }
            STYLE => {
                let (font, format) = u16_at(data, 0).zip(u16_at(data, 2)).ok_or_else(broken)?;
                let own = formats.iter().find(|(number, _)| *number == format).map(|(_, f)| f.clone());
                let format = own.unwrap_or_else(|| Format::built_in(format));
                styles.push(Style { format, struck: is_struck(&struck, font) });
            }
            SHEET => {
                let name = Chunks::new(vec![data.get(6..).unwrap_or_default()]).short_text(writing);
                let (at, name) = u32_at(data, 0).zip(name).ok_or_else(broken)?;
                let hidden = data.get(4).is_some_and(|state| state & 3 != 0);
                let kind = data.get(5).copied().ok_or_else(broken)?;
                sheets.push(Listed { at, hidden, kind, name: name.text });
                if sheets.len() > MOST_SHEETS {
                    return Err(Fault::TooLarge(format!("it has more than {MOST_SHEETS} sheets")));
                }
            }
            TEXTS => {
                let mut list = records.continued(data);
                let head = list.take(8).ok_or_else(broken)?;
                let many = u32_at(&head, 4).ok_or_else(broken)?;
                for _ in 0..many {
                    // A list that is cut off lacks texts that cells name.
                    let Some(text) = list.text(Writing::Unicode) else { break };
                    texts.push(text);
                }
            }
            _ => {}
        }
    }
    let mut styles = Styles::new(styles);
    styles.since_1904 = since_1904;
    Ok(Globals { writing, styles, texts, empty_is_none, struck, sheets })
}
