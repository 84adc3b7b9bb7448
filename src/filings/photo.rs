//! 写真: a picture without what a camera writes beside it: place, time, owner. Only the parts that draw it are kept, so that nobody
//! learns from an attached photo where somebody lives.

use thiserror::Error;

use PhotoProblem::{TooManyPixels, Unreadable};

/// The most a telephone's camera makes, and what the typesetter can hold: a header may claim more than any file draws, and such a
/// picture would be missing on paper.
const MOST_PIXELS: u64 = 64_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PhotoProblem {
    #[error("写真を読み取れません。JPEGかPNGで保存し直してから選んでください。")]
    Unreadable,
    #[error("写真の縦横が大きすぎます（上限6,400万画素）。小さく保存し直してから選んでください。")]
    TooManyPixels,
}

/// Whether a picture of these sides, as its header says them, can be printed.
fn measured(width: &[u8], height: &[u8]) -> Result<(), PhotoProblem> {
    let side = |bytes: &[u8]| bytes.iter().fold(0, |side: u64, byte| (side << 8) | u64::from(*byte));
    let pixels = side(width).checked_mul(side(height)).ok_or(TooManyPixels)?;
    if pixels > MOST_PIXELS { Err(TooManyPixels) } else { Ok(()) }
}

/// The JPEG without its APPn and comment segments (Exif, XMP, IPTC, a second picture), but with JFIF and Adobe, which say how
/// colours are drawn, and with which side is up: a photo taken upright would lie on its side without it.
pub fn bare_jpeg(bytes: &[u8]) -> Result<Vec<u8>, PhotoProblem> {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8").ok_or(Unreadable)?;
    let mut kept = b"\xFF\xD8".to_vec();
    loop {
        let (&[mark, kind], after) = rest.split_first_chunk::<2>().ok_or(Unreadable)?;
        match (mark, kind) {
            (0xFF, 0xFF) => {
                rest = &rest[1..]; // fill bytes may stand before a marker
                continue;
            }
            // What follows the picture's end is another picture, or none.
            (0xFF, 0xD9) => return Ok([kept, b"\xFF\xD9".to_vec()].concat()),
            (0xFF, _) => {}
            _ => return Err(Unreadable),
        }
        let (length, _) = after.split_first_chunk::<2>().ok_or(Unreadable)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let segment = rest.get(..2 + length).filter(|_| length >= 2).ok_or(Unreadable)?;
        rest = &rest[segment.len()..];
        match kind {
            // How large the picture is: bits, height, width.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let sides = segment.get(5..9).ok_or(Unreadable)?;
                measured(&sides[2..], &sides[..2])?;
                kept.extend_from_slice(segment);
            }
            0xE1 => kept.extend(orientation(segment).map(upright).unwrap_or_default()),
            0xE2..=0xED | 0xEF | 0xFE => {}
            _ => kept.extend_from_slice(segment),
        }
        if kind == 0xDA {
            let (drawn, after) = rest.split_at(drawn(rest)?);
            kept.extend_from_slice(drawn);
            rest = after;
        }
    }
}

/// Bytes of a scan: up to the next marker that is neither a stuffed byte, a restart nor a fill byte.
fn drawn(rest: &[u8]) -> Result<usize, PhotoProblem> {
    let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
    rest.windows(2).position(is_marker).ok_or(Unreadable)
}

/// Which side is up, as an Exif segment says it: 1 to 8.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.get(4..)?.strip_prefix(b"Exif\0\0")?;
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let pair = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = *tiff.get(4..)?.first_chunk::<4>()?;
    let first = if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let first = usize::try_from(first).ok()?;
    let fields = usize::from(two(first)?);
    let told = (0..fields).find_map(|field| {
        let at = first.checked_add(2 + 12 * field)?;
        if two(at)? == 0x0112 { two(at + 8) } else { None }
    })?;
    u8::try_from(told).ok().filter(|side| (1..=8).contains(side))
}

/// An Exif segment that says nothing but which side is up.
fn upright(side: u8) -> Vec<u8> {
    let field = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, side, 0, 0];
    [&b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01"[..], &field, &[0; 4]].concat()
}

