//! Small makers of PDF objects.

use std::cell::RefCell;
use std::thread::LocalKey;

use flate2::{Compress, CompressError, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream, StringFormat};
use simd_adler32::Adler32;

/// The level of packing that pays.
const LEVEL: Compression = Compression::new(7);
/// As far back as data can be found to repeat, and as near as that can be limited to: 32 KB and 512 bytes.
const WINDOWS: [u8; 2] = [15, 9];

thread_local! {
    /// The packers of a thread's streams, used again and again: making one costs as much as packing a page.
    static FAR: RefCell<Compress> = RefCell::new(Compress::new_with_window_bits(LEVEL, false, WINDOWS[0]));
    static NEAR: RefCell<Compress> = RefCell::new(Compress::new_with_window_bits(LEVEL, false, WINDOWS[1]));
}

/// Packs a stream's data with flate.
pub(super) fn flate(data: &[u8], dict: Dictionary) -> Stream {
    flate_after(&[], data, dict)
}

/// Packs a stream that begins with a list of numbers. Such a list repeats itself by chance only: found near by, that takes
/// fewer bits to say, so it is packed with a small window.
pub(super) fn flate_after(numbers: &[u8], data: &[u8], mut dict: Dictionary) -> Stream {
    // A window of 32 KB, packed as well as can be (RFC 1950).
    let mut packed = Vec::with_capacity((numbers.len() + data.len()) / 2 + 64);
    packed.extend([0x78, 0xDA]);
    let first = if numbers.is_empty() { Ok(()) } else { pack(&NEAR, numbers, FlushCompress::Sync, &mut packed) };
    // Memory is all it can lack, so packing cannot fail; were it to, the data would be stored as it stands.
    match first.and_then(|()| pack(&FAR, data, FlushCompress::Finish, &mut packed)) {
        Ok(()) => {
            let mut checksum = Adler32::new();
            [numbers, data].iter().for_each(|part| checksum.write(part));
            packed.extend(checksum.finish().to_be_bytes());
            dict.set("Filter", "FlateDecode");
            Stream::new(dict, packed).with_compression(false)
        }
        Err(_) => Stream::new(dict, [numbers, data].concat()).with_compression(false),
    }
}

fn pack(
    packer: &'static LocalKey<RefCell<Compress>>,
    data: &[u8],
    flush: FlushCompress,
    out: &mut Vec<u8>,
) -> Result<(), CompressError> {
    packer.with_borrow_mut(|packer| {
        packer.reset();
        loop {
            let status = packer.compress_vec(&data[packer.total_in() as usize..], out, flush)?;
            // What is flushed is out once there is room left.
            if status == Status::StreamEnd || (flush == FlushCompress::Sync && out.len() < out.capacity()) {
                return Ok(());
            }
            out.reserve(out.capacity() / 2);
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
        let place = |n: usize| n * 70 + n * n % 37;
        let numbers: String = (0..3000).map(|n| format!("{} {} ", n + 1000, place(n))).collect();
        let data = "what repeats, ".repeat(9000);
        for (numbers, data) in [("", ""), ("", &*data), (&*numbers, &*data), (&*numbers, "")] {
            let stream = flate_after(numbers.as_bytes(), data.as_bytes(), Dictionary::new());
            let mut back = String::new();
            // It is read to its end, and the checksum there is right.
            flate2::read::ZlibDecoder::new(&stream.content[..]).read_to_string(&mut back).expect("packed text");
            assert!(back == format!("{numbers}{data}"));
            let far = flate(back.as_bytes(), Dictionary::new());
            assert!(numbers.is_empty() || stream.content.len() < far.content.len());
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
