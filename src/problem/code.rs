//! The codes of problems: one table of what can be wrong, how much it matters, and who can mend it.
//!
//! *In:* nothing. *Out:* [`Code`], whose name programs may rely on: it is never given another meaning. *Invariants:* each
//! code has one name, one usual severity, one [`Mender`] and one sentence, so that whoever asks for them matches on the
//! code and never on words. The reference prints the table as it stands here.

use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

use super::Severity;

/// Who can mend what is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mender {
    /// Whoever filled in the return.
    Sender,
    /// The board's team: its `board.toml`, its folder of inputs, and what it typed on the command line.
    Team,
    /// The author of the templates and the theme.
    Author,
    /// Whoever looks after the machine: disks, permissions, memory.
    Machine,
    /// Whoever maintains this program.
    Maintainer,
}

impl Mender {
    /// Says who it is, as in `the return's sender`.
    pub fn name(self) -> &'static str {
        match self {
            Mender::Sender => "the return\u{2019}s sender",
            Mender::Team => "the board\u{2019}s team",
            Mender::Author => "the author of templates and theme",
            Mender::Machine => "whoever looks after the machine",
            Mender::Maintainer => "whoever maintains this program",
        }
    }
}

/// Makes [`Code`] and what is known of each code from one table.
macro_rules! codes {
    ($($mender:ident $severity:ident { $($code:ident $name:literal $meaning:literal)* })*) => {
        /// What is wrong, for programs and for whoever must tell one problem from another.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[doc = $meaning] $code,)*)*
        }

        impl Code {
            /// All codes, by who mends them and how much they matter.
            pub const ALL: &[Code] = &[$($(Code::$code,)*)*];

            /// Gives its stable short name in kebab case, as in `not-a-whole-number`.
            pub fn name(self) -> &'static str {
                match self { $($(Code::$code => $name,)*)* }
            }

            /// Says in a sentence what is wrong.
            pub fn meaning(self) -> &'static str {
                match self { $($(Code::$code => $meaning,)*)* }
            }

            /// Gives how much it matters, unless something makes it matter less.
            pub fn severity(self) -> Severity {
                match self { $($(Code::$code)|* => Severity::$severity,)* }
            }

            /// Tells who can mend it.
            pub fn mender(self) -> Mender {
                match self { $($(Code::$code)|* => Mender::$mender,)* }
            }
        }
    };
}

