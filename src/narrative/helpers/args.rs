//! What a helper was given.

use handlebars::{Helper as Call, RenderError};
use serde_json::Value;

use super::{Helper, failure};
use crate::number::{Decimal, Ratio};
use crate::quarter::Month;

/// The values that a helper was given, all of which exist (though they may be `null`).
pub(crate) struct Args<'a> {
    helper: &'a Helper,
    values: Vec<&'a Value>,
}

impl<'a> Args<'a> {
    /// Takes the values of a call.
    ///
    /// # Errors
    /// A name that does not exist, or a named argument: helpers take none.
    pub(crate) fn new(helper: &'a Helper, call: &'a Call<'_>) -> Result<Self, RenderError> {
        if let Some(missing) = call.params().iter().find(|p| p.is_value_missing()) {
            return Err(RenderError::strict_error(missing.relative_path()));
        }
        if let Some(name) = call.hash().keys().next() {
            return Err(failure(format!("{} takes no argument named \u{201c}{name}\u{201d}", helper.name)));
        }
        Ok(Args { helper, values: call.params().iter().map(|p| p.value()).collect() })
    }

    fn wrong(&self, at: usize, expected: &str) -> String {
        let found = match self.values.get(at) {
            Some(Value::Null) => "nothing; ask {{#if}} whether there is one".into(),
            Some(value) => {
                let mut text = value.to_string();
                if text.chars().count() > 40 {
                    text = text.chars().take(40).chain(['\u{2026}']).collect();
                }
                text
            }
            None => "none".into(),
        };
        format!("{{{{{}}}}}: expected {expected}, found {found}", self.helper.usage)
    }

    /// Gives all values.
    pub(crate) fn all(&self) -> &[&'a Value] {
        &self.values
    }

    /// Gives a value, which may be `null`.
    pub(crate) fn value(&self, at: usize) -> Result<&'a Value, String> {
        self.values.get(at).copied().ok_or_else(|| self.wrong(at, "a value"))
    }

    /// Gives a whole number, or none where it is `null`.
    pub(crate) fn whole(&self, at: usize) -> Result<Option<i64>, String> {
        match self.value(at)? {
            Value::Null => Ok(None),
            value => value.as_i64().map(Some).ok_or_else(|| self.wrong(at, "a whole number")),
        }
    }

    /// Gives a whole number that is there and not negative.
    pub(crate) fn natural(&self, at: usize) -> Result<u64, String> {
        self.value(at)?.as_u64().ok_or_else(|| self.wrong(at, "a whole number that is not negative"))
    }

    /// Gives a number with its decimal places, or none where it is `null`.
    pub(crate) fn decimal(&self, at: usize) -> Result<Option<Decimal>, String> {
        match self.value(at)? {
            Value::Null => Ok(None),
            value => decimal(value).map(Some).ok_or_else(|| self.wrong(at, "a number")),
        }
    }

    /// Gives a text.
    pub(crate) fn text(&self, at: usize) -> Result<&'a str, String> {
        self.value(at)?.as_str().ok_or_else(|| self.wrong(at, "a text"))
    }

    /// Gives a month.
    pub(crate) fn month(&self, at: usize) -> Result<Month, String> {
        Month::parse(self.text(at)?).ok_or_else(|| self.wrong(at, "a month"))
    }

    /// Gives a list.
    pub(crate) fn list(&self, at: usize) -> Result<&'a Vec<Value>, String> {
        self.value(at)?.as_array().ok_or_else(|| self.wrong(at, "a list"))
    }

    /// Gives a change and its percentage, of an object that has both; none where it is `null`.
    pub(crate) fn change(&self, at: usize) -> Result<Option<(i64, Option<Decimal>)>, String> {
        let value = self.value(at)?;
        if value.is_null() {
            return Ok(None);
        }
        let wrong = || self.wrong(at, "something with a change and a percentage");
        let change = value.get("change").and_then(Value::as_i64).ok_or_else(wrong)?;
        let percent = value.get("percent").ok_or_else(wrong)?;
        Ok(Some((change, if percent.is_null() { None } else { Some(decimal(percent).ok_or_else(wrong)?) })))
    }
}

/// Takes a number as it was rounded: one decimal place unless it was printed with none or more.
fn decimal(value: &Value) -> Option<Decimal> {
    if let Some(whole) = value.as_i64() {
        return Some(Ratio::whole(whole).round(0));
    }
    let exact = Ratio::from_f64(value.as_f64()?)?;
    let mut places = 1;
    while places < 6 && exact.denominator() > 1 && 10i128.pow(places) % exact.denominator() != 0 {
        places += 1;
    }
    Some(exact.round(u8::try_from(places).unwrap_or(6)))
}
