//! 事実: from the records of a contract to what the fee rules are asked with.

use std::collections::BTreeMap;

use time::Date;

use super::db::{AddOnRow, ContactRow, EndedRow, ReceiptRow, SessionRow, Takers};
use crate::{
    programmes::{
        CancellationCause,
        fee::{CourseEnded, EnrolmentFact, FeeFacts, SessionFact, SessionState, Span, UserFeeReceived},
    },
    vocab::dates::jst_local,
};

/// Everything recorded under a contract that a fee may depend on.
#[derive(Default)]
pub struct Records {
    pub sessions: Vec<SessionRow>,
    pub ended: Vec<EndedRow>,
    pub takers: Takers,
    /// Of a guidance: each is one person's session.
    pub contacts: Vec<ContactRow>,
    pub add_ons: Vec<AddOnRow>,
    pub receipts: Vec<ReceiptRow>,
}

impl Records {
    /// The facts of a period, as they are known today.
    pub fn facts(&self, period: Span, term: Span, today: Date) -> FeeFacts {
        FeeFacts {
            period,
            term,
            prices: BTreeMap::new(), // written into the rules, because they change from a day on
            sessions: self.session_facts(today),
            enrolments: self.enrolment_facts(),
            courses_ended: self.courses_ended(),
            user_fees_received: self.user_fees_received(term),
            so_far: BTreeMap::new(),
            burden_tenths: BTreeMap::new(), // no fee depends on it, what a user pays does
        }
    }

    fn session_facts(&self, today: Date) -> Vec<SessionFact> {
        let mut attended: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in &self.takers.attendances {
            attended.entry(row.session.to_string()).or_default().push(row.person.to_string());
        }
        let in_courses = self.sessions.iter().filter_map(|row| {
            let id = row.id.to_string();
            Some(SessionFact {
                course: row.course.to_string(),
                held_on: row.held_on,
                minutes: u16::try_from(row.minutes).ok(),
                state: state_of(row, today)?,
                attended: attended.remove(&id).unwrap_or_default(),
                add_ons: self.add_ons_of(row).map(str::to_owned).collect(),
                id,
            })
        });
        let alone = self.takers.service_days.iter().map(|row| SessionFact {
            id: row.id.to_string(),
            course: String::new(),
            held_on: row.on,
            minutes: None,
            state: SessionState::Held,
            attended: vec![row.person.to_string()],
            add_ons: Vec::new(),
        });
        let contacts = self.contacts.iter().map(|row| SessionFact {
            id: row.id.to_string(),
            course: String::new(),
            held_on: row.on,
            minutes: Some(row.minutes),
            state: SessionState::Held,
            attended: vec![row.person.to_string()],
            add_ons: Vec::new(),
        });
        in_courses.chain(alone).chain(contacts).collect()
    }

    /// Codes of the add-ons given in a session.
    pub fn add_ons_of<'a>(&'a self, session: &SessionRow) -> impl Iterator<Item = &'a str> {
        let id = session.id;
        self.add_ons.iter().filter(move |row| row.session == id).map(|row| row.code.as_str())
    }

    fn enrolment_facts(&self) -> Vec<EnrolmentFact> {
        let fact = |row: &super::db::EnrolmentRow| EnrolmentFact {
            id: row.id.to_string(),
            person: row.person.to_string(),
            from: row.from,
            to: row.to,
        };
        self.takers.enrolments.iter().map(fact).collect()
    }

    /// What was paid before the term or after it counts on its first or last day, so that nothing is lost.
    fn user_fees_received(&self, term: Span) -> Vec<UserFeeReceived> {
        let fact = |row: &ReceiptRow| UserFeeReceived {
            id: row.id.to_string(),
            on: row.paid_on.max(term.from).min(term.to),
            yen: row.yen,
        };
        self.receipts.iter().map(fact).collect()
    }

    fn courses_ended(&self) -> Vec<CourseEnded> {
        self.ended.iter().map(|row| CourseEnded { course: row.id.to_string(), on: row.on }).collect()
    }
}

/// `None`: still to come, so there is nothing to count and nothing missing.
fn state_of(row: &SessionRow, today: Date) -> Option<SessionState> {
    let cause = row.cancel_cause.as_deref().and_then(CancellationCause::from_code);
    match (row.state.as_str(), row.cancel_decided_at, cause) {
        ("closed", ..) => Some(SessionState::Held),
        ("cancelled", Some(at), Some(cause)) => {
            Some(SessionState::Cancelled { decided_at: jst_local(at), cause })
        }
        _ => (row.held_on < today).then_some(SessionState::Unrecorded),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::{CourseId, ParticipantId, SessionId, UserFeeReceiptId};

    fn row(state: &str) -> SessionRow {
        SessionRow {
            id: SessionId(Uuid::nil()),
            course: CourseId(Uuid::nil()),
            course_name: "体操".into(),
            number: 1,
            held_on: date!(2026 - 06 - 10),
            minutes: 120,
            state: state.into(),
            cancel_decided_at: None,
            cancel_cause: None,
        }
    }

    #[test]
    fn a_session_counts_once_it_is_closed_and_lacks_a_record_once_its_day_is_over() {
        let (on, after) = (date!(2026 - 06 - 10), date!(2026 - 06 - 11));
        assert_eq!(state_of(&row("closed"), on), Some(SessionState::Held));
        for state in ["planned", "open"] {
            assert_eq!(state_of(&row(state), on), None);
            assert_eq!(state_of(&row(state), after), Some(SessionState::Unrecorded));
        }
    }

    #[test]
    fn each_contact_of_a_guidance_is_one_persons_session() {
        let contact = |n: u128, person: u128| ContactRow {
            id: Uuid::from_u128(n),
            target: crate::vocab::ids::EnrolmentId(Uuid::from_u128(9)),
            person: ParticipantId(Uuid::from_u128(person)),
            on: date!(2026 - 06 - 10),
            minutes: 20,
        };
        let contacts = vec![contact(1, 7), contact(2, 7), contact(3, 8)];
        let records = Records { contacts, ..Records::default() };
        let facts = records.session_facts(date!(2026 - 06 - 17));
        assert_eq!(facts.len(), 3);
        assert!(facts.iter().all(|fact| fact.attended.len() == 1 && fact.state == SessionState::Held));
        assert_eq!(facts[0].minutes, Some(20));
    }

    #[test]
    fn a_payment_after_the_term_counts_on_its_last_day() {
        let receipt = |n: u128, paid_on| ReceiptRow {
            id: UserFeeReceiptId(Uuid::from_u128(n)),
            person: ParticipantId(Uuid::from_u128(7)),
            number: 1,
            paid_on,
            yen: 500,
        };
        let receipts = vec![receipt(1, date!(2026 - 06 - 20)), receipt(2, date!(2026 - 07 - 02))];
        let term = Span { from: date!(2026 - 06 - 01), to: date!(2026 - 06 - 30) };
        let facts = Records { receipts, ..Records::default() }.user_fees_received(term);
        assert_eq!(facts.iter().map(|one| one.on).collect::<Vec<_>>(), [date!(2026 - 06 - 20), term.to]);
    }

    #[test]
    fn a_cancellation_is_read_on_the_japanese_clock() {
        let mut cancelled = row("cancelled");
        cancelled.cancel_decided_at = Some(datetime!(2026-06-09 07:01 UTC));
        cancelled.cancel_cause = Some("weather".into());
        let expected = SessionState::Cancelled {
            decided_at: datetime!(2026-06-09 16:01),
            cause: CancellationCause::Weather,
        };
        assert_eq!(state_of(&cancelled, date!(2026 - 06 - 10)), Some(expected));
    }
}
