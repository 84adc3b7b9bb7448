//! What is typed, told back, and refused. [`entry`] is a whole one for the tests of the neighbours.

use time::macros::date;
use uuid::Uuid;

use super::*;

pub const TODAY: Date = date!(2026 - 11 - 20);

pub fn district() -> District {
    District {
        id: DistrictId(Uuid::from_u128(1)),
        name: "中央町一丁目".into(),
        centre: CentreId(Uuid::from_u128(2)),
        centre_name: "中央包括支援センター".into(),
    }
}

pub fn sachiko() -> Identity {
    entry().identity
}

pub fn entry() -> Entry {
    let mut form = typed();
    read(&mut form, &[district()], TODAY).unwrap_or_else(|| panic!("{:?}", form.problems()))
}

fn typed() -> Form {
    Form::empty()
        .with("family_name", "佐藤")
        .with("given_name", "幸子")
        .with("family_kana", "さとう")
        .with("given_kana", "ｻﾁｺ")
        .with("born_on", "S16.3.5")
        .with("sex", "female")
        .with("postal_code", "１５３８５７３")
        .with("address", "中央町１－２－３ コーポ花")
        .with("telephone", "０３－５７２２－９６０８")
        .with("district", district().id.to_string())
        .with("certification", "support_1")
        .with("certified_from", "令和8年4月1日")
        .with("certified_to", "令和9年3月31日")
        .with("emergency_1_name", "佐藤 一郎")
        .with("emergency_1_relation", "長男")
        .with("emergency_1_telephone", "090-1234-5678")
        .with("emergency_1_same", "yes")
        .with("history", "高血圧\r\n服薬中")
}

fn changed(name: &str, value: &str) -> Vec<String> {
    let pairs = field_names()
        .into_iter()
        .map(|field| {
            (field.to_owned(), if field == name { value.to_owned() } else { typed().value(field).to_owned() })
        })
        .collect();
    let mut form = Form::from_pairs(pairs);
    let entry = read(&mut form, &[district()], TODAY);
    assert_eq!(entry.is_none(), form.has_problems());
    form.problems().iter().map(|p| format!("{}：{}", p.field, p.message)).collect()
}

#[test]
fn widths_and_kana_are_brought_to_one_form_and_names_stay_as_typed() {
    let person = sachiko();
    assert_eq!((person.family_kana.as_str(), person.given_kana.as_str()), ("サトウ", "サチコ"));
    assert_eq!(person.postal_code, "153-8573");
    assert_eq!(person.address, "中央町1-2-3 コーポ花");
    assert_eq!(person.telephone, "03-5722-9608");
    assert_eq!(person.emergency[0].address, person.address);
    assert_eq!(person.history, "高血圧\n服薬中");
    let mut form = typed();
    form = Form::from_pairs(
        field_names()
            .into_iter()
            .map(|f| (f.to_owned(), form.value(f).to_owned()))
            .filter(|(f, _)| f != "family_name")
            .collect(),
    )
    .with("family_name", "葛\u{E0100}城");
    let entry = read(&mut form, &[district()], TODAY).unwrap();
    assert_eq!(entry.identity.family_name, "葛\u{E0100}城");
}

#[test]
fn each_problem_stands_at_its_field_in_plain_words() {
    let cases = [
        ("family_name", "", "family_name：姓を入力してください。"),
        (
            "given_kana",
            "幸子",
            "given_kana：メイはひらがなかカタカナで入力してください（「幸」は使えません）。例：ハナコ",
        ),
        ("born_on", "", "born_on：生年月日を入力してください。例：昭和16年3月5日"),
        (
            "born_on",
            "2026-11-21",
            "born_on：生年月日は今日より前の日付を入力してください。例：昭和16年3月5日",
        ),
        ("sex", "x", "sex：性別を選んでください。"),
        ("district", "", "district：地区（町丁目）を選んでください。"),
        ("certification", "none", "certified_from：認定期間は、認定があるときだけ入力してください。"),
        (
            "certified_to",
            "令和8年3月31日",
            "certified_to：認定の終わりの日は、始まりの日と同じか、後の日付を入力してください。",
        ),
        ("certified_from", "", "certified_from：認定の始まりの日を入力してください。例：令和8年4月1日"),
        (
            "emergency_1_relation",
            "その他",
            "emergency_1_relation_other：緊急連絡先1の続柄（その他の内容）を入力してください。",
        ),
        ("emergency_2_address", "中央町2", "emergency_2_name：緊急連絡先2の氏名を入力してください。"),
    ];
    for (field, value, sentence) in cases {
        assert_eq!(changed(field, value).first().map(String::as_str), Some(sentence), "{field}={value}");
    }
}

#[test]
fn what_was_stored_comes_back_from_its_form() {
    let mut stored = entry();
    stored.identity.emergency.push(EmergencyContact {
        name: "田中".into(),
        relation: "民生委員".into(),
        telephone: "03-1234-5678".into(),
        address: String::new(),
    });
    assert_eq!(read(&mut fill(&stored), &[district()], TODAY), Some(stored));
}

#[test]
fn dates_are_said_in_both_eras() {
    assert_eq!(birth_line(date!(1941 - 03 - 05), TODAY), "昭和16年（1941年）3月5日・85歳");
    assert_eq!(period_line(Some(date!(2026 - 04 - 01)), None), "令和8年4月1日から");
    assert_eq!(period_line(None, None), "");
}
