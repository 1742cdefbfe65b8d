//! Words and names, wherever they come from: what is said or asked of text in more than one place, once.
//!
//! *In:* text that people typed, and names. *Out:* whether two names are the same, which one was meant, and text that is
//! ready to be said: lists, dates, names of files. *Invariants:* [`key`] of a name is the same however the name is cased,
//! spaced, hyphenated or accented, and [`nearest`] gives the same name in whatever order the known ones come. This is a
//! leaf: it does not know returns, templates or pages.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

/// Gives an enum the names that its values are known by: in facts, to templates, and in what is said of them.
macro_rules! named {
    ($type:ident { $($value:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// Gives the name that it is known by.
            pub(crate) fn name(self) -> &'static str {
                match self { $($type::$value => $name,)+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.name())
            }
        }
    };
}
pub(crate) use named;

/// Says whether a character has no form of its own: those that [mislead](misleads), and those that only say where a line
/// may be broken.
pub(crate) fn is_invisible(c: char) -> bool {
    misleads(c) || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{feff}')
}

/// Says whether an invisible character may change how those around it are read: a control or direction character, or one
/// that carries text unseen.
pub(crate) fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Removes invisible characters from a text and puts it on one line, with one space wherever it has white space.
pub(crate) fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes names comparable: whatever their case, spaces, hyphens, accents, form of apostrophe or trailing colon.
pub(crate) fn key(name: &str) -> String {
    // Nearly every name is of plain letters, and every cell that may hold one is asked.
    if name.is_ascii() {
        let mut kept = name.to_ascii_lowercase();
        kept.retain(|c| !matches!(c, '\t'..='\r' | ' ' | '-' | ':'));
        return kept;
    }
    // Taken apart, an accent is a character of its own, whether or not it was typed as one.
    name.nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | ':'))
        .filter(|c| !c.is_whitespace() && (c.is_ascii() || !is_invisible(*c)))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\u{2018}' | '\u{2019}' | '\u{2bc}') { '\'' } else { c })
        .collect()
}

/// How much of a name must be as in another for that one to be meant; 1 is all of it.
const ALIKE: f64 = 0.6;
/// How alike a name is to one that it begins, and the fewest characters that begin one.
const BEGINS: (f64, usize) = (0.75, 4);

/// Finds the known name that is nearest to an unknown one, if any is near enough to be meant; of several as near, the first
/// by name.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = key(name);
    let likeness = |known: &str| {
        let known = key(known);
        let alike = strsim::normalized_damerau_levenshtein(&known, &wanted);
        let begins = wanted.chars().count() >= BEGINS.1 && known.starts_with(&wanted);
        if begins { alike.max(BEGINS.0) } else { alike }
    };
    let near = known.into_iter().map(|n| (likeness(n), n)).filter(|(alike, _)| *alike >= ALIKE);
    near.max_by(|(a, n), (b, m)| a.total_cmp(b).then_with(|| m.cmp(n))).map(|(_, name)| name)
}

/// Makes a name to refer to something by, or to call a file: lower case, with hyphens.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
}

/// Names that Windows keeps for devices, whatever the ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];
/// How many characters of a name a file's name takes over: short enough for every system with what is added.
const LONGEST_STEM: usize = 60;

/// Makes names for files, without ending, of names: slugs that every system takes and that are unlike each other.
///
/// A name without letters, one that a system keeps and one like an earlier one get a number.
pub(crate) fn file_stems<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = DEVICES.map(String::from).into();
    let stem = |name| {
        let slug: String = slug(name).chars().take(LONGEST_STEM).collect();
        let plain = if slug.is_empty() { "unnamed" } else { slug.trim_end_matches('-') };
        let numbered = (2..).map(|n: u64| format!("{plain}-{n}"));
        let mut free = std::iter::once(plain.to_string()).chain(numbered).filter(|stem| taken.insert(stem.clone()));
        free.next().expect("there are more numbers than names")
    };
    names.into_iter().map(stem).collect()
}

