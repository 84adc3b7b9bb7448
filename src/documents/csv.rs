//! CSV (RFC 4180, CRLF) as UTF-8 with a byte order mark, or as CP932 for desks with an old Excel.
//!
//! A text cell that a spreadsheet would run as a formula gets a leading `'` (ASVS 5.0 1.2.10); numbers are typed, so
//! negative ones stay numbers. A character CP932 lacks is never replaced by `?`: the export is refused with a list of
//! the places, and the user takes UTF-8 or corrects them.

use std::fmt;

use encoding_rs::{EncoderResult, SHIFT_JIS};

use super::table::{Cell, Table, decimal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With a byte order mark, so that Excel recognises it. The default.
    Utf8,
    /// Windows-31J, what Japanese Windows calls Shift_JIS.
    Cp932,
}

/// A character that CP932 cannot hold, with its place. The row is counted as a spreadsheet shows it: headings are row 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmappable {
    pub row: usize,
    pub column: String,
    pub character: char,
}

impl fmt::Display for Unmappable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, column, character } = self;
        write!(f, "{row}行目「{column}」の「{character}」（U+{:04X}）", u32::from(*character))
    }
}

/// Why a CSV was not made.
#[derive(Debug, thiserror::Error)]
pub enum CsvProblem {
    #[error("Shift_JISで表せない文字があります：{}。文字コードにUTF-8を選ぶと、そのまま出力できます。", listed(.0))]
    Unmappable(Vec<Unmappable>),
    #[error("CSVを作れませんでした。")]
    Write(#[from] csv::Error),
}

/// At most five places in words; the whole list is in the value.
fn listed(places: &[Unmappable]) -> String {
    let first: Vec<String> = places.iter().take(5).map(ToString::to_string).collect();
    let rest = places.len().saturating_sub(first.len());
    let tail = if rest > 0 { format!("、ほか{rest}か所") } else { String::new() };
    first.join("、") + &tail
}

/// The table as one file: headings, rows, and the provenance as a last line when there is one.
pub fn write(table: &Table, encoding: Encoding) -> Result<Vec<u8>, CsvProblem> {
    let mut bytes = if encoding == Encoding::Utf8 { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
    let mut unmappable = Vec::new();
    {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(&mut bytes);
        for (index, record) in records(table).enumerate() {
            for (position, field) in record.iter().enumerate() {
                let place = |character| Unmappable {
                    row: index + 1,
                    column: table.columns.get(position).map_or_else(String::new, |one| one.heading.clone()),
                    character,
                };
                match encoding {
                    Encoding::Utf8 => writer.write_field(field)?,
                    Encoding::Cp932 => {
                        let (encoded, missing) = cp932(field);
                        unmappable.extend(missing.into_iter().map(place));
                        writer.write_field(encoded)?;
                    }
                }
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush().map_err(csv::Error::from)?;
    }
    if unmappable.is_empty() { Ok(bytes) } else { Err(CsvProblem::Unmappable(unmappable)) }
}

fn records(table: &Table) -> impl Iterator<Item = Vec<String>> {
    let headings = table.columns.iter().map(|column| guarded(&column.heading)).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(field).collect());
    let provenance = table.provenance.iter().map(|one| vec![guarded(&one.line())]);
    std::iter::once(headings).chain(rows).chain(provenance)
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Decimal { digits, places } => decimal(*digits, *places),
        Cell::Date(date) => format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()),
    }
}

/// Text that no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    let starts_a_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '−', '＠']);
    if starts_a_formula { format!("'{text}") } else { text.to_owned() }
}

/// The text in CP932, and the characters that have no place there.
fn cp932(text: &str) -> (Vec<u8>, Vec<char>) {
    let mut encoded = Vec::with_capacity(text.len());
    let mut missing = Vec::new();
    for c in text.chars().map(nearest) {
        let mut encoder = SHIFT_JIS.new_encoder();
        let (mut unit, mut out) = ([0; 4], [0; 8]);
        let (result, _, written) =
            encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut unit), &mut out, true);
        match result {
            EncoderResult::InputEmpty => encoded.extend(out.iter().take(written)),
            EncoderResult::Unmappable(character) => missing.push(character),
            EncoderResult::OutputFull => missing.push(c),
        }
    }
    (encoded, missing)
}

