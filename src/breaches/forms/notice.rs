//! 通知: what the ward tells the contractor before it decides, and until when it may state its case.

use time::{Date, Duration};

use super::{MOST_YEN, TEXT, record};
use crate::{
    breaches::{db::sources::ClauseLine, kinds::ConsequenceKind, words::NoticeWords},
    kit::form::Form,
    vocab::{dates::wareki, ids::ClauseId},
};

pub struct NewNotice {
    pub clause: ClauseId,
    pub words: NoticeWords,
    pub state_by: Date,
    /// Of a publication or a termination.
    pub planned_on: Option<Date>,
    /// Of damages, in yen.
    pub amount: Option<i64>,
}

/// Days a contractor usually has, and at most.
const USUAL: Duration = Duration::days(14);
const LONGEST: Duration = Duration::days(90);

pub fn blank(today: Date, clause: Option<ClauseId>) -> Form {
    let form = Form::empty().with("state_by", wareki(today.saturating_add(USUAL)));
    match clause {
        Some(clause) => form.with("clause", clause.to_string()),
        None => form,
    }
}

/// `ends_on`: of the contract. The contractor has at least until tomorrow, and nothing is planned before it could speak.
pub fn read(
    form: &mut Form,
    kind: ConsequenceKind,
    clauses: &[ClauseLine],
    (today, ends_on): (Date, Date),
) -> Option<NewNotice> {
    let clause = record::clause(form, "根拠の条項", clauses);
    let words = form.required_lines("words", "通知する内容", TEXT);
    let amount = (kind == ConsequenceKind::Damages).then(|| form.yen("amount", "請求する額", 1..=MOST_YEN));
    let state_by = form.date("state_by", "弁明の期限");
    if state_by.is_some_and(|on| on <= today || on - today > LONGEST) {
        form.refuse("state_by", "明日から90日以内の日を入力してください。");
    }
    let planned_on = kind.takes_two().then(|| form.date("planned_on", "予定の日"));
    if let Some(Some(on)) = planned_on {
        if state_by.is_some_and(|day| on < day) {
            form.refuse("planned_on", "弁明の期限から後の日を入力してください。");
        } else if kind == ConsequenceKind::Termination && on > ends_on {
            let last = wareki(ends_on);
            form.refuse("planned_on", format!("契約期間の終わり（{last}）までの日を入力してください。"));
        }
    }
    let new = NewNotice {
        clause: clause?,
        words: NoticeWords(words?),
        state_by: state_by?,
        planned_on: lifted(planned_on)?,
        amount: lifted(amount)?,
    };
    (!form.has_problems()).then_some(new)
}

/// A field that isn't asked for is no problem; one that is and has none stops.
pub(super) fn lifted<T>(asked: Option<Option<T>>) -> Option<Option<T>> {
    asked.map_or(Some(None), |read| read.map(Some))
}

/// What the contractor is told with 「行わない」: nothing; the ward keeps why.
pub fn read_dismissal(form: &mut Form, clauses: &[ClauseLine]) -> Option<(ClauseId, String)> {
    let clause = record::clause(form, "根拠の条項", clauses);
    let reason = form.required_lines("reason", "行わない理由", TEXT);
    clause.zip(reason)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);
    const ENDS: Date = date!(2027 - 03 - 31);

    fn clauses() -> Vec<ClauseLine> {
        let id = ClauseId(Uuid::from_u128(7));
        let (label, kind) = ("37".to_owned(), "clauses".to_owned());
        vec![ClauseLine { id, set: Uuid::nil(), number: 37, label, heading: None, kind }]
    }

    fn typed() -> Form {
        blank(TODAY, Some(ClauseId(Uuid::from_u128(7)))).with("words", "鍵のない棚に置いていたため")
    }

    fn read_on(form: &mut Form, kind: ConsequenceKind) -> bool {
        read(form, kind, &clauses(), (TODAY, ENDS)).is_some()
    }

    #[test]
    fn each_kind_is_told_with_what_belongs_to_it() {
        use ConsequenceKind::{Damages, Guidance, Publication, Termination};
        assert!(read_on(&mut typed(), Guidance));
        assert!(!read_on(&mut typed(), Publication) && !read_on(&mut typed(), Damages));
        assert!(read_on(&mut typed().with("planned_on", "R8.12.10"), Publication));
        assert!(read_on(&mut typed().with("planned_on", "R9.3.31"), Termination));
        assert!(!read_on(&mut typed().with("planned_on", "R9.4.1"), Termination), "the contract is over");
        assert!(read_on(&mut typed().with("amount", "50,000"), Damages));
        assert!(!read_on(&mut typed().with("amount", "0"), Damages));
    }

    #[test]
    fn the_contractor_has_a_day_to_come_and_nothing_is_planned_before_it() {
        for day in ["R8.11.20", "R9.2.19"] {
            let mut form = Form::empty().with("state_by", day).with("words", "x");
            assert!(!read_on(&mut form, ConsequenceKind::Guidance));
            assert!(form.problem("state_by").is_some(), "{day}");
        }
        let mut early = typed().with("planned_on", "R8.12.3");
        assert!(!read_on(&mut early, ConsequenceKind::Publication));
        assert!(early.problem("planned_on").is_some());
    }
}