/// The PNG with those chunks alone that draw it.
pub fn bare_png(bytes: &[u8]) -> Result<Vec<u8>, PhotoProblem> {
    const DRAWING: [&[u8; 4]; 9] =
        [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"];
    let start = bytes.get(..8).filter(|start| *start == b"\x89PNG\r\n\x1A\n").ok_or(Unreadable)?;
    let (mut kept, mut rest) = (start.to_vec(), &bytes[8..]);
    loop {
        let (length, after) = rest.split_first_chunk::<4>().ok_or(Unreadable)?;
        let (kind, _) = after.split_first_chunk::<4>().ok_or(Unreadable)?;
        let whole =
            usize::try_from(u32::from_be_bytes(*length)).ok().and_then(|length| length.checked_add(12));
        let chunk = rest.get(..whole.ok_or(Unreadable)?).ok_or(Unreadable)?;
        if kind == b"IHDR" {
            let sides = chunk.get(8..16).ok_or(Unreadable)?;
            measured(&sides[..4], &sides[4..])?;
        }
        if DRAWING.contains(&kind) {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Ok(kept);
        }
        rest = &rest[chunk.len()..];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, kind], &length[..], body].concat()
    }

    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], kind, body, b"CRC!"].concat()
    }

    /// What a camera writes in its Exif: which side is up, and the place.
    fn exif(side: u8) -> Vec<u8> {
        let fields =
            [[0x12, 0x01, 3, 0, 1, 0, 0, 0, side, 0, 0, 0], [0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]];
        let head = b"Exif\0\0II*\0\x08\0\0\0\x02\0";
        segment(0xE1, &[&head[..], &fields.concat(), &[0; 4], b"GPS 35.69 139.70"].concat())
    }

    #[test]
    fn a_photo_loses_its_place_and_keeps_its_picture() {
        let picture = [
            segment(0xDB, b"table"),
            segment(0xDA, b"scan"),
            b"data\xFF\x00more\xFF\xD0".to_vec(),
            segment(0xC4, b"\xFF\xD9 in a table"),
            segment(0xDA, b"second scan"),
            b"data\xFF\xD9".to_vec(),
        ]
        .concat();
        let start = [b"\xFF\xD8".to_vec(), segment(0xE0, b"JFIF\0")].concat();
        let beside = [exif(6), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0GPS"), segment(0xFE, b"by me")];
        let second = [b"\xFF\xD8".to_vec(), exif(1), picture.clone()].concat();
        let jpeg = [start.clone(), beside.concat(), picture.clone(), second].concat();
        assert_eq!(bare_jpeg(&jpeg).unwrap(), [start, upright(6), picture].concat());
    }

    #[test]
    fn which_side_is_up_is_read_and_nothing_else() {
        assert_eq!(orientation(&exif(8)), Some(8));
        assert_eq!(orientation(&upright(3)), Some(3), "what is written is read again");
        assert_eq!((orientation(&exif(0)), orientation(&exif(9))), (None, None));
        assert_eq!(orientation(&segment(0xE1, b"Exif\0\0GPS 35.69")), None);
        assert_eq!(orientation(&exif(6)[..29]), None, "broken off in the field itself");
    }

    #[test]
    fn a_drawing_loses_what_is_told_beside_it() {
        let start = b"\x89PNG\r\n\x1A\n".to_vec();
        let (head, data, end) =
            (chunk(b"IHDR", b"\0\0\0\x02\0\0\0\x02....."), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b""));
        let told =
            [chunk(b"eXIf", b"GPS"), chunk(b"tEXt", b"Author\0x"), chunk(b"tIME", b"1234567")].concat();
        let png = [start.clone(), head.clone(), told, data.clone(), end.clone(), b"GPS".to_vec()].concat();
        assert_eq!(bare_png(&png).unwrap(), [start, head, data, end].concat());
    }

    #[test]
    fn a_header_that_claims_more_than_can_be_printed_is_refused() {
        let jpeg = |width: u16, height: u16| {
            let [h, w] = [height, width].map(u16::to_be_bytes);
            let frame = segment(0xC2, &[&[8], &h[..], &w[..], &[1, 1, 0x11, 0]].concat());
            bare_jpeg(
                &[b"\xFF\xD8".to_vec(), frame, segment(0xDA, b"scan"), b"data\xFF\xD9".to_vec()].concat(),
            )
        };
        let png = |width: u32, height: u32| {
            let [w, h] = [width, height].map(u32::to_be_bytes);
            let head = chunk(b"IHDR", &[&w[..], &h[..], &[8, 2, 0, 0, 0]].concat());
            bare_png(&[b"\x89PNG\r\n\x1A\n".to_vec(), head, chunk(b"IEND", b"")].concat())
        };
        assert!(jpeg(8_064, 6_048).is_ok() && png(8_000, 8_000).is_ok());
        assert_eq!(jpeg(60_000, 60_000), Err(TooManyPixels));
        assert_eq!(png(60_000, 60_000), Err(TooManyPixels));
        assert_eq!(png(u32::MAX, u32::MAX), Err(TooManyPixels));
        let short = [b"\xFF\xD8".to_vec(), segment(0xC0, b"\x08"), b"\xFF\xD9".to_vec()].concat();
        assert_eq!(bare_jpeg(&short), Err(Unreadable));
    }

    proptest! {
        #[test]
        fn no_file_can_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300), png in any::<bool>()) {
            let start: &[u8] = if png { b"\x89PNG\r\n\x1A\n" } else { b"\xFF\xD8" };
            let whole = [start, &bytes].concat();
            let _ = (bare_jpeg(&whole), bare_png(&whole), bare_jpeg(&bytes), bare_png(&bytes));
            let _ = orientation(&segment(0xE1, &[b"Exif\0\0II*\0".as_slice(), &bytes].concat()));
        }
    }
}
