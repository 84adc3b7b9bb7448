//! Reading an uploaded list as rows of text: CSV in UTF-8 (with or without byte order mark) or CP932, or the first sheet of
//! an xlsx workbook. Files are hostile until proven otherwise: size, rows, columns and unpacked size are limited before
//! anything is built from them, and a sheet is read cell by cell, never as the rectangle it claims to be.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use encoding_rs::{SHIFT_JIS, UTF_8};
use thiserror::Error;
use zip::ZipArchive;

/// Bytes of an uploaded list.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Lines below the headings.
pub const MOST_ROWS: usize = 2_000;
const MOST_COLUMNS: usize = 100;
/// What a workbook may unpack to, and how many parts it may have.
const MOST_UNPACKED: u64 = 50 * 1024 * 1024;
const MOST_PARTS: usize = 200;
/// Bytes of one cell, and of all cells together: a workbook may name one long text in every cell.
const MOST_CELL: usize = 12_000;
const MOST_TEXT: usize = 8 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FileProblem {
    #[error("ファイルは2MB以内にしてください。人数が多いときは、2,000人ずつに分けてください。")]
    TooLarge,
    #[error("1回に登録できるのは2,000人までです。ファイルを分けてください。")]
    TooManyRows,
    #[error("列が多すぎます。ひな形の列だけを残してください。")]
    TooManyColumns,
    #[error("ファイルに行がありません。1行目に見出し、2行目から参加者を入力してください。")]
    Empty,
    #[error("文字コードを読み取れません。CSVはUTF-8かShift_JISで保存してください。")]
    Encoding,
    #[error("CSVとして読み取れません。ひな形をダウンロードして、同じ形で作ってください。")]
    Csv,
    #[error("文字が多すぎるセルがあります。1つのセルは4,000字以内にして、使わない列を消してください。")]
    TooMuchText,
    #[error("Excelのファイルとして読み取れません。パスワードを外し、.xlsx の形式で保存してください。")]
    Sheet,
}

/// The rows of the file, headings first; empty rows are left out, line numbers kept.
pub fn read(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, FileProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(FileProblem::TooLarge);
    }
    let rows = if bytes.starts_with(b"PK\x03\x04") { sheet_rows(bytes)? } else { csv_rows(bytes)? };
    let rows: Vec<_> =
        rows.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect();
    match rows.len() {
        0 | 1 => Err(FileProblem::Empty),
        n if n > MOST_ROWS + 1 => Err(FileProblem::TooManyRows),
        _ => Ok(rows),
    }
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, FileProblem> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| FileProblem::Csv)?;
        if record.len() > MOST_COLUMNS {
            return Err(FileProblem::TooManyColumns);
        }
        // One over the limit is enough to know.
        if rows.len() > MOST_ROWS + 1 {
            return Err(FileProblem::TooManyRows);
        }
        let from = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or_default());
        let last = rows.last().map_or(0, |(line, _)| *line);
        let line = last + 1 + empty_lines(text.as_bytes(), from);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// Empty lines from `from` on: the parser passes over them, a spreadsheet counts them. It may have stopped between the
/// two characters that end the line before.
fn empty_lines(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let ends = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count();
    let halfway =
        rest.first() == Some(&b'\n') && from.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'\r');
    ends - usize::from(halfway)
}

fn decoded(bytes: &[u8]) -> Result<String, FileProblem> {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if plain.contains(&0) {
        return Err(FileProblem::Encoding);
    }
    [UTF_8, SHIFT_JIS]
        .into_iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(plain))
        .map(std::borrow::Cow::into_owned)
        .ok_or(FileProblem::Encoding)
}

