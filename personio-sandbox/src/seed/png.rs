//! Draws small pictures as PNG files: two colours, mirrored blocks, different for everyone.

/// The width of a picture nobody asked to scale.
pub(crate) const ORIGINAL: u32 = 128;
/// The largest width that is drawn.
const LARGEST: u32 = 1_024;

/// A square picture that depends on `seed` only.
pub(crate) fn picture(seed: u64, width: u32) -> Vec<u8> {
    let width = width.clamp(1, LARGEST);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&width.to_be_bytes());
    // One bit a pixel, indexed colour, and the only compression, filter and order there are.
    header.extend_from_slice(&[1, 3, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    let [.., red, green, blue] = mix(seed).to_be_bytes();
    chunk(&mut png, *b"PLTE", &[0xf2, 0xf2, 0xee, red / 2, green / 2 + 40, blue / 2 + 60]);
    chunk(&mut png, *b"IDAT", &zlib(&rows(seed, width)));
    chunk(&mut png, *b"IEND", &[]);
    png
}

/// The pixels, each row behind its filter byte.
fn rows(seed: u64, width: u32) -> Vec<u8> {
    const BLOCKS: u32 = 8;
    let bits = mix(seed.wrapping_add(1));
    let mut rows = Vec::new();
    for y in 0..width {
        rows.push(0);
        for from in (0..width).step_by(8) {
            let pixels = (from..from + 8).map(|x| {
                let (column, row) = (x * BLOCKS / width, y * BLOCKS / width);
                let column = column.min(BLOCKS - 1);
                let mirrored = column.min(BLOCKS - 1 - column);
                x < width && bits >> (row * 4 + mirrored) & 1 == 1
            });
            rows.push(pixels.fold(0, |byte, set| byte << 1 | u8::from(set)));
        }
    }
    rows
}

/// Data in the zlib format, stored rather than compressed.
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    out.extend_from_slice(&(high << 16 | low).to_be_bytes());
    out
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    png.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let from = png.len();
    png.extend_from_slice(&name);
    png.extend_from_slice(data);
    let sum = crc(&png[from..]);
    png.extend_from_slice(&sum.to_be_bytes());
}

fn crc(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 32)
}

#[cfg(test)]
mod tests {
    use super::{crc, picture, zlib};

    #[test]
    fn checksums_are_the_known_ones() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(zlib(b"Wikipedia").split_off(16), 0x11e6_0398_u32.to_be_bytes());
    }

    #[test]
    fn people_have_different_pictures_of_the_wanted_size() {
        assert_ne!(picture(1, 64), picture(2, 64));
        assert_eq!(&picture(1, 64)[16..24], &[0, 0, 0, 64, 0, 0, 0, 64]);
        assert_eq!(&picture(1, u32::MAX)[16..20], &1_024_u32.to_be_bytes());
    }
}
