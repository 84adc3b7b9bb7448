//! 予定表: what is open, as a calendar file for the person who asks. Nothing in it is about a participant.

use crate::{
    audit::Event,
    kit::{answer::File, ctx::View, error::Result, handing_out::Whom},
    obligations::{TakeCalendar, calendar, db},
};

/// Most obligations of one file.
const MOST: i64 = 2_000;

pub async fn file(mut cx: View<TakeCalendar>) -> Result {
    let side = if cx.actor().role.is_contractor() { "contractor" } else { "" };
    let wanted =
        db::Wanted { contract: None, state: "open", owed_by: side, today: cx.today(), page: 1, size: MOST };
    let rows = db::list(cx.db(), &wanted).await?;
    let days: Vec<calendar::Day> = rows.into_iter().map(Into::into).collect();
    let bytes = calendar::ics(&days, cx.now()).into_bytes();
    let event = Event::new("obligation.calendar").detail(serde_json::json!({ "rows": days.len() }));
    let file =
        File {
            name: "義務の予定.ics".into(), content_type: calendar::CONTENT_TYPE, bytes, inline: false
        };
    cx.hand_out(event, Whom::Nobody, file).await
}
