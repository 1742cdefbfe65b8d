//! The template reference: everything that a template may ask for, printed from the very tables that the engine and the
//! checks read.

use std::fmt::Write;

use super::helpers::HELPERS;
use super::view::{Field, SHAPES};

/// What stands before the tables.
const INTRODUCTION: &str = "# Template reference

A template is Handlebars that writes Markdown. It asks for names of the tables under “What a template sees” and turns
them into text with helpers; a figure is never typed. A paper starts in the struct `View`; inside `{{#each areas}}` the
names are those of `AreaView`, and so on. `null` stands for a figure that does not exist: ask `{{#if}}` first.

Blocks: `{{#if x}} … {{else}} … {{/if}}`, `{{#unless x}}`, `{{#each list}} … {{else}} … {{/each}}` (inside it `@first`,
`@last`, `@index`, and `../` for the names around it), `{{#with x}}`. Comparisons: `eq`, `ne`, `gt`, `gte`, `lt`, `lte`,
`and`, `or`, `not`, `len`. Partials: `{{> name context key=value}}`; a file of the same name in the folder given with
`--templates` replaces the one compiled in, and other files in its `partials` folder are partials too.

A chart is a block:

```text
{{#chart main.volume_chart (anchor \"volume\" name)}}
title: the finding
subtitle: what is shown, measured in what
alt: kind of chart, range and main point
{{/chart}}
```
";

/// Prints the template reference as Markdown.
pub fn reference() -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str("\n## Helpers\n\n| helper | gives | example | prints |\n|---|---|---|---|\n");
    for helper in HELPERS {
        let (call, prints) = helper.example;
        row(&mut out, &[&code(&format!("{{{{{}}}}}", helper.usage)), helper.meaning, &code(call), &code(prints)]);
    }
    out.push_str("\n## What a template sees\n");
    for shape in SHAPES {
        let _ = write!(out, "\n### {}\n\n| name | what it is | meaning |\n|---|---|---|\n", shape.name);
        for field in shape.fields {
            row(&mut out, &[&code(field.name), &what(field), field.meaning.trim()]);
        }
    }
    out
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
        "String" | "& 'static str" | "&'static str" => "text",
        "bool" => "yes or no",
        "Month" => "month",
        "NaiveDate" => "date",
        "Decimal" => "number, rounded",
        "Chart" => "chart",
        "usize" | "u8" | "u32" | "i64" => "whole number",
        shape => return of(&code(shape), list, optional),
    };
    of(word, list, optional)
}

fn of(word: &str, list: bool, optional: bool) -> String {
    let list = if list { "list of " } else { "" };
    let optional = if optional { " or `null`" } else { "" };
    format!("{list}{word}{optional}")
}
