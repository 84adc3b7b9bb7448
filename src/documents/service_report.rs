//! 利用実績報告書: one month of an individual service (新宿 短期集中): who came on which day, visits, monitoring.

use std::collections::BTreeMap;

use serde::Serialize;

use super::attendance::sample_people;
use super::outline::{Heading, outline};
use super::paper::{Masthead, Paper};
use super::parts::{Fact, PersonName};
use crate::programmes::shinjuku;

#[derive(Clone, Debug, Serialize)]
pub struct ServiceReport {
    pub masthead: Masthead,
    /// What is printed, in its order.
    pub outline: Vec<Heading>,
    /// What the contractor wrote, by the code of the section.
    pub words: BTreeMap<String, String>,
    /// 契約件名, 実施事業者, 対象月, 実施場所 …
    pub facts: Vec<Fact>,
    /// 集計: 利用実人数, 延利用回数, 訪問, モニタリング, 新規, 終了.
    pub summary: Vec<Fact>,
    /// The days of the month with their weekday, such as (1, 「火」).
    pub days: Vec<ServiceDay>,
    pub users: Vec<ServiceUser>,
    pub visits: Vec<Visit>,
    pub monitorings: Vec<Monitoring>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ServiceDay {
    pub day: u8,
    pub weekday: String,
    /// 実施しない日: shaded.
    pub closed: bool,
    /// 利用者数 of the day.
    pub present: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct ServiceUser {
    pub name: Option<PersonName>,
    /// 担当の地域包括支援センター
    pub centre: Option<String>,
    /// 計画上の回数, such as 「週2回」.
    pub planned: String,
    /// One use per day of the month.
    pub uses: Vec<DayUse>,
    pub attended: usize,
    /// The service came to its end in the month.
    pub ended: bool,
    /// 利用開始・終了 in this month, such as 「10日から」.
    pub remark: Option<String>,
}

/// What happened on one day of one user's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayUse {
    None,
    Attended,
    /// 予定日の欠席
    Absent,
    /// 訪問
    Visited,
}

impl Serialize for DayUse {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::None => "",
            Self::Attended => "○",
            Self::Absent => "×",
            Self::Visited => "訪",
        })
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Visit {
    pub date: String,
    pub name: Option<PersonName>,
    /// 事前訪問, 中間訪問, 最終訪問 …
    pub kind: String,
    /// 訪問者（職種）
    pub staff: String,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Monitoring {
    pub date: String,
    pub name: Option<PersonName>,
    /// 目標の達成の見込み
    pub progress: String,
    /// 計画の見直し
    pub plan: String,
    pub note: Option<String>,
}

impl Paper for ServiceReport {
    const NAME: &'static str = "service_report.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/service_report.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.users.len() + self.visits.len() + self.monitorings.len()
    }
}

impl ServiceReport {
    /// What the contractor wrote in a section; empty before they did.
    pub fn said(&self, code: &str) -> &str {
        self.words.get(code).map_or("", String::as_str)
    }

    /// October of an invented ward: nine users, three service days a week.
    pub fn sample() -> Self {
        let users: Vec<_> = sample_people()
            .into_iter()
            .take(9)
            .enumerate()
            .map(|(at, (name, ..))| sample_user(at, name))
            .collect();
        let days: Vec<_> = (1..=31).map(|day| sample_day(day, &users)).collect();
        let total: u32 = days.iter().map(|day| day.present).sum();
        Self {
            masthead: Masthead {
                printed: "令和6年11月1日 09:30".into(),
                printed_at: time::macros::datetime!(2024-11-01 09:30 +9),
                ..Masthead::sample("短期集中予防サービス利用実績報告書", "利用実績報告書", "令和6年10月分")
            },
            facts: vec![
                Fact::new("契約件名", "短期集中予防サービス業務委託"),
                Fact::new("実施事業者", "特定非営利活動法人 すこやか広場"),
                Fact::new("実施場所", "みどり区 中央通所センター"),
                Fact::new("実施日", "火・木・土曜日（祝日を除く）"),
            ],
            summary: vec![
                Fact::new("利用実人数", "9人（男 4人・女 5人）"),
                Fact::new("延利用回数", format!("{total}回")),
                Fact::new("新しく利用した人", "1人"),
                Fact::new("利用を終えた人", "1人"),
                Fact::new("訪問", "3件（事前 1・中間 1・最終 1）"),
                Fact::new("モニタリング", "3件（計画の見直し 1件）"),
            ],
            days,
            visits: sample_visits(),
            monitorings: sample_monitorings(),
            users,
            words: BTreeMap::from([("remarks".to_owned(), "19日（土）は会場の設備点検のため、実施しませんでした。18日（金）に振り替えの連絡をし、希望した2人が22日に利用しました。".to_owned())]),
            outline: shinjuku().reports.first().map(|report| outline(&report.sections)).unwrap_or_default(),
        }
    }
}

