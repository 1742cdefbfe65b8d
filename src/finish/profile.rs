//! The colour space of the papers: sRGB, as an ICC profile made here, so that none need be shipped.

/// Makes a small ICC version 2.1 display profile of sRGB (IEC 61966-2-1, white adapted to D50).
pub(super) fn srgb() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", [b"desc\0\0\0\0\0\0\0\x05sRGB\0".to_vec(), vec![0; 78]].concat()),
        (b"cprt", b"text\0\0\0\0Public Domain\0".to_vec()),
        (b"wtpt", xyz([0.9505, 1., 1.0891])),
        (b"rXYZ", xyz([0.4361, 0.2225, 0.0139])),
        (b"gXYZ", xyz([0.3851, 0.7169, 0.0971])),
        (b"bXYZ", xyz([0.1431, 0.0606, 0.7141])),
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
    head[8..10].copy_from_slice(&[2, 0x10]);
    head[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // The profile's own date, which never changes: 1 January 2026.
    head[24..36].copy_from_slice(&[7, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    head[36..40].copy_from_slice(b"acsp");
    head[68..80].copy_from_slice(&[0.9642, 1.0, 0.8249].map(fixed).concat());
    [head, table, body].concat()
}

/// A number in ICC's 16.16 fixed point.
fn fixed(v: f64) -> [u8; 4] {
    ((v * 65536.).round() as i32).to_be_bytes()
}

fn xyz(v: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), v.map(fixed).concat()].concat()
}

/// The transfer function of sRGB at 256 points.
fn curve() -> Vec<u8> {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    let mut out = [b"curv\0\0\0\0".to_vec(), 256u32.to_be_bytes().to_vec()].concat();
    (0..256u32).for_each(|i| out.extend(((linear(f64::from(i) / 255.) * 65535.).round() as u16).to_be_bytes()));
    out
}
