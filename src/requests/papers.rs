//! 求めと回答 as paper.

use super::thread::Thread;
use crate::{
    documents::{Masthead, RecordSheet, parts::Fact, record_sheet::Section},
    vocab::dates::{jst_stamp, wareki, wareki_with_weekday},
};

pub fn thread(thread: &Thread, masthead: Masthead) -> RecordSheet {
    let request = &thread.request;
    let facts = vec![
        Fact::new("種類", thread.kind.label()),
        Fact::new("契約", &request.contract_title),
        Fact::new("受託者", &request.contractor),
        Fact::new("求めた日", wareki(request.asked_on)),
        Fact::new("求めた人", request.made_by.clone().unwrap_or_default()),
        Fact::new("回答の期限", wareki_with_weekday(request.due_on)),
    ];
    let mut sections = vec![
        Section::facts("区の求め", facts),
        Section::words("求める内容", vec![("内容".into(), thread.asked.clone())]),
    ];
    for answer in &thread.answers {
        let row = &answer.row;
        let mut words = vec![(answer.stance.label().to_owned(), answer.words().to_owned())];
        if !answer.file_name().is_empty() {
            words.push(("添付".to_owned(), answer.file_name().to_owned()));
        }
        if let Some((decision, at)) = answer.decision.zip(row.decided_at) {
            let by = row.decided_by.as_deref().unwrap_or_default();
            let said = answer.remark.clone().unwrap_or_else(|| "受け取りました。".into());
            words.push((format!("{}　{}　{by}", decision.label(), jst_stamp(at)), said));
        }
        let by = row.made_by.as_deref().unwrap_or_default();
        sections.push(Section::words(
            format!("第{}回の回答　{}　{by}", row.number, jst_stamp(row.made_at)),
            words,
        ));
    }
    RecordSheet { masthead, sections }
}
