//! Templates checked against the view before any return is read.
//!
//! Every name that a template asks for is looked up in the tables of [`super::view`], through the blocks and partials
//! around it, so that a misspelt name is found wherever it stands: inside an `{{#if}}` too, where the engine would take
//! it for nothing, and in text that this quarter's figures would not have printed.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, Template, TemplateElement};
use handlebars::{Handlebars, JsonValue};

use super::helpers::HELPERS;
use super::view::{Field, SHAPES, Shape};
use crate::paper::{Audience, Papers, Words};
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::nearest;

/// The engine's own blocks and comparisons, and the block of charts.
pub(super) const BUILT_IN: [&str; 16] = [
    "if", "unless", "each", "with", "lookup", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len", "chart",
];

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    /// A struct of the view, by its place in [`SHAPES`].
    Shape(usize),
    /// A list of such structs.
    Shapes(usize),
    /// A list of texts or months.
    Scalars,
    /// A text, number, date or chart; whether it is a number that may be `null`, for which 0 is not nothing.
    Scalar(bool),
    /// Anything: the result of a helper.
    Any,
}

/// A block around a name: what its names are taken from, and the names given to a partial.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Scope {
    kind: Kind,
    locals: BTreeMap<String, Kind>,
}

/// What a check of all papers gives.
pub(super) struct Checked {
    /// What is wrong.
    pub(super) problems: Problems,
    /// The names of the templates that papers use, their own among them.
    pub(super) reached: BTreeSet<String>,
    /// What each paper's template, and those that it is made of, ask of the view.
    pub(super) asks: BTreeMap<String, BTreeSet<&'static str>>,
}

/// The struct that a paper is written from.
const VIEW: &str = "View";

/// Checks every template that a paper uses, from the papers down, and that of closed appendices.
pub(super) fn check(engine: &Handlebars<'_>, papers: &Papers, file: &dyn Fn(&str) -> String) -> Checked {
    let scope = |name: &str| {
        let kind = SHAPES.iter().position(|s| s.name == name).map_or(Kind::Any, Kind::Shape);
        vec![Scope { kind, locals: BTreeMap::new() }]
    };
    let (mut problems, mut reached, mut asks) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    let mut add = |check: Check<'_>| {
        // A partial may be of several papers: one message is enough.
        let others: Vec<Problem> = check.problems.into_iter().filter(|p| !problems.contains(p)).collect();
        problems.extend(others);
        reached.extend(check.seen.into_iter().map(|(name, ..)| name));
        check.asked
    };
    for paper in papers.iter() {
        let mut check = Check::new(engine, file);
        check.for_area = paper.audience == Audience::Area;
        check.template(&paper.name, &mut scope(VIEW));
        for words in [&paper.title, &paper.subject] {
            check.words(words, &mut scope(VIEW));
        }
        asks.insert(paper.name.clone(), add(check));
    }
    let mut check = Check::new(engine, file);
    check.template(super::templates::CLOSED, &mut scope("ClosedView"));
    add(check);
    Checked { problems: problems.into_iter().collect(), reached, asks }
}

struct Check<'a> {
    engine: &'a Handlebars<'a>,
    file: &'a dyn Fn(&str) -> String,
    problems: Vec<Problem>,
    /// Which templates were checked, in which scopes, and whether for an area.
    seen: BTreeSet<(String, Vec<Scope>, bool)>,
    /// The template being checked.
    template: String,
    /// Where the words are that are being checked, where those are of a head and not of a template's text.
    head: Option<Place>,
    /// Whether the paper being checked is for an area.
    for_area: bool,
    /// What is asked of the whole view.
    asked: BTreeSet<&'static str>,
}

impl<'a> Check<'a> {
    fn new(engine: &'a Handlebars<'a>, file: &'a dyn Fn(&str) -> String) -> Self {
        Check {
            engine,
            file,
            problems: Vec::new(),
            seen: BTreeSet::new(),
            template: String::new(),
            head: None,
            for_area: false,
            asked: BTreeSet::new(),
        }
    }

