//! Small makers of PDF objects.

use std::cell::RefCell;

use flate2::{Compress, CompressError, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Packs a stream's data with flate at the level that pays.
pub(super) fn flate(data: &[u8], dict: Dictionary) -> Stream {
    flate_parts(&[data], dict)
}

thread_local! {
    /// The packer of a thread's streams, used again and again: making one costs as much as packing a page.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), true));
}

/// Packs a stream whose parts are of different kinds, each with a code of its own.
pub(super) fn flate_parts(parts: &[&[u8]], mut dict: Dictionary) -> Stream {
    // Memory is all it can lack, so packing cannot fail; were it to, the data would be stored as it stands.
    match PACKER.with_borrow_mut(|packer| pack(packer, parts)) {
        Ok(packed) => {
            dict.set("Filter", "FlateDecode");
            Stream::new(dict, packed).with_compression(false)
        }
        Err(_) => Stream::new(dict, parts.concat()).with_compression(false),
    }
}

fn pack(packer: &mut Compress, parts: &[&[u8]]) -> Result<Vec<u8>, CompressError> {
    packer.reset();
    let mut out = Vec::with_capacity(parts.iter().map(|p| p.len()).sum::<usize>() / 2 + 64);
    for (i, part) in parts.iter().enumerate() {
        let last = i + 1 == parts.len();
        let flush = if last { FlushCompress::Finish } else { FlushCompress::Sync };
        let from = packer.total_in();
        loop {
            let taken = (packer.total_in() - from) as usize;
            let status = packer.compress_vec(&part[taken..], &mut out, flush)?;
            // What is flushed is out once there is room left.
            if status == Status::StreamEnd || (!last && out.len() < out.capacity()) {
                break;
            }
            out.reserve(out.capacity() / 2);
        }
    }
    Ok(out)
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
