//! What runs along the top and the foot of every page.

use super::canvas::{Artifact, Canvas, Style};
use super::faces::FaceId;
use super::theme::Theme;
use crate::document::Front;

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

    canvas.artifact(Artifact::Header);
    let y = theme.page.header;
    let numbered = front.item.chars().all(|c| c.is_ascii_digit()) && !front.item.is_empty();
    let item = if numbered { format!("Item {}", front.item) } else { front.item.clone() };
    let about: Vec<&str> = [&front.meeting, &item].into_iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    let draft = Style { colour: theme.colours.text, ..strong };
    let parts =
        [(front.board.as_str(), quiet), (if front.draft { "DRAFT" } else { "" }, draft), (&about.join("  ·  "), quiet)];
    across(canvas, parts, [left, right, y]);
    let rule = y + theme.sizes.furniture * 0.75;
    canvas.line([left, rule], [right, rule], 0.5, theme.colours.rule);

    canvas.artifact(Artifact::Footer);
    let count = format!("Page {} of {of}", page + 1);
    let parts = [(front.title.as_str(), quiet), (front.marking.as_str(), strong), (count.as_str(), quiet)];
    across(canvas, parts, [left, right, height - theme.page.footer]);
}

/// Draws three texts on a line: at the left, in the middle, at the right. The first gives way where they would meet.
fn across(canvas: &mut Canvas, parts: [(&str, Style); 3], [left, right, y]: [f32; 3]) {
    let faces = canvas.faces();
    let width = |(text, style): (&str, Style)| faces.width(style.face, style.size, text);
    let [first, middle, last] = parts;
    let centre = (left + right - width(middle)) / 2.;
    let end = right - width(last);
    let gap = first.1.size;
    let room = if middle.0.is_empty() { end } else { centre.min(end) } - left - gap;
    let shortened = shorten(first.0, room, |t| width((t, first.1)));
    for (x, text, style) in [(left, shortened.as_str(), first.1), (centre, middle.0, middle.1), (end, last.0, last.1)] {
        if !text.is_empty() {
            canvas.text([x, y], style, text);
        }
    }
}

/// Leaves out words at the end of a text that is too long for its place, and says so with an ellipsis.
fn shorten(text: &str, room: f32, width: impl Fn(&str) -> f32) -> String {
    if width(text) <= room {
        return text.into();
    }
    let mut words: Vec<&str> = text.split(' ').collect();
    while words.len() > 1 {
        words.pop();
        let shorter = format!("{}…", words.join(" ").trim_end_matches([',', ';', ':', '–', ' ']));
        if width(&shorter) <= room {
            return shorter;
        }
    }
    "…".into()
}
