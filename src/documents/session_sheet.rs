//! 手書きの記録票: a blank sheet of one session, for a day on which no tablet can be used. The people with row numbers; what is recorded
//! of them is written by hand, and typed in afterwards in the same order (`/sessions/{id}/sheet`).

use serde::Serialize;

use super::{
    attendance::sample_people,
    paper::{Masthead, Paper},
    parts::{Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct SessionSheet {
    pub masthead: Masthead,
    /// 日時, 会場, and room for who was on duty.
    pub facts: Vec<Fact>,
    pub people: Vec<SheetPerson>,
    /// Whether blood pressure and pulse are taken.
    pub measures: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct SheetPerson {
    pub name: PersonName,
    /// 名札.
    pub tag: String,
    /// The readings of the session before; may be empty.
    pub pre: String,
    pub post: String,
}

impl Paper for SessionSheet {
    const NAME: &'static str = "session_sheet.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/session_sheet.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.people.len()
    }
}

impl SessionSheet {
    /// Twenty invented people.
    pub fn sample() -> Self {
        let people = sample_people().into_iter().enumerate().map(|(at, (name, ..))| SheetPerson {
            name,
            tag: (at + 1).to_string(),
            pre: if at % 5 == 4 { String::new() } else { "132/78・68".into() },
            post: if at % 5 == 4 { String::new() } else { "126/74・66".into() },
        });
        Self {
            masthead: Masthead::sample("手書きの記録票", "手書きの記録票", "手ぬぐい体操 第5回"),
            facts: vec![
                Fact::new("日時", "令和8年11月20日（金）10:00〜12:00"),
                Fact::new("会場", "中央町さくらプラザ"),
            ],
            people: people.collect(),
            measures: true,
        }
    }
}
