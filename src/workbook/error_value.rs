//! The names of error values, whatever a program calls them.

/// The names that are not of the common form.
const NAMES: [&str; 6] = ["#N/A", "#NV", "#N/D", "#N/V", "#GETTING_DATA", "#ERROR"];

/// Says whether a text is nothing but an error value, as in `#DIV/0!`, `#SPILL!`, `#NAME?` or `Err:502`.
///
/// Spreadsheet programs name them in capitals between `#` and `!` or `?`, in the language of whoever saved them.
pub(super) fn is_error_text(text: &str) -> bool {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix("Err:") {
        return digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit());
    }
    let Some(rest) = text.strip_prefix('#') else { return false };
    let Some(name) = rest.strip_suffix(['!', '?']) else { return NAMES.contains(&text) };
    let letters = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '_' | '¡' | '¿');
    name.chars().count() <= 24 && name.chars().any(char::is_alphabetic) && name.chars().all(letters)
}

/// Names the error value that a binary workbook has by its number.
pub(super) fn name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::is_error_text;

    #[test]
    fn error_values_are_known_whatever_they_are_called() {
        for text in [
            "#REF!",
            "#DIV/0!",
            "#N/A",
            "#NAME?",
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
            "#BUSY!",
            "#GETTING_DATA",
            "#ERROR!",
            "Err:502",
            " #VALUE! ",
            "#WERT!",
            "#¡REF!",
            "#PYTHON!",
            "#UNKNOWN!",
        ] {
            assert!(is_error_text(text), "{text}");
        }
        for text in ["#1", "#1!", "# of calls", "#stopthethief!", "Err: 502", "Error", "see #REF!", "#", "#!", ""] {
            assert!(!is_error_text(text), "{text}");
        }
    }
}
