//! 包括支援センター連絡シート: one participant, for the centre of that district (目黒 別紙1 6(2)③, 別紙2 2).

use serde::Serialize;

use super::attendance::{AttendanceTable, sample_people};
use super::paper::{Masthead, Paper};
use super::parts::{CourseFacts, Fact, MeasureLine, PersonName};

#[derive(Clone, Debug, Serialize)]
pub struct LiaisonSheet {
    pub masthead: Masthead,
    pub course: CourseFacts,
    /// 送り先の地域包括支援センター
    pub centre: String,
    pub participant: PersonName,
    /// 性別, 生年月日, 地区, 電話 and what else the centre may see.
    pub person: Vec<Fact>,
    /// 出欠状況 in one line, such as 「実施15回のうち 13回出席」.
    pub attendance: String,
    /// 参加中の様子
    pub conduct: Option<String>,
    /// 社会参加・グループ活動につながったか
    pub social: Option<String>,
    /// 参加者の感想
    pub impressions: Option<String>,
    /// 近くの通いの場: name, place and day; printed only where there is one.
    pub nearby: Option<String>,
    /// 包括への連絡事項
    pub message: Option<String>,
    /// 回答をお願いする日, when an answer is asked for.
    pub answer_due: Option<String>,
    pub results: Vec<MeasureLine>,
    /// Printed under the results: when 改善 and 悪化 are said.
    pub rule: Option<String>,
    /// 評価コメント
    pub comment: Option<String>,
    /// The centre's answer, once there is one.
    pub answer: Option<CentreAnswer>,
    /// 出欠表 with the names of people of other districts removed ([`AttendanceTable::without_names_outside`]).
    pub table: AttendanceTable,
}

#[derive(Clone, Debug, Serialize)]
pub struct CentreAnswer {
    pub answered_on: String,
    pub by: String,
    /// 受領, 訪問予定, 通いの場へつなぐ …
    pub action: String,
    pub text: Option<String>,
}

impl Paper for LiaisonSheet {
    const NAME: &'static str = "liaison_sheet.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/liaison_sheet.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.results.len() + self.table.rows.len()
    }
}

impl LiaisonSheet {
    /// An invented participant of the eastern district.
    pub fn sample() -> Self {
        let participant = sample_people().into_iter().nth(13).map(|(name, ..)| name);
        Self {
            masthead: Masthead::sample(
                "包括支援センター連絡シート",
                "包括支援センター連絡シート",
                "みどり東地域包括支援センター あて",
            ),
            course: CourseFacts::sample(),
            centre: "みどり東地域包括支援センター".into(),
            participant: participant.unwrap_or_else(|| PersonName::new("髙橋 花子", "タカハシ ハナコ")),
            person: vec![
                Fact::new("性別", "女"),
                Fact::new("生年月日", "昭和16年3月5日（83歳）"),
                Fact::new("担当地区", "東部"),
                Fact::new("電話番号", "03-0000-1681"),
                Fact::new("認定の状況", "要支援1"),
                Fact::hidden("緊急連絡先"),
            ],
            attendance: "実施15回のうち 13回出席（欠席2回。いずれも事前の連絡あり）".into(),
            conduct: Some(
                "はじめは椅子に座ったままの体操を選ばれていましたが、8回目からは立って参加されました。\n右ひざに痛みの出る日があり、\
                 その日は血圧を確かめたうえで、ご自分で休む判断をされていました。"
                    .into(),
            ),
            social: Some(
                "終了後の自主グループ「東部てぬぐいの会」に参加。会計の係を引き受けられました。毎週木曜の午前に活動しています。"
                    .into(),
            ),
            nearby: Some("若葉いきいきサロン（若葉集会所、毎週火曜 10時から）".into()),
            impressions: Some("「外に出る日ができて、生活にはりが出た」とのことです。".into()),
            message: Some(
                "一人暮らしで、冬のあいだ外出が減ることを心配されています。11月ごろに一度、電話で様子をうかがってください。"
                    .into(),
            ),
            answer_due: Some("令和6年10月15日（火）".into()),
            results: sample_results(),
            rule: Some("判定：前後の値をそのまま比べ、よい方向に変われば改善、同じなら維持、そうでなければ悪化。".into()),
            comment: Some("握力と立ち上がりがよくなりました。歩く速さは少し落ちましたが、無理のない範囲です。家での体操を続けると、さらに安定します。".into()),
            answer: Some(CentreAnswer {
                answered_on: "令和6年10月8日".into(),
                by: "みどり東地域包括支援センター　保健師 中村".into(),
                action: "訪問予定".into(),
                text: Some("11月の第2週に訪問し、冬の過ごし方を一緒に考えます。".into()),
            }),
            table: AttendanceTable::sample(20, 16).without_names_outside(&["東部"]),
        }
    }
}

/// The invented results of one person, shared with the individual assessment.
pub(super) fn sample_results() -> Vec<MeasureLine> {
    vec![
        MeasureLine::new("握力（kg）", "19.2", "21.0", "+1.8", "改善"),
        MeasureLine::new("5回椅子立ち上がり（秒）", "11.84", "10.20", "-1.64", "改善"),
        MeasureLine::new("TUG（秒）", "9.8", "9.8", "±0.0", "維持"),
        MeasureLine::new("5m通常歩行（秒）", "4.61", "4.74", "+0.13", "悪化"),
        MeasureLine {
            measure: "開眼片足立ち（秒）".into(),
            before: Some("12.0".into()),
            after: None,
            change: None,
            verdict: Some("片方のみ（右ひざの痛み）".into()),
        },
    ]
}
