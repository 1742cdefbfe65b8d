//! Colours, and how well they stand out from each other.

/// A colour: red, green, blue, 0 to 255.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Black.
    pub const BLACK: Rgb = Rgb([0; 3]);
    /// White, which is also the page's ground.
    pub const WHITE: Rgb = Rgb([255; 3]);

    /// Reads a colour as it is written in a theme: `#12436D`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |i: usize| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok();
        Some(Rgb([part(0)?, part(2)?, part(4)?]))
    }

    /// Gives the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).
    pub fn contrast(self, other: Rgb) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        let linear = |v: u8| {
            let c = f32::from(v) / 255.;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

impl std::fmt::Display for Rgb {
    /// Prints the colour as it is written in a theme.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Rgb([r, g, b]) = self;
        write!(f, "#{r:02X}{g:02X}{b:02X}")
    }
}

impl Default for Rgb {
    fn default() -> Self {
        Rgb::BLACK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb::BLACK.contrast(Rgb::WHITE) - 21.).abs() < 0.01);
        assert!((Rgb([0x76; 3]).contrast(Rgb::WHITE) - 4.54).abs() < 0.01);
        assert!(Rgb([0xD4, 0x35, 0x1C]).contrast(Rgb::WHITE) > 4.5);
        assert!(Rgb([0xF4, 0x6A, 0x25]).contrast(Rgb::WHITE) < 4.5);
    }
}
