//! The template reference: everything that a template may ask for, printed from the very tables that the engine and the
//! checks read.

use std::fmt::Write;

use super::helpers::HELPERS;
use super::view::{Field, SHAPES};
use crate::problem::Code;

/// What stands before the tables.
const INTRODUCTION: &str = "# Template reference

A template is Handlebars that writes Markdown. It asks for names of the tables under “What a template sees” and turns
them into text with helpers; a figure is never typed. A paper starts in the struct `View`; inside `{{#each areas}}` the
names are those of `AreaSummary`, and so on. What may be absent is `null` where there is no such figure: ask `{{#if}}` first.

Blocks: `{{#if x}} … {{else}} … {{/if}}`, `{{#unless x}}`, `{{#each list}} … {{else}} … {{/each}}` (inside it `@first`,
`@last`, `@index`, and `../` for the names around it), `{{#with x}}`. Comparisons: `eq`, `ne`, `gt`, `gte`, `lt`, `lte`,
`and`, `or`, `not`, `len`. Partials: `{{> name context key=value}}`; a file of the same name in the folder given with
`--templates` replaces the one compiled in, and other files in its `partials` folder are partials too.

Each file beside the folder `partials` is a paper, under the file's name, and begins with its front matter:

```text
+++
title   = \"Crime in brief: {{quarter.label}}\"
subject = \"What it is about\"
order   = 10
for     = \"board\"
+++
```

`for` is `board`, `area` (one file a partnership, in which `area` is the one it is for) or `meeting` (written when it is
asked for). What is `for` the board is written by `build` unless board.toml or `--paper` says which, or the front matter
says `on_request = true`.

A chart is a block:

```text
{{#chart main.volume_chart (anchor \"volume\" name)}}
title: the finding
subtitle: what is shown, measured in what
alt: kind of chart, range and main point
{{/chart}}
```
";

/// What fields hold in the sample board's papers: `Struct.field`, a tab, and the value as a paper says it.
const EXAMPLES: &str = include_str!("examples.txt");

/// Prints the template reference as Markdown.
pub fn reference() -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str("\n## Helpers\n\n| helper | gives | example | prints |\n|---|---|---|---|\n");
    for helper in HELPERS {
        let (call, prints) = helper.example;
        row(&mut out, &[&code(&format!("{{{{{}}}}}", helper.usage)), helper.meaning, &code(call), &code(prints)]);
    }
    out.push_str("\n## What a template sees\n\nThe last column is what the sample board's papers hold there.\n");
    for shape in SHAPES.iter() {
        let _ = write!(
            out,
            "\n### {}\n\n| name | what it is | meaning | example | in the sample |\n|---|---|---|---|---|\n",
            shape.name
        );
        for field in shape.fields {
            row(
                &mut out,
                &[
                    &code(field.name),
                    &what(field),
                    field.meaning.trim(),
                    &code(&example(field)),
                    in_the_sample(shape.name, field),
                ],
            );
        }
    }
    out.push_str("\n## What can be wrong\n\n`check --format json` gives each problem the code of one of these.\n\n");
    out.push_str(&Code::table());
    out
}

/// Looks up what a field holds in the sample; nothing for lists, structs and charts.
fn in_the_sample(shape: &str, field: &Field) -> &'static str {
    let of =
        |line: &'static str| line.strip_prefix(shape)?.strip_prefix('.')?.strip_prefix(field.name)?.strip_prefix('\t');
    EXAMPLES.lines().find_map(of).unwrap_or_default()
}

fn row(out: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|c| c.replace('|', "\\|")).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Says what a field is, in words.
fn what(field: &Field) -> String {
    let (kind, list, optional) = field.plain_kind();
    let word = match kind {
        "String" => "text",
        "bool" => "yes or no",
        "Month" => "month",
        "NaiveDate" => "date",
        "Decimal" => "number, rounded",
        "Chart" => "chart",
        "usize" | "u8" | "u32" | "i64" => "whole number",
        shape if SHAPES.iter().any(|s| s.name == shape) => return of(&code(shape), list, optional),
        // A word of a few.
        _ => "text",
    };
    of(word, list, optional)
}

/// Shows how a template uses a field.
fn example(field: &Field) -> String {
    let (kind, list, optional) = field.plain_kind();
    let name = field.name;
    // A field that is called as a helper is has to say whose it is.
    let own = if HELPERS.iter().any(|h| h.name == name) { format!("this.{name}") } else { name.to_string() };
    let plain = match kind {
        "bool" => return format!("{{{{#if {name}}}}} … {{{{/if}}}}"),
        "Chart" => return format!("{{{{#chart {name} (anchor \"a\" \"name\")}}}} … {{{{/chart}}}}"),
        "String" if list => return format!("{{{{list {name}}}}}"),
        "Month" => format!("{{{{month {name}}}}}"),
        "NaiveDate" => format!("{{{{date {name}}}}}"),
        "Decimal" => return format!("{{{{number {name}}}}}"),
        "usize" | "u8" | "u32" | "i64" => return format!("{{{{count {name}}}}}"),
        kind if SHAPES.iter().any(|s| s.name == kind) && list => {
            return format!("{{{{#each {name}}}}} … {{{{/each}}}}");
        }
        kind if SHAPES.iter().any(|s| s.name == kind) => return format!("{{{{#with {name}}}}} … {{{{/with}}}}"),
        _ => format!("{{{{{own}}}}}"),
    };
    if optional { format!("{{{{#if {name}}}}}{plain}{{{{/if}}}}") } else { plain }
}

