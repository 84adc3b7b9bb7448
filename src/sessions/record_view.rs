//! 当日の記録: what the recording screen may know. The plain form and the tablet screen are drawn from the same page.

use std::collections::BTreeMap;

use askama::Template;

use super::entry::{AttendanceStatus, Entry, Field, Flags};
use super::operations::{FieldOut, KeptValue};
use super::vitals::{Reading, SoftLimits};

/// The page. Every string is ready to print; the address fields are paths of this site.
#[derive(Debug, Clone, Template)]
#[template(path = "sessions/record.html")]
pub struct Record {
    pub title: String,
    pub date: String,
    pub attendance_url: String,
    pub operations_url: String,
    pub close_url: String,
    pub back_url: String,
    /// Where an accident is reported from.
    pub incident_url: String,
    /// The limits of ward and programme as JSON.
    pub soft_limits: String,
    pub notice: String,
    pub errors: Vec<FormError>,
    pub rows: Vec<Row>,
}

/// One line of the error summary and the row it points at.
#[derive(Debug, Clone)]
pub struct FormError {
    pub anchor: String,
    /// The field itself, where a page has an address for each: `pre-{id}`.
    pub field: String,
    pub message: String,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    /// Number on the name tag.
    pub number: String,
    pub kana: String,
    pub name: String,
    /// Somebody else of the roster has the same family name.
    pub same_name: bool,
    pub attendance: Vec<Choice>,
    pub moments: [Moment; 2],
    pub previous_pre: String,
    pub previous_post: String,
    pub memo: String,
    pub flag_centre: bool,
    pub flag_ward: bool,
    /// The fields with their versions as JSON, so that the form says what its author saw.
    pub seen: String,
    pub conflicts: Vec<ConflictLine>,
}

#[derive(Debug, Clone)]
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
    pub chosen: bool,
}

/// Before or after the class.
#[derive(Debug, Clone)]
pub struct Moment {
    pub code: &'static str,
    pub label: &'static str,
    pub figures: [Figure; 3],
    pub previous: String,
    pub unmeasured: String,
}

#[derive(Debug, Clone)]
pub struct Figure {
    pub code: &'static str,
    pub label: &'static str,
    pub value: String,
}

/// Two values of one field of which a person has to choose one.
#[derive(Debug, Clone)]
pub struct ConflictLine {
    pub field: &'static str,
    pub text: String,
    pub decide: String,
    /// Ticked, on a page that comes back.
    pub chosen: bool,
}

/// A participant as the roster prints them.
#[derive(Debug, Clone)]
pub struct RosterPerson {
    pub id: String,
    pub number: String,
    pub kana: String,
    pub name: String,
    pub same_name: bool,
    pub previous_pre: Option<Reading>,
    pub previous_post: Option<Reading>,
}

impl Row {
    /// The row of one participant: who they are and what their fields hold.
    pub fn new(person: RosterPerson, fields: &BTreeMap<Field, FieldOut>) -> Self {
        let text = |field: Field| fields.get(&field).and_then(|f| f.value.clone()).unwrap_or_default();
        let status = AttendanceStatus::from_code(&text(Field::Attendance));
        let flags = match Entry::parse(Field::Flags, &text(Field::Flags)) {
            Ok(Some(Entry::Flags(flags))) => Some(flags),
            _ => None,
        };
        let moment = |code, label, was: Option<Reading>, value: Field, reason: Field| {
            Moment::new(code, label, was, (&text(value), text(reason)))
        };
        Self {
            moments: [
                moment("pre", "開始前", person.previous_pre, Field::Pre, Field::UnmeasuredPre),
                moment("post", "終了後", person.previous_post, Field::Post, Field::UnmeasuredPost),
            ],
            attendance: AttendanceStatus::ALL
                .map(|s| Choice { code: s.code(), label: s.label(), chosen: status == Some(s) })
                .to_vec(),
            previous_pre: person.previous_pre.map(|r| r.to_string()).unwrap_or_default(),
            previous_post: person.previous_post.map(|r| r.to_string()).unwrap_or_default(),
            memo: text(Field::Memo),
            flag_centre: flags.is_some_and(Flags::centre),
            flag_ward: flags.is_some_and(Flags::ward),
            seen: serde_json::to_string(fields).unwrap_or_default(),
            conflicts: fields.iter().filter_map(|(field, f)| ConflictLine::new(*field, f)).collect(),
            id: person.id,
            number: person.number,
            kana: person.kana,
            name: person.name,
            same_name: person.same_name,
        }
    }
}

