//! 実施報告書（全体評価書）: what 目黒 別紙2 1 asks of a finished course, in its order.

mod sample;

use std::collections::BTreeMap;

use serde::Serialize;

use super::attendance::AttendanceTable;
use super::outline::Heading;
use super::paper::{Masthead, Paper};
use super::parts::{Chart, CourseFacts, PersonName};

#[derive(Clone, Debug, Serialize)]
pub struct CourseReport {
    pub masthead: Masthead,
    /// What is printed, in its order.
    pub outline: Vec<Heading>,
    /// What the contractor wrote, by the code of the section.
    pub words: BTreeMap<String, String>,
    /// (1)① 事業概要
    pub course: CourseFacts,
    /// 定員
    pub capacity: u16,
    /// (1)② 事業従事者 and the sessions each worked at.
    pub staff: StaffTable,
    /// (2) 事業内容, one line per session. The programme itself is an enclosure.
    pub programme: Vec<SessionLine>,
    /// (3)①② 参加状況
    pub participation: Participation,
    /// (3)③ 出欠表
    pub attendance: AttendanceTable,
    /// (3)④ 途中辞退者等
    pub withdrawals: Vec<Withdrawal>,
    /// (4) 主観的健康感の変化
    pub health: HealthPerception,
    /// (5) 基本チェックリスト結果
    pub checklist: Vec<ChecklistLine>,
    /// (6)① 前後比較
    pub comparison: Comparison,
    /// (6)② 測定結果一覧
    pub results: ResultTable,
    /// (7) まとめ: one per goal of the programme.
    pub goals: Vec<Goal>,
    /// (7)② how many handed the questionnaire in.
    pub respondents: u32,
    /// (7)② counted answers, when there are any.
    pub questionnaire: Vec<QuestionTally>,
    /// 月別の利用者数と開催回数
    pub months: Vec<MonthCount>,
    /// 口腔・栄養など、加えて行ったもの
    pub add_ons: Vec<AddOnLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct StaffTable {
    /// 第何回 with its date.
    pub sessions: Vec<super::attendance::SessionColumn>,
    pub people: Vec<StaffLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct StaffLine {
    pub name: PersonName,
    /// 職種
    pub profession: String,
    /// Whether the person worked, session by session.
    pub worked: Vec<bool>,
    pub total: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct SessionLine {
    pub number: u16,
    pub date: String,
    /// What was done, or why the session was cancelled.
    pub content: String,
    pub present: Option<u32>,
}

/// A number of people by sex. `other` is 回答なし and its column is printed only when somebody is in it.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct BySex {
    pub total: u32,
    pub male: u32,
    pub female: u32,
    pub other: u32,
    /// 要支援者数（再掲）; `None` where it is not asked for.
    pub support: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Participation {
    /// 参加申込人数, before the course starts.
    pub applied: BySex,
    /// 実参加人数: attended at least once, those who withdrew included.
    pub attended: BySex,
    /// 延参加人数
    pub attendances: BySex,
    /// 実参加人数の地区別内訳
    pub districts: Vec<DistrictLine>,
    /// 実施回数 and 中止回数 in words.
    pub sessions: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct DistrictLine {
    pub district: String,
    pub people: BySex,
}

#[derive(Clone, Debug, Serialize)]
pub struct Withdrawal {
    pub name: Option<PersonName>,
    /// Such as 「第3回のあと（6月21日）」.
    pub when: String,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct HealthPerception {
    /// よい … よくない, with how many chose each.
    pub levels: Vec<HealthLevel>,
    /// 改善・維持・悪化 over those who answered twice.
    pub change: Change,
}

#[derive(Clone, Debug, Serialize)]
pub struct HealthLevel {
    pub level: String,
    pub before: u32,
    pub after: u32,
}

/// Counts and preformatted percentages; the denominator is `pairs`.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub pairs: u32,
    pub improved: Share,
    pub kept: Share,
    pub worsened: Share,
}

#[derive(Clone, Debug, Serialize)]
pub struct Share {
    pub people: u32,
    /// Such as 「42.9%」; 「—」 when there are no pairs.
    pub percent: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChecklistLine {
    /// 運動, 栄養 … with its criterion.
    pub domain: String,
    /// 該当者数
    pub before: u32,
    pub after: u32,
    pub change: Change,
}

#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Of how many people there are sheets, in one sentence; empty of a report from before that was counted.
    pub standing: String,
    pub lines: Vec<ComparisonLine>,
    /// When 改善 and 悪化 are said, and who is outside the denominator.
    pub rule: String,
    pub charts: Vec<Chart>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ComparisonLine {
    pub measure: String,
    pub mean_before: String,
    pub mean_after: String,
    pub change: Change,
    /// 片方のみ・測定不能, outside the denominator.
    pub outside: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct ResultTable {
    /// Short names with units, such as 「握力 kg」.
    pub measures: Vec<String>,
    pub rows: Vec<ResultRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ResultRow {
    pub name: Option<PersonName>,
    pub sex: Option<String>,
    pub age: Option<u8>,
    /// One pair per measure.
    pub values: Vec<(Option<String>, Option<String>)>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// The programme's goal in the contract's words.
    pub goal: String,
    /// 達成・おおむね達成・一部達成・未達成
    pub outcome: String,
    pub narrative: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MonthCount {
    /// 「令和8年7月」
    pub month: String,
    pub users: u32,
    pub held: u32,
    pub cancelled: u32,
    pub attendances: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct AddOnLine {
    pub name: String,
    pub date: String,
    /// Who gave it, with the qualification.
    pub by: String,
    pub people: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionTally {
    pub question: String,
    /// Answers with how many gave them.
    pub answers: Vec<(String, u32)>,
}

impl Paper for CourseReport {
    const NAME: &'static str = "course_report.typ";
    const TEMPLATE: &'static str = include_str!("../../../templates/documents/course_report.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        let people = self.attendance.rows.len() + self.results.rows.len() + self.staff.people.len();
        people + self.programme.len() + self.withdrawals.len() + self.comparison.lines.len()
    }
}

impl CourseReport {
    /// What the contractor wrote in a section; empty before they did.
    pub fn said(&self, code: &str) -> &str {
        self.words.get(code).map_or("", String::as_str)
    }
}

impl StaffLine {
    /// A line with its total counted.
    pub fn new(name: PersonName, profession: &str, worked: Vec<bool>) -> Self {
        let total = worked.iter().filter(|worked| **worked).count();
        Self { name, profession: profession.into(), worked, total }
    }
}
