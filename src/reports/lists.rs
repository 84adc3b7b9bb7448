//! Lists of a course that leave as Excel or CSV: 参加者名簿, 出欠表, 測定結果一覧, アンケート回答一覧. Who takes one says what for.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    TakeLists, answer_list, course_paper, db, loading,
    papers::{reference, roster_paper},
    views::{ListChoice, ListsView},
};
use crate::{
    assessments::Policies,
    audit::Event,
    courses::{self, CourseTab},
    documents::{
        Cell, Column, Provenance, Table, attendance::AttendanceTable, course_report::ResultTable, csv,
        parts::PersonName, sheet,
    },
    figures::{self, CourseFigures},
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        form::Choice,
        handing_out::Whom,
    },
    programmes::{self, InformationItem},
    vocab::{
        dates::{jst_time, wareki},
        ids::CourseId,
    },
};

const FORMATS: [(&str, &str); 3] =
    [("xlsx", "Excel（xlsx）"), ("csv", "CSV（UTF-8）"), ("csv-cp932", "CSV（Shift_JIS。古いExcel用）")];
const PURPOSES: [(&str, &str); 4] = [
    ("submission", "区への提出"),
    ("class", "教室の運営（名札・受付）"),
    ("check", "記録の確認"),
    ("handover", "担当者の引継ぎ"),
];

/// What a list of answers is called; the code of the questionnaire follows.
const ANSWERS: &str = "answers-";

/// What the lists' page asks for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Taking {
    r#as: String,
    purpose: String,
}

fn choices(of: &[(&str, &str)]) -> Vec<Choice> {
    of.iter().map(|(code, label)| Choice::new(*code, *label)).collect()
}

/// The page on which a list, its format and its purpose are chosen.
pub async fn choose(mut cx: View<TakeLists>, Path(id): Path<CourseId>) -> Result {
    let course = db::lists::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let list = |title, what: &str, code: &str| ListChoice {
        title,
        what: what.to_owned(),
        action: format!("/courses/{id}/lists/{code}"),
    };
    let mut lists = vec![
        list("参加者名簿", "氏名・性別・生年月日・年齢・住所・電話番号・緊急連絡先", "roster"),
        list("出欠表", "氏名・性別・地区・各回の出欠", "attendance"),
        list("測定結果一覧", "氏名・性別・年齢・開始時と終了時の値", "measurements"),
    ];
    for asked in &programmes::of(cx.db(), course.programme).await?.questionnaires {
        let what = format!("{}：氏名・回答した日・質問ごとの回答（自由記述を含む）", asked.title);
        lists.push(list("アンケート回答一覧", &what, &format!("{ANSWERS}{}", asked.code)));
    }
    let view = ListsView {
        course: course.name,
        tabs: courses::tabs(id, cx.actor(), CourseTab::Lists),
        lists,
        formats: choices(&FORMATS),
        purposes: choices(&PURPOSES),
        roster_href: format!("/courses/{id}/roster.pdf"),
        back_href: format!("/courses/{id}"),
    };
    cx.show(view).await
}