fn of(word: &str, list: bool, optional: bool) -> String {
    let list = if list { "list of " } else { "" };
    let optional = if optional { "; may be absent" } else { "" };
    format!("{list}{word}{optional}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::collections::{BTreeMap, BTreeSet};

    use handlebars::Handlebars;
    use serde_json::{Value, json};

    use super::*;
    use crate::analysis::Facts;
    use crate::board::Board;
    use crate::document;
    use crate::narrative::helpers;
    use crate::narrative::tests::{built_in, closed_sample, open, sample};
    use crate::narrative::{Issue, Seen};

    #[test]
    fn every_helper_prints_what_its_example_says() {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(document::escape);
        helpers::register(&mut engine);
        let data = json!({
            "change": 109, "percent": 4.1, "strength": 1, "revised": true, "provisional": false,
            "names": ["Bolsover", "Erewash", "High Peak"],
            "items": [{"name": "Shoplifting", "change": 297}, {"name": "Drug offences", "change": -36}],
        });
        for helper in HELPERS {
            let (call, prints) = helper.example;
            assert_eq!(engine.render_template(call, &data).unwrap(), prints, "{}", helper.name);
            assert!(
                helper.usage == helper.name || helper.usage.starts_with(&format!("{} ", helper.name)),
                "{}",
                helper.name
            );
        }
    }

    /// What is seen of the sample: the first paper's own texts, and an area beside them.
    fn view_of(board: &Board, facts: &Facts) -> Value {
        let occasion = open();
        let mut seen = Seen::of(board, facts, &occasion).unwrap();
        let paper = board.papers.iter().next().unwrap();
        built_in().render(&Issue { paper, area: board.areas.first() }, &mut seen).unwrap();
        seen.context().data().clone()
    }

    /// Walks a view as it is given to templates, and its shapes beside it.
    fn walk(value: &Value, shape: &str, seen: &mut BTreeSet<String>) {
        let fields = SHAPES.iter().find(|s| s.name == shape).unwrap().fields;
        let Value::Object(map) = value else { panic!("{shape}: {value}") };
        let documented: BTreeSet<&str> = fields.iter().map(|f| f.name).collect();
        assert_eq!(map.keys().map(String::as_str).collect::<BTreeSet<_>>(), documented, "{shape}");
        seen.insert(shape.to_string());
        for field in fields {
            let (kind, list, optional) = field.plain_kind();
            let inner = &map[field.name];
            assert!(optional || !inner.is_null(), "{shape}.{} is null", field.name);
            assert!(!field.meaning.trim().is_empty(), "{shape}.{}", field.name);
            if SHAPES.iter().any(|s| s.name == kind) {
                let items = if list { inner.as_array().unwrap().iter().collect() } else { vec![inner] };
                items.into_iter().filter(|v| !v.is_null()).for_each(|v| walk(v, kind, seen));
            }
        }
    }

    /// Collects what each field holds where it first holds something worth showing.
    fn examples(value: &Value, shape: &str, engine: &Handlebars<'_>, found: &mut BTreeMap<String, (bool, String)>) {
        for field in SHAPES.iter().find(|s| s.name == shape).unwrap().fields {
            let (kind, list, _) = field.plain_kind();
            let inner = &value[field.name];
            if SHAPES.iter().any(|s| s.name == kind) {
                let items = if list { inner.as_array().unwrap().iter().collect() } else { vec![inner] };
                items.into_iter().filter(|v| !v.is_null()).for_each(|v| examples(v, kind, engine, found));
                continue;
            }
            let telling = ![Value::Null, json!(false), json!(""), json!(0), json!("none"), json!([])].contains(inner);
            let key = format!("{shape}.{}", field.name);
            if kind == "Chart" || inner.is_null() || found.get(&key).is_some_and(|(t, _)| *t || !telling) {
                continue;
            }
            let said = match inner {
                Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_string(),
                _ => engine.render_template(&example(field), value).unwrap(),
            };
            let line = said.lines().next().unwrap_or_default();
            let short: String = line.chars().take(60).collect();
            let cut = if short.len() < said.len() { "\u{2026}" } else { "" };
            found.insert(key, (telling, format!("{}{cut}", short.trim_end())));
        }
    }

    /// `INSTA_UPDATE=always` writes them.
    #[test]
    fn the_examples_are_those_of_the_sample() {
        let (board, facts) = sample();
        let view = view_of(&board, &facts);
        let mut engine = Handlebars::new();
        engine.register_escape_fn(handlebars::no_escape);
        helpers::register(&mut engine);
        let mut found = BTreeMap::new();
        examples(&view, "View", &engine, &mut found);
        let text: String = found.into_iter().map(|(key, (_, said))| format!("{key}\t{said}\n")).collect();
        if std::env::var("INSTA_UPDATE").is_ok_and(|u| u == "always") {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/narrative/examples.txt");
            return std::fs::write(file, text).unwrap();
        }
        assert_eq!(text, EXAMPLES);
    }

    #[test]
    fn everything_a_template_sees_is_in_the_reference() {
        let (board, facts) = sample();
        let view = view_of(&board, &facts);
        let mut seen = BTreeSet::new();
        walk(&view, "View", &mut seen);
        walk(&serde_json::to_value(closed_sample()).unwrap(), "ClosedView", &mut seen);
        let never: Vec<&str> = SHAPES.iter().map(|s| s.name).filter(|n| !seen.contains(*n)).collect();
        assert_eq!(never, Vec::<&str>::new(), "the sample shows none of these");
        let reference = reference();
        for shape in SHAPES.iter() {
            assert!(reference.contains(&format!("\n### {}\n", shape.name)));
        }
        let rows = HELPERS.len() + SHAPES.iter().map(|s| s.fields.len()).sum::<usize>();
        let lines = reference.lines().filter(|l| l.starts_with("| `")).count();
        assert_eq!(lines, rows + Code::ALL.len());
    }
}
