//! Which column of an uploaded list is which field of the form, by its heading; and each line as a form, so that the
//! form's own rules judge it.

use serde::{Deserialize, Serialize};
use time::Date;
use unicode_normalization::UnicodeNormalization;

use crate::{
    kit::form::Form,
    participants::{
        certification,
        entry::{self, District, Entry, SEXES},
    },
};

/// Field, heading of the template, other headings that are understood.
pub const COLUMNS: [(&str, &str, &[&str]); 27] = [
    ("family_name", "姓", &["氏", "名字"]),
    ("given_name", "名", &["名前"]),
    ("family_kana", "セイ", &["姓カナ", "姓フリガナ"]),
    ("given_kana", "メイ", &["名カナ", "名フリガナ"]),
    ("born_on", "生年月日", &["誕生日"]),
    ("sex", "性別", &[]),
    ("postal_code", "郵便番号", &[]),
    ("address", "住所", &[]),
    ("telephone", "電話番号", &["電話", "TEL"]),
    ("district", "地区", &["町丁目", "地区(町丁目)"]),
    ("certification", "認定", &["介護度", "要介護度", "認定区分"]),
    ("certified_from", "認定の始まりの日", &["認定開始日"]),
    ("certified_to", "認定の終わりの日", &["認定終了日"]),
    ("centre_person", "包括の担当者", &["包括担当者"]),
    ("emergency_1_name", "緊急連絡先の氏名", &["緊急連絡先氏名"]),
    ("emergency_1_relation", "緊急連絡先の続柄", &["続柄"]),
    ("emergency_1_telephone", "緊急連絡先の電話番号", &["緊急連絡先電話番号"]),
    ("emergency_1_address", "緊急連絡先の住所", &["緊急連絡先住所"]),
    ("service_use", "サービス利用状況", &[]),
    ("housing", "住居環境", &[]),
    ("household", "世帯状況", &[]),
    ("mobility", "移動", &[]),
    ("toileting", "排泄", &[]),
    ("meals", "食事", &[]),
    ("bathing", "入浴", &[]),
    ("history", "既往歴", &[]),
    ("full_name", "氏名", &[]),
];

/// Fields a list must have a column for; 氏名 may stand for 姓 and 名.
const NEEDED: [&str; 7] =
    ["family_name", "family_kana", "given_kana", "born_on", "sex", "address", "district"];

/// One line of the list: its number in the file, and the cells under known headings.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Line {
    pub number: usize,
    pub cells: Vec<(String, String)>,
}

/// The mapped list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    pub lines: Vec<Line>,
    /// Headings nobody knows; their columns are left out.
    pub ignored: Vec<String>,
}

/// Maps rows by the headings of the first. `Err` names the missing headings.
pub fn map(rows: &[(usize, Vec<String>)]) -> Result<Mapped, Vec<&'static str>> {
    let headings: Vec<&str> =
        rows.first().map_or(&[][..], |(_, cells)| cells).iter().map(|h| h.trim()).collect();
    let fields: Vec<Option<&'static str>> = headings.iter().map(|heading| field_of(heading)).collect();
    let has = |field: &str| {
        fields.contains(&Some(field)) || (field == "family_name" && fields.contains(&Some("full_name")))
    };
    let missing: Vec<&str> = NEEDED.into_iter().filter(|field| !has(field)).map(heading_of).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let ignored = headings
        .iter()
        .zip(&fields)
        .filter(|(h, f)| f.is_none() && !h.is_empty())
        .map(|(h, _)| (*h).to_owned())
        .collect();
    let lines = rows
        .iter()
        .skip(1)
        .filter(|(_, cells)| !is_note(cells))
        .map(|(number, cells)| line(*number, cells, &fields))
        .collect();
    Ok(Mapped { lines, ignored })
}

/// Judges a line by the rules of the form.
pub fn judge(line: &Line, districts: &[District], today: Date) -> Result<Entry, Vec<String>> {
    let mut form = Form::empty();
    let mut unknown_district = None;
    for (field, value) in &line.cells {
        form = match field.as_str() {
            "full_name" => with_full_name(form, value),
            "district" => {
                let found = districts.iter().find(|d| d.name == value.trim());
                if found.is_none() && !value.trim().is_empty() {
                    unknown_district = Some(value.trim().to_owned());
                }
                form.with(field, found.map_or_else(String::new, |d| d.id.to_string()))
            }
            "sex" => form.with(field, sex_code(value)),
            "certification" => form.with(field, certification_code(value)),
            "emergency_1_relation" => with_relation(form, value),
            _ => form.with(field, value.as_str()),
        };
    }
    if form.value("certification").is_empty() {
        form = form.with("certification", certification::UNKNOWN);
    }
    if let Some(name) = unknown_district {
        form.refuse("district", format!("地区「{name}」は登録されていません。登録されている町丁目の名前を、同じ文字で入力してください。"));
    }
    entry::read(&mut form, districts, today).ok_or_else(|| sentences(&form))
}

/// The first sentence of each field.
fn sentences(form: &Form) -> Vec<String> {
    let mut told: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for problem in form.problems() {
        if !told.contains(&problem.field.as_str()) {
            told.push(&problem.field);
            all.push(problem.message.clone());
        }
    }
    all
}