fn sheet_rows(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, FileProblem> {
    check_parts(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FileProblem::Sheet)?;
    let name = book.sheet_names().first().cloned().ok_or(FileProblem::Sheet)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| FileProblem::Sheet)?;
    let (mut rows, mut held): (Vec<(usize, Vec<String>)>, usize) = (Vec::new(), 0);
    while let Some(cell) = cells.next_cell().map_err(|_| FileProblem::Sheet)? {
        let length = text_length(cell.get_value());
        held += length;
        if length > MOST_CELL || held > MOST_TEXT {
            return Err(FileProblem::TooMuchText);
        }
        let text = cell_text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (line, column) = (row as usize + 1, column as usize);
        if column >= MOST_COLUMNS {
            return Err(FileProblem::TooManyColumns);
        }
        if rows.last().is_none_or(|(last, _)| *last != line) {
            if rows.len() > MOST_ROWS {
                return Err(FileProblem::TooManyRows);
            }
            rows.push((line, Vec::new()));
        }
        if let Some((_, texts)) = rows.last_mut() {
            texts.resize(texts.len().max(column + 1), String::new());
            if let Some(place) = texts.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(rows)
}

/// Bytes of a text, without copying it.
fn text_length(value: &DataRef<'_>) -> usize {
    if let DataRef::String(text) = value {
        text.len()
    } else if let DataRef::SharedString(text) = value {
        text.len()
    } else {
        0
    }
}

/// A date becomes `1941-03-05`, a whole number its digits.
fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Unpacks every part once, within the limits, before the parser that has none sees the archive: its directory may lie about
/// what it unpacks to, and a list of strings that says how many it holds gets memory for as many.
fn check_parts(bytes: &[u8]) -> Result<(), FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::Sheet)?;
    if archive.len() > MOST_PARTS {
        return Err(FileProblem::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| FileProblem::Sheet)?;
        let said = part.size();
        if said > left {
            return Err(FileProblem::TooLarge);
        }
        let name = part.name().map_err(|_| FileProblem::Sheet)?.to_ascii_lowercase();
        let mut unpacked = Vec::new();
        let length = part.take(said + 1).read_to_end(&mut unpacked).map_err(|_| FileProblem::Sheet)?;
        left = left.checked_sub(length as u64).filter(|_| length as u64 <= said).ok_or(FileProblem::Sheet)?;
        if name.ends_with(".xml") && (unpacked.contains(&0) || boasts(&unpacked)) {
            return Err(FileProblem::Sheet);
        }
    }
    Ok(())
}

