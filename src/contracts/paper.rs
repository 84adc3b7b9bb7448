//! 文書の読み取り: the bytes of a text file as text. Wards' papers come as UTF-8, as UTF-16 (with its mark) or in the
//! Windows code page for Japanese (CP932); a file that is none of these is refused rather than guessed at.

use encoding_rs::{Encoding, SHIFT_JIS};
use thiserror::Error;

use super::clauses::MAX_BYTES;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PaperProblem {
    #[error("ファイルが大きすぎます（上限1MB）。特記事項の部分だけを保存したファイルを選んでください。")]
    TooLarge,
    #[error("ファイルに文字がありません。特記事項の本文が入ったファイルを選んでください。")]
    Empty,
    #[error(
        "文字として読めないファイルです。WordやPDFは、テキスト（.txt）で保存し直すか、本文を貼り付けてください。"
    )]
    NotText,
}

/// Reads a text file.
///
/// # Errors
/// [`PaperProblem`] when it is over [`MAX_BYTES`], blank, or no text in a known encoding.
pub fn read(bytes: &[u8]) -> Result<String, PaperProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(PaperProblem::TooLarge);
    }
    let text = decoded(bytes).ok_or(PaperProblem::NotText)?;
    if text.chars().any(is_foreign) {
        return Err(PaperProblem::NotText);
    }
    if text.trim().is_empty() { Err(PaperProblem::Empty) } else { Ok(text) }
}

fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        let (text, _, wrong) = marked.decode(bytes);
        return (!wrong).then(|| text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// Control characters that no text has; line ends, tabs and page breaks are let through.
fn is_foreign(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "第１条　乙は、個人情報を①適正に扱う。\r\n";

    #[test]
    fn the_usual_encodings_are_read() {
        assert_eq!(read(TEXT.as_bytes()), Ok(TEXT.to_owned()));
        let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        assert_eq!(read(&marked), Ok(TEXT.to_owned()));
        let (windows, _, _) = SHIFT_JIS.encode(TEXT);
        assert_eq!(read(&windows), Ok(TEXT.to_owned()));
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&wide), Ok(TEXT.to_owned()));
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(read(b"PK\x03\x04\x14\x00\x06\x00"), Err(PaperProblem::NotText));
        assert_eq!(read(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\xff\xff"), Err(PaperProblem::NotText));
        assert_eq!(read(b"\xff\xfe\x00\xd8"), Err(PaperProblem::NotText));
        assert_eq!(read(b""), Err(PaperProblem::Empty));
        assert_eq!(read("\r\n　\n".as_bytes()), Err(PaperProblem::Empty));
        assert_eq!(read(&vec![b'a'; MAX_BYTES + 1]), Err(PaperProblem::TooLarge));
    }
}
