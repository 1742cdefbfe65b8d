//! What each helper does.

use chrono::NaiveDate;
use serde_json::Value;

use super::{Args, Said, printed};
use crate::document::{self, Provenance};
use crate::narrative::{say, view};
use crate::number::grouped;
use crate::returns::ActionStatus;
use crate::text;

type Spoken = Result<Said, String>;

/// Words that say no figure, or text that is something.
fn said(text: impl Into<String>, of: Option<Provenance>) -> Spoken {
    Ok(Said::Text(text.into(), of))
}

/// A figure of the first value, or what stands for one that there is not.
fn figure_or_missing(args: &Args<'_>, found: Option<String>) -> Spoken {
    said(found.unwrap_or_else(|| say::MISSING.into()), args.figure(0))
}

pub(super) fn count(args: &Args<'_>) -> Spoken {
    figure_or_missing(args, args.whole(0)?.map(|n| grouped(n.into())))
}

pub(super) fn counted(args: &Args<'_>) -> Spoken {
    let n = args.natural(0)?;
    let word = args.text(if n == 1 { 1 } else { 2 })?;
    said(format!("{} {word}", grouped(n.into())), args.figure(0))
}

pub(super) fn in_words(args: &Args<'_>) -> Spoken {
    said(say::in_words(args.natural(0)?), args.figure(0))
}

pub(super) fn no(args: &Args<'_>) -> Spoken {
    let there = match args.value(0)? {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Bool(true) | Value::Object(_) => true,
        Value::Array(_) | Value::Number(_) => args.is_some(0)?,
    };
    if there {
        return Err("{{no \u{2026}}}: there is one, so the paper cannot say that there is none".into());
    }
    said(args.text(1)?, args.figure(0))
}

pub(super) fn plural(args: &Args<'_>) -> Spoken {
    said(args.text(if args.natural(0)? == 1 { 1 } else { 2 })?, None)
}

pub(super) fn number(args: &Args<'_>) -> Spoken {
    figure_or_missing(args, args.decimal(0)?.map(|d| d.to_string()))
}

pub(super) fn figure(args: &Args<'_>) -> Spoken {
    let sign = if args.text(1)? == "percent" { "%" } else { "" };
    figure_or_missing(args, args.decimal(0)?.map(|d| format!("{d}{sign}")))
}

pub(super) fn change(args: &Args<'_>) -> Spoken {
    match args.change(0)? {
        Some((change, percent)) => said(say::change(change, percent), args.figure(0)),
        None => Err("{{change …}}: there is no figure; ask {{#if}} whether there is one".into()),
    }
}

pub(super) fn size(args: &Args<'_>) -> Spoken {
    let Some(n) = args.whole(0)?.map(i64::unsigned_abs) else { return figure_or_missing(args, None) };
    let number = grouped(n.into());
    if args.len() == 1 {
        return said(number, args.figure(0));
    }
    said(format!("{number} {}", args.text(if n == 1 { 1 } else { 2 })?), args.figure(0))
}

pub(super) fn signed(args: &Args<'_>) -> Spoken {
    figure_or_missing(args, args.whole(0)?.map(say::signed))
}

pub(super) fn percent(args: &Args<'_>) -> Spoken {
    let changed = args.len() > 1 && args.decimal(1)?.is_some_and(|d| !d.is_zero());
    let percent = args.decimal(0)?;
    said(percent.map_or_else(|| say::NOT_APPLICABLE.into(), |p| say::signed_percent(p, changed)), args.figure(0))
}

pub(super) fn percent_cell(args: &Args<'_>) -> Spoken {
    let of = args.figure(0);
    let Some((change, percent)) = args.change(0)? else { return said(say::MISSING, of) };
    let Some(percent) = percent else { return said(say::NOT_APPLICABLE, of) };
    let strength = args.value(0)?.get("strength").and_then(Value::as_u64).unwrap_or(0);
    let (way, arrow) = if change > 0 { ("up", '\u{25b2}') } else { ("down", '\u{25bc}') };
    let percent = document::escape(&say::signed_percent(percent, change != 0));
    let shade = if change == 0 || strength == 0 { String::new() } else { format!("<shade {way}=\"{strength}\"/>") };
    let figure = if change == 0 { percent } else { format!("{arrow} {percent}") };
    Ok(Said::Markup(format!("{shade}{}", printed(&figure, of.as_ref()))))
}

pub(super) fn list(args: &Args<'_>) -> Spoken {
    let field = if args.len() > 1 { Some(args.text(1)?) } else { None };
    let name = |v: &Value| {
        let value = field.map_or(Some(v), |f| v.get(f));
        value
            .and_then(Value::as_str)
            .map(str::to_string)
            .ok_or_else(|| "{{list …}}: expected a list of texts".to_string())
    };
    let names = args.list(0)?.iter().map(name).collect::<Result<Vec<_>, _>>()?;
    said(text::list(&names, "and"), args.words(0))
}

