//! What will be different in this quarter's papers: the facts of two quarters, side by side, for the team that writes them.
//!
//! *In:* the facts of this quarter and of an earlier one. *Out:* lines of plain text under headings, only of what differs;
//! the main totals always. It compares what each quarter's papers say, so an earlier figure is as it was told then; what
//! was revised since has a heading of its own.

use crate::number::{Decimal, Ratio, grouped};
use crate::quarter::Month;
use crate::text;

use super::facts::{
    ActionChange, ActionFacts, Affected, AreaFacts, Comparison, Exception, Facts, IndicatorFacts, Kind, MeasureFacts,
    Rag, SeriesFacts, Signal, Verdict,
};

/// Writes what will be different in the papers of one quarter against those of another.
pub fn since(now: &Facts, then: &Facts) -> String {
    let sections = [
        ("Returns", returns(now, then)),
        ("Theme", theme(now, then)),
        ("Totals, 12 months", totals(now, then)),
        ("Signals", signals(now, then)),
        ("Out of the ordinary", out_of_the_ordinary(now, then)),
        ("Not available", gaps(now, then)),
        ("Indicators", indicators(now, then)),
        ("Risks", risks(now, then)),
        ("Action plan", actions(now, then)),
        ("For the board", board_actions(now, then)),
        ("Revised counts", revised(now)),
    ];
    let mut out = format!("{} against {}\n", now.quarter.label, then.quarter.label);
    for (heading, lines) in sections.iter().filter(|(_, lines)| !lines.is_empty()) {
        out.push_str(&format!("\n{heading}\n"));
        lines.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
    }
    out
}

fn returns(now: &Facts, then: &Facts) -> Vec<String> {
    let before = |sender: &str| then.returns.iter().find(|r| r.sender == sender);
    let line = |r: &super::facts::ReturnFacts| {
        let was = before(&r.sender);
        match (r.returned, was.is_some_and(|w| w.returned)) {
            (true, false) => Some(format!("{} has returned; it had not", r.sender)),
            (false, _) => Some(format!("{} has not returned", r.sender)),
            (true, true) if r.provisional => Some(format!("{} is provisional", r.sender)),
            (true, true) => was?.provisional.then(|| format!("{} is final; it was provisional", r.sender)),
        }
    };
    now.returns.iter().filter_map(line).collect()
}

fn theme(now: &Facts, then: &Facts) -> Vec<String> {
    let name = |facts: &Facts| {
        let mut names: Vec<&str> =
            facts.priorities.iter().filter(|p| p.in_depth).filter_map(|p| p.theme.as_deref()).collect();
        names.dedup();
        names.join(", ")
    };
    let (is, was) = (name(now), name(then));
    if is == was { Vec::new() } else { vec![turn(&or_none(was), &or_none(is))] }
}

fn totals(now: &Facts, then: &Facts) -> Vec<String> {
    let sum = |c: Option<&Comparison>| c.map_or("not known".to_string(), |c| grouped(c.current.into()));
    let change = |c: Option<&Comparison>| c.and_then(|c| c.percent).map_or("not known".to_string(), percent);
    let mut lines = Vec::new();
    for (area, measure) in measures(now) {
        let before = same_measure(then, area, measure).and_then(|m| m.total.rolling12.as_ref());
        let total = measure.total.rolling12.as_ref();
        lines.push(format!(
            "{}, {}: {}; on the year before, {}",
            area.name,
            measure.total.name,
            turn(&sum(before), &sum(total)),
            turn(&change(before), &change(total))
        ));
    }
    lines
}

fn signals(now: &Facts, then: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    for (area, measure) in measures(now) {
        let before = same_measure(then, area, measure);
        for series in told(measure) {
            let was = before.and_then(|m| told(m).find(|s| s.name == series.name));
            let signal = |s: Option<&SeriesFacts>| s.and_then(|s| s.latest.as_ref()).map(|l| l.signal);
            let (was, is) = (signal(was), signal(Some(series)));
            if was.unwrap_or(Signal::None) != is.unwrap_or(Signal::None) {
                let name = |s: Option<Signal>| s.map_or("not known".to_string(), |s| s.to_string());
                lines.push(format!("{}, {}: {}", area.name, series.name, turn(&name(was), &name(is))));
            }
        }
    }
    lines
}