    fn problem(&mut self, at: (usize, usize), message: String, near: Option<&str>) {
        let here = || Place::File { file: (self.file)(&self.template), line: Some(at.0), column: Some(at.1) };
        let place = self.head.clone().unwrap_or_else(here);
        let problem = Problem::new(Code::TemplateName, place, message);
        let problem = match near {
            Some(near) => problem.help(format!("Did you mean \u{201c}{near}\u{201d}?")),
            None => problem,
        };
        // A partial may be checked in several scopes: one message is enough.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn template(&mut self, name: &str, scopes: &mut Vec<Scope>) {
        if !self.seen.insert((name.to_string(), scopes.clone(), self.for_area)) {
            return;
        }
        let engine = self.engine;
        let Some(template) = engine.get_template(name) else { return };
        let outer = std::mem::replace(&mut self.template, name.to_string());
        self.elements(template, scopes);
        self.template = outer;
    }

    /// Checks the words of a head.
    fn words(&mut self, words: &Words, scopes: &mut Vec<Scope>) {
        self.head = Some(words.from.clone());
        match Template::compile(&words.text) {
            Ok(template) => self.elements(&template, scopes),
            Err(_) => self.problem((1, 1), "this is not the syntax of Handlebars".into(), None),
        }
        self.head = None;
    }

