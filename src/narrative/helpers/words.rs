//! What each helper does.

use chrono::NaiveDate;
use serde_json::Value;

use super::{Args, Said};
use crate::document;
use crate::narrative::{say, view};
use crate::number::grouped;
use crate::returns::ActionStatus;
use crate::text;

type Spoken = Result<Said, String>;

fn text(text: impl Into<String>) -> Spoken {
    Ok(Said::Text(text.into()))
}

fn or_missing(found: Option<String>) -> Spoken {
    text(found.unwrap_or_else(|| say::MISSING.into()))
}

pub(super) fn count(args: &Args<'_>) -> Spoken {
    or_missing(args.whole(0)?.map(|n| grouped(n.into())))
}

pub(super) fn counted(args: &Args<'_>) -> Spoken {
    let n = args.natural(0)?;
    let word = args.text(if n == 1 { 1 } else { 2 })?;
    text(format!("{} {word}", grouped(n.into())))
}

pub(super) fn in_words(args: &Args<'_>) -> Spoken {
    text(say::in_words(args.natural(0)?))
}

pub(super) fn plural(args: &Args<'_>) -> Spoken {
    let one = match args.value(0)? {
        Value::Array(items) => items.len() == 1,
        _ => args.natural(0)? == 1,
    };
    text(args.text(if one { 1 } else { 2 })?)
}

pub(super) fn number(args: &Args<'_>) -> Spoken {
    or_missing(args.decimal(0)?.map(|d| d.to_string()))
}

pub(super) fn figure(args: &Args<'_>) -> Spoken {
    let sign = if args.text(1)? == "percent" { "%" } else { "" };
    or_missing(args.decimal(0)?.map(|d| format!("{d}{sign}")))
}

pub(super) fn change(args: &Args<'_>) -> Spoken {
    match args.change(0)? {
        Some((change, percent)) => text(say::change(change, percent)),
        None => Err("{{change …}}: there is no figure; ask {{#if}} whether there is one".into()),
    }
}

pub(super) fn size(args: &Args<'_>) -> Spoken {
    let Some(n) = args.whole(0)?.map(i64::unsigned_abs) else { return text(say::MISSING) };
    let number = grouped(n.into());
    if args.all().len() == 1 {
        return text(number);
    }
    text(format!("{number} {}", args.text(if n == 1 { 1 } else { 2 })?))
}

pub(super) fn signed(args: &Args<'_>) -> Spoken {
    or_missing(args.whole(0)?.map(say::signed))
}

pub(super) fn percent(args: &Args<'_>) -> Spoken {
    let changed = args.all().len() > 1 && args.decimal(1)?.is_some_and(|d| !d.is_zero());
    text(args.decimal(0)?.map_or_else(|| say::NOT_APPLICABLE.into(), |p| say::signed_percent(p, changed)))
}

pub(super) fn percent_cell(args: &Args<'_>) -> Spoken {
    let Some((change, percent)) = args.change(0)? else { return text(say::MISSING) };
    let Some(percent) = percent else { return text(say::NOT_APPLICABLE) };
    let strength = args.value(0)?.get("strength").and_then(Value::as_u64).unwrap_or(0);
    let (way, arrow) = if change > 0 { ("up", '\u{25b2}') } else { ("down", '\u{25bc}') };
    let percent = document::escape(&say::signed_percent(percent, change != 0));
    Ok(Said::Markup(match (change, strength) {
        (0, _) => percent,
        (_, 0) => format!("{arrow} {percent}"),
        (_, n) => format!("<shade {way}=\"{n}\"/>{arrow} {percent}"),
    }))
}

pub(super) fn list(args: &Args<'_>) -> Spoken {
    let field = if args.all().len() > 1 { Some(args.text(1)?) } else { None };
    let name = |v: &Value| {
        let value = field.map_or(Some(v), |f| v.get(f));
        value
            .and_then(Value::as_str)
            .map(str::to_string)
            .ok_or_else(|| "{{list …}}: expected a list of texts".to_string())
    };
    let names = args.list(0)?.iter().map(name).collect::<Result<Vec<_>, _>>()?;
    text(text::list(&names, "and"))
}

pub(super) fn movers(args: &Args<'_>) -> Spoken {
    let one = |v: &Value| {
        let (name, change) = (v.get("name")?.as_str()?, v.get("change")?.as_i64()?);
        Some(format!("{name} ({})", say::signed(change)))
    };
    let movers = args.list(0)?.iter().map(one).collect::<Option<Vec<_>>>();
    text(text::list(&movers.ok_or("{{movers …}}: expected a list with names and changes")?, "and"))
}

pub(super) fn month(args: &Args<'_>) -> Spoken {
    text(args.month(0)?.to_string())
}

pub(super) fn month_short(args: &Args<'_>) -> Spoken {
    text(args.month(0)?.short())
}

pub(super) fn months(args: &Args<'_>) -> Spoken {
    text(say::months(args.month(0)?, args.month(1)?))
}

pub(super) fn span(args: &Args<'_>) -> Spoken {
    text(say::months_long(args.natural(0)?))
}

pub(super) fn window(args: &Args<'_>) -> Spoken {
    text(format!("{}-month", args.natural(0)?))
}

pub(super) fn date(args: &Args<'_>) -> Spoken {
    text(text::date(date_at(args, 0)?))
}

fn date_at(args: &Args<'_>, at: usize) -> Result<NaiveDate, String> {
    args.text(at)?.parse::<NaiveDate>().map_err(|_| "expected a date".to_string())
}

pub(super) fn later(args: &Args<'_>) -> Spoken {
    text(say::later(date_at(args, 0)?, date_at(args, 1)?))
}

pub(super) fn ordinal(args: &Args<'_>) -> Spoken {
    text(say::ordinal(args.natural(0)?))
}

pub(super) fn capital(args: &Args<'_>) -> Spoken {
    text(say::capital(args.text(0)?))
}

pub(super) fn lower_first(args: &Args<'_>) -> Spoken {
    text(say::lower_first(args.text(0)?))
}

pub(super) fn lower(args: &Args<'_>) -> Spoken {
    text(args.text(0)?.to_lowercase())
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
    let parts = args.all().iter().map(|v| v.as_str().ok_or("{{anchor …}}: expected texts"));
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    text(text::slug(&parts.join(" ")))
}
