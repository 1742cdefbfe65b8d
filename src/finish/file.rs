//! The file's bytes: objects in object streams, a packed cross-reference stream, an identifier that depends on the bytes.
//!
//! lopdf 0.31 writes neither kind of stream; both together save half of a tagged file.

use std::io::{self, Write as _};

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

use super::objects::flate;
use crate::threads;

/// How many objects share a stream: enough to pack well, few enough for a reader that wants one of them.
const OBJECTS_A_STREAM: usize = 800;

/// Writes a document whose trailer holds its root and information.
///
/// # Errors
/// A stream inside another object, which PDF does not know.
pub(super) fn write(doc: &Document) -> io::Result<Vec<u8>> {
    let mut file = File { out: Vec::with_capacity(1 << 19), places: vec![Place::Free; doc.max_id as usize + 1] };
    file.out.extend(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    file.objects(doc)?;
    file.cross_references(&doc.trailer)?;
    Ok(file.out)
}

#[derive(Clone)]
enum Place {
    Free,
    At(usize),
    In(u32, u16),
}

struct File {
    out: Vec<u8>,
    places: Vec<Place>,
}

impl File {
    /// Streams first, then all other objects packed together.
    fn objects(&mut self, doc: &Document) -> io::Result<()> {
        let mut packed: Vec<(u32, &Object)> = Vec::with_capacity(doc.objects.len());
        for ((id, _), object) in &doc.objects {
            match object {
                Object::Stream(s) => {
                    self.places[*id as usize] = Place::At(self.out.len());
                    stream(&mut self.out, *id, &s.dict, &s.content)?;
                }
                other => packed.push((*id, other)),
            }
        }
        let parts: Vec<&[(u32, &Object)]> = packed.chunks(OBJECTS_A_STREAM).collect();
        let streams = threads::map(&parts, threads::at_once(), |part| object_stream(part));
        for (part, packed) in parts.into_iter().zip(streams) {
            let packed = packed?;
            let id = self.places.len() as u32;
            for ((object, _), n) in part.iter().zip(0..) {
                self.places[*object as usize] = Place::In(id, n);
            }
            self.places.push(Place::At(self.out.len()));
            stream(&mut self.out, id, &packed.dict, &packed.content)?;
        }
        Ok(())
    }

    fn cross_references(&mut self, trailer: &Dictionary) -> io::Result<()> {
        let (id, start) = (self.places.len() as u32, self.out.len());
        self.places.push(Place::At(start));
        let identifier = Sha256::digest(&self.out)[..16].to_vec();
        let identifier = Object::String(identifier, StringFormat::Hexadecimal);
        let mut dict = trailer.clone();
        dict.set("Type", "XRef");
        dict.set("Size", self.places.len() as i64);
        dict.set("W", vec![1.into(), 4.into(), 2.into()]);
        dict.set("ID", vec![identifier.clone(), identifier]);
        dict.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => 7 });
        let packed = flate(&self.rows(), dict);
        stream(&mut self.out, id, &packed.dict, &packed.content)?;
        write!(self.out, "startxref\n{start}\n%%EOF\n")
    }

    /// Rows of the table, each as its difference from the row above (PNG's “up”): counters pack to almost nothing.
    fn rows(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.places.len() * 8);
        let mut above = [0u8; 7];
        for place in &self.places {
            let (kind, a, b) = match *place {
                Place::Free => (0, 0, u16::MAX),
                Place::At(offset) => (1, offset as u32, 0),
                Place::In(stream, n) => (2, stream, n),
            };
            let ([a, b, c, d], [e, f]) = (a.to_be_bytes(), b.to_be_bytes());
            let row = [kind, a, b, c, d, e, f];
            rows.push(2);
            rows.extend(row.iter().zip(above).map(|(v, up)| v.wrapping_sub(up)));
            above = row;
        }
        rows
    }
}

/// Writes objects one after the other, packed.
fn object_stream(part: &[(u32, &Object)]) -> io::Result<Stream> {
    let (mut index, mut body) = (Vec::with_capacity(16 << 10), Vec::with_capacity(96 << 10));
    for (object, value) in part {
        integer(&mut index, i64::from(*object));
        index.push(b' ');
        integer(&mut index, body.len() as i64);
        index.push(b' ');
        put(&mut body, value)?;
        // Brackets divide by themselves.
        if !body.ends_with(b">") && !body.ends_with(b"]") {
            body.push(b'\n');
        }
    }
    let dict = dictionary! { "Type" => "ObjStm", "N" => part.len() as i64, "First" => index.len() as i64 };
    index.append(&mut body);
    Ok(flate(&index, dict))
}

fn stream(out: &mut Vec<u8>, id: u32, dict: &Dictionary, content: &[u8]) -> io::Result<()> {
    write!(out, "{id} 0 obj\n<<")?;
    entries(out, dict)?;
    write!(out, "/Length {}>>stream\r\n", content.len())?;
    out.extend(content);
    // CR LF, not LF: some validators find a stream's end from `endstream` back, and would take a CR that ends the data
    // (the last byte of a checksum may be anything) for part of the line end.
    out.extend(b"\r\nendstream\nendobj\n");
    Ok(())
}

fn entries(out: &mut Vec<u8>, dict: &Dictionary) -> io::Result<()> {
    for (key, value) in dict.iter().filter(|(k, _)| k.as_slice() != b"Length") {
        name(out, key);
        if !matches!(value, Object::Name(_) | Object::Array(_) | Object::Dictionary(_) | Object::String(..)) {
            out.push(b' ');
        }
        put(out, value)?;
    }
    Ok(())
}

/// Only names of ours are written, and the fonts': what is no regular character is escaped all the same.
fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for b in name {
        match b {
            b'!'..=b'~' if !b"#/%()<>[]{}".contains(b) => out.push(*b),
            other => out.extend(format!("#{other:02X}").bytes()),
        }
    }
}

fn put(out: &mut Vec<u8>, object: &Object) -> io::Result<()> {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(b) => write!(out, "{b}")?,
        Object::Integer(i) => integer(out, *i),
        Object::Real(r) => write!(out, "{r}")?,
        Object::Name(n) => name(out, n),
        Object::Reference((id, _)) => {
            integer(out, i64::from(*id));
            out.extend(b" 0 R");
        }
        Object::String(s, format) => string(out, s, format)?,
        Object::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                // Brackets divide by themselves.
                if i > 0 && !matches!((&items[i - 1], item), (Object::String(..), _) | (_, Object::String(..))) {
                    out.push(b' ');
                }
                put(out, item)?;
            }
            out.push(b']');
        }
        Object::Dictionary(d) => {
            out.extend(b"<<");
            entries(out, d)?;
            out.extend(b">>");
        }
        Object::Stream(_) => return Err(io::Error::other("a stream inside an object")),
    }
    Ok(())
}

/// Writes a whole number; most of a file's objects are little else.
fn integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let (mut rest, start) = (value.unsigned_abs(), out.len());
    loop {
        out.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out[start..].reverse();
}

fn string(out: &mut Vec<u8>, s: &[u8], format: &StringFormat) -> io::Result<()> {
    if matches!(format, StringFormat::Hexadecimal) {
        out.push(b'<');
        s.iter().try_for_each(|b| write!(out, "{b:02X}"))?;
        out.push(b'>');
        return Ok(());
    }
    out.push(b'(');
    for b in s {
        match b {
            b'(' | b')' | b'\\' => out.extend([b'\\', *b]),
            // Unescaped, any line end would be read as a line feed.
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            other => out.push(*other),
        }
    }
    out.push(b')');
    Ok(())
}
