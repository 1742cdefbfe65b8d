//! Why a workbook cannot be read, and the words for it.

use serde::{Deserialize, Serialize};

use super::limits;
use crate::problem::{Code, Place, Problem};

/// Why a workbook cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Fault {
    /// The file could not be opened; the system's words.
    Unreadable(String),
    /// There is no such file.
    Absent,
    /// The file has no bytes.
    Empty,
    /// It is something else: what, with its article.
    NotAWorkbook(String),
    /// It needs a password to be opened.
    Password,
    /// It is encrypted by a sensitivity label.
    Label,
    /// It is a workbook with something wrong inside; what.
    Damaged(String),
    /// It exceeds a limit; which, as a clause.
    TooLarge(String),
    /// It has no sheet, or no cell that holds anything; which, as a clause.
    Nothing(String),
    /// The child that reads it could not be started; the system's words.
    NoReader(String),
    /// The child took too long.
    TimeOut,
    /// The child ended without an answer.
    Crashed,
}

impl Fault {
    /// Tells the fault of the file of that name.
    pub(super) fn problem(self, name: &str) -> Problem {
        let place = Place::Workbook(name.into());
        let resave = "Open it in the program that made it, save it again as an .xlsx workbook, and send that";
        match self {
            Fault::Unreadable(why) => Problem::new(Code::UnreadableFile, place, format!("it cannot be opened: {why}")),
            Fault::Absent => Problem::new(Code::NoSuchFile, place, "there is no file of this name")
                .help("Check its name, and the folder that it is in"),
            Fault::Empty => Problem::expected(Code::EmptyFile, place, "a workbook", "an empty file")
                .help("It may have been cut off on its way: ask for it again"),
            Fault::NotAWorkbook(what) => Problem::expected(Code::NotAWorkbook, place, "a workbook", what)
                .help("Save the return as an .xlsx workbook, or move this file elsewhere"),
            Fault::Password => {
                Problem::new(Code::Password, place, "it is protected by a password, so it cannot be read").help(
                    "Save a copy without the password to open it, and use that. If Excel opens it without asking for \
                         one, it encrypts it because the workbook's structure is protected: end that with Review › \
                         Protect Workbook, and save it again",
                )
            }
            Fault::Label => {
                Problem::new(Code::Password, place, "it is encrypted by a sensitivity label, so it cannot be read")
                    .help("Remove the label in Excel, or save a copy with a label that does not encrypt, and use that")
            }
            Fault::Damaged(why) => {
                let why = brief(&why);
                Problem::new(Code::DamagedWorkbook, place, format!("the workbook is damaged: {why}")).help(resave)
            }
            Fault::TooLarge(why) => {
                Problem::new(Code::TooLarge, place, format!("too large for a return: {}", brief(&why)))
                    .help("Copy the return's sheets into a workbook of their own")
            }
            Fault::Nothing(why) => Problem::new(Code::NothingInIt, place, why).help("Send the filled-in return"),
            Fault::NoReader(why) => Problem::new(
                Code::NoReader,
                place,
                format!("it was not read: the program could not start its reader: {why}"),
            ),
            Fault::TimeOut => {
                let seconds = limits::TIME.as_secs();
                Problem::new(Code::TimeOut, place, format!("it was not read within {seconds} seconds")).help(resave)
            }
            Fault::Crashed => Problem::new(
                Code::DamagedWorkbook,
                place,
                "the workbook is damaged: reading it failed, or needs more memory than a return can",
            )
            .help(resave),
        }
    }
}

/// Cuts what quotes a file at a length that can be read.
fn brief(why: &str) -> String {
    match why.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &why[..at]),
        None => why.into(),
    }
}
