//! An `OpenDocument` spreadsheet, element by element.

use quick_xml::events::Event;

use super::container::Parts;
use super::draft::Tally;
use super::fault::Fault;
use super::limits::MOST_SHEETS;
use super::model::Sheet;
use super::open_styles::Styles;
use super::open_table::{Table, broken};
use super::xml::{attribute, walk};

/// Reads the sheets of a document.
pub(super) fn read(parts: &Parts) -> Result<Vec<Sheet>, Fault> {
    if let Some(manifest) = parts.get("meta-inf/manifest.xml") {
        walk(&manifest.name, &manifest.bytes, |event, _| match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "encryption-data" => Err(Fault::Password),
            _ => Ok(()),
        })?;
    }
    let mut styles = Styles::default();
    if let Some(part) = parts.get("styles.xml") {
        walk(&part.name, &part.bytes, |event, _| {
            if let Event::Start(e) | Event::Empty(e) = event {
                styles.element(e);
            }
            Ok(())
        })?;
    }
    let Some(content) = parts.get("content.xml") else { return Err(broken("nothing in it")) };
    let mut pass = Pass { styles, tally: Tally::default(), table: None, sheets: Vec::new() };
    walk(&content.name, &content.bytes, |event, _| pass.visit(event))?;
    Ok(pass.sheets)
}

/// The content as it goes by.
struct Pass {
    styles: Styles,
    tally: Tally,
    table: Option<Table>,
    sheets: Vec<Sheet>,
}

impl Pass {
    fn visit(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        if let Some(table) = &mut self.table {
            if !table.visit(event, &self.styles, &mut self.tally)? {
                return Ok(());
            }
            let table = self.table.take();
            return table.map_or(Ok(()), |t| self.finish(t));
        }
        let (Event::Start(e) | Event::Empty(e)) = event else { return Ok(()) };
        match e.name().as_ref() {
            "office:text" => return Err(Fault::NotAWorkbook("an OpenDocument text".into())),
            "office:presentation" | "office:drawing" => {
                return Err(Fault::NotAWorkbook("an OpenDocument presentation or drawing".into()));
            }
            "table:table" => {
                if self.sheets.len() >= MOST_SHEETS {
                    return Err(Fault::TooLarge(format!("it has more than {MOST_SHEETS} sheets")));
                }
                let style = attribute(e, "style-name");
                let hidden = style.is_some_and(|s| self.styles.hides(&s));
                let table = Table::new(attribute(e, "name"), hidden);
                match event {
                    Event::Empty(_) => return self.finish(table),
                    _ => self.table = Some(table),
                }
            }
            _ => self.styles.element(e),
        }
        Ok(())
    }

    fn finish(&mut self, table: Table) -> Result<(), Fault> {
        self.sheets.extend(table.finish()?);
        Ok(())
    }
}
