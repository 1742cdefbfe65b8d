//! What the file says about itself: document information and XMP, which agree.

use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Document, ObjectId, Stream, dictionary};

use super::objects::text;
use crate::document::Front;

/// The papers' language; text in another says so itself.
pub(super) const LANGUAGE: &str = "en-GB";

/// What a paper's file says about itself beyond the paper's own front matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metadata {
    /// When the paper was built: the build's stamp, never the clock, so that the same inputs give the same bytes.
    pub created: DateTime<Utc>,
    /// The program that made it, as in `board-papers 0.1.0`.
    pub producer: String,
}

/// Adds the document information dictionary.
pub(super) fn add_information(doc: &mut Document, front: &Front, meta: &Metadata) -> ObjectId {
    let date = lopdf::Object::string_literal(meta.created.format("D:%Y%m%d%H%M%SZ").to_string());
    let mut info = Dictionary::new();
    let keywords = front.keywords.join(", ");
    for (key, value) in [
        ("Title", &front.title),
        ("Author", &front.author),
        ("Subject", &front.subject),
        ("Keywords", &keywords),
        ("Producer", &meta.producer),
    ] {
        let value = printable(value);
        if !value.is_empty() {
            info.set(key, text(&value));
        }
    }
    info.set("CreationDate", date.clone());
    info.set("ModDate", date);
    doc.add_object(info)
}

/// Adds the XMP packet.
pub(super) fn add_xmp(doc: &mut Document, front: &Front, meta: &Metadata) -> ObjectId {
    // Not packed: programs that know no PDF find it by its header.
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    doc.add_object(Stream::new(dict, packet(front, meta).into_bytes()).with_compression(false))
}

const NAMESPACES: &str = "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"";

/// PDF/A does not know `pdfuaid`: it must be described (ISO 19005-2, 6.6.2.3).
const UA_SCHEMA: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>";

fn packet(front: &Front, meta: &Metadata) -> String {
    let date = meta.created.format("%Y-%m-%dT%H:%M:%SZ");
    let title = escape(&front.title);
    let mut about = format!("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>");
    if !front.author.trim().is_empty() {
        about += &format!("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>", escape(&front.author));
    }
    if !front.subject.trim().is_empty() {
        let subject = escape(&front.subject);
        about += &format!(
            "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>"
        );
    }
    if !front.keywords.is_empty() {
        let items: String = front.keywords.iter().map(|k| format!("<rdf:li>{}</rdf:li>", escape(k))).collect();
        about += &format!("<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>");
        about += &format!("<pdf:Keywords>{}</pdf:Keywords>", escape(&front.keywords.join(", ")));
    }
    let producer = escape(&meta.producer);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" {NAMESPACES}>\
         <dc:format>application/pdf</dc:format>{about}\
         <dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\
         <pdf:Producer>{producer}</pdf:Producer><pdfaid:part>2</pdfaid:part>\
         <pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>{UA_SCHEMA}\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

/// Text without the control characters that neither XML nor a title bar can hold.
fn printable(s: &str) -> String {
    s.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn escape(s: &str) -> String {
    printable(s).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