/// The same sign under the code point Windows uses for it.
fn nearest(c: char) -> char {
    match c {
        '\u{301C}' => '\u{FF5E}', // 〜 ～
        '\u{2014}' => '\u{2015}', // — ―
        '\u{2016}' => '\u{2225}', // ‖ ∥
        '\u{2212}' => '\u{FF0D}', // − －
        '\u{A0}' => ' ',
        '\u{A2}' => '\u{FFE0}',   // ¢
        '\u{A3}' => '\u{FFE1}',   // £
        '\u{A5}' => '\u{FFE5}',   // ¥, which would come back as a backslash
        '\u{A6}' => '\u{FFE4}',   // ¦
        '\u{AC}' => '\u{FFE2}',   // ¬
        '\u{203E}' => '\u{FFE3}', // ‾, which would come back as a tilde
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::{Column, Provenance, sample};
    use super::*;

    fn one_cell(text: &str) -> Table {
        Table {
            title: "試し".into(),
            columns: vec![Column::new("氏名", 10)],
            rows: vec![vec![Cell::text(text)]],
            provenance: None,
        }
    }

    fn read_back(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        reader.records().map(|one| one.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn utf8_has_a_mark_crlf_quotes_and_typed_values() {
        let bytes = write(&sample(), Encoding::Utf8).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let body = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
        assert_eq!(body.matches("\r\n").count(), 3);
        let rows = read_back(body.as_bytes());
        assert_eq!(
            rows[1],
            [
                "0000123456",
                "髙橋 花子",
                "1941-03-05",
                "14",
                "1.8",
                "右ひざに痛みあり。\n「無理をしない」を約束"
            ]
        );
        assert_eq!(
            rows[2],
            ["0000654321", "山﨑 次郎", "", "-3", "-0.5", "'=HYPERLINK(\"http://example.invalid\",\"見る\")"]
        );
    }

    #[test]
    fn every_formula_start_is_disarmed() {
        for start in ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '−', '＠'] {
            let bytes = write(&one_cell(&format!("{start}1+1")), Encoding::Utf8).unwrap();
            let rows = read_back(&bytes[3..]);
            assert_eq!(rows[1][0], format!("'{start}1+1"));
        }
        assert_eq!(guarded("3−5"), "3−5");
    }

    #[test]
    fn cp932_keeps_vendor_characters_and_maps_wave_dash_and_yen() {
        let bytes = write(&one_cell("髙﨑①㈱㍻〜—¥"), Encoding::Cp932).unwrap();
        let (text, _, malformed) = SHIFT_JIS.decode(&bytes);
        assert!(!malformed);
        assert_eq!(text, "氏名\r\n髙﨑①㈱㍻～―￥\r\n");
    }

    #[test]
    fn cp932_names_every_place_it_cannot_write() {
        let problem = write(&one_cell("𠮷田é"), Encoding::Cp932).unwrap_err();
        let message = problem.to_string();
        let CsvProblem::Unmappable(places) = problem else { panic!("{message}") };
        assert_eq!(places[0], Unmappable { row: 2, column: "氏名".into(), character: '𠮷' });
        assert_eq!(places[1].character, 'é');
        assert!(message.contains("2行目「氏名」の「𠮷」（U+20BB7）"), "{message}");
    }

    #[test]
    fn the_last_line_says_who_took_the_list_and_why() {
        let mut table = one_cell("佐藤 進");
        table.provenance = Some(Provenance {
            reference: "M-1".into(),
            purpose: "名札の作成".into(),
            taken_by: "あおぞら 田中".into(),
            taken_at: "令和6年6月1日 09:00".into(),
        });
        let rows = read_back(&write(&table, Encoding::Utf8).unwrap()[3..]);
        assert_eq!(
            rows[2],
            ["出力番号：M-1　出力日時：令和6年6月1日 09:00　出力者：あおぞら 田中　利用目的：名札の作成"]
        );
    }
}