/// Joins names with commas, and a word before the last: `A, B and C`.
pub(crate) fn list(names: &[impl AsRef<str>], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().into(),
        [first @ .., last] => format!("{} {word} {}", commas(first), last.as_ref()),
    }
}

/// Joins the first names with commas, and says how many more there are: `A, B and 3 more`.
pub(crate) fn list_some(names: &[impl AsRef<str>], most: usize) -> String {
    let some = commas(&names[..names.len().min(most)]);
    match names.len().saturating_sub(most) {
        0 => some,
        more => format!("{some} and {more} more"),
    }
}

fn commas(names: &[impl AsRef<str>]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}

/// Makes the first letter of a sentence a small one, to go on with it.
pub(crate) fn first_down(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Says a date: `27 November 2013`.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_however_they_are_typed() {
        for (name, typed) in [
            ("Crime type", "crime-type:"),
            ("Ynys M\u{f4}n", "YNYS MO\u{302}N"),
            ("Ynys M\u{f4}n", "Ynys Mon"),
            ("Mid\u{2011}Wales", "Mid Wales"),
            ("King\u{2019}s Lynn", "King's  Lynn"),
            ("Caf\u{e9}", "Ca\u{ad}fe\u{301}\u{200b}"),
        ] {
            assert_eq!(key(name), key(typed), "{name}");
        }
        assert_ne!(key("Amber Valley"), key("Amber Vale"));
        // What sets words apart in other scripts is no accent.
        assert_ne!(key("\u{915}\u{93f}"), key("\u{915}\u{940}"));
    }

    #[test]
    fn the_nearest_name_is_one_that_may_be_meant() {
        let known = ["Shoplifting", "Burglary dwelling", "Bicycle theft"];
        let near = |name| nearest(name, known);
        assert_eq!(near("shop lifting"), Some("Shoplifting"));
        assert_eq!(near("Buglary dweling"), Some("Burglary dwelling"));
        assert_eq!(near("burglary"), Some("Burglary dwelling"));
        assert_eq!((near("Robbery"), near("")), (None, None));
        assert_eq!((nearest("AX", ["AB", "AA"]), nearest("AXY", ["AXC", "AXB"])), (None, Some("AXB")));
    }

    #[test]
    fn text_is_said_and_named() {
        assert_eq!([0, 1, 2, 3].map(|n| list(&["A", "B", "C"][..n], "or")), ["", "A", "A or B", "A, B or C"]);
        assert_eq!([2, 3].map(|n| list_some(&["A", "B", "C"][..n], 2)), ["A, B", "A, B and 1 more"]);
        assert_eq!([slug("King's Lynn & West"), slug("(?)")], ["king-s-lynn-west", ""]);
        assert_eq!(one_line(" a\u{202e}\tb\u{a0}\nc\u{200b} "), "a b c");
        assert_eq!(NaiveDate::from_ymd_opt(2013, 11, 7).map(date).as_deref(), Some("7 November 2013"));
    }

    #[test]
    fn files_have_names_of_their_own_that_every_system_takes() {
        let names = ["Bolsover (North)", "Bolsover & North", "CON", "???", "", "Bolsover North 2", "Ynys M\u{f4}n."];
        let stems = [
            "bolsover-north",
            "bolsover-north-2",
            "con-2",
            "unnamed",
            "unnamed-2",
            "bolsover-north-2-2",
            "ynys-m\u{f4}n",
        ];
        assert_eq!(file_stems(names), stems);
        assert!(file_stems([&*"a ".repeat(200)])[0].len() <= LONGEST_STEM);
    }

    proptest::proptest! {
        /// A character that no name keeps sends a name of plain letters the way of all others: to the same end.
        #[test]
        fn plain_names_are_compared_as_others_are(name in "[ -~\t\u{b}]{0,30}") {
            proptest::prop_assert_eq!(key(&name), key(&format!("{name}\u{200b}")));
        }
    }
}
