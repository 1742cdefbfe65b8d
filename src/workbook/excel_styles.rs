//! The styles and texts of an Excel workbook of XML parts, as far as calamine does not tell them.

use quick_xml::events::{BytesStart, Event};

use super::container::Part;
use super::fault::Fault;
use super::format::Format;
use super::styles::{Style, Styles};
use super::xml::{attribute, walk};

/// Reads the styles of cells.
pub(super) fn read(part: &Part) -> Result<Styles, Fault> {
    let mut formats: Vec<(u16, Format)> = Vec::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut styles = Vec::new();
    let (mut in_fonts, mut in_cells, mut aside) = (false, false, 0u32);
    walk(&part.name, &part.bytes, |event, _| {
        match event {
            Event::Start(e) | Event::Empty(e) => {
                let open = matches!(event, Event::Start(_));
                match e.local_name().as_ref() {
                    // The formats of conditions have fonts and numbers of their own.
                    "dxfs" | "extLst" => aside += u32::from(open),
                    _ if aside > 0 => {}
                    "fonts" => in_fonts = open,
                    "cellXfs" => in_cells = open,
                    "numFmt" => {
                        let code = attribute(e, "formatCode").unwrap_or_default();
                        formats.extend(number(e, "numFmtId").map(|id| (id, Format::parse(&code))));
                    }
                    "font" if in_fonts => fonts.push(false),
                    "strike" if in_fonts => {
                        if let Some(font) = fonts.last_mut() {
                            *font = is_on(e);
                        }
                    }
                    "xf" if in_cells => {
                        let id = number(e, "numFmtId").unwrap_or_default();
                        let own = formats.iter().find(|(own, _)| *own == id).map(|(_, format)| format.clone());
                        let font = number(e, "fontId").map(usize::from);
                        styles.push(Style {
                            format: own.unwrap_or_else(|| Format::built_in(id)),
                            struck: font.and_then(|f| fonts.get(f).copied()).unwrap_or_default(),
                        });
                    }
                    _ => {}
                }
            }
            Event::End(e) => match e.local_name().as_ref() {
                "dxfs" | "extLst" => aside = aside.saturating_sub(1),
                "fonts" => in_fonts = false,
                "cellXfs" => in_cells = false,
                _ => {}
            },
            _ => {}
        }
        Ok(())
    })?;
    Ok(Styles::new(styles))
}

fn number(e: &BytesStart<'_>, name: &str) -> Option<u16> {
    attribute(e, name)?.trim().parse().ok()
}

/// Says whether an element that switches something on does so: it does unless it says otherwise.
pub(super) fn is_on(e: &BytesStart<'_>) -> bool {
    !matches!(attribute(e, "val").as_deref(), Some("0" | "false" | "off"))
}

/// Tells for each text of the workbook's list whether some of it is struck through.
pub(super) fn struck_texts(part: &Part) -> Result<Vec<bool>, Fault> {
    let mut texts = Vec::new();
    let mut run = Run::default();
    walk(&part.name, &part.bytes, |event, _| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "si"
        {
            texts.push(false);
        }
        if run.visit(event)
            && let Some(text) = texts.last_mut()
        {
            *text = true;
        }
        Ok(())
    })?;
    Ok(texts)
}

/// A run of text as its XML goes by: whether it is struck through.
#[derive(Default)]
pub(super) struct Run {
    struck: bool,
    in_text: bool,
}

impl Run {
    /// Says whether this is text that is struck through.
    pub(super) fn visit(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "r" => self.struck = false,
                "strike" => self.struck = is_on(e),
                "t" => self.in_text = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "t" => self.in_text = false,
                "r" => self.struck = false,
                _ => {}
            },
            Event::Text(text) => return self.struck && self.in_text && !text.trim().is_empty(),
            _ => {}
        }
        false
    }
}
