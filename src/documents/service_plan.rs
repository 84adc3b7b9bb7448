//! 個別事業計画: what a person wants to reach in a course, with explanation and agreement.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{CourseFacts, Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct ServicePlan {
    pub masthead: Masthead,
    pub course: CourseFacts,
    pub participant: PersonName,
    pub person: Vec<Fact>,
    pub goals: String,
    pub actions: String,
    pub cautions: Option<String>,
    /// 説明した日, 説明した人, 説明を受けた人, 同意した日.
    pub consent: Vec<Fact>,
}

impl Paper for ServicePlan {
    const NAME: &'static str = "service_plan.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/service_plan.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.person.len() + self.consent.len()
    }
}

impl ServicePlan {
    /// An invented participant's plan, explained and not yet agreed on.
    pub fn sample() -> Self {
        Self {
            masthead: Masthead::sample("個別事業計画", "個別事業計画", "元気応援教室　第2版"),
            course: CourseFacts::sample(),
            participant: PersonName::new("髙橋 花子", "タカハシ ハナコ"),
            person: vec![Fact::new("性別", "女"), Fact::new("参加の期間", "令和6年7月1日〜令和6年9月30日")],
            goals: "一人でバスに乗って、月に一度は友人に会いに行く。".into(),
            actions: "教室では、いすから立ち上がる体操と、つま先立ちを毎回行う。\n家では、朝と夕方に立ち上がりを10回ずつ。".into(),
            cautions: Some("右ひざが痛む日は、座ってできる体操にする。".into()),
            consent: vec![
                Fact::new("説明した日", "令和6年7月1日"),
                Fact::new("説明した人", "教室指導員 山田"),
                Fact::new("説明を受けた人", "本人"),
                Fact::hidden("同意した日"),
            ],
        }
    }
}
