//! What stays together on a line.

/// Words for amounts and times that stay with the number before them.
const UNITS: [&str; 28] = [
    "million", "billion", "thousand", "hundred", "per", "percent", "bn", "m", "k", "km", "miles", "mile", "hours",
    "hour", "minutes", "days", "day", "weeks", "week", "months", "month", "quarters", "quarter", "years", "year", "am",
    "pm", "p.m.",
];
/// Words that stay with the number or letter after them.
const NAMES: [&str; 17] = [
    "figure",
    "figures",
    "table",
    "tables",
    "page",
    "pages",
    "section",
    "appendix",
    "annex",
    "item",
    "quarter",
    "priority",
    "action",
    "paragraph",
    "no.",
    "week",
    "phase",
];
/// Forms of address that stay with the name after them.
const ADDRESSES: [&str; 12] = ["mr", "mrs", "ms", "dr", "cllr", "sgt", "insp", "supt", "prof", "rev", "st", "sir"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Says whether the words before and after a place where a line may break should stay together.
///
/// `before` ends with the space or hyphen that the break would follow. A number stays with its unit (`12 months`, `£1.2 million`) and
/// its month (`27 November 2013`), a name with its number (`Figure 3`, `Quarter 2`, `Q2 2013/14`), an initial or a form of
/// address with the name (`J. Smith`, `Cllr Jones`); a dash does not begin a line;
/// a letter or two before a hyphen are not left alone (`E-CINS`, `re-offend`).
pub(crate) fn glued(before: &str, after: &str) -> bool {
    if let Some(hyphenated) = before.strip_suffix('-') {
        return hyphenated.chars().rev().take_while(|c| c.is_alphanumeric()).count() < 3;
    }
    let Some(before) = before.strip_suffix(' ').filter(|b| !b.ends_with(' ')) else { return false };
    let left = before.rsplit(' ').next().unwrap_or(before);
    let right = after.split(' ').next().unwrap_or(after);
    if right == "–" || right == "—" {
        return true;
    }
    let opened = left.trim_start_matches(['(', '“', '‘', '[', '"', '\'']);
    let closed = right.trim_end_matches([')', '”', '’', ']', ',', ';', ':', '.', '?', '!', '"', '\'']);
    let is = |word: &str, list: &[&str]| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let digits = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    if is_number(opened) {
        return is(closed, &UNITS) || is(right, &UNITS) || is(closed, &MONTHS);
    }
    if is(opened, &MONTHS) {
        return digits(closed) && closed.len() == 4;
    }
    if is(opened, &NAMES) {
        return digits(closed) || (closed.len() == 1 && closed.starts_with(|c: char| c.is_ascii_uppercase()));
    }
    if opened.len() == 2 && opened.starts_with('Q') && digits(&opened[1..]) {
        return digits(closed);
    }
    let named = right.starts_with(char::is_uppercase);
    named
        && (is_initial(opened)
            || is(opened.trim_end_matches('.'), &ADDRESSES) && opened.starts_with(char::is_uppercase))
}

/// Says whether a word is an amount: `12`, `£1.2`, `4.1`, `1,234`, `−3`.
fn is_number(word: &str) -> bool {
    let bare = word.trim_start_matches(['£', '€', '$', '+', '−', '-', '~']);
    bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        && bare.ends_with(|c: char| c.is_ascii_digit())
}

/// Says whether a word is an initial: `J.`, `J.R.`.
fn is_initial(word: &str) -> bool {
    let bytes = word.as_bytes();
    !bytes.is_empty()
        && bytes.len().is_multiple_of(2)
        && bytes.chunks(2).all(|p| p[0].is_ascii_uppercase() && p[1] == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_together() {
        let together = [
            ("fell to £1.2 ", "million in"),
            ("the 12 ", "months ending"),
            ("on 27 ", "November 2013"),
            ("ending September ", "2013."),
            ("see (Figure ", "3), and"),
            ("Quarter ", "2"),
            ("Q2 ", "2013/14"),
            ("Appendix ", "A"),
            ("by J. ", "Smith"),
            ("J.R. ", "Smith"),
            ("Cllr ", "Jones"),
            ("rose ", "– and"),
            ("(E-", "CINS)"),
        ];
        let apart = [
            ("in 2013 ", "the"),
            ("a ", "figure"),
            ("the figure ", "is"),
            ("fell. ", "The"),
            ("in May ", "there"),
            ("st ", "Jones"),
            ("I ", "am"),
            ("month-", "to-month"),
        ];
        assert_eq!(together.iter().filter(|(a, b)| !glued(a, b)).collect::<Vec<_>>(), [&("", ""); 0]);
        assert_eq!(apart.iter().filter(|(a, b)| glued(a, b)).collect::<Vec<_>>(), [&("", ""); 0]);
    }
}
