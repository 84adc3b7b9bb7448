//! A table as an Excel workbook that prints well: heading row repeated, page numbers, dates as dates.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use time::Date;

use super::table::{Cell, Table};

/// Excel's A4.
const A4: u8 = 9;
/// What Excel takes as a sheet's name: at most this many UTF-16 units, and none of these characters.
const NAME_UNITS: usize = 31;
const NAME_REFUSES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Why a workbook was not made.
#[derive(Debug, thiserror::Error)]
pub enum SheetProblem {
    #[error("Excelファイルを作れませんでした。行や文字が多すぎるときは、条件でしぼってください。")]
    Write(#[from] XlsxError),
}

struct Looks {
    heading: Format,
    text: Format,
    date: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
        Self {
            heading: cell.clone().set_bold().set_background_color("E6E6E6").set_text_wrap(),
            text: cell.clone().set_text_wrap(),
            date: cell.set_num_format("yyyy/mm/dd").set_align(FormatAlign::Left),
        }
    }

    /// Whole numbers and decimals keep their places on screen.
    fn number(&self, places: u8) -> Format {
        let pattern = match places {
            0 => "0".to_owned(),
            _ => format!("0.{}", "0".repeat(usize::from(places))),
        };
        Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top).set_num_format(pattern)
    }
}

/// The table as a workbook; with a provenance, a second sheet 「出力の記録」 and the foot of each printed page carry it.
pub fn xlsx(table: &Table) -> Result<Vec<u8>, SheetProblem> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(&table.title));
    let looks = Looks::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    write_headings(sheet, table, &looks)?;
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, row, column, cell, &looks)?;
        }
    }
    set_page(sheet, table)?;
    if table.provenance.is_some() {
        write_provenance(workbook.add_worksheet(), table, &looks)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_headings(sheet: &mut Worksheet, table: &Table, looks: &Looks) -> Result<(), XlsxError> {
    for (column, one) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(column, f64::from(one.width))?;
        sheet.write_string_with_format(0, column, &one.heading, &looks.heading)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &looks.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, &looks.text)?,
        Cell::Whole(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &looks.number(0))?
        }
        Cell::Decimal { digits, places } => {
            let value = *digits as f64 / 10_f64.powi(i32::from(*places));
            sheet.write_number_with_format(row, column, value, &looks.number(*places))?
        }
        Cell::Date(date) => write_date(sheet, row, column, *date, looks)?,
    };
    Ok(())
}

/// Excel has no days before 1900: those are written as text.
fn write_date<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    date: Date,
    looks: &Looks,
) -> Result<&'a mut Worksheet, XlsxError> {
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    match u16::try_from(year).ok().filter(|year| *year >= 1900) {
        Some(year) => {
            let value = ExcelDateTime::from_ymd(year, month, day)?;
            sheet.write_datetime_with_format(row, column, value, &looks.date)
        }
        None => {
            sheet.write_string_with_format(row, column, format!("{year:04}-{month:02}-{day:02}"), &looks.text)
        }
    }
}

fn set_page(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    let last = table.columns.len().saturating_sub(1).try_into().unwrap_or(u16::MAX);
    let rows = table.rows.len().try_into().unwrap_or(u32::MAX);
    if !table.columns.is_empty() {
        sheet.autofilter(0, 0, rows, last)?;
    }
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{}&R&P／&N頁", plain(&table.title)));
    if let Some(provenance) = &table.provenance {
        sheet.set_footer(format!(
            "&L出力番号：{}　{}",
            plain(&provenance.reference),
            plain(&provenance.taken_at)
        ));
    }
    Ok(())
}

fn write_provenance(sheet: &mut Worksheet, table: &Table, looks: &Looks) -> Result<(), XlsxError> {
    let Some(provenance) = &table.provenance else { return Ok(()) };
    sheet.set_name("出力の記録")?;
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 60)?;
    let facts = [
        ("出力番号", &provenance.reference),
        ("出力日時", &provenance.taken_at),
        ("出力者", &provenance.taken_by),
        ("利用目的", &provenance.purpose),
    ];
    for (row, (label, value)) in (0_u32..).zip(facts) {
        sheet.write_string_with_format(row, 0, label, &looks.heading)?;
        sheet.write_string_with_format(row, 1, value, &looks.text)?;
    }
    Ok(())
}

/// In a page header `&` starts a command.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

fn sheet_name(title: &str) -> String {
    let mut units = 0;
    let kept = title.chars().map(|c| if NAME_REFUSES.contains(&c) { '・' } else { c }).take_while(|c| {
        units += c.len_utf16();
        units <= NAME_UNITS
    });
    let name: String = kept.collect();
    let name = name.trim_matches('\'').trim();
    if name.is_empty() { "一覧".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::super::table::{Provenance, sample};
    use super::*;

    fn open(table: &Table) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(xlsx(table).unwrap())).unwrap()
    }

    #[test]
    fn the_workbook_reads_back_with_its_types() {
        let mut book = open(&sample());
        let sheet = book.worksheet_range("参加者一覧").unwrap();
        assert_eq!(sheet.get_value((0, 1)), Some(&Data::String("氏名".into())));
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("0000123456".into())));
        let Some(Data::DateTime(born)) = sheet.get_value((1, 2)) else { panic!("not a date") };
        assert_eq!(born.to_ymd_hms_milli(), (1941, 3, 5, 0, 0, 0, 0));
        assert_eq!(sheet.get_value((2, 3)), Some(&Data::Float(-3.0)));
        assert_eq!(sheet.get_value((2, 4)), Some(&Data::Float(-0.5)));
    }

    #[test]
    fn text_that_looks_like_a_formula_stays_text() {
        let mut book = open(&sample());
        let text = "=HYPERLINK(\"http://example.invalid\",\"見る\")";
        let sheet = book.worksheet_range("参加者一覧").unwrap();
        assert_eq!(sheet.get_value((2, 5)), Some(&Data::String(text.into())));
        let formulas = book.worksheet_formula("参加者一覧").unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    }

    #[test]
    fn a_second_sheet_says_who_took_the_list_and_why() {
        let mut table = sample();
        table.provenance = Some(Provenance {
            reference: "M&1".into(),
            purpose: "名札の作成".into(),
            taken_by: "あおぞら 田中".into(),
            taken_at: "令和6年6月1日 09:00".into(),
        });
        let mut book = open(&table);
        let sheet = book.worksheet_range("出力の記録").unwrap();
        assert_eq!(sheet.get_value((3, 1)), Some(&Data::String("名札の作成".into())));
    }

    #[test]
    fn any_title_makes_a_valid_sheet_name() {
        assert_eq!(sheet_name("6月/7月:名簿[案]"), "6月・7月・名簿・案・");
        assert_eq!(sheet_name(&"長".repeat(40)).chars().count(), 31);
        assert_eq!(sheet_name("'"), "一覧");
        let mut table = sample();
        table.title = "？*/名簿".into();
        open(&table);
    }
}
