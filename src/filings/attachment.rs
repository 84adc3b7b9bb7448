//! 添付ファイル: what may be attached, told by its content alone. A file is never drawn, unpacked or run: only its kind is looked
//! at, so that what leaves again as a PDF began as one. A picture loses what its camera wrote beside it; every other file stays as
//! it came. Its name is kept as far as a name can be trusted.

use std::io::Cursor;

use sha2::{Digest, Sha256};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;

use super::photo::{PhotoProblem, bare_jpeg, bare_png};
use crate::vocab::unseen::is_unseen;

/// Bytes of a file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Characters of a name, its ending included.
const LONGEST_NAME: usize = 120;
/// Parts of a workbook or document.
const MOST_PARTS: usize = 5_000;
/// Where the end of a PDF has to be, counted from the last byte.
const TAIL: usize = 2_048;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Jpeg,
    Png,
    Xlsx,
    Docx,
    Txt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AttachmentProblem {
    #[error("ファイルが空です。中身のあるファイルを選んでください。")]
    Empty,
    #[error("ファイルは10MBまでです。写真を小さくするか、分けて出してください。")]
    TooLarge,
    #[error(
        "このファイルの種類は添付できません。PDF、JPEG、PNG、Excel（.xlsx）、Word（.docx）、テキスト（.txt）のどれかにしてください。"
    )]
    Ending,
    #[error(
        "ファイルの中身が、名前の終わりの種類と合いません。元のソフトで開いて、保存し直してから選んでください。"
    )]
    Mismatch,
    #[error(
        "マクロの入ったファイルは添付できません。マクロのない形式（.xlsx、.docx）で保存し直してください。"
    )]
    Macros,
    #[error("テキストファイルの文字を読み取れません。UTF-8かShift_JISで保存してください。")]
    Text,
    #[error("ファイルの名前がありません。名前を付けてから選んでください。")]
    Nameless,
    #[error(transparent)]
    Photo(#[from] PhotoProblem),
}

/// A file that may be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    pub kind: Kind,
    pub sha256: [u8; 32],
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// Looks at an uploaded file, and keeps it without the place a photo was taken at.
    ///
    /// # Errors
    /// [`AttachmentProblem`].
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, AttachmentProblem> {
        if bytes.is_empty() {
            return Err(AttachmentProblem::Empty);
        }
        if bytes.len() > MOST_BYTES {
            return Err(AttachmentProblem::TooLarge);
        }
        let (stem, ending) = parts_of(name)?;
        let kind = Kind::of_ending(&ending).ok_or(AttachmentProblem::Ending)?;
        kind.check(&bytes)?;
        let bytes = match kind {
            Kind::Jpeg => bare_jpeg(&bytes)?,
            Kind::Png => bare_png(&bytes)?,
            Kind::Pdf | Kind::Xlsx | Kind::Docx | Kind::Txt => bytes,
        };
        let room = LONGEST_NAME - kind.ending().len() - 1;
        let stem: String = stem.chars().take(room).collect();
        let sha256 = sha256(&bytes);
        Ok(Self { name: format!("{stem}.{}", kind.ending()), kind, sha256, bytes })
    }
}