fn field_of(heading: &str) -> Option<&'static str> {
    let bare = |text: &str| text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
    let typed = bare(heading);
    COLUMNS
        .iter()
        .find(|(_, name, others)| bare(name) == typed || others.iter().any(|o| bare(o) == typed))
        .map(|(field, ..)| *field)
}

fn heading_of(field: &'static str) -> &'static str {
    COLUMNS.iter().find(|(known, ..)| *known == field).map_or(field, |(_, heading, _)| heading)
}

/// The last line of an exported list says who took it out.
fn is_note(cells: &[String]) -> bool {
    cells.first().is_some_and(|cell| cell.starts_with("出力番号："))
}

fn line(number: usize, cells: &[String], fields: &[Option<&'static str>]) -> Line {
    let cells = fields
        .iter()
        .zip(cells)
        .filter_map(|(field, cell)| field.map(|field| (field.to_owned(), unguarded(cell).to_owned())))
        .filter(|(_, cell)| !cell.trim().is_empty())
        .collect();
    Line { number, cells }
}

/// Takes off the `'` that exported lists set before what a spreadsheet would run as a formula.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']))
        .unwrap_or(cell)
}

/// 氏名 in one cell: the first space parts family and given name.
fn with_full_name(form: Form, value: &str) -> Form {
    let (family, given) = value.trim().split_once(char::is_whitespace).unwrap_or((value.trim(), ""));
    form.with("family_name", family).with("given_name", given.trim())
}

fn sex_code(value: &str) -> &str {
    let value = value.trim();
    match value {
        "女性" => "female",
        "男性" => "male",
        _ => SEXES.iter().find(|(_, label)| *label == value).map_or(value, |(code, _)| code),
    }
}

fn certification_code(value: &str) -> &str {
    certification::from_label(value).unwrap_or(value)
}

fn with_relation(form: Form, value: &str) -> Form {
    let value = value.trim();
    if entry::RELATIONS.contains(&value) {
        form.with("emergency_1_relation", value)
    } else {
        form.with("emergency_1_relation", "その他").with("emergency_1_relation_other", value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participants::entry::tests::{TODAY, district};

    fn rows(lines: &[&[&str]]) -> Vec<(usize, Vec<String>)> {
        (1..).zip(lines).map(|(n, cells)| (n, cells.iter().map(|c| (*c).to_owned()).collect())).collect()
    }

    const HEAD: &[&str] = &["姓", "名", "セイ", "メイ", "生年月日", "性別", "住所", "地区", "備考"];
    const GOOD: &[&str] =
        &["佐藤", "幸子", "さとう", "さちこ", "S16.3.5", "女", "中央町1-2-3", "中央町一丁目", "x"];

    #[test]
    fn columns_are_found_by_their_headings_and_unknown_ones_named() {
        let mapped = map(&rows(&[HEAD, GOOD])).unwrap();
        assert_eq!(mapped.ignored, ["備考"]);
        let entry = judge(&mapped.lines[0], &[district()], TODAY).unwrap();
        assert_eq!(entry.identity.kana(), "サトウ　サチコ");
        assert_eq!((entry.sex.as_str(), entry.certification.as_str()), ("female", "unknown"));
    }

    #[test]
    fn missing_columns_are_named_at_once() {
        assert_eq!(
            map(&rows(&[&["氏名", "セイ"], &["佐藤 幸子", "サトウ"]])),
            Err(vec!["メイ", "生年月日", "性別", "住所", "地区"])
        );
    }

    #[test]
    fn a_bad_line_says_all_that_is_wrong_once_each() {
        let bad: &[&str] = &["佐藤", "", "佐藤", "さちこ", "昭和99年1月1日", "女", "", "北町", ""];
        let mapped = map(&rows(&[HEAD, bad])).unwrap();
        let told = judge(&mapped.lines[0], &[district()], TODAY).unwrap_err();
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told[0].contains("北町"));
    }

    #[test]
    fn other_ways_to_write_a_line_are_understood() {
        let head: &[&str] = &[
            "氏　名",
            "姓カナ",
            "名カナ",
            "誕生日",
            "性別",
            "住所",
            "町丁目",
            "介護度",
            "続柄",
            "緊急連絡先氏名",
            "緊急連絡先電話番号",
        ];
        let line: &[&str] = &[
            "佐藤　幸子",
            "サトウ",
            "サチコ",
            "1941-03-05",
            "女性",
            "中央町",
            "中央町一丁目",
            "要支援２",
            "民生委員",
            "田中",
            "03-1234-5678",
        ];
        let mapped = map(&rows(&[head, line, &["出力番号：1"]])).unwrap();
        assert_eq!(mapped.lines.len(), 1);
        let entry = judge(&mapped.lines[0], &[district()], TODAY).unwrap();
        assert_eq!(entry.identity.name(), "佐藤　幸子");
        assert_eq!(entry.certification, "support_2");
        assert_eq!(entry.identity.emergency[0].relation, "民生委員");
    }

    #[test]
    fn only_the_guard_of_a_formula_is_taken_off() {
        assert_eq!(unguarded("'=SUM(A1)"), "=SUM(A1)");
        assert_eq!(unguarded("'佐藤"), "'佐藤");
    }
}
