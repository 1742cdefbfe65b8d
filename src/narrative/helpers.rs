//! The helpers of the templates: every figure becomes text here, and nowhere in a template.
//!
//! One table, [`HELPERS`], says of each helper its name, how it is used, what it means and an example; the engine, the
//! template reference and its test all read that table. A helper that is given something it cannot use fails with the
//! template's line, never prints something else.

mod args;
mod figure;
mod words;

use handlebars::{
    Context, Handlebars, Helper as Call, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::Value;

pub(crate) use args::Args;

use crate::document::{self, Provenance};

/// What a helper gives.
pub(crate) enum Said {
    /// Text, escaped when it is printed, and what it is where the template does not type it.
    Text(String, Option<Provenance>),
    /// The dialect's own marks, printed as they are.
    Markup(String),
}

/// A helper.
#[derive(Clone, Copy)]
pub(crate) struct Helper {
    /// Its name in templates.
    pub(crate) name: &'static str,
    /// How it is called, without the braces: values in square brackets may be left out, all of a bracket or none; `…` is
    /// one or more.
    pub(crate) usage: &'static str,
    /// What it gives, with units.
    pub(crate) meaning: &'static str,
    /// A call with plain values, and what it prints.
    pub(crate) example: (&'static str, &'static str),
    /// What it does.
    run: fn(&Args<'_>) -> Result<Said, String>,
}

/// Every helper but the blocks `chart`, `if`, `unless`, `each` and `with`.
pub(crate) const HELPERS: &[Helper] = &[
    Helper {
        name: "count",
        usage: "count n",
        meaning: "a whole number with thousands commas; `[x]` where there is none",
        example: ("{{count 5299}}", "5,299"),
        run: words::count,
    },
    Helper {
        name: "counted",
        usage: "counted n one many",
        meaning: "a whole number with the word for one or for several",
        example: ("{{counted 1 \"offence\" \"offences\"}}", "1 offence"),
        run: words::counted,
    },
    Helper {
        name: "in-words",
        usage: "in-words n",
        meaning: "a whole number in words up to nine",
        example: ("{{in-words 3}}", "three"),
        run: words::in_words,
    },
    Helper {
        name: "no",
        usage: "no n text",
        meaning: "the text, which says that there is none of something; fails where there is one, in a list or as a number",
        example: ("{{no 0 \"No target is red\"}}", "No target is red"),
        run: words::no,
    },
    Helper {
        name: "plural",
        usage: "plural n one many",
        meaning: "the word for one or for several, without the number",
        example: ("{{plural 2 \"was\" \"were\"}}", "were"),
        run: words::plural,
    },
    Helper {
        name: "number",
        usage: "number n",
        meaning: "a number as it was rounded, with one decimal where it is not an indicator's count; `[x]` where there is none",
        example: ("{{number 444.2}}", "444.2"),
        run: words::number,
    },
    Helper {
        name: "figure",
        usage: "figure n unit",
        meaning: "an indicator's figure in its unit: `count`, `rate` or `percent`; `[x]` where there is none",
        example: ("{{figure 36.1 \"percent\"}}", "36.1%"),
        run: words::figure,
    },
    Helper {
        name: "change",
        usage: "change comparison",
        meaning: "a change in percent and number: up, down or none; takes anything that has `change` and `percent`",
        example: ("{{change this}}", "up 4.1% (109 more)"),
        run: words::change,
    },
    Helper {
        name: "size",
        usage: "size n [one many]",
        meaning: "the size of a change in number, without its sign, and with a word for one or for several where they are given",
        example: ("{{size -1537 \"offence\" \"offences\"}}", "1,537 offences"),
        run: words::size,
    },
    Helper {
        name: "signed",
        usage: "signed n",
        meaning: "a change with its sign, for tables; `[x]` where there is none",
        example: ("{{signed 109}}", "+109"),
        run: words::signed,
    },
    Helper {
        name: "percent",
        usage: "percent n [change]",
        meaning: "a change in percent with its sign, for tables; `[z]` where there was nothing before, `[low]` where it rounds to none although the change, if given, is not",
        example: ("{{percent 4.1 109}}", "+4.1%"),
        run: words::percent,
    },
    Helper {
        name: "percent-cell",
        usage: "percent-cell comparison",
        meaning: "a table's cell: arrow, change in percent, and a shade that grows with it",
        example: ("{{percent-cell this}}", "<shade up=\"1\"/>\u{25b2} +4.1%"),
        run: words::percent_cell,
    },
    Helper {
        name: "list",
        usage: "list items [field]",
        meaning: "names joined with commas and “and”; of objects, the field named",
        example: ("{{list names}}", "Bolsover, Erewash and High Peak"),
        run: words::list,
    },
    Helper {
        name: "movers",
        usage: "movers items",
        meaning: "categories with their change in brackets, joined with commas and “and”",
        example: ("{{movers items}}", "Shoplifting (+297) and Drug offences (\u{2212}36)"),
        run: words::movers,
    },
    Helper {
        name: "month",
        usage: "month m",
        meaning: "a month",
        example: ("{{month \"2013-09\"}}", "September 2013"),
        run: words::month,
    },
    Helper {
        name: "month-short",
        usage: "month-short m",
        meaning: "a month in short, for tables",
        example: ("{{month-short \"2013-09\"}}", "Sep 2013"),
        run: words::month_short,
    },
    Helper {
        name: "months",
        usage: "months from to",
        meaning: "a range of months",
        example: ("{{months \"2013-04\" \"2013-09\"}}", "April to September 2013"),
        run: words::months,
    },
    Helper {
        name: "span",
        usage: "span n",
        meaning: "a number of months, in years where it is two or more whole ones",
        example: ("{{span 24}}", "2 years"),
        run: words::span,
    },
    Helper {
        name: "window",
        usage: "window n",
        meaning: "a number of months before a noun",
        example: ("{{window 12}} average", "12-month average"),
        run: words::window,
    },
    Helper {
        name: "date",
        usage: "date d",
        meaning: "a date",
        example: ("{{date \"2013-11-27\"}}", "27 November 2013"),
        run: words::date,
    },
    Helper {
        name: "later",
        usage: "later from to",
        meaning: "the time from one date to a later one: in months where they are whole, else in days",
        example: ("{{later \"2013-11-30\" \"2014-02-28\"}}", "3 months"),
        run: words::later,
    },
    Helper {
        name: "ordinal",
        usage: "ordinal n",
        meaning: "which one in a row",
        example: ("{{ordinal 2}}", "2nd"),
        run: words::ordinal,
    },
    Helper {
        name: "capital",
        usage: "capital text",
        meaning: "a text with its first letter a capital",
        example: ("{{capital \"calls for service\"}}", "Calls for service"),
        run: words::capital,
    },
    Helper {
        name: "lower-first",
        usage: "lower-first text",
        meaning: "a text for the middle of a sentence: its first letter small, unless it begins with an abbreviation",
        example: ("{{lower-first \"All crime\"}}", "all crime"),
        run: words::lower_first,
    },
    Helper {
        name: "lower",
        usage: "lower text",
        meaning: "a text in small letters",
        example: ("{{lower \"High\"}}", "high"),
        run: words::lower,
    },
    Helper {
        name: "marks",
        usage: "marks series",
        meaning: "the marks after a series' name in a table: `[i]` incomplete, `[p]` provisional, `[r]` revised",
        example: ("{{marks this}}", " \\[r\\]"),
        run: words::marks,
    },
    Helper {
        name: "status",
        usage: "status word",
        meaning: "a coloured label for a status (`Red`, `On track`, …) or a risk (`High`, …)",
        example: ("{{status \"On track\"}}", "<status tone=\"green\">On track</status>"),
        run: words::status,
    },
    Helper {
        name: "paragraphs",
        usage: "paragraphs text",
        meaning: "a longer text from a return as paragraphs and lists, its web addresses as links; on lines of its own",
        example: ("{{paragraphs \"See https://x.org now\"}}", "See <a href=\"https://x.org\">https://x.org</a> now"),
        run: words::paragraphs,
    },
    Helper {
        name: "cell",
        usage: "cell text",
        meaning: "the same inside a table's cell",
        example: ("{{cell \"One\"}}", "One"),
        run: words::cell,
    },
    Helper {
        name: "anchor",
        usage: "anchor text…",
        meaning: "a name to refer to something by",
        example: ("{{anchor \"trend\" \"High Peak\"}}", "trend-high-peak"),
        run: words::anchor,
    },
];

impl Helper {
    /// Says what is wrong with a number of values, if that is.
    pub(crate) fn wants(&self, given: usize) -> Option<String> {
        let (needed, optional) = self.usage.split_once('[').unwrap_or((self.usage, ""));
        let least = needed.split_whitespace().count() - 1;
        let most = least + optional.split_whitespace().count();
        let right = given == least || given == most || given > least && self.usage.ends_with('\u{2026}');
        (!right).then(|| {
            format!("{{{{{}}}}}: {given} {} given", self.usage, if given == 1 { "value is" } else { "values are" })
        })
    }
}

/// Makes every helper known to an engine.
pub(crate) fn register(engine: &mut Handlebars<'static>) {
    for helper in HELPERS {
        engine.register_helper(helper.name, Box::new(*helper));
    }
    engine.register_helper(VALUE.name, Box::new(VALUE));
    engine.register_helper("chart", Box::new(figure::ChartHelper));
}

/// The helper that prints a value which stands by itself, as in `{{name}}`. No template can call it by this name.
pub(super) const VALUE: Helper =
    Helper { name: "> value", usage: "> value x", meaning: "a text as it is", example: ("", ""), run: words::value };

/// Puts marks around what is written already, where it is something that no template typed.
fn printed(written: &str, of: Option<&Provenance>) -> String {
    of.map_or_else(|| written.into(), |of| document::marked(of, written))
}

/// Makes an error of a helper, to which the engine adds the place.
pub(crate) fn failure(message: String) -> RenderError {
    RenderErrorReason::Other(message).into()
}

impl HelperDef for Helper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        // Another helper takes it: the marks tell that one what it is.
        let value = match (self.run)(&Args::new(self, context.data(), call)?).map_err(failure)? {
            Said::Text(text, of) => printed(&text, of.as_ref()),
            Said::Markup(text) => text,
        };
        Ok(ScopedJson::Derived(Value::String(value)))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        match (self.run)(&Args::new(self, context.data(), call)?).map_err(failure)? {
            Said::Text(text, of) => out.write(&printed(&document::escape(&text), of.as_ref()))?,
            Said::Markup(text) => out.write(&text)?,
        }
        Ok(())
    }
}