/// The fingerprint by which a file can be known again.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Kind {
    pub const ALL: [Self; 6] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Xlsx, Self::Docx, Self::Txt];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Txt => "txt",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    fn of_ending(ending: &str) -> Option<Self> {
        if ending == "jpg" { Some(Self::Jpeg) } else { Self::from_code(ending) }
    }

    pub fn ending(self) -> &'static str {
        if self == Self::Jpeg { "jpg" } else { self.code() }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg | Self::Png => "画像",
            Self::Xlsx => "Excel",
            Self::Docx => "Word",
            Self::Txt => "テキスト",
        }
    }

    /// Never one that a browser runs.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Txt => "text/plain; charset=utf-8",
        }
    }

    fn check(self, bytes: &[u8]) -> Result<(), AttachmentProblem> {
        let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
        let is_it = match self {
            Self::Pdf => bytes.starts_with(b"%PDF-") && holds(tail, b"%%EOF"),
            Self::Jpeg => bytes.starts_with(b"\xFF\xD8\xFF"),
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"),
            Self::Xlsx => return office(bytes, "xl/workbook.xml"),
            Self::Docx => return office(bytes, "word/document.xml"),
            Self::Txt => return text(bytes),
        };
        if is_it { Ok(()) } else { Err(AttachmentProblem::Mismatch) }
    }
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// A workbook or document: an archive from its first byte on, with its main part and without a macro. Nothing is unpacked.
fn office(bytes: &[u8], main: &str) -> Result<(), AttachmentProblem> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(AttachmentProblem::Mismatch);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| AttachmentProblem::Mismatch)?;
    if archive.len() > MOST_PARTS {
        return Err(AttachmentProblem::Mismatch);
    }
    let (mut has_main, mut has_types) = (false, false);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| AttachmentProblem::Mismatch)?;
        let name = part.name().map_err(|_| AttachmentProblem::Mismatch)?.to_ascii_lowercase();
        if name.contains("vbaproject") || name.contains("/macrosheets/") {
            return Err(AttachmentProblem::Macros);
        }
        has_main |= name == main;
        has_types |= name == "[content_types].xml";
    }
    if has_main && has_types { Ok(()) } else { Err(AttachmentProblem::Mismatch) }
}

/// Text in one of the two encodings people here save in, without the control characters of other files.
fn text(bytes: &[u8]) -> Result<(), AttachmentProblem> {
    let is_odd = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0C);
    if bytes.iter().any(is_odd) {
        return Err(AttachmentProblem::Mismatch);
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    [encoding_rs::UTF_8, encoding_rs::SHIFT_JIS]
        .into_iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(plain))
        .map(|_| ())
        .ok_or(AttachmentProblem::Text)
}

/// The name without its path, without characters that can't be seen or that turn the direction of reading, and its
/// ending in small letters.
fn parts_of(name: &str) -> Result<(String, String), AttachmentProblem> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        last.nfc().filter(|c| !c.is_control() && !is_unseen(*c) && !NO_FOLDER.contains(c)).collect();
    let (stem, ending) = plain.rsplit_once('.').ok_or(AttachmentProblem::Ending)?;
    let stem = stem.trim().trim_start_matches('.').trim();
    if stem.is_empty() {
        return Err(AttachmentProblem::Nameless);
    }
    Ok((stem.to_owned(), ending.trim().to_ascii_lowercase()))
}