/// Says of itself that it holds more strings than it has bytes.
fn boasts(xml: &[u8]) -> bool {
    const WORD: &[u8] = b"uniqueCount";
    let after = |at: usize| xml.get(at + WORD.len()..).unwrap_or_default().trim_ascii_start();
    xml.windows(WORD.len()).enumerate().filter(|(_, word)| *word == WORD).any(|(at, _)| {
        let Some(quoted) = after(at).strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else { return false };
        let Some(mark) = quoted.first().filter(|mark| matches!(**mark, b'"' | b'\'')) else { return false };
        let number =
            quoted.get(1..).unwrap_or_default().split(|byte| byte == mark).next().unwrap_or_default();
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<usize>().ok());
        number.is_none_or(|number| number > xml.len())
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::documents::{Cell, Column, Table, sheet};

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).unwrap().into_iter().map(|(_, cells)| cells).collect()
    }

    fn workbook(rows: Vec<Vec<Cell>>) -> Vec<u8> {
        let columns = vec![Column::new("姓", 10), Column::new("生年月日", 10)];
        sheet::xlsx(&Table { title: "名簿".into(), columns, rows, provenance: None }).unwrap()
    }

    #[test]
    fn the_three_ways_to_save_a_list_read_the_same() {
        let text = "姓,名\r\n髙橋,花子\r\n";
        let wanted = vec![vec!["姓".to_owned(), "名".into()], vec!["髙橋".into(), "花子".into()]];
        assert_eq!(cells(text.as_bytes()), wanted);
        assert_eq!(cells(format!("\u{FEFF}{text}").as_bytes()), wanted);
        let (cp932, _, lost) = SHIFT_JIS.encode(text);
        assert!(!lost);
        assert_eq!(cells(&cp932), wanted);
    }

    #[test]
    fn a_workbook_is_read_with_its_dates() {
        let born = time::macros::date!(1941 - 03 - 05);
        let rows = cells(&workbook(vec![vec![Cell::text("佐藤"), Cell::Date(born)]]));
        assert_eq!(rows[1], ["佐藤", "1941-03-05"]);
    }

    #[test]
    fn line_numbers_are_those_the_person_sees() {
        let rows = read("姓\r\n\r\n佐藤\r\n".as_bytes()).unwrap();
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3]);
        let rows = read(b"\n\na\n\"b\nc\"\n\n\nd\n").unwrap();
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 7]);
    }

    #[test]
    fn hostile_files_are_refused_in_words() {
        assert_eq!(read(b""), Err(FileProblem::Empty));
        assert_eq!(read("姓,名\r\n".as_bytes()), Err(FileProblem::Empty));
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(FileProblem::TooLarge));
        assert_eq!(read(b"a,b\n\x00,c\n"), Err(FileProblem::Encoding));
        assert_eq!(read(b"a\n\xFF\xFE\xFD\n"), Err(FileProblem::Encoding));
        assert_eq!(read("a\n".repeat(MOST_ROWS + 2).as_bytes()), Err(FileProblem::TooManyRows));
        assert!(read("a\n".repeat(MOST_ROWS + 1).as_bytes()).is_ok());
        assert_eq!(read(format!("{}\nb\n", "a,".repeat(200)).as_bytes()), Err(FileProblem::TooManyColumns));
        assert_eq!(read(b"PK\x03\x04 not a workbook"), Err(FileProblem::Sheet));
        let long = "長".repeat(MOST_CELL / 3 + 1);
        assert_eq!(
            read(&workbook(vec![vec![Cell::text("姓")], vec![Cell::text(&long)]])),
            Err(FileProblem::TooMuchText)
        );
        let mut cut = workbook(vec![vec![Cell::text("佐藤"), Cell::Empty]]);
        cut.truncate(cut.len() / 2);
        assert!(read(&cut).is_err());
    }

    /// A workbook whose list of strings is this text.
    fn with_strings(strings: &str) -> Vec<u8> {
        let plain = workbook(vec![vec![Cell::text("佐藤"), Cell::Empty]]);
        let mut from = ZipArchive::new(Cursor::new(plain)).unwrap();
        let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for index in 0..from.len() {
            let mut part = from.by_index(index).unwrap();
            let (name, mut text) = (part.name().unwrap().into_owned(), Vec::new());
            part.read_to_end(&mut text).unwrap();
            if name != "xl/sharedStrings.xml" {
                to.start_file(name, options).unwrap();
                to.write_all(&text).unwrap();
            }
        }
        to.start_file("xl/sharedStrings.xml", options).unwrap();
        to.write_all(strings.as_bytes()).unwrap();
        to.finish().unwrap().into_inner()
    }

    fn strings(attributes: &str) -> String {
        let items = "<si><t>佐藤</t></si>".repeat(9);
        format!(
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"{attributes}>{items}</sst>"
        )
    }

    /// The parser would ask for memory for every string that is promised, and the whole program would end with it.
    #[test]
    fn a_workbook_that_promises_more_strings_than_it_has_is_refused() {
        assert!(read(&with_strings(&strings(" uniqueCount=\"9\""))).is_ok());
        assert!(read(&with_strings(&strings(" count=\"9\""))).is_ok());
        for boast in [
            " uniqueCount=\"99999999999\"",
            " uniqueCount = '99999999999'",
            " uniqueCount=\"+99999999999\"",
            " uniqueCount=\"99999999999999999999999\"",
            "\u{0}",
        ] {
            assert_eq!(read(&with_strings(&strings(boast))), Err(FileProblem::Sheet), "{boast}");
        }
    }

    /// What an archive unpacks to is counted while unpacking; its directory may say anything.
    #[test]
    fn a_workbook_that_unpacks_too_far_is_refused() {
        let blank = " ".repeat(60 * 1024 * 1024);
        let honest = with_strings(&blank);
        assert!(honest.len() < MOST_BYTES);
        assert_eq!(read(&honest), Err(FileProblem::TooLarge));
        let mut liar = honest;
        let mut at = 0;
        while let Some(next) = liar[at..].windows(4).position(|w| w == b"PK\x01\x02") {
            at += next + 46;
            liar[at - 22..at - 18].copy_from_slice(&1_000_u32.to_le_bytes());
        }
        assert_eq!(read(&liar), Err(FileProblem::Sheet));
    }
}