    fn elements(&mut self, template: &Template, scopes: &mut Vec<Scope>) {
        for (i, element) in template.elements.iter().enumerate() {
            let at = template.mapping.get(i).map_or((1, 1), |m| (m.0, m.1));
            match element {
                TemplateElement::HtmlExpression(_) => {
                    self.problem(at, "three braces would print text as markup: use two".into(), None);
                }
                TemplateElement::Expression(call) => self.expression(call, at, scopes),
                TemplateElement::HelperBlock(block) => self.block(block, at, scopes),
                TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                    self.partial(partial, at, scopes);
                }
                _ => {}
            }
        }
    }

    fn expression(&mut self, call: &HelperTemplate, at: (usize, usize), scopes: &mut [Scope]) {
        let name = call.name.as_name().unwrap_or_default();
        if call.params.is_empty() && call.hash.is_empty() {
            if is_helper(name) {
                let message = format!("\u{201c}{name}\u{201d} is a helper and wants a value");
                self.problem(at, message, None);
                return;
            }
            if let Some(Kind::Shape(_) | Kind::Shapes(_) | Kind::Scalars) = self.resolve(name, at, scopes) {
                let message = format!("\u{201c}{name}\u{201d} is not a text: use {{{{#each}}}} or a name in it");
                self.problem(at, message, None);
            }
            return;
        }
        self.helper(name, call.params.len(), at);
        self.values(&call.params, call.hash.values(), at, scopes);
    }

    /// Checks that there is a helper of a name, and how many values it is given.
    fn helper(&mut self, name: &str, given: usize, at: (usize, usize)) {
        if !is_helper(name) {
            let near = nearest(name, HELPERS.iter().map(|h| h.name).chain(BUILT_IN));
            self.problem(at, format!("there is no helper \u{201c}{name}\u{201d}"), near);
        }
        if let Some(message) = HELPERS.iter().find(|h| h.name == name).and_then(|h| h.wants(given)) {
            self.problem(at, message, None);
        }
    }

    /// Checks what a helper or partial is given, and says what each positional value is.
    fn values<'p>(
        &mut self,
        params: &[Parameter],
        hash: impl Iterator<Item = &'p Parameter>,
        at: (usize, usize),
        scopes: &mut [Scope],
    ) -> Vec<Kind> {
        for value in hash {
            self.value(value, at, scopes);
        }
        params.iter().map(|p| self.value(p, at, scopes)).collect()
    }

    fn value(&mut self, value: &Parameter, at: (usize, usize), scopes: &mut [Scope]) -> Kind {
        match value {
            Parameter::Literal(_) => Kind::Any,
            Parameter::Subexpression(sub) => {
                if let TemplateElement::Expression(call) = sub.as_element() {
                    self.helper(call.name.as_name().unwrap_or_default(), call.params.len(), at);
                    self.values(&call.params, call.hash.values(), at, scopes);
                }
                Kind::Any
            }
            path => self.resolve(path.as_name().unwrap_or_default(), at, scopes).unwrap_or(Kind::Any),
        }
    }

    fn block(&mut self, block: &HelperTemplate, at: (usize, usize), scopes: &mut Vec<Scope>) {
        let name = block.name.as_name().unwrap_or_default().to_string();
        if !is_helper(&name) {
            let near = nearest(&name, BUILT_IN);
            self.problem(at, format!("there is no block \u{201c}{name}\u{201d}"), near);
        }
        let kinds = self.values(&block.params, block.hash.values(), at, scopes);
        let first = kinds.first().copied().unwrap_or(Kind::Any);
        let zero = block.hash.get("includeZero") == Some(&Parameter::Literal(JsonValue::Bool(true)));
        let inner = match (name.as_str(), first) {
            ("if" | "unless", Kind::Scalar(true)) if !zero => {
                let message = "this figure may be 0, which would count as nothing: add includeZero=true";
                self.problem(at, message.into(), None);
                None
            }
            ("each", Kind::Shapes(shape)) | ("with", Kind::Shape(shape)) => Some(Kind::Shape(shape)),
            ("each", Kind::Scalars) => Some(Kind::Scalar(false)),
            ("each" | "with", Kind::Any) => Some(Kind::Any),
            ("each", _) => {
                self.problem(at, "{{#each}} wants a list".into(), None);
                Some(Kind::Any)
            }
            ("with", _) => {
                self.problem(at, "{{#with}} wants something with names in it".into(), None);
                Some(Kind::Any)
            }
            _ => None,
        };
        if let Some(template) = &block.template {
            match inner {
                Some(kind) => {
                    scopes.push(Scope { kind, locals: BTreeMap::new() });
                    self.elements(template, scopes);
                    scopes.pop();
                }
                None => self.elements(template, scopes),
            }
        }
        if let Some(inverse) = &block.inverse {
            self.elements(inverse, scopes);
        }
    }

    fn partial(&mut self, partial: &DecoratorTemplate, at: (usize, usize), scopes: &mut Vec<Scope>) {
        let name = partial.name.as_name().unwrap_or_default().to_string();
        if !self.engine.has_template(&name) {
            let engine = self.engine;
            let near = nearest(&name, engine.get_templates().keys().map(String::as_str));
            let near = near.map(str::to_string);
            self.problem(at, format!("there is no partial \u{201c}{name}\u{201d}"), near.as_deref());
            return;
        }
        let kinds = self.values(&partial.params, std::iter::empty(), at, scopes);
        let here = scopes.last().map_or(Kind::Any, |s| s.kind);
        let kind = kinds.first().copied().unwrap_or(here);
        let mut locals = BTreeMap::new();
        for (key, value) in ordered(&partial.hash) {
            let kind = self.value(value, at, scopes);
            locals.insert(key.clone(), kind);
        }
        scopes.push(Scope { kind, locals });
        // A partial that calls itself would not end: each scope is checked once, and no template nests this deep.
        if scopes.len() < 24 {
            self.template(&name, scopes);
        }
        scopes.pop();
    }

    /// Finds what a name stands for; reports one that does not exist.
    fn resolve(&mut self, raw: &str, at: (usize, usize), scopes: &[Scope]) -> Option<Kind> {
        let mut depth = scopes.len().checked_sub(1)?;
        let mut path = raw;
        while let Some(rest) = path.strip_prefix("../") {
            let Some(up) = depth.checked_sub(1) else {
                self.problem(at, format!("\u{201c}{raw}\u{201d} goes up further than there are blocks"), None);
                return None;
            };
            (depth, path) = (up, rest);
        }
        if path.starts_with('@') && !path.starts_with("@root") {
            let known = ["@first", "@last", "@index", "@key"];
            if !known.contains(&path) {
                self.problem(at, format!("there is no \u{201c}{raw}\u{201d}"), nearest(path, known));
            }
            return Some(Kind::Any);
        }
        let mut kind = scopes[depth].kind;
        let mut parts = path.split(['.', '/']).filter(|p| !p.is_empty() && *p != "this").peekable();
        if parts.next_if_eq(&"@root").is_some() {
            kind = scopes[0].kind;
        } else if let Some(first) = parts.peek() {
            let local = scopes[..=depth].iter().rev().find_map(|s| s.locals.get(*first));
            if let Some(local) = local {
                kind = *local;
                parts.next();
            }
        }
        for part in parts {
            kind = match kind {
                Kind::Any => return Some(Kind::Any),
                Kind::Shapes(shape) if part.starts_with('[') => Kind::Shape(shape),
                Kind::Shape(shape) if part == "area" && SHAPES[shape].name == "View" && !self.for_area => {
                    let message = "there is no \u{201c}area\u{201d} here: the paper is not for = \"area\"";
                    self.problem(at, message.into(), None);
                    return None;
                }
                Kind::Shape(shape) => match SHAPES[shape].fields.iter().find(|f| f.name == part) {
                    Some(field) => {
                        if SHAPES[shape].name == VIEW {
                            self.asked.insert(field.name);
                        }
                        kind_of(field)
                    }
                    None => {
                        self.unknown(raw, part, &SHAPES[shape], at, scopes);
                        return None;
                    }
                },
                Kind::Shapes(_) | Kind::Scalars | Kind::Scalar(_) => {
                    let message =
                        format!("\u{201c}{raw}\u{201d}: there is nothing in it that is called \u{201c}{part}\u{201d}");
                    self.problem(at, message, None);
                    return None;
                }
            };
        }
        Some(kind)
    }

    fn unknown(&mut self, raw: &str, part: &str, shape: &Shape, at: (usize, usize), scopes: &[Scope]) {
        let locals = scopes.iter().flat_map(|s| s.locals.keys().map(String::as_str));
        let names: Vec<&str> = shape.fields.iter().map(|f| f.name).chain(locals).collect();
        let near = nearest(part, names.iter().copied()).map(str::to_string);
        // The scopes around may have the name itself: then only the way to it is missing.
        let outer = scopes.iter().rev().enumerate().skip(1).find_map(|(up, scope)| match scope.kind {
            Kind::Shape(s) if SHAPES[s].fields.iter().any(|f| f.name == part) => {
                Some(format!("{}{raw}", "../".repeat(up)))
            }
            _ => None,
        });
        let message = format!("there is no \u{201c}{raw}\u{201d} here ({})", shape.name);
        self.problem(at, message, outer.or(near).as_deref());
    }
}

/// Says whether a name is a helper's.
fn is_helper(name: &str) -> bool {
    BUILT_IN.contains(&name) || HELPERS.iter().any(|h| h.name == name)
}

/// A call's named values in the order of their names.
fn ordered<V>(hash: &std::collections::HashMap<String, V>) -> BTreeMap<&String, &V> {
    hash.iter().collect()
}

fn kind_of(field: &Field) -> Kind {
    let (kind, list, optional) = field.plain_kind();
    let shape = SHAPES.iter().position(|s| s.name == kind);
    let number = matches!(kind, "Decimal" | "i64" | "u32" | "usize" | "u8");
    match (shape, list) {
        (Some(shape), true) => Kind::Shapes(shape),
        (Some(shape), false) => Kind::Shape(shape),
        (None, true) => Kind::Scalars,
        (None, false) => Kind::Scalar(optional && number),
    }
}
