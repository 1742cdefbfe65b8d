//! What a helper was given: values, and where in the view each comes from.

use std::borrow::Cow;

use handlebars::{Helper as Call, RenderError};
use serde_json::Value;

use super::{Helper, failure};
use crate::analysis;
use crate::document::{Provenance, Token, tokens};
use crate::number::{Decimal, Ratio};
use crate::quarter::Month;

/// The values that a helper was given, all of which exist (though they may be `null`).
pub(crate) struct Args<'a> {
    helper: &'a Helper,
    /// The view, in which values are found by their paths.
    view: &'a Value,
    given: Vec<Given<'a>>,
}

/// A value that a helper was given.
struct Given<'a> {
    value: Cow<'a, Value>,
    origin: Origin<'a>,
}

/// Where a value comes from.
enum Origin<'a> {
    /// The view, by its path there.
    View(&'a [String]),
    /// The template itself, which typed it.
    Typed,
    /// Another helper, which said what it is; nothing where it worked out what is no figure.
    Helper(Option<Provenance>),
}

impl<'a> Given<'a> {
    fn of(param: &'a handlebars::PathAndJson<'_>) -> Self {
        let value = param.value();
        if let Some(path) = param.context_path() {
            return Given { value: Cow::Borrowed(value), origin: Origin::View(path) };
        }
        if param.try_get_constant_value().is_some() {
            return Given { value: Cow::Borrowed(value), origin: Origin::Typed };
        }
        let Some(text) = value.as_str() else {
            return Given { value: Cow::Borrowed(value), origin: Origin::Helper(None) };
        };
        let (mut plain, mut first) = (String::with_capacity(text.len()), None);
        for token in tokens(text) {
            match token {
                Token::Text(text) => plain.push_str(text),
                Token::Figure(name) => first = first.or_else(|| Some(Provenance::Figure(name.into()))),
                Token::Of(of) => first = first.or(Some(of)),
                Token::End => {}
            }
        }
        Given { value: Cow::Owned(Value::String(plain)), origin: Origin::Helper(first) }
    }
}

impl<'a> Args<'a> {
    /// Takes the values of a call.
    ///
    /// # Errors
    /// A name that does not exist, or a named argument: helpers take none.
    pub(crate) fn new(helper: &'a Helper, view: &'a Value, call: &'a Call<'_>) -> Result<Self, RenderError> {
        if let Some(missing) = call.params().iter().find(|p| p.is_value_missing()) {
            return Err(RenderError::strict_error(missing.relative_path()));
        }
        if let Some(name) = call.hash().keys().next() {
            return Err(failure(format!("{} takes no argument named \u{201c}{name}\u{201d}", helper.name)));
        }
        Ok(Args { helper, view, given: call.params().iter().map(Given::of).collect() })
    }

    /// Says what a number, month or date is: the figure that it belongs to, where it is one.
    ///
    /// A number that the template types is one of the method's, or nothing that is known.
    pub(crate) fn figure(&self, at: usize) -> Option<Provenance> {
        let given = self.given.get(at)?;
        match &given.origin {
            Origin::View(path) => Some(Provenance::Figure(name(self.view, path).0.into())),
            Origin::Typed => analysis::method(given.value.as_f64()?).map(|name| Provenance::Figure(name.into())),
            Origin::Helper(of) => of.clone(),
        }
    }

    /// Says what a month or date is: a figure's, where what it is of has a name, or a time like any other.
    pub(crate) fn time(&self, at: usize) -> Option<Provenance> {
        match &self.given.get(at)?.origin {
            Origin::View(path) => Some(match name(self.view, path) {
                (name, true) => Provenance::Figure(name.into()),
                _ => Provenance::Time,
            }),
            Origin::Typed => Some(Provenance::Time),
            Origin::Helper(of) => of.clone(),
        }
    }

    /// Says what a text is: a return's or the board's, unless the template types it.
    pub(crate) fn words(&self, at: usize) -> Option<Provenance> {
        match &self.given.get(at)?.origin {
            Origin::View(_) => Some(Provenance::Text),
            Origin::Typed => None,
            Origin::Helper(of) => of.clone(),
        }
    }

