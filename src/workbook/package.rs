//! The package that an Excel workbook is: which parts belong to it, by the relations among them.
//!
//! Parts may have any name; what they are is told by the kind of their relation. What no relation leads to is not
//! looked at: it is another program's.

use quick_xml::events::{BytesStart, Event};

use super::container::{Part, Parts};
use super::fault::Fault;
use super::name::clean_name;
use super::xml::{attribute, walk};

/// A workbook's parts.
pub(super) struct Package<'a> {
    parts: &'a Parts,
    /// The name of its main part, in lower case.
    pub(super) main: String,
    related: Vec<Relation>,
}

/// A relation from one part to another.
struct Relation {
    id: String,
    /// The last word of its kind: `worksheet`, `styles`.
    kind: String,
    part: String,
}

/// What a sheet is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SheetKind {
    Cells,
    Macros,
    /// A chart or a dialogue.
    Other,
}

impl<'a> Package<'a> {
    /// Finds the main part and what it is related to.
    pub(super) fn read(parts: &'a Parts) -> Result<Self, Fault> {
        let main = relations(parts, "")?.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.part);
        let usual = ["xl/workbook.xml", "xl/workbook.bin"].into_iter().find(|name| parts.contains_key(*name));
        let found = main.filter(|name| parts.contains_key(name)).or(usual.map(String::from));
        let main = found.ok_or_else(|| Fault::Damaged("the part that lists its sheets is missing".into()))?;
        let related = relations(parts, &main)?;
        Ok(Package { parts, main, related })
    }

    /// Gives the main part.
    pub(super) fn book(&self) -> Result<&'a Part, Fault> {
        self.parts.get(&self.main).ok_or_else(|| missing(&self.main))
    }

    /// Finds the one part of a kind, by its relation or under its usual name.
    pub(super) fn one(&self, kind: &str, usual: &str) -> Result<Option<&'a Part>, Fault> {
        match self.related.iter().find(|r| r.kind == kind) {
            Some(r) => self.parts.get(&r.part).map(Some).ok_or_else(|| missing(&r.part)),
            None => Ok(self.parts.get(&within(&self.main, usual))),
        }
    }

    /// Finds the part of a sheet by the identifier of its relation.
    pub(super) fn sheet(&self, id: &str) -> Result<(SheetKind, &'a Part), Fault> {
        let relation = self.related.iter().find(|r| r.id == id);
        let relation = relation.ok_or_else(|| Fault::Damaged("one of its sheets is missing".into()))?;
        let kind = match relation.kind.as_str() {
            "worksheet" => SheetKind::Cells,
            "xlMacrosheet" | "xlIntlMacrosheet" => SheetKind::Macros,
            _ => SheetKind::Other,
        };
        Ok((kind, self.parts.get(&relation.part).ok_or_else(|| missing(&relation.part))?))
    }

    /// Finds the parts with the comments on a sheet.
    pub(super) fn comments(&self, sheet: &Part) -> Result<Vec<&'a Part>, Fault> {
        let related = relations(self.parts, &sheet.name.to_lowercase())?;
        let kinds = ["comments", "threadedComment"];
        let of_kind = related.iter().filter(|r| kinds.contains(&r.kind.as_str()));
        of_kind.map(|r| self.parts.get(&r.part).ok_or_else(|| missing(&r.part))).collect()
    }
}

fn missing(part: &str) -> Fault {
    Fault::Damaged(format!("its part {} is missing", clean_name(part)))
}

/// Reads the relations of a part; of the package itself where it has no name.
fn relations(parts: &Parts, of: &str) -> Result<Vec<Relation>, Fault> {
    let (folder, name) = of.rsplit_once('/').map_or(("", of), |(folder, name)| (folder, name));
    let separator = if folder.is_empty() { "" } else { "/" };
    let mut found = Vec::new();
    let Some(part) = parts.get(&format!("{folder}{separator}_rels/{name}.rels")).filter(|p| !p.bytes.is_empty()) else {
        return Ok(found);
    };
    each(part, "Relationship", |e| {
        let [id, kind, target] = ["Id", "Type", "Target"].map(|n| attribute(e, n).unwrap_or_default());
        // What is elsewhere is never followed.
        if attribute(e, "TargetMode").as_deref() != Some("External") {
            let kind = kind.rsplit('/').next().unwrap_or_default().into();
            found.push(Relation { id, kind, part: within(of, &target) });
        }
    })?;
    Ok(found)
}

/// Resolves a target, which is relative to the folder of a part or begins at the root.
fn within(of: &str, target: &str) -> String {
    let target = target.replace('\\', "/").to_lowercase();
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Visits each element of a name in a part.
pub(super) fn each(part: &Part, element: &str, mut visit: impl FnMut(&BytesStart<'_>)) -> Result<(), Fault> {
    walk(&part.name, &part.bytes, |event, _| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == element
        {
            visit(e);
        }
        Ok(())
    })
}