/// Hands a list out.
pub async fn take(
    mut cx: View<TakeLists>,
    Path((id, list)): Path<(CourseId, String)>,
    Query(wanted): Query<Taking>,
) -> Result {
    let named = |of: &[(&'static str, &'static str)], code: &str| {
        of.iter().find(|(c, _)| *c == code).map(|(_, label)| *label)
    };
    let Some(purpose) = named(&PURPOSES, &wanted.purpose) else {
        return Err(AppError::refused("利用目的を選んでから、一覧を出力してください。"));
    };
    if named(&FORMATS, &wanted.r#as).is_none() {
        return Err(AppError::refused("ファイルの形式を選んでから、一覧を出力してください。"));
    }
    let course = db::lists::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (contract, course_name, reference) = (course.contract, course.name.clone(), reference(&cx));
    let mut table = match list.as_str() {
        "roster" => Table::from(&roster_paper(&mut cx, id, course, None).await?),
        "attendance" | "measurements" => counted(&mut cx, id, &course, list == "attendance").await?,
        other => {
            let code = other.strip_prefix(ANSWERS).ok_or(AppError::NotFound)?;
            answer_list::list(&mut cx, id, &course, code).await?
        }
    };
    table.provenance = Some(Provenance {
        reference: reference.clone(),
        purpose: purpose.to_owned(),
        taken_by: format!("{}　{}", cx.actor().organisation, cx.actor().person),
        taken_at: format!("{} {}", wareki(cx.today()), jst_time(cx.now())),
    });
    let file = written(&table, &wanted.r#as, &course_name)?;
    let detail = serde_json::json!({ "list": list, "as": wanted.r#as, "purpose": wanted.purpose, "reference": reference, "rows": table.rows.len() });
    cx.hand_out(Event::new("list.export").about(id.0).under(contract).detail(detail), Whom::Opened, file)
        .await
}

fn written(table: &Table, format: &str, course: &str) -> Result<File> {
    let (bytes, content_type, ending) = match format {
        "xlsx" => {
            let bytes = sheet::xlsx(table).map_err(AppError::refused)?;
            (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
        "csv" => (
            csv::write(table, csv::Encoding::Utf8).map_err(AppError::refused)?,
            "text/csv; charset=utf-8",
            "csv",
        ),
        _ => (
            csv::write(table, csv::Encoding::Cp932).map_err(AppError::refused)?,
            "text/csv; charset=windows-31j",
            "csv",
        ),
    };
    Ok(File { name: format!("{}_{course}.{ending}", table.title), content_type, bytes, inline: false })
}

/// 出欠表 or 測定結果一覧, through the contract's information items for a contractor.
async fn counted(
    cx: &mut View<TakeLists>,
    id: CourseId,
    course: &db::lists::ListedCourse,
    attendance: bool,
) -> Result<Table> {
    let items: Vec<InformationItem> =
        course.items.iter().filter_map(|code| InformationItem::from_code(code)).collect();
    let programme = programmes::of(cx.db(), course.programme).await?;
    let policies = Policies::from(&programme.measurement);
    let (rows, registers) = figures::course_with_people(cx.db(), id, policies).await?;
    let mut figures = CourseFigures::of(&rows, &[]);
    if cx.actor().role.is_contractor() {
        let keep = |item: InformationItem| items.contains(&item);
        figures.participation =
            figures.participation.projected(keep(InformationItem::Sex), keep(InformationItem::Certification));
    }
    let people = loading::named(cx, &items, course.first_on, registers)?;
    Ok(if attendance {
        attendance_sheet(&course_paper::attendance_table(&people, &figures))
    } else {
        results_sheet(&course_paper::results(&people, &figures))
    })
}

/// The first columns of every list, with their widths.
pub const NAMES: [(&str, u16); 3] = [("番号", 6), ("氏名", 18), ("フリガナ", 22)];

/// The cells of [`NAMES`].
pub fn names(number: i64, name: Option<&PersonName>) -> Vec<Cell> {
    let shown = |text: Option<&str>| Cell::text(text.unwrap_or("—"));
    vec![Cell::Whole(number), shown(name.map(|n| n.written.as_str())), shown(name.map(|n| n.kana.as_str()))]
}

fn attendance_sheet(table: &AttendanceTable) -> Table {
    let mut columns: Vec<Column> =
        NAMES.iter().map(|(heading, width)| Column::new(*heading, *width)).collect();
    columns.extend([Column::new("性別", 6), Column::new("地区", 10)]);
    columns.extend(table.sessions.iter().map(|s| Column::new(format!("第{}回（{}）", s.number, s.date), 7)));
    columns.push(Column::new("出席回数", 8));
    let row = |(number, person): (i64, &crate::documents::attendance::AttendanceRow)| {
        let mut cells = names(number, person.name.as_ref());
        cells.extend([Cell::maybe(person.sex.as_deref()), Cell::maybe(person.district.as_deref())]);
        cells.extend(person.marks.iter().map(|mark| Cell::text(mark.sign())));
        cells.push(Cell::Whole(i64::try_from(person.attended).unwrap_or(i64::MAX)));
        cells
    };
    Table {
        title: "出欠表".into(),
        columns,
        rows: (1_i64..).zip(&table.rows).map(row).collect(),
        provenance: None,
    }
}

fn results_sheet(table: &ResultTable) -> Table {
    let mut columns: Vec<Column> =
        NAMES.iter().map(|(heading, width)| Column::new(*heading, *width)).collect();
    columns.extend([Column::new("性別", 6), Column::new("年齢", 6)]);
    for measure in &table.measures {
        columns.extend([
            Column::new(format!("{measure} 開始時"), 14),
            Column::new(format!("{measure} 終了時"), 14),
        ]);
    }
    let row = |(number, person): (i64, &crate::documents::course_report::ResultRow)| {
        let mut cells = names(number, person.name.as_ref());
        cells.push(Cell::maybe(person.sex.as_deref()));
        cells.push(person.age.map_or(Cell::Empty, |age| Cell::Whole(age.into())));
        cells.extend(
            person
                .values
                .iter()
                .flat_map(|(before, after)| [value(before.as_deref()), value(after.as_deref())]),
        );
        cells
    };
    Table {
        title: "測定結果一覧".into(),
        columns,
        rows: (1_i64..).zip(&table.rows).map(row).collect(),
        provenance: None,
    }
}

/// A number stays a number in the sheet; 「実施不可」 stays text.
fn value(shown: Option<&str>) -> Cell {
    let Some(shown) = shown else { return Cell::Empty };
    let places = shown.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    match (shown.replace('.', "").parse(), u8::try_from(places)) {
        (Ok(digits), Ok(places)) => Cell::Decimal { digits, places },
        _ => Cell::text(shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::CourseReport;

    #[test]
    fn values_stay_numbers() {
        assert_eq!(value(Some("20.15")), Cell::Decimal { digits: 2015, places: 2 });
        assert_eq!(value(Some("-3")), Cell::Decimal { digits: -3, places: 0 });
        assert_eq!(value(Some("実施不可")), Cell::text("実施不可"));
        assert_eq!(value(None), Cell::Empty);
    }

    #[test]
    fn every_row_has_a_cell_a_column() {
        let paper = CourseReport::sample();
        for table in [attendance_sheet(&paper.attendance), results_sheet(&paper.results)] {
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.title);
            assert_eq!(table.rows.len(), 20);
        }
    }
}