    /// Says what an item of a list is, or a part of an object, as [`Args::figure`] does.
    pub(crate) fn figure_within(&self, at: usize, parts: &[&str]) -> Option<Provenance> {
        let Origin::View(path) = self.given.get(at)?.origin else { return self.figure(at) };
        let path: Vec<String> = path.iter().cloned().chain(parts.iter().map(|p| (*p).to_string())).collect();
        Some(Provenance::Figure(name(self.view, &path).0.into()))
    }

    fn wrong(&self, at: usize, expected: &str) -> String {
        let found = match self.value(at) {
            Ok(Value::Null) => "nothing; ask {{#if}} whether there is one".into(),
            Ok(value) => {
                let mut text = value.to_string();
                if text.chars().count() > 40 {
                    text = text.chars().take(40).chain(['\u{2026}']).collect();
                }
                text
            }
            Err(_) => "none".into(),
        };
        format!("{{{{{}}}}}: expected {expected}, found {found}", self.helper.usage)
    }

    /// Counts the values.
    pub(crate) fn len(&self) -> usize {
        self.given.len()
    }

    /// Gives a value, which may be `null`.
    pub(crate) fn value(&self, at: usize) -> Result<&Value, String> {
        let missing = || format!("{{{{{}}}}}: expected a value, found none", self.helper.usage);
        self.given.get(at).map(|g| g.value.as_ref()).ok_or_else(missing)
    }

    /// Gives a whole number, or none where it is `null`; of a list, how many there are in it.
    pub(crate) fn whole(&self, at: usize) -> Result<Option<i64>, String> {
        match self.value(at)? {
            Value::Null => Ok(None),
            Value::Array(items) => Ok(i64::try_from(items.len()).ok()),
            value => value.as_i64().map(Some).ok_or_else(|| self.wrong(at, "a whole number")),
        }
    }

    /// Gives a whole number that is there and not negative; of a list, how many there are in it.
    pub(crate) fn natural(&self, at: usize) -> Result<u64, String> {
        let expected = || self.wrong(at, "a whole number that is not negative");
        self.whole(at)?.and_then(|n| u64::try_from(n).ok()).ok_or_else(expected)
    }

    /// Says whether a number or how many there are in a list is other than none.
    pub(crate) fn is_some(&self, at: usize) -> Result<bool, String> {
        match self.value(at)? {
            Value::Array(items) => Ok(!items.is_empty()),
            _ => Ok(self.decimal(at)?.is_some_and(|d| !d.is_zero())),
        }
    }

    /// Gives a number with its decimal places, or none where it is `null`.
    pub(crate) fn decimal(&self, at: usize) -> Result<Option<Decimal>, String> {
        match self.value(at)? {
            Value::Null => Ok(None),
            value => decimal(value).map(Some).ok_or_else(|| self.wrong(at, "a number")),
        }
    }

    /// Gives a text.
    pub(crate) fn text(&self, at: usize) -> Result<&str, String> {
        self.value(at)?.as_str().ok_or_else(|| self.wrong(at, "a text"))
    }

    /// Gives a month.
    pub(crate) fn month(&self, at: usize) -> Result<Month, String> {
        Month::parse(self.text(at)?).ok_or_else(|| self.wrong(at, "a month"))
    }

    /// Gives a list.
    pub(crate) fn list(&self, at: usize) -> Result<&Vec<Value>, String> {
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

/// Names what a path of the view leads to, as `board-papers facts --figure` takes it, and says whether anything on the way
/// has a name of its own.
///
/// That name is the field `path` of what is nearest to the value; the keys from there on follow it.
fn name(view: &Value, path: &[String]) -> (String, bool) {
    let (mut node, mut named, mut from) = (Some(view), None, 0);
    for (i, key) in path.iter().enumerate() {
        node = match node {
            Some(Value::Array(items)) => key.parse::<usize>().ok().and_then(|at| items.get(at)),
            Some(Value::Object(fields)) => fields.get(key),
            _ => None,
        };
        if let Some(found) = node.and_then(|n| n.get("path")).and_then(Value::as_str) {
            (named, from) = (Some(found), i + 1);
        }
    }
    let mut out = named.unwrap_or_default().to_string();
    for key in &path[from..] {
        if !out.is_empty() {
            out.push_str(" / ");
        }
        out.push_str(key);
    }
    (out, named.is_some())
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