codes! {
    Sender Error {
        ActionMissing "action-missing" "An action has left the plan without having been complete."
        ActionPlanMissing "action-plan-missing" "There is no action plan, and there was one last quarter."
        AnotherQuarter "another-quarter" "The return is for another quarter than the one that is reported."
        Blank "blank" "A cell that must be filled in is blank."
        CategoryTwice "category-twice" "A category has two rows of counts."
        ColumnTwice "column-twice" "Two columns have the same heading."
        CountTooLarge "count-too-large" "A count is larger than any that can be meant."
        DamagedWorkbook "damaged-workbook" "The workbook is damaged and cannot be read."
        DateOutOfRange "date-out-of-range" "A date lies in a year that no return can mean."
        EmptyFile "empty-file" "The file is empty."
        ErrorValue "error-value" "A formula has failed in the cell, as in #REF!."
        FiguresTooLong "figures-too-long" "An indicator\u{2019}s figures have too many digits to be compared exactly."
        LabelTwice "label-twice" "A label of the cover is there twice."
        MergedFigure "merged-figure" "A figure is merged over several rows, and would count in each."
        MonthAfterQuarter "month-after-quarter" "A month is after the end of the quarter; only a note where its column is empty."
        MonthGap "month-gap" "Months are missing between two columns of counts."
        MonthTwice "month-twice" "Two columns are headed with the same month."
        MonthsMissing "months-missing" "The last months of the quarter are missing."
        NegativeCount "negative-count" "A count is negative."
        NoCategory "no-category" "A category has no row of counts."
        NoColumn "no-column" "A column that must be there is missing."
        NoHeadings "no-headings" "A sheet has no row of headings."
        NoLine "no-line" "A line of the cover that must be there is missing."
        NoMonths "no-months" "A sheet of counts has no month at the head of any column."
        NoSheet "no-sheet" "A sheet that must be there is missing."
        NotAChoice "not-a-choice" "A cell holds another word than those to choose from."
        NotADate "not-a-date" "A cell holds no date where one is expected."
        NotANumber "not-a-number" "A cell holds no number where one is expected, or one that its unit does not allow."
        NotAQuarter "not-a-quarter" "A cell names no quarter where one is expected."
        NotAReturn "not-a-return" "The workbook is not a return: it has no cover."
        NotAWholeNumber "not-a-whole-number" "A cell holds no whole number; only a warning for a total, which is not used."
        NotAWorkbook "not-a-workbook" "The file is not a workbook."
        NotText "not-text" "A cell holds no text where one is expected."
        NothingInIt "nothing-in-it" "The workbook has no sheet, or no cell that holds anything."
        Password "password" "The workbook is protected by a password."
        RaisedLater "raised-later" "A board action was raised in a later quarter than the one that is reported."
        SessionCarried "session-carried" "An open row takes a word from a row that is not open."
        SessionHeading "session-heading" "Something looks like the column Session, and is not read as it."
        SessionInText "session-in-text" "A text is marked as closed, and its row is open."
        SessionOnCover "session-on-cover" "The cover, all of which is published, speaks of a session."
        SessionSheet "session-sheet" "A sheet that is no part of the return is named as closed."
        SessionUnread "session-unread" "A session is neither Open nor Closed."
        SheetTwice "sheet-twice" "Two sheets have the same name."
        StruckThrough "struck-through" "Something that is read is struck through."
        TimeOut "time-out" "The workbook was not read in time."
        TooFewMonths "too-few-months" "A sheet of counts has fewer months than the papers need."
        TooLarge "too-large" "The workbook is too large for a return."
        Twice "twice" "A code or reference that must be there once is there twice."
        UnknownAction "unknown-action" "Progress is told of an action that is not in the plan."
        UnknownCategory "unknown-category" "A row of counts has a category that board.toml does not know."
        UnknownPartnership "unknown-partnership" "The cover names a partnership that board.toml does not know."
        UnreadableCell "unreadable-cell" "What a cell holds could not be read."
        UnsavedFormula "unsaved-formula" "A cell has a formula whose result was not saved."
    }
    Sender Warning {
        ActionClosed "action-closed" "Progress is told of an action that was complete and has left the plan."
        CarriedMonthsDiffer "carried-months-differ" "Most earlier counts of a row are not those that were sent before."
        CharactersRemoved "characters-removed" "Characters that cannot be seen are left out of a text."
        CompletedEarly "completed-early" "The return was completed before its quarter ended."
        DueDateRemoved "due-date-removed" "An action has lost the due date that it had last quarter."
        MonthsLeftOut "months-left-out" "Earlier months that were sent before are left out."
        NoHeading "no-heading" "Cells are passed over, as their column has no heading."
        NotBeside "not-beside" "A value of the cover is not beside its label, and is passed over."
        Provisional "provisional" "The return is marked provisional."
        RowOfZeros "row-of-zeros" "A category is 0 all quarter, after a year of counts."
        RowsExchanged "rows-exchanged" "A row has the counts that another row had before."
        SameFigures "same-figures" "Two rows of counts are alike."
        SentAgain "sent-again" "All counts of the quarter are those of the quarter before."
        SessionMentioned "session-mentioned" "The text of an open row speaks of what is closed or confidential."
        SheetLeftOut "sheet-left-out" "A sheet of counts that was sent last quarter is missing."
        ShownOtherwise "shown-otherwise" "A cell shows something else than it holds."
        SmallPercentage "small-percentage" "A percentage is below 1: it may have been meant as a fraction of 1."
        TextTooLong "text-too-long" "A text is longer than can be read with ease in a paper."
        TotalDiffers "total-differs" "A typed total differs from the sum of its categories."
        UnexpectedJump "unexpected-jump" "A count is far outside what is usual for its category."
        UnknownPriority "unknown-priority" "A priority is spelt nearly, but not quite, as in board.toml."
    }
    Sender Note {
        Hidden "hidden" "A sheet, row or column is hidden; it is read like any other."
        NoChecksums "no-checksums" "The kind of file cannot show whether it was damaged on its way."
        NoSession "no-session" "Sheets have no column Session, so that all their rows are open."
        NothingSaid "nothing-said" "A row names something and says nothing of it."
        UnknownColumn "unknown-column" "A column is no part of the return, and is passed over."
        UnknownLine "unknown-line" "A line without counts is no category, and is passed over."
        UnknownSheet "unknown-sheet" "A sheet is no part of the return, and is passed over."
    }
    Team Error {
        AlreadyThere "already-there" "The folder for a new board holds files already."
        BoardContent "board-content" "Something in board.toml cannot be as it is."
        BoardSyntax "board-syntax" "The file board.toml is no TOML, or a key of it is missing or unknown."
        BoardUnreadable "board-unreadable" "The file board.toml cannot be read."
        MisnamedFolder "misnamed-folder" "A folder may hold a quarter\u{2019}s returns, and its name is not the quarter\u{2019}s; only a warning where it is not the latest."
        NoFolder "no-folder" "There is no folder for the quarter."
        NoGlyph "no-glyph" "The fonts lack a character that a return or board.toml uses."
        NoQuarter "no-quarter" "No quarter has a folder among the inputs."
        NoSuchFile "no-such-file" "There is no file of the name that was given."
        NotAnEarlierQuarter "not-an-earlier-quarter" "The quarter to compare with is not an earlier one."
        NotReturned "not-returned" "A partnership or the unit has not returned; only a warning for a draft."
        ReturnedTwice "returned-twice" "Two workbooks are returns of one sender."
        ThereAlready "there-already" "A file in the way of a blank return is not a blank return."
        UnknownFigure "unknown-figure" "There is no figure of the name that was asked for."
    }
    Team Warning {
        EarlierReturns "earlier-returns" "The returns of an earlier quarter have problems of their own."
        NothingCarried "nothing-carried" "There is no earlier return to carry figures over from."
    }
    Team Note {
        NamedTwice "named-twice" "A file is named twice on the command line, and read once."
        PassedOver "passed-over" "A file in the quarter\u{2019}s folder is no return, and is passed over."
    }
    Author Error {
        BlockMisplaced "block-misplaced" "A block stands where it cannot be set, as a heading in a cell."
        CharacterNotInFont "character-not-in-font" "A character that a paper shows is not in its font."
        EmptyHeading "empty-heading" "A heading has no text."
        FaintText "faint-text" "A text has too little contrast with its ground."
        FigureWithoutAlt "figure-without-alt" "A figure has no text alternative."
        FontUnreadable "font-unreadable" "A font cannot be read, or is no usable font."
        HeadingSkips "heading-skips" "A heading skips a level."
        LinkBroken "link-broken" "A link leads nowhere, or has no text."
        LinkWithoutDescription "link-without-description" "A link has no description."
        LogoUnreadable "logo-unreadable" "The logo cannot be read as a picture."
        LogoWithoutAlt "logo-without-alt" "The logo has no text alternative."
        NameTwice "name-twice" "Two things in a paper have one name."
        NoLanguage "no-language" "A paper, or a text in it, does not say which language it is in."
        NoSuchGlyph "no-such-glyph" "The fonts lack a character that a template uses."
        NoTitle "no-title" "A paper has no title."
        TableTooWide "table-too-wide" "A table does not fit between the margins."
        TableWithoutHeaders "table-without-headers" "A table has no header cells."
        Template "template" "A template asks for something that is not there, or cannot be used so."
        TemplateHead "template-head" "A paper\u{2019}s template has no front matter, or it is not well formed."
        TemplateName "template-name" "A template uses a name that nothing has."
        TemplateSyntax "template-syntax" "A template is not well formed."
        TemplateText "template-text" "The Markdown that a template makes cannot be set."
        TemplateTwice "template-twice" "Two templates have one name, or make papers of one title."
        TemplateUnreadable "template-unreadable" "A template cannot be read."
        ThemeFaint "theme-faint" "Two colours of the theme have too little contrast."
        ThemeFonts "theme-fonts" "The theme names some of the four fonts of a family, and not all."
        ThemeKey "theme-key" "The theme has a key that there is not."
        ThemeMargins "theme-margins" "The theme\u{2019}s margins leave too little room for text."
        ThemeUnreadable "theme-unreadable" "The theme cannot be read, or is no TOML."
        ThemeValue "theme-value" "A value of the theme is not of the kind that its key takes."
        UnknownReference "unknown-reference" "A link or reference names nothing in the paper."
    }
    Author Warning {
        TemplateDigit "template-digit" "A template has a digit of its own; figures come from the returns."
        TemplateIdle "template-idle" "A folder of templates has a partial that no paper uses."
    }
    Machine Error {
        NoReader "no-reader" "The process that reads workbooks could not be started."
        UnreadableFile "unreadable-file" "The machine would not let a file be read."
        UnreadableFolder "unreadable-folder" "The machine would not let a folder be read."
        Unwritable "unwritable" "The machine would not let a file or folder be written."
    }
    Maintainer Error {
        BookmarksIncomplete "bookmarks-incomplete" "A heading has no bookmark that leads to it."
        CellWithoutHeader "cell-without-header" "A cell of a table is headed by nothing."
        ContentNotTagged "content-not-tagged" "Something on a page is neither tagged nor marked as decoration."
        FigureWithoutBox "figure-without-box" "A figure does not say where on its page it is."
        FontNotEmbedded "font-not-embedded" "A font is not embedded, or its glyphs are not mapped to characters."
        GlyphNotEmbedded "glyph-not-embedded" "A glyph is shown that is not embedded."
        HeaderWithoutScope "header-without-scope" "A header cell does not say what it heads."
        LinkNotTagged "link-not-tagged" "A link belongs to no element."
        NoColourSpace "no-colour-space" "The file does not say what its colours mean."
        NoConformance "no-conformance" "The file does not say which standards it meets."
        NotDrawn "not-drawn" "A paper could not be drawn."
        NotTagged "not-tagged" "The file does not say that it is tagged."
        NoteWithoutId "note-without-id" "A note has no identifier."
        ParentTree "parent-tree" "The tree from content to its elements is wrong."
        PdfNotFinished "pdf-not-finished" "The PDF could not be made."
        ReadingOrder "reading-order" "Something is read in another order than it is drawn in."
        TabOrder "tab-order" "Tabbing through a page does not follow the tags."
        TableIrregular "table-irregular" "A table is not put together as tables are."
        TagsBroken "tags-broken" "The tags are not put together as the standard asks."
        TitleNotShown "title-not-shown" "The file does not ask for its title to be shown."
    }
}

impl Code {
    /// Says whether it is of how sessions are given: then its words are of headings and places, and quote no cell.
    pub fn is_of_sessions(self) -> bool {
        use Code::{SessionCarried, SessionHeading, SessionInText, SessionOnCover, SessionSheet, SessionUnread};
        let all = [SessionCarried, SessionHeading, SessionInText, SessionOnCover, SessionSheet, SessionUnread];
        all.contains(&self) || self == Code::SessionMentioned
    }

    /// Prints all codes as a table in Markdown.
    pub fn table() -> String {
        let mut out = String::from("| code | severity | who mends it | meaning |\n|---|---|---|---|\n");
        for code in Code::ALL {
            let (name, severity, mender) = (code.name(), code.severity(), code.mender().name());
            _ = writeln!(out, "| `{name}` | {severity} | {mender} | {} |", code.meaning());
        }
        out
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_codes_that_programs_know_stay_as_they_are() {
        insta::assert_snapshot!(Code::table());
    }

    #[test]
    fn each_code_has_a_name_of_its_own_and_a_sentence() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|c| c.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", code.name());
            let meaning = code.meaning();
            assert!(meaning.ends_with('.') && meaning.starts_with(|c: char| !c.is_lowercase()), "{meaning}");
        }
    }
}