/// Characters that no folder takes.
const NO_FOLDER: [char; 7] = ['<', '>', ':', '"', '|', '?', '*'];

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    const PHOTO: &[u8] = include_bytes!("../../tests/fixtures/photo.jpg");
    const DRAWING: &[u8] = include_bytes!("../../tests/fixtures/photo.png");

    fn archive(parts: &[&str]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for part in parts {
            writer.start_file(*part, SimpleFileOptions::default()).unwrap();
            writer.write_all(b"<x/>").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn sheet() -> Vec<u8> {
        archive(&["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
    }

    fn problem(name: &str, bytes: &[u8]) -> AttachmentProblem {
        Attachment::read(name, bytes.to_vec()).err().unwrap()
    }

    #[test]
    fn each_kind_is_known_by_its_content() {
        let document = archive(&["[Content_Types].xml", "word/document.xml"]);
        for (name, bytes, kind) in [
            ("計画.PDF", PDF.to_vec(), Kind::Pdf),
            ("会場.jpeg", PHOTO.to_vec(), Kind::Jpeg),
            ("会場.JPG", PHOTO.to_vec(), Kind::Jpeg),
            ("図.png", DRAWING.to_vec(), Kind::Png),
            ("表.xlsx", sheet(), Kind::Xlsx),
            ("文.docx", document, Kind::Docx),
            ("記録.txt", "研修に参加しました。\r\n".as_bytes().to_vec(), Kind::Txt),
            ("記録.txt", encoding_rs::SHIFT_JIS.encode("研修").0.into_owned(), Kind::Txt),
        ] {
            let read = Attachment::read(name, bytes.clone()).ok().unwrap();
            assert_eq!((read.kind, read.bytes == bytes), (kind, true), "{name}");
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn a_file_that_is_not_what_its_name_says_is_refused() {
        for (name, bytes) in [
            ("計画.pdf", b"MZ\x90\0".to_vec()),
            ("計画.pdf", b"<!doctype html><script>1</script>".to_vec()),
            ("計画.pdf", [b"PK\x03\x04".as_slice(), PDF].concat()),
            ("計画.pdf", b"%PDF-1.7 cut off".to_vec()),
            ("表.xlsx", PDF.to_vec()),
            ("表.xlsx", archive(&["[Content_Types].xml", "word/document.xml"])),
            ("表.xlsx", archive(&["a.txt"])),
            ("表.xlsx", b"PK\x03\x04 not an archive".to_vec()),
            ("表.xlsx", [PDF, sheet().as_slice()].concat()),
            ("図.png", b"GIF89a".to_vec()),
            ("写真.jpg", b"\x89PNG\r\n\x1A\n".to_vec()),
            ("記録.txt", b"\x7FELF\x02\x01\x01\0".to_vec()),
        ] {
            assert_eq!(problem(name, &bytes), AttachmentProblem::Mismatch, "{name}");
        }
        assert_eq!(problem("記録.txt", b"\xFF\xFE\xFD\xFC"), AttachmentProblem::Text);
    }

    #[test]
    fn a_picture_that_breaks_off_is_not_kept() {
        for (name, bytes) in [("会場.jpg", PHOTO), ("図.png", DRAWING)] {
            assert_eq!(
                problem(name, &bytes[..bytes.len() - 2]),
                AttachmentProblem::Photo(PhotoProblem::Unreadable)
            );
        }
    }

    #[test]
    fn macros_are_refused_whatever_the_name() {
        let parts = ["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"];
        assert_eq!(problem("表.xlsx", &archive(&parts)), AttachmentProblem::Macros);
    }

    #[test]
    fn endings_that_are_not_taken_are_refused_by_name() {
        for name in [
            "表.xlsm",
            "図.svg",
            "頁.html",
            "計画.pdf.exe",
            "計画",
            "計画.zip",
            "fdp.exe\u{202E}",
            "計画.pdf/..",
        ] {
            assert!(
                matches!(problem(name, PDF), AttachmentProblem::Ending | AttachmentProblem::Nameless),
                "{name:?}"
            );
        }
        assert_eq!(problem(".pdf", PDF), AttachmentProblem::Nameless);
    }

    #[test]
    fn a_name_is_kept_as_far_as_it_can_be_trusted() {
        let name = |typed: &str| Attachment::read(typed, PDF.to_vec()).ok().unwrap().name;
        assert_eq!(name("C:\\書類\\第1期 計画.PDF"), "第1期 計画.pdf");
        assert_eq!(name("../../etc/計画.pdf"), "計画.pdf");
        assert_eq!(name("計\u{202E}画\0\r\nx.pdf"), "計画x.pdf");
        assert_eq!(name("\"><img src=x>.pdf"), "img src=x.pdf");
        assert_eq!(name(&format!("{}.pdf", "長".repeat(500))).chars().count(), LONGEST_NAME);
    }

    #[test]
    fn an_empty_file_and_one_over_the_limit_are_refused() {
        assert_eq!(problem("計画.pdf", b""), AttachmentProblem::Empty);
        let mut large = PDF.to_vec();
        large.resize(MOST_BYTES + 1, b' ');
        assert_eq!(problem("計画.pdf", &large), AttachmentProblem::TooLarge);
        let mut full = b"%PDF-1.7\n".to_vec();
        full.resize(MOST_BYTES - 5, b' ');
        full.extend_from_slice(b"%%EOF");
        assert!(Attachment::read("計画.pdf", full).is_ok());
    }
}
