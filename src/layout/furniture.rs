//! What runs along the top and the foot of every page.

use std::borrow::Cow;

use super::canvas::{Artifact, Canvas};
use crate::document::Front;
use crate::drawing::{FaceId, Style, Theme};

/// Draws a page's header and footer. `page` counts from 0.
pub(crate) fn draw(
    canvas: &mut Canvas,
    theme: &Theme,
    front: &Front,
    [width, height]: [f32; 2],
    page: usize,
    of: usize,
) {
    let quiet = Style { face: FaceId::REGULAR, size: theme.sizes.furniture, colour: theme.colours.quiet };
    let strong = Style { face: FaceId::BOLD, ..quiet };
    let (left, right) = (theme.page.left, width - theme.page.right);

    let (head, foot) = (theme.page.header, height - theme.page.footer);
    let count = format!("Page {} of {of}", page + 1);
    let parts = [(front.title.as_str(), quiet), (front.marking.as_str(), strong), (count.as_str(), quiet)];
    let [title, marking, number] = across(canvas, parts, [left, right]);
    canvas.artifact(Artifact::Footer);
    show(canvas, &[number], foot);

    // All but its number is the same on every page of its kind.
    canvas.part();
    canvas.artifact(Artifact::Header);
    let numbered = front.item.chars().all(|c| c.is_ascii_digit()) && !front.item.is_empty();
    let item = if numbered { format!("Item {}", front.item) } else { front.item.clone() };
    let about: Vec<&str> = [&front.meeting, &item].into_iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    let about = about.join("  ·  ");
    let draft = Style { colour: theme.colours.text, ..strong };
    let said = [front.notice.as_str(), if front.draft { "DRAFT" } else { "" }];
    let said = said.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("  ·  ");
    let parts = [(front.board.as_str(), quiet), (&said, draft), (&about, quiet)];
    let parts = across(canvas, parts, [left, right]);
    show(canvas, &parts, head);
    let rule = head + theme.sizes.furniture * 0.75;
    canvas.line([left, rule], [right, rule], 0.5, theme.colours.rule);
    canvas.artifact(Artifact::Footer);
    show(canvas, &[title, marking], foot);
}

/// A text, its style and its left end.
type Part<'t> = (Cow<'t, str>, Style, f32);

/// Places three texts on a line: at the left, in the middle, at the right. The first gives way where they would meet.
fn across<'t>(canvas: &Canvas, parts: [(&'t str, Style); 3], [left, right]: [f32; 2]) -> [Part<'t>; 3] {
    let faces = canvas.faces();
    let width = |(text, style): (&str, Style)| faces.width(style.face, style.size, text);
    let [first, middle, last] = parts;
    let centre = (left + right - width(middle)) / 2.;
    let end = right - width(last);
    let gap = first.1.size;
    let room = if middle.0.is_empty() { end } else { centre.min(end) } - left - gap;
    let shortened = shorten(first.0, room, |t| width((t, first.1)));
    [(shortened, first.1, left), (middle.0.into(), middle.1, centre), (last.0.into(), last.1, end)]
}

fn show(canvas: &mut Canvas, parts: &[Part], y: f32) {
    for (text, style, x) in parts.iter().filter(|(text, ..)| !text.is_empty()) {
        canvas.text([*x, y], *style, text);
    }
}

/// Leaves out words at the end of a text that is too long for its place, and says so with an ellipsis.
fn shorten(text: &str, room: f32, width: impl Fn(&str) -> f32) -> Cow<'_, str> {
    if width(text) <= room {
        return text.into();
    }
    let mut words: Vec<&str> = text.split(' ').collect();
    while words.len() > 1 {
        words.pop();
        let shorter = format!("{}…", words.join(" ").trim_end_matches([',', ';', ':', '–', ' ']));
        if width(&shorter) <= room {
            return shorter.into();
        }
    }
    "…".into()
}