impl Moment {
    fn new(
        code: &'static str,
        label: &'static str,
        was: Option<Reading>,
        (value, unmeasured): (&str, String),
    ) -> Self {
        let mut parts = value.split('/').map(str::to_owned);
        let mut figure = |code, label| Figure { code, label, value: parts.next().unwrap_or_default() };
        Self {
            code,
            label,
            figures: [figure("systolic", "上"), figure("diastolic", "下"), figure("pulse", "脈拍")],
            previous: was.map(shown).unwrap_or_default(),
            unmeasured,
        }
    }
}

/// `132/78・68`: blood pressure, then pulse.
fn shown(reading: Reading) -> String {
    reading.shown()
}

impl ConflictLine {
    fn new(field: Field, state: &FieldOut) -> Option<Self> {
        let others: Vec<String> = state.others.iter().map(|kept| other(field, kept)).collect();
        if others.is_empty() {
            return None;
        }
        let current = words(field, state.value.as_deref());
        Some(Self {
            field: field.code(),
            text: format!(
                "{}は「{current}」{}のほかに{}があります。正しい値を入力してください。",
                field.label(),
                written(&state.by, &state.at),
                others.join("、")
            ),
            decide: format!("入力した{}で決める", field.label()),
            chosen: false,
        })
    }
}

fn other(field: Field, kept: &KeptValue) -> String {
    format!("「{}」{}", words(field, kept.value.as_deref()), written(&kept.by, &kept.at))
}

/// 「（田中 花子 10:05）」; empty where nobody is known.
fn written(by: &str, at: &str) -> String {
    if by.is_empty() { String::new() } else { format!("（{by} {at}）") }
}

/// A value as people say it; 空欄 when there is none.
pub fn words(field: Field, value: Option<&str>) -> String {
    match Entry::parse(field, value.unwrap_or("")) {
        Ok(Some(Entry::Attendance(status))) => status.label().to_owned(),
        Ok(Some(Entry::Reading(reading))) => shown(reading),
        Ok(Some(Entry::Flags(flags))) => [(flags.centre(), "包括へ連絡"), (flags.ward(), "区へ報告")]
            .into_iter()
            .filter_map(|(set, label)| set.then_some(label))
            .collect::<Vec<_>>()
            .join("・"),
        Ok(Some(Entry::Memo(text) | Entry::Reason(text))) => text,
        Ok(None) | Err(_) => "空欄".to_owned(),
    }
}

impl Record {
    /// A class of twenty with everything that can be seen on the screen, for the component page and the tests.
    pub fn sample() -> Self {
        Self {
            title: "シニアの部活 手ぬぐい体操 第5回".to_owned(),
            date: "令和8年11月20日（金）10:00–12:00　中央町さくらプラザ".to_owned(),
            attendance_url: "/sessions/sample/attendance".to_owned(),
            operations_url: "/sessions/sample/operations".to_owned(),
            close_url: "/sessions/sample/close".to_owned(),
            back_url: "/sessions".to_owned(),
            incident_url: "/sessions/sample/incidents/new".to_owned(),
            soft_limits: serde_json::to_string(&SoftLimits::example()).unwrap_or_default(),
            notice: String::new(),
            errors: vec![],
            rows: SAMPLE_PEOPLE.iter().enumerate().map(|(i, person)| sample_row(i, person)).collect(),
        }
    }
}

