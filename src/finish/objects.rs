//! Small makers of PDF objects.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream, StringFormat};

/// The level of packing that pays: the highest takes longer and saves nothing.
const LEVEL: Compression = Compression::new(7);

thread_local! {
    /// The packer of a thread's streams, used again and again: making one costs as much as packing a page.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(LEVEL, true));
}

/// Packs a stream's data with flate.
pub(super) fn flate(data: &[u8], mut dict: Dictionary) -> Stream {
    match pack(data) {
        Some(packed) => {
            dict.set("Filter", "FlateDecode");
            Stream::new(dict, packed).with_compression(false)
        }
        // Memory is all that packing can lack; the data are then stored as they stand.
        None => Stream::new(dict, data.to_vec()).with_compression(false),
    }
}

fn pack(data: &[u8]) -> Option<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut packed = Vec::with_capacity(data.len() / 2 + 64);
        loop {
            let done = packer.total_in() as usize;
            if packer.compress_vec(&data[done..], &mut packed, FlushCompress::Finish).ok()? == Status::StreamEnd {
                return Some(packed);
            }
            packed.reserve(packed.capacity() / 2);
        }
    })
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

/// What PDF's own encoding has where Latin-1 has controls, from 0x80 on (ISO 32000-1, D.2).
const PUNCTUATION: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž";

/// Makes a text string: in PDF's own encoding where that has all of it, else UTF-16.
pub(super) fn text(s: &str) -> Object {
    let byte = |c: char| match c {
        ' '..='~' | '¡'..='¬' | '®'..='ÿ' => u8::try_from(c).ok(),
        '€' => Some(0xA0),
        _ => PUNCTUATION.chars().zip(0x80..).find_map(|(p, b)| (p == c).then_some(b)),
    };
    let own = s.chars().map(byte).collect::<Option<Vec<u8>>>();
    // What begins with a byte-order mark would be read as Unicode.
    let bytes =
        own.filter(|b| !b.starts_with(&[0xFE, 0xFF]) && !b.starts_with(&[0xEF, 0xBB, 0xBF])).unwrap_or_else(|| {
            let units = s.encode_utf16().flat_map(u16::to_be_bytes);
            [0xFE, 0xFF].into_iter().chain(units).collect()
        });
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
        None => bytes.iter().map(|b| read_byte(*b)).collect(),
    }
}

/// Gives the character of a byte in PDF's own encoding.
fn read_byte(byte: u8) -> char {
    match byte {
        0x80..=0x9E => PUNCTUATION.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{FFFD}'),
        0xA0 => '€',
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn packed_data_is_read_back_as_it_was() {
        let numbers: String = (0..3000).map(|n| format!("{} {} ", n + 1000, n * 70 + n * n % 37)).collect();
        for data in ["", &*"what repeats, ".repeat(9000), &*numbers] {
            let stream = flate(data.as_bytes(), Dictionary::new());
            let mut back = String::new();
            // It is read to its end, and the checksum there is right.
            flate2::read::ZlibDecoder::new(&stream.content[..]).read_to_string(&mut back).expect("packed text");
            assert!(back == data);
        }
    }

    #[test]
    fn texts_are_read_back_as_they_were() {
        for (s, length) in [("Safer (ASB) – £5m…", 18), ("−2.4% ‘up’ €", 12), ("ŵ", 4), ("", 0), ("þÿ", 6), ("a\nb", 8)]
        {
            let object = text(s);
            assert_eq!(read_text(Some(&object)), s);
            let Object::String(bytes, _) = object else { panic!("a string") };
            assert_eq!(bytes.len(), length, "{s}");
        }
    }
}