fn out_of_the_ordinary(now: &Facts, then: &Facts) -> Vec<String> {
    let same = |a: &Exception, b: &Exception| (&a.area, &a.measure, &a.series) == (&b.area, &b.measure, &b.series);
    let told = |e: &Exception| {
        let when = e.month.map_or("the quarter".to_string(), |m| m.to_string());
        let side = if e.judgement.verdict == Verdict::High { "high" } else { "low" };
        let usual = Ratio::from_f64(e.judgement.expected.round()).map_or(String::new(), |u| u.round(0).to_string());
        format!("{side}, {when}: {} (usual {usual})", grouped(e.judgement.count.into()))
    };
    let mut lines: Vec<String> = Vec::new();
    for line in &now.out_of_the_ordinary {
        let before = then.out_of_the_ordinary.iter().find(|b| same(line, b));
        let was = before.map_or("usual".to_string(), told);
        lines.push(format!("{}, {}: {}", line.area, line.series, turn(&was, &told(line))));
    }
    for line in then.out_of_the_ordinary.iter().filter(|b| !now.out_of_the_ordinary.iter().any(|line| same(line, b))) {
        let is = if returned(now, &line.area) { "usual" } else { "not known" };
        lines.push(format!("{}, {}: {}", line.area, line.series, turn(&told(line), is)));
    }
    lines
}

/// A count that is not available: whose and what, which month, and why.
type Lacking = (String, Month, String);

fn gaps(now: &Facts, then: &Facts) -> Vec<String> {
    let counts = |facts: &Facts| -> Vec<Lacking> {
        let areas = measures(facts).filter(|(area, _)| area.kind == Kind::Area);
        let series = areas.flat_map(|(area, m)| m.categories.iter().map(move |series| (area, series)));
        let gap = |(area, series): (&AreaFacts, &SeriesFacts)| {
            let what = format!("{}, {}", area.name, series.name);
            series.gaps.iter().map(|g| (what.clone(), g.month, g.reason.clone())).collect::<Vec<_>>()
        };
        series.flat_map(gap).collect()
    };
    let (is, was) = (counts(now), counts(then));
    let lacks = |all: &[Lacking], gap: &Lacking| !all.iter().any(|(what, month, _)| (what, month) == (&gap.0, &gap.1));
    let found = is.iter().filter(|g| lacks(&was, g)).map(|(what, month, reason)| {
        let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        format!("{what}, {month}: not available{reason}")
    });
    let filled =
        was.iter().filter(|g| lacks(&is, g)).map(|(what, month, _)| format!("{what}, {month}: not available before"));
    found.chain(filled).collect()
}

fn indicators(now: &Facts, then: &Facts) -> Vec<String> {
    let same = |a: &IndicatorFacts, b: &IndicatorFacts| a.code == b.code && a.area == b.area;
    let mut lines = Vec::new();
    for row in &now.indicators {
        let status = row.status.name();
        match then.indicators.iter().find(|b| same(row, b)) {
            None => lines.push(format!("{} {}: not reported before, now {status}", row.code, row.area)),
            Some(b) if b.status != row.status => {
                let actual = turn(&or_none_given(b.actual), &or_none_given(row.actual));
                lines.push(format!("{} {}: {}; actual {actual}", row.code, row.area, turn(b.status.name(), status)));
            }
            Some(_) if row.status == Rag::Red => lines.push(format!("{} {}: still Red", row.code, row.area)),
            Some(_) => {}
        }
        if let Some(b) = then.indicators.iter().find(|b| same(row, b)).filter(|b| b.target != row.target) {
            let (was, is) = (or_none_given(b.target), or_none_given(row.target));
            lines.push(format!("{} {}: target {}", row.code, row.area, turn(&was, &is)));
        }
    }
    let gone = then.indicators.iter().filter(|b| !now.indicators.iter().any(|row| same(row, b)));
    let why = |b: &IndicatorFacts| if returned(now, &b.area) { "no longer reported" } else { "now not known" };
    lines.extend(gone.map(|b| format!("{} {}: {}, {}", b.code, b.area, b.status, why(b))));
    lines
}

fn risks(now: &Facts, then: &Facts) -> Vec<String> {
    let line = |p: &super::facts::PriorityFacts| {
        let was = then.priorities.iter().find(|b| b.name == p.name)?.risk?;
        let is = p.risk.filter(|is| *is != was)?;
        Some(format!("{}: {}", p.name, turn(was.name(), is.name())))
    };
    now.priorities.iter().filter_map(line).collect()
}

