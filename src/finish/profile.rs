//! The colour space of the papers: sRGB, as an ICC profile made here, so that none need be shipped.

/// The white of the exchange space.
const D50: [f64; 3] = [0.9642, 1., 0.8249];

/// Makes a small ICC version 4.2 display profile of sRGB (IEC 61966-2-1, white adapted to D50).
pub(super) fn srgb() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB")),
        (b"cprt", text("Public Domain")),
        (b"wtpt", numbers(b"XYZ ", &D50)),
        // From the white of screens, D65, to that of the exchange space (Bradford).
        (
            b"chad",
            numbers(b"sf32", &[1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01706, -0.00923, 0.01508, 0.75168]),
        ),
        (b"rXYZ", numbers(b"XYZ ", &[0.43606, 0.22249, 0.01392])),
        (b"gXYZ", numbers(b"XYZ ", &[0.38515, 0.71687, 0.09708])),
        (b"bXYZ", numbers(b"XYZ ", &[0.14307, 0.06061, 0.7141])),
        (b"rTRC", curve()),
        (b"gTRC", curve()),
        (b"bTRC", curve()),
    ];
    let (mut body, mut table) = (Vec::new(), (tags.len() as u32).to_be_bytes().to_vec());
    let base = 128 + 4 + 12 * tags.len();
    for (name, data) in &tags {
        table.extend(*name);
        table.extend(((base + body.len()) as u32).to_be_bytes());
        table.extend((data.len() as u32).to_be_bytes());
        body.extend(data);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut head = vec![0u8; 128];
    head[0..4].copy_from_slice(&((base + body.len()) as u32).to_be_bytes());
    head[8..10].copy_from_slice(&[4, 0x20]);
    head[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // The profile's own date, which never changes: 1 January 2026.
    head[24..36].copy_from_slice(&[7, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    head[36..40].copy_from_slice(b"acsp");
    head[68..80].copy_from_slice(&D50.map(fixed).concat());
    [head, table, body].concat()
}

/// A number in ICC's 16.16 fixed point.
fn fixed(v: f64) -> [u8; 4] {
    ((v * 65536.).round() as i32).to_be_bytes()
}

fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let head = kind.iter().copied().chain([0; 4]);
    head.chain(values.iter().flat_map(|v| fixed(*v))).collect()
}

/// A text in one language.
fn text(s: &str) -> Vec<u8> {
    let units: Vec<u8> = s.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [1, 12].map(u32::to_be_bytes).concat();
    let place = [units.len() as u32, 28].map(u32::to_be_bytes).concat();
    [b"mluc\0\0\0\0".to_vec(), head, b"enUS".to_vec(), place, units].concat()
}

/// The transfer function of sRGB: a power above a straight line.
fn curve() -> Vec<u8> {
    let power_and_line = [2.4, 1. / 1.055, 0.055 / 1.055, 1. / 12.92, 0.04045];
    [b"para\0\0\0\0\0\x03\0\0".to_vec(), power_and_line.map(fixed).concat()].concat()
}
