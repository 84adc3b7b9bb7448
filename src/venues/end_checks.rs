//! 終了時の確認: each check of the programme with a tick, or one reason for those without.

use std::collections::BTreeSet;

use serde_json::json;

use super::db;
use crate::{
    kit::{
        db::{Reads, Writes},
        form::Form,
        parts::Row,
    },
    programmes::{definition::Venue, venue::open_end_checks},
    vocab::ids::{AccountId, ContractId, CourseId, SessionId},
};

/// Longest reason, in characters.
const TEXT: usize = 300;

/// A check as it was ticked when a session was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub code: String,
    pub done: bool,
    pub reason: String,
}

/// Reads the ticks; `None` when something is left open without a reason.
pub fn read(form: &mut Form, venue: &Venue) -> Option<Vec<Checked>> {
    let codes: Vec<&str> = venue.end_checks.iter().map(|check| check.code.as_str()).collect();
    let done: BTreeSet<String> = form.choices("end_checks", "終了時の確認", &codes)?.into_iter().collect();
    let reason = form.optional("end_reason", "できなかった理由", TEXT)?;
    let open = open_end_checks(venue, &done);
    if !open.is_empty() && reason.is_empty() {
        let texts: Vec<String> = open.iter().map(|check| format!("「{}」", check.text)).collect();
        form.refuse(
            "end_checks",
            format!(
                "{}に印がありません。終えてから印を付けるか、できなかった理由を入力してください。",
                texts.concat()
            ),
        );
        return None;
    }
    let of = |code: &&str| {
        let done = done.contains(*code);
        Checked { code: (*code).to_owned(), done, reason: if done { String::new() } else { reason.clone() } }
    };
    Some(codes.iter().map(of).collect())
}

pub async fn store(
    db: &mut Writes,
    place: (SessionId, ContractId),
    checked: &[Checked],
    by: (AccountId, time::OffsetDateTime),
) -> sqlx::Result<()> {
    if checked.is_empty() {
        return Ok(());
    }
    let rows = checked.iter().map(|one| json!({ "code": one.code, "done": one.done, "reason": one.reason }));
    db::write_end_checks(db, place, &rows.collect(), by).await
}

/// By session, then as the programme lists them.
pub fn in_order(stored: &mut [db::EndCheck], venue: &Venue) {
    stored.sort_by_key(|one| (one.number, venue.end_checks.iter().position(|check| check.code == one.code)));
}

/// What was looked at after a session, for its page.
pub async fn rows(
    reads: &mut Reads,
    (course, session): (CourseId, SessionId),
    venue: &Venue,
) -> sqlx::Result<Vec<Row>> {
    if venue.end_checks.is_empty() {
        return Ok(Vec::new());
    }
    let mut stored = db::end_checks(reads, course, Some(session)).await?;
    in_order(&mut stored, venue);
    let row = |one: &db::EndCheck| {
        let check = venue.end_checks.iter().find(|check| check.code == one.code);
        let text = check.map_or(one.code.as_str(), |check| check.text.as_str());
        let said = if one.done {
            "しました".to_owned()
        } else {
            format!("できませんでした（{}）", one.reason)
        };
        Row::new(text, said)
    };
    Ok(stored.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::meguro;

    #[test]
    fn an_open_check_needs_a_reason() {
        let venue = &meguro().venue;
        let mut form = Form::empty().with("end_checks", "restored");
        assert_eq!(read(&mut form, venue), None);
        let problem = form.problem("end_checks").unwrap();
        assert!(problem.contains("会場の管理者に終わりを伝えた") && !problem.contains("机"), "{problem}");
        let mut explained = Form::empty().with("end_checks", "restored").with("end_reason", "管理者が不在");
        let read = read(&mut explained, venue).unwrap();
        assert_eq!((read[0].done, read[0].reason.as_str()), (true, ""));
        assert_eq!((read[1].done, read[1].reason.as_str()), (false, "管理者が不在"));
    }

    #[test]
    fn a_programme_without_checks_asks_for_none() {
        let venue = Venue { end_checks: Vec::new(), ..meguro().venue.clone() };
        assert_eq!(read(&mut Form::empty(), &venue), Some(Vec::new()));
    }
}
