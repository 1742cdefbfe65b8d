//! Small makers of PDF objects.

use std::io::Write as _;

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Packs a stream's data with flate at the level that pays.
pub(super) fn flate(data: &[u8], mut dict: Dictionary) -> Stream {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::with_capacity(data.len() / 3), flate2::Compression::new(6));
    // A vector takes everything, so neither step can fail; were one to, the stream would be stored as it stands.
    match packer.write_all(data).and_then(|()| packer.finish()) {
        Ok(packed) => {
            dict.set("Filter", "FlateDecode");
            Stream::new(dict, packed).with_compression(false)
        }
        Err(_) => Stream::new(dict, data.to_vec()).with_compression(false),
    }
}

/// Makes a number rounded to hundredths.
pub(super) fn number(v: f32) -> Object {
    hundredths((v * 100.).round() as i64)
}

/// Makes a number from its hundredths.
pub(super) fn hundredths(v: i64) -> Object {
    match v % 100 {
        0 => Object::Integer(v / 100),
        _ => Object::Real(v as f32 / 100.),
    }
}

/// Makes a text string: as it stands where it is ASCII, else UTF-16.
pub(super) fn text(s: &str) -> Object {
    if s.is_ascii() {
        return Object::string_literal(s);
    }
    let mut bytes = vec![0xFE, 0xFF];
    s.encode_utf16().for_each(|u| bytes.extend(u.to_be_bytes()));
    Object::String(bytes, StringFormat::Literal)
}

/// Reads a text string back; what is none becomes an empty one.
pub(super) fn read_text(object: Option<&Object>) -> String {
    let Some(Object::String(bytes, _)) = object else { return String::new() };
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
