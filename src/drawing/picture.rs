//! Pictures for the logo: PNG is unpacked on to a white ground, JPEG is passed on as it is.

use std::path::Path;

use crate::problem::{Code, Place, Problem};

/// A picture, ready to be embedded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// The samples or the JPEG.
    pub data: ImageData,
}

/// How a picture's samples are stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImageData {
    /// A whole JPEG file in RGB (3) or grey (1).
    Jpeg {
        /// The file.
        bytes: Vec<u8>,
        /// Colour components, 1 or 3.
        components: u8,
    },
    /// Rows of RGB, eight bits each, on a white ground.
    Rgb(Vec<u8>),
}

/// Reads a PNG or JPEG file, told apart by its first bytes.
///
/// # Errors
/// A file that cannot be read, is neither, or is larger than a logo needs to be.
pub(crate) fn load(folder: &Path, name: &str) -> Result<Image, Problem> {
    let wrong = |message: String| Problem::new(Code::LogoUnreadable, Place::file(name), message);
    let data = std::fs::read(folder.join(name)).map_err(|e| wrong(format!("cannot be read: {e}")))?;
    let image = match data.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => png(&data).map_err(|e| wrong(format!("this is no usable PNG: {e}"))),
        [0xFF, 0xD8, 0xFF, ..] => jpeg(data).ok_or_else(|| wrong("this is no usable RGB or grey JPEG".into())),
        _ => Err(wrong("the logo must be a PNG or JPEG file".into())),
    }?;
    if image.size[0].max(image.size[1]) > 4000 {
        return Err(wrong("the logo is larger than 4,000 pixels".into()));
    }
    Ok(image)
}

fn png(data: &[u8]) -> Result<Image, png::DecodingError> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(data));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut samples = vec![0; reader.output_buffer_size().unwrap_or(0)];
    let info = reader.next_frame(&mut samples)?;
    samples.truncate(info.buffer_size());
    let on_white = |v: u8, alpha: u8| 255 - ((255 - u16::from(v)) * u16::from(alpha) / 255) as u8;
    let rgb = match info.color_type {
        png::ColorType::Rgb => samples,
        png::ColorType::Rgba => samples.chunks_exact(4).flat_map(|p| [0, 1, 2].map(|i| on_white(p[i], p[3]))).collect(),
        png::ColorType::GrayscaleAlpha => samples.chunks_exact(2).flat_map(|p| [on_white(p[0], p[1]); 3]).collect(),
        png::ColorType::Grayscale | png::ColorType::Indexed => samples.iter().flat_map(|v| [*v; 3]).collect(),
    };
    Ok(Image { size: [info.width, info.height], data: ImageData::Rgb(rgb) })
}

/// Finds the frame header of a JPEG, which gives its size and number of components.
fn jpeg(bytes: Vec<u8>) -> Option<Image> {
    let mut at = 2;
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2)? else { return None };
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        // Start of frame, but for the markers of tables that share its range.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            let frame = bytes.get(at + 4..at + 10)?;
            let side = |i: usize| u32::from(u16::from_be_bytes([frame[i], frame[i + 1]]));
            let (size, components) = ([side(3), side(1)], frame[5]);
            let sound = frame[0] == 8 && matches!(components, 1 | 3) && size[0] > 0 && size[1] > 0;
            return sound.then_some(Image { size, data: ImageData::Jpeg { bytes, components } });
        }
        at += 2 + length.max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_transparent_parts_stands_on_white() {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header().expect("to memory");
        writer.write_image_data(&[10, 20, 30, 255, 10, 20, 30, 0]).expect("to memory");
        drop(writer);
        let image = png(&file).expect("it was just written");
        assert_eq!(image, Image { size: [2, 1], data: ImageData::Rgb(vec![10, 20, 30, 255, 255, 255]) });
    }

    #[test]
    fn a_jpegs_size_is_in_its_frame_header() {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8, 0, 40, 0, 120, 3];
        bytes.extend([0; 9]);
        assert_eq!(jpeg(bytes.clone()).map(|i| i.size), Some([120, 40]));
        bytes.truncate(12);
        assert_eq!(jpeg(bytes), None);
    }
}