/// 1 October 2024 is a Tuesday.
fn sample_day(day: u8, users: &[ServiceUser]) -> ServiceDay {
    const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
    let used = |user: &&ServiceUser| user.uses.get(usize::from(day) - 1) == Some(&DayUse::Attended);
    ServiceDay {
        day,
        weekday: WEEKDAYS.get(usize::from(day) % 7).map_or_else(String::new, |name| (*name).into()),
        closed: !sample_open(day),
        present: users.iter().filter(used).map(|_| 1).sum(),
    }
}

fn sample_open(day: u8) -> bool {
    matches!(day % 7, 1 | 3 | 5) && day != 19
}

fn sample_user(index: usize, name: PersonName) -> ServiceUser {
    let (from, to) = match index {
        3 => (10, 31),
        6 => (1, 24),
        _ => (1, 31),
    };
    let twice = index.is_multiple_of(2);
    let uses: Vec<_> = (1_u8..=31)
        .map(|day| match usize::from(day) {
            7 if index == 3 => DayUse::Visited,
            28 if index == 6 => DayUse::Visited,
            at if at < from || at > to || !sample_open(day) || (twice && day % 7 == 5) => DayUse::None,
            at if (at + index * 5) % 13 == 2 => DayUse::Absent,
            _ => DayUse::Attended,
        })
        .collect();
    ServiceUser {
        name: Some(name),
        centre: Some(if index.is_multiple_of(3) { "みどり東".into() } else { "みどり中央".into() }),
        planned: if twice { "週2回".into() } else { "週3回".into() },
        attended: uses.iter().filter(|one| **one == DayUse::Attended).count(),
        uses,
        ended: index == 6,
        remark: match index {
            3 => Some("10日から".into()),
            6 => Some("24日まで".into()),
            _ => None,
        },
    }
}

fn sample_visits() -> Vec<Visit> {
    let visit = |date: &str, person: usize, kind: &str, staff: &str, note: &str| Visit {
        date: date.into(),
        name: sample_people().into_iter().nth(person).map(|(name, ..)| name),
        kind: kind.into(),
        staff: staff.into(),
        note: Some(note.into()),
    };
    vec![
        visit(
            "10月7日",
            3,
            "事前訪問",
            "大橋 徹（理学療法士）",
            "玄関の段差と浴室の手すりを確認。目標は「一人で買い物に行く」。",
        ),
        visit(
            "10月16日",
            1,
            "中間訪問",
            "大橋 徹（理学療法士）",
            "屋外を10分歩けるようになった。つえの高さを調整。",
        ),
        visit("10月28日", 6, "最終訪問", "小川 里美（看護師）", "目標を達成。11月から通いの場へ。"),
    ]
}

fn sample_monitorings() -> Vec<Monitoring> {
    let monitoring = |date: &str, person: usize, progress: &str, plan: &str| Monitoring {
        date: date.into(),
        name: sample_people().into_iter().nth(person).map(|(name, ..)| name),
        progress: progress.into(),
        plan: plan.into(),
        note: None,
    };
    vec![
        monitoring("10月24日", 0, "見込みどおり", "変更なし"),
        monitoring("10月24日", 2, "少し遅れている（ひざの痛み）", "体操の負荷を下げる"),
        monitoring("10月26日", 5, "達成した", "変更なし"),
    ]
}
