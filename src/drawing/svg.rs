//! A scene as an SVG picture, to stand in a page of the web.
//!
//! The picture has its title and its text alternative. A text is as wide as it was measured, whatever font it is shown in, so
//! that no two texts touch there either.

use std::fmt::{self, Write as _};

use super::faces::FaceId;
use super::scene::{Mark, Scene, Text};

/// What a picture says to those who do not see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words<'a> {
    /// The finding.
    pub title: &'a str,
    /// The text alternative.
    pub alt: &'a str,
}

/// Writes a scene that was placed from the point 0, 0 on, in a picture of a width and height.
pub fn svg(scene: &Scene, [width, height]: [f32; 2], words: Words) -> String {
    let mut out = String::with_capacity(8 << 10);
    // Writing into a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" \
         font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\">\n<title>{}</title>\n<desc>{}</desc>\n",
        Tenths(width),
        Tenths(height),
        Escaped(words.title),
        Escaped(words.alt)
    );
    for mark in &scene.marks {
        let _ = writeln!(out, "{}", Element { mark, scene });
    }
    out.push_str("</svg>\n");
    out
}

/// A mark as an element.
struct Element<'a> {
    mark: &'a Mark,
    scene: &'a Scene<'a>,
}

impl fmt::Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mark {
            Mark::Fill([x, y, w, h], colour) => {
                // The edges are rounded, not the sizes, so that what adjoins leaves no gap.
                let [left, top, right, bottom] = [*x, *y, x + w, y + h].map(tenths);
                let (w, h) = (Tenths(right - left), Tenths(bottom - top));
                write!(f, "<path d=\"M{} {}h{w}v{h}h-{w}z\" fill=\"{colour}\"/>", Tenths(left), Tenths(top))
            }
            Mark::Polygon(points, colour) => write!(f, "<path d=\"{}z\" fill=\"{colour}\"/>", Path(points)),
            Mark::Disc([x, y], radius, colour) => {
                let (x, y, r) = (Tenths(*x), Tenths(*y), Tenths(*radius));
                write!(f, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{colour}\"/>")
            }
            Mark::Line(points, width, colour) => {
                write!(f, "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>", Path(points))
            }
            Mark::Dashed(ends, width, colour) => write!(
                f,
                "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-dasharray=\"3 2\"/>",
                Path(ends)
            ),
            Mark::Text(text) => self.text(f, text),
        }
    }
}

impl Element<'_> {
    fn text(&self, f: &mut fmt::Formatter<'_>, Text { at: [x, y], style, text }: &Text) -> fmt::Result {
        let width = self.scene.look.width(*style, text);
        let (size, colour) = (style.size, style.colour);
        write!(f, "<text x=\"{}\" y=\"{}\" font-size=\"{size}\"", Tenths(*x), Tenths(*y))?;
        if style.face == FaceId::BOLD {
            f.write_str(" font-weight=\"bold\"")?;
        }
        write!(
            f,
            " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{colour}\">{}</text>",
            Tenths(width),
            Escaped(text)
        )
    }
}

/// A line through points.
struct Path<'a>(&'a [[f32; 2]]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, [x, y]) in self.0.iter().enumerate() {
            write!(f, "{}{} {}", if i == 0 { 'M' } else { 'L' }, Tenths(*x), Tenths(*y))?;
        }
        Ok(())
    }
}

fn tenths(v: f32) -> f32 {
    (v * 10.).round() / 10.
}

/// A coordinate, which is written in tenths of a point.
struct Tenths(f32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", tenths(self.0) + 0.)
    }
}

/// A text in which nothing is taken for a tag.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Bar, BarChart, Chart, Point, TrendChart};
    use crate::drawing::{Look, default_faces, heights, scene};
    use crate::number::Ratio;
    use crate::quarter::Month;

    fn drawn(chart: &Chart, width: f32) -> String {
        let faces = default_faces().expect("the fonts that are compiled in");
        let look = Look::new(&faces);
        let height = heights(chart, width, &look).min;
        let words = Words { title: "Burglary & <theft>", alt: "A chart." };
        svg(&scene(chart, [0., 0., width, height], &look), [width, height], words)
    }

    #[test]
    fn a_chart_of_bars_is_a_picture_of_its_marks() {
        let bar = |name: &str, value: Option<i64>, label: &str, total| Bar {
            name: name.into(),
            value: value.map(Ratio::whole),
            label: label.into(),
            total,
        };
        let bars = vec![
            bar("Theft", Some(12), "+12", false),
            bar("Robbery", Some(-3), "−3", false),
            bar("Drugs", None, "[x]", false),
            bar("All crime", Some(9), "+9", true),
        ];
        let chart = Chart::Bars(BarChart { axis: String::new(), percent: false, bars });
        insta::assert_snapshot!(drawn(&chart, 240.));
    }

    #[test]
    fn a_trend_is_a_picture_of_its_marks() {
        let first = Month::new(2013, 4).expect("a month");
        let counts = [Some(40), Some(43), None, Some(38), Some(71)];
        let point = |(i, count): (i32, Option<i64>)| Point { month: first.plus(i), count, special: i == 4 };
        let chart = Chart::Trend(TrendChart {
            name: "All crime".into(),
            axis: "Offences a month".into(),
            points: (0..).zip(counts).map(point).collect(),
            centre: Some(Ratio::whole(42)),
            limits: Some([30, 60].map(Ratio::whole)),
        });
        insta::assert_snapshot!(drawn(&chart, 240.));
    }
}