pub(super) fn movers(args: &Args<'_>) -> Spoken {
    let words = args.words(0);
    let one = |(at, v): (usize, &Value)| {
        let (name, change) = (v.get("name")?.as_str()?, v.get("change")?.as_i64()?);
        let figure = args.figure_within(0, &[&at.to_string(), "change"]);
        let (name, change) = (document::escape(name), document::escape(&say::signed(change)));
        Some(format!("{} ({})", printed(&name, words.as_ref()), printed(&change, figure.as_ref())))
    };
    let movers = args.list(0)?.iter().enumerate().map(one).collect::<Option<Vec<_>>>();
    let movers = movers.ok_or("{{movers …}}: expected a list with names and changes")?;
    Ok(Said::Markup(text::list(&movers, "and")))
}

pub(super) fn month(args: &Args<'_>) -> Spoken {
    said(args.month(0)?.to_string(), args.time(0))
}

pub(super) fn month_short(args: &Args<'_>) -> Spoken {
    said(args.month(0)?.short(), args.time(0))
}

pub(super) fn months(args: &Args<'_>) -> Spoken {
    said(say::months(args.month(0)?, args.month(1)?), args.time(0))
}

pub(super) fn span(args: &Args<'_>) -> Spoken {
    said(say::months_long(args.natural(0)?), args.figure(0))
}

pub(super) fn window(args: &Args<'_>) -> Spoken {
    said(format!("{}-month", args.natural(0)?), args.figure(0))
}

pub(super) fn date(args: &Args<'_>) -> Spoken {
    said(text::date(date_at(args, 0)?), args.time(0))
}

fn date_at(args: &Args<'_>, at: usize) -> Result<NaiveDate, String> {
    args.text(at)?.parse::<NaiveDate>().map_err(|_| "expected a date".to_string())
}

pub(super) fn later(args: &Args<'_>) -> Spoken {
    said(say::later(date_at(args, 0)?, date_at(args, 1)?), args.time(0))
}

pub(super) fn ordinal(args: &Args<'_>) -> Spoken {
    said(say::ordinal(args.natural(0)?), args.figure(0))
}

pub(super) fn capital(args: &Args<'_>) -> Spoken {
    said(say::capital(args.text(0)?), args.words(0))
}

pub(super) fn lower_first(args: &Args<'_>) -> Spoken {
    said(say::lower_first(args.text(0)?), args.words(0))
}

pub(super) fn lower(args: &Args<'_>) -> Spoken {
    said(args.text(0)?.to_lowercase(), args.words(0))
}

pub(super) fn marks(args: &Args<'_>) -> Spoken {
    let is = |field: &str| args.value(0).ok().and_then(|v| v.get(field)).and_then(Value::as_bool) == Some(true);
    let marks: Vec<&str> = [("incomplete", "\\[i\\]"), ("provisional", "\\[p\\]"), ("revised", "\\[r\\]")]
        .into_iter()
        .filter_map(|(field, mark)| is(field).then_some(mark))
        .collect();
    let space = if marks.is_empty() { "" } else { " " };
    Ok(Said::Markup(format!("{space}{}", marks.join(" "))))
}

pub(super) fn status(args: &Args<'_>) -> Spoken {
    let word = args.text(0)?;
    let tone = match word {
        "Red" | "High" => "red",
        "Amber" | "Medium" | "Medium/Low" => "amber",
        "Green" | "Low" => "green",
        "NA" => "grey",
        other => match ActionStatus::ALL.into_iter().find(|s| s.name() == other).map(view::tone) {
            Some(document::Tone::Red) => "red",
            Some(document::Tone::Amber) => "amber",
            Some(document::Tone::Green) => "green",
            Some(document::Tone::Blue) => "blue",
            Some(document::Tone::Grey) | None => "grey",
        },
    };
    let word = if word == "NA" { "No target" } else { word };
    Ok(Said::Markup(format!("<status tone=\"{tone}\">{}</status>", document::escape(word))))
}

pub(super) fn paragraphs(args: &Args<'_>) -> Spoken {
    Ok(Said::Markup(document::blocks(args.text(0)?)))
}

pub(super) fn cell(args: &Args<'_>) -> Spoken {
    Ok(Said::Markup(match args.value(0)? {
        Value::Null => String::new(),
        _ => document::cell(args.text(0)?),
    }))
}

pub(super) fn anchor(args: &Args<'_>) -> Spoken {
    let parts = (0..args.len()).map(|at| args.text(at)).collect::<Result<Vec<_>, _>>()?;
    said(text::slug(&parts.join(" ")), None)
}

/// Prints a value that stands by itself in a template.
pub(super) fn value(args: &Args<'_>) -> Spoken {
    match args.value(0)? {
        Value::Null => said("", None),
        Value::String(text) => said(text, args.words(0)),
        Value::Number(number) => said(number.to_string(), args.figure(0)),
        other => said(other.to_string(), None),
    }
}