fn actions(now: &Facts, then: &Facts) -> Vec<String> {
    let unit = |facts: &Facts| facts.returns.last().is_some_and(|r| r.returned);
    match (unit(now), unit(then)) {
        (true, true) => {}
        (true, false) => return vec!["was not known".into()],
        (false, _) => return vec!["not known: the unit has not returned".into()],
    }
    let find = |facts: &'_ Facts, a: &ActionFacts| facts.actions.items.iter().position(|b| b.reference == a.reference);
    let mut lines = Vec::new();
    for action in &now.actions.items {
        let Some(was) = find(then, action).map(|at| &then.actions.items[at]) else {
            lines.push(format!("{}: new, {}", action.reference, action.status));
            continue;
        };
        let mut changes = Vec::new();
        if was.status != action.status {
            changes.push(turn(was.status.name(), action.status.name()));
        }
        if was.due != action.due {
            let date = |d: Option<chrono::NaiveDate>| d.map_or("none".into(), text::date);
            changes.push(format!("due {}", turn(&date(was.due), &date(action.due))));
        }
        if action.overdue {
            changes.push(if was.overdue { "still overdue".into() } else { "overdue now".into() });
        }
        let told = [ActionChange::ProposedForClosure, ActionChange::NoUpdate]
            .into_iter()
            .filter(|c| action.changes.contains(c));
        changes.extend(told.map(|c| c.name().replace('_', " ")));
        if !changes.is_empty() {
            lines.push(format!("{}: {}", action.reference, changes.join("; ")));
        }
    }
    let gone = then.actions.items.iter().filter(|a| find(now, a).is_none());
    lines.extend(gone.map(|a| format!("{}: {}, no longer in the plan", a.reference, a.status)));
    lines
}

fn board_actions(now: &Facts, then: &Facts) -> Vec<String> {
    let outstanding = |facts: &Facts| facts.board_actions.iter().filter(|a| a.open_quarters > 0).count();
    let raised = |facts: &Facts| facts.board_actions.len() - outstanding(facts);
    let counts = [
        ("asked to support this quarter", raised(then), raised(now)),
        ("outstanding from earlier quarters", outstanding(then), outstanding(now)),
    ];
    let differ = counts.into_iter().filter(|(_, was, is)| was != is);
    differ.map(|(what, was, is)| format!("{what}: {}", turn(&was.to_string(), &is.to_string()))).collect()
}

fn revised(now: &Facts) -> Vec<String> {
    let line = |r: &super::facts::Revision| {
        let effect = match r.affects {
            Affected::None => "outside both sums of 12 months".to_string(),
            which => format!("{} in the {which} 12 months", r.difference),
        };
        let counts = turn(&grouped(r.was.into()), &grouped(r.is.into()));
        format!("{}, {}, {}: {counts} ({effect})", r.area, r.category, r.month)
    };
    now.revisions.iter().map(line).collect()
}

fn returned(facts: &Facts, sender: &str) -> bool {
    facts.returns.iter().any(|r| r.sender == sender && r.returned)
}

fn measures(facts: &Facts) -> impl Iterator<Item = (&AreaFacts, &MeasureFacts)> {
    facts.areas.iter().flat_map(|a| a.measures.iter().map(move |m| (a, m)))
}

/// Gives the total and the categories; the total alone where there is one category.
fn told(measure: &MeasureFacts) -> impl Iterator<Item = &SeriesFacts> {
    let categories = if measure.categories.len() > 1 { measure.categories.as_slice() } else { &[] };
    std::iter::once(&measure.total).chain(categories)
}

fn same_measure<'a>(facts: &'a Facts, area: &AreaFacts, measure: &MeasureFacts) -> Option<&'a MeasureFacts> {
    measures(facts).find(|(a, m)| a.name == area.name && m.name == measure.name).map(|(_, m)| m)
}

/// Writes a figure, and that there is none.
fn or_none_given(figure: Option<Decimal>) -> String {
    figure.map_or("none".to_string(), |f| f.to_string())
}

/// Writes what was and what is; only what is, where they are the same.
fn turn(was: &str, is: &str) -> String {
    if was == is { is.to_string() } else { format!("{was} → {is}") }
}

fn percent(value: Decimal) -> String {
    format!("{value}%")
}

fn or_none(name: String) -> String {
    if name.is_empty() { "none".into() } else { name }
}

#[cfg(test)]
mod tests;
