//! 提供記録: what was provided to one person at each session of a course, for their own hands.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{CourseFacts, Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct ProvisionRecord {
    pub masthead: Masthead,
    pub course: CourseFacts,
    pub participant: PersonName,
    pub person: Vec<Fact>,
    pub lines: Vec<ProvisionLine>,
}

/// One session.
#[derive(Clone, Debug, Serialize)]
pub struct ProvisionLine {
    pub number: String,
    pub held_on: String,
    /// 出席, 欠席（連絡あり）, 中止 …
    pub attendance: String,
    /// 血圧 and 脈拍 before and after, such as 「128／74　70」.
    pub before: Option<String>,
    pub after: Option<String>,
    pub content: Option<String>,
}

impl Paper for ProvisionRecord {
    const NAME: &'static str = "provision_record.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/provision_record.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.lines.len() + self.person.len()
    }
}

impl ProvisionRecord {
    /// An invented participant's first three sessions, one of them cancelled.
    pub fn sample() -> Self {
        let line = |number: &str, held_on: &str, attendance: &str, content: Option<&str>| ProvisionLine {
            number: number.into(),
            held_on: held_on.into(),
            attendance: attendance.into(),
            before: content.map(|_| "128／74　70".into()),
            after: content.map(|_| "132／76　74".into()),
            content: content.map(Into::into),
        };
        Self {
            masthead: Masthead::sample("提供記録", "提供記録", "元気応援教室"),
            course: CourseFacts::sample(),
            participant: PersonName::new("髙橋 花子", "タカハシ ハナコ"),
            person: vec![Fact::new("性別", "女"), Fact::new("参加の期間", "令和6年7月1日〜令和6年9月30日")],
            lines: vec![
                line("1", "令和6年7月4日（木）", "出席", Some("体調の確認、体力の測定、いすの体操")),
                line("2", "令和6年7月11日（木）", "中止", None),
                line("3", "令和6年7月18日（木）", "欠席（連絡あり）", None),
            ],
        }
    }
}
