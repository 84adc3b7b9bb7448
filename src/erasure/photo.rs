//! 証拠写真: a picture without what a camera writes beside it: place, time, owner. Only the parts that draw it are kept.

use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("写真を読み取れません。JPEGかPNGで保存し直してから選んでください。")]
pub struct Unreadable;

/// The JPEG without its APPn and comment segments (Exif, XMP, IPTC), but with JFIF and Adobe, which say how colours are drawn.
pub fn bare_jpeg(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut kept = bytes.get(..2).filter(|start| *start == b"\xFF\xD8").ok_or(Unreadable)?.to_vec();
    let mut rest = &bytes[2..];
    loop {
        let (&[mark, kind], after) = rest.split_first_chunk::<2>().ok_or(Unreadable)?;
        if mark != 0xFF {
            return Err(Unreadable);
        }
        if kind == 0xFF {
            rest = &rest[1..]; // fill bytes may stand before a marker
            continue;
        }
        let (length, _) = after.split_first_chunk::<2>().ok_or(Unreadable)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let segment = rest.get(..2 + length).filter(|_| length >= 2).ok_or(Unreadable)?;
        if kind == 0xDA {
            kept.extend_from_slice(up_to_the_end(rest)?);
            return Ok(kept);
        }
        let is_told_beside = matches!(kind, 0xE1..=0xED | 0xEF | 0xFE);
        if !is_told_beside {
            kept.extend_from_slice(segment);
        }
        rest = &rest[2 + length..];
    }
}

/// What follows the picture's end is no picture.
fn up_to_the_end(rest: &[u8]) -> Result<&[u8], Unreadable> {
    let end = rest.windows(2).rposition(|pair| pair == b"\xFF\xD9").ok_or(Unreadable)?;
    rest.get(..end + 2).ok_or(Unreadable)
}

/// The PNG with those chunks alone that draw it.
pub fn bare_png(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
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

    #[test]
    fn a_photo_loses_its_place_and_keeps_its_picture() {
        let picture =
            [segment(0xDB, b"table"), segment(0xDA, b"scan"), b"data\xFF\x00more\xFF\xD9".to_vec()].concat();
        let beside = [segment(0xE1, b"Exif\0\0GPS 35.69 139.70"), segment(0xFE, b"taken by")].concat();
        let jpeg = [
            b"\xFF\xD8".to_vec(),
            segment(0xE0, b"JFIF\0"),
            beside,
            picture.clone(),
            b"trailing GPS".to_vec(),
        ]
        .concat();
        let bare = bare_jpeg(&jpeg).unwrap();
        assert_eq!(bare, [b"\xFF\xD8".to_vec(), segment(0xE0, b"JFIF\0"), picture].concat());
        let start = b"\x89PNG\r\n\x1A\n".to_vec();
        let (head, data, end) =
            (chunk(b"IHDR", b"13 bytes....."), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b""));
        let told =
            [chunk(b"eXIf", b"GPS"), chunk(b"tEXt", b"Author\0x"), chunk(b"tIME", b"1234567")].concat();
        let png = [start.clone(), head.clone(), told, data.clone(), end.clone(), b"GPS".to_vec()].concat();
        assert_eq!(bare_png(&png).unwrap(), [start, head, data, end].concat());
    }

    proptest! {
        #[test]
        fn no_file_can_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300), png in any::<bool>()) {
            let start: &[u8] = if png { b"\x89PNG\r\n\x1A\n" } else { b"\xFF\xD8" };
            let whole = [start, &bytes].concat();
            let _ = (bare_jpeg(&whole), bare_png(&whole), bare_jpeg(&bytes), bare_png(&bytes));
        }
    }
}
