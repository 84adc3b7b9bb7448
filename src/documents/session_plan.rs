//! プログラム・配置予定表: what each session is for and who is meant to lead it (目黒 6(1)⑥). Without participants.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct SessionPlan {
    pub masthead: Masthead,
    /// 事業名, コース名, 日程, 会場名, 実施事業者.
    pub facts: Vec<Fact>,
    pub lines: Vec<PlannedLine>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct PlannedLine {
    /// 「第1回」
    pub number: String,
    pub day: String,
    /// May have several lines; empty while nothing is planned.
    pub content: String,
    pub aim: String,
    /// 「山田 花子（運動指導）」
    pub staff: Vec<String>,
}

impl Paper for SessionPlan {
    const NAME: &'static str = "session_plan.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/session_plan.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.lines.len()
    }
}

impl SessionPlan {
    /// Sixteen invented sessions; the last has no plan yet.
    pub fn sample() -> Self {
        let line = |number: usize| PlannedLine {
            number: format!("第{number}回"),
            day: format!("令和6年6月{}日（木）", number + 5),
            content: if number == 16 {
                String::new()
            } else {
                "準備体操、手ぬぐい体操\n健康の話（水分のとり方）".into()
            },
            aim: if number == 16 {
                String::new()
            } else {
                "家で続けられる動きをひとつ覚える。無理のない強さを知る。".into()
            },
            staff: if number == 16 {
                Vec::new()
            } else {
                vec!["木村 あおい（健康運動指導士）".into(), "東 みなみ（看護師）".into()]
            },
        };
        Self {
            masthead: Masthead::sample(
                "プログラム・配置予定表",
                "プログラム・配置予定表",
                "手ぬぐい体操グループづくりコース",
            ),
            facts: vec![
                Fact::new("事業名", "シニアの元気クラブ"),
                Fact::new("会場名", "みどり区立 若葉住区センター　第2会議室"),
            ],
            lines: (1..=16).map(line).collect(),
        }
    }
}
