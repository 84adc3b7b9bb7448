//! 取り込むファイル: from the bytes somebody chose to a text, or the sentence for what they are instead.

use super::MOST_BYTES;

/// How the files people choose by mistake begin, and what those are.
const KNOWN: [(&[u8], &str); 9] = [
    (b"\x89PNG", "画像（PNG）"),
    (b"\xff\xd8\xff", "画像（JPEG）"),
    (b"GIF8", "画像（GIF）"),
    (b"RIFF", "画像か音声"),
    (b"BM", "画像（BMP）"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Excel・Word・圧縮"),
    (b"\xd0\xcf\x11\xe0", "以前の形式のExcel・Word"),
    (b"\x1f\x8b", "圧縮"),
];
const WIDE: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];

/// The text of a file, without the mark some editors write before it.
///
/// # Errors
/// The sentence for a file that is empty, no text, too large or in another encoding.
pub fn text_of(bytes: &[u8]) -> Result<String, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("ファイルが空です。中身のある .toml のファイルを選んでください。".to_owned());
    }
    let is_wide = WIDE.iter().any(|mark| bytes.starts_with(mark));
    if let Some((_, kind)) = KNOWN.iter().find(|(start, _)| is_binary(bytes) && bytes.starts_with(start)) {
        return Err(format!(
            "{kind}のファイルは取り込めません。文字で書かれた .toml のファイルを選んでください。"
        ));
    }
    if !is_wide && is_binary(bytes) {
        return Err("文字で書かれたファイルではありません。.toml のファイルを選んでください。".to_owned());
    }
    if bytes.len() > MOST_BYTES {
        return Err(format!(
            "ファイルが大きすぎます（{}KB）。取り込めるのは{}KBまでです。",
            bytes.len().div_ceil(1024),
            MOST_BYTES / 1024
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !is_wide => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Ok(_) | Err(_) => {
            Err("文字コードがUTF-8ではありません。UTF-8で保存し直してから選んでください。".to_owned())
        }
    }
}

/// A zero byte or a control character stands in no text that people write.
fn is_binary(bytes: &[u8]) -> bool {
    let is_foreign = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c);
    bytes.iter().any(is_foreign) || KNOWN.iter().any(|(start, _)| start.len() > 2 && bytes.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_without_its_mark() {
        assert_eq!(text_of("\u{feff}code = \"a\"\r\n".as_bytes()), Ok("code = \"a\"\r\n".to_owned()));
        assert_eq!(text_of(b"BMI = 1\n"), Ok("BMI = 1\n".to_owned()), "begins as a picture does");
    }

    #[test]
    fn every_file_that_is_no_text_has_its_own_sentence() {
        let sjis = [b"name = \"".as_slice(), &[0x96, 0x6b, 0x97, 0xa2], b"\""].concat();
        let wide: Vec<u8> = "\u{feff}name = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let large = vec![b'a'; MOST_BYTES + 1];
        let cases: [(&[u8], &str); 11] = [
            (b"", "空です"),
            (b" \r\n\t", "空です"),
            (b"\x89PNG\r\n\x1a\n\0\0", "画像（PNG）のファイルは"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "画像（JPEG）のファイルは"),
            (b"%PDF-1.7\n%\xe2\xe3", "PDFのファイルは"),
            (b"PK\x03\x04\x14\0", "Excel・Word・圧縮のファイルは"),
            (b"BM\x36\0\0\0", "画像（BMP）のファイルは"),
            (b"\x7fELF\x02\x01", "文字で書かれたファイルではありません"),
            (&large, "大きすぎます（257KB）。取り込めるのは256KBまで"),
            (&sjis, "UTF-8ではありません"),
            (&wide, "UTF-8ではありません"),
        ];
        for (bytes, told) in cases {
            let sentence = text_of(bytes).unwrap_err();
            assert!(sentence.contains(told), "{told}: {sentence}");
        }
    }
}
