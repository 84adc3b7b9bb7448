//! What is sealed of a sheet: the words somebody wrote, what was sent, what came back, and the remarks of its history.
//! Each blob is bound to its row and the row's version, so every act seals them anew.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    documents::{
        attendance::AttendanceTable,
        individual_assessment::{BeforeAfter, Checklist},
        parts::{Chart, CourseFacts, Fact, MeasureLine, PersonName, QuestionAnswer},
    },
    sealing::Sealable,
    vocab::ids::ParticipantId,
};

/// What the writer wrote.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiaisonText {
    /// 参加中の様子
    pub conduct: String,
    /// 社会参加・グループ活動につながったか
    pub social: String,
    /// 参加者の感想
    pub impressions: String,
    /// 包括への連絡事項; of an absence what is told, of a care plan its content.
    pub message: String,
    /// 評価コメント of the 個別評価書
    pub comment: String,
    /// 近くの通いの場, of people who leave a class that goes on without them: its name, place and day. Sheets written before there
    /// was one have none.
    #[serde(default)]
    pub nearby: String,
}

/// What was sent, as its reader sees it: formatted when it was sent and never derived again.
#[derive(Clone, Serialize, Deserialize)]
pub struct LiaisonSnapshot {
    pub ward: String,
    pub course: CourseFacts,
    pub centre: String,
    pub participant: PersonName,
    pub person: Vec<Fact>,
    /// 出欠状況 in one line.
    pub attendance: String,
    /// 出欠表 without the names of people of other districts.
    pub table: Option<AttendanceTable>,
    /// The people whose names stand in the table, for the audit stream.
    pub named: Vec<ParticipantId>,
    pub results: Results,
    pub text: LiaisonText,
}

/// 評価結果 before and after.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Results {
    /// 測定日 at the beginning and the end.
    pub measured_on: Vec<Fact>,
    pub lines: Vec<MeasureLine>,
    /// When 改善 and 悪化 are said; empty without lines.
    pub rule: String,
    pub charts: Vec<Chart>,
    pub health: Option<BeforeAfter>,
    pub checklist: Option<Checklist>,
    /// Outcome of the checklist in words, before and after.
    pub checklist_summary: Option<BeforeAfter>,
    /// アンケート; empty while nothing was answered. Sheets sent before there was one have none.
    #[serde(default)]
    pub questionnaire: Vec<QuestionAnswer>,
}

/// What came back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiaisonAnswer {
    /// Code of [`super::kinds::AnswerAction`].
    pub action: String,
    pub visit_on: Option<Date>,
    pub text: String,
    /// Who answered: organisation and name.
    pub by: String,
    pub answered_on: Date,
}

/// Who acted, and a reason or remark.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventNote {
    pub by: String,
    pub remark: String,
}

impl Sealable for LiaisonText {
    const TABLE: &'static str = "liaison_sheet";
}

impl Sealable for LiaisonSnapshot {
    const TABLE: &'static str = "liaison_sheet.snapshot";
}

impl Sealable for LiaisonAnswer {
    const TABLE: &'static str = "liaison_sheet.answer";
}

impl Sealable for EventNote {
    const TABLE: &'static str = "liaison_event";
}

macro_rules! closed_to_logs {
    ($($name:ident)+) => { $(
        /// Personal data never reaches a log.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+ };
}
closed_to_logs!(LiaisonText LiaisonSnapshot Results LiaisonAnswer EventNote);