const SAMPLE_PEOPLE: [(&str, &str); 20] = [
    ("さとう さちこ", "佐藤 幸子"),
    ("すずき きよし", "鈴木 清"),
    ("たかはし せつこ", "髙橋 節子"),
    ("たなか みのる", "田中 實"),
    ("いとう かずこ", "伊藤 和子"),
    ("わたなべ きょうこ", "渡邉 京子"),
    ("やまもと いさむ", "山本 勇"),
    ("なかむら よしえ", "中村 芳江"),
    ("こばやし まさる", "小林 勝"),
    ("かとう ふみ", "加藤 フミ"),
    ("よしだ てるこ", "𠮷田 照子"),
    ("やまだ しげる", "山田 茂"),
    ("ささき とみこ", "佐々木 富子"),
    ("やまぐち ひさし", "山口 久"),
    ("まつもと はるえ", "松本 春江"),
    ("いのうえ まさこ", "井上 正子"),
    ("きむら すえきち", "木村 末吉"),
    ("さとう さだこ", "佐藤 貞子"),
    ("しみず あきら", "清水 昭"),
    ("はやし ちよこ", "林 千代子"),
];

fn sample_row(index: usize, (kana, name): &(&str, &str)) -> Row {
    let step = u16::try_from(index).unwrap_or_default();
    let was = |lower: u16| Reading::new(124 + (step * 7) % 20 - lower, 70 + step % 12, 64 + step % 11).ok();
    let person = RosterPerson {
        id: format!("00000000-0000-7000-8000-{:012}", index + 1),
        number: (index + 1).to_string(),
        kana: (*kana).to_owned(),
        name: (*name).to_owned(),
        same_name: name.starts_with("佐藤"),
        previous_pre: was(0).filter(|_| index != 10),
        previous_post: was(4).filter(|_| index != 10),
    };
    Row::new(person, &BTreeMap::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::chrome::{Chrome, render};

    fn shown_page(view: &Record) -> String {
        render(view, &Chrome::signed_out("見本区", "token-1")).unwrap()
    }

    fn filled(entries: &[(Field, &str)]) -> BTreeMap<Field, FieldOut> {
        let out = |value: &str| FieldOut { version: 1, value: Some(value.to_owned()), ..FieldOut::default() };
        entries.iter().map(|(field, value)| (*field, out(value))).collect()
    }

    fn page(fields: &BTreeMap<Field, FieldOut>) -> String {
        let person = RosterPerson {
            id: "p1".to_owned(),
            number: "3".to_owned(),
            kana: "たかはし せつこ".to_owned(),
            name: "髙橋 節子".to_owned(),
            same_name: false,
            previous_pre: "132/78/68".parse().ok(),
            previous_post: None,
        };
        let rows = vec![Row::new(person, fields)];
        shown_page(&Record { rows, ..Record::sample() })
    }

    #[test]
    fn the_plain_form_shows_what_is_recorded() {
        let html = page(&filled(&[
            (Field::Attendance, "late"),
            (Field::Pre, "128/76/70"),
            (Field::UnmeasuredPost, "途中で帰った"),
            (Field::Flags, "ward"),
        ]));
        for part in [
            r#"<option value="late" selected>遅刻</option>"#,
            r#"name="pre_diastolic.p1" value="76""#,
            r#"name="post_systolic.p1" value="""#,
            r#"name="unmeasured_post.p1" value="途中で帰った""#,
            r#"name="flag_ward.p1" value="yes" checked"#,
            r#"data-previous-pre="132/78/68""#,
            "前回 132/78・68",
        ] {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains(r#"name="flag_centre.p1" value="yes" checked"#));
    }

    #[test]
    fn two_kept_values_are_both_shown() {
        let mut fields = filled(&[(Field::Pre, "128/76/70")]);
        let kept =
            KeptValue {
                value: Some("182/90/70".to_owned()), by: "端末B".to_owned(), at: "10:05".to_owned()
            };
        fields.entry(Field::Pre).or_default().others.push(kept);
        let html = page(&fields);
        assert!(html.contains("「128/76・70」のほかに「182/90・70」（端末B 10:05）があります。"));
        assert!(html.contains(r#"name="decide.pre.p1""#));
    }

    #[test]
    fn the_sample_prints_everybody_and_an_empty_roster_says_so() {
        let html = shown_page(&Record::sample());
        assert_eq!(html.matches("data-person=").count(), SAMPLE_PEOPLE.len());
        let empty = shown_page(&Record { rows: vec![], ..Record::sample() });
        assert!(html.contains(r#"name="csrf" value="token-1""#));
        assert!(empty.contains("名簿に参加者がいません。") && !empty.contains("<table"));
    }
}
