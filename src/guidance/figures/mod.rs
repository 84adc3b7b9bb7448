//! 全体の結果: what the records of a guidance contract come to. Pure: facts in, counts out, nothing entered and no floats.

pub mod values;

use serde::{Deserialize, Serialize};
use time::Date;

pub use values::{PersonChange, ValueChange, Verdict};

use super::{
    calls::InquiryKind,
    plan::{Standing, Step},
    readings::Readings,
    states::TargetState,
};
use crate::{
    enrolments::withdrawal,
    programmes::definition::{ContactMeans, Guidance},
    vocab::ids::{EnrolmentId, ParticipantId},
};

/// What is known of one target.
#[derive(Clone, Debug)]
pub struct TargetFact {
    pub target: EnrolmentId,
    pub participant: ParticipantId,
    pub state: TargetState,
    pub by_hand: bool,
    pub calls: usize,
    /// Code of the reason for which somebody declined or stopped.
    pub reason: Option<String>,
    pub steps: Vec<Step>,
    pub contacts: Vec<ContactFact>,
    /// In the order of the days.
    pub results: Vec<(Date, Readings)>,
}

/// A recorded contact.
#[derive(Clone, Debug)]
pub struct ContactFact {
    pub planned: String,
    pub means: ContactMeans,
    pub minutes: i32,
}

/// 問い合わせ・意見・苦情, as far as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct InquiryFact {
    pub kind: InquiryKind,
    pub escalated: bool,
    pub answered: bool,
}

/// The figures of a contract, in the order of its report. People are known here only by reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidanceFigures {
    pub recruitment: Recruitment,
    pub endings: Vec<EndingCount>,
    pub contacts: Vec<ContactCount>,
    pub values: Vec<ValueChange>,
    pub inquiries: Vec<InquiryCount>,
    pub people: Vec<PersonLine>,
}

/// 対象者と参加勧奨の結果.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recruitment {
    pub selected: usize,
    /// Of these, taken in by an officer with a reason.
    pub by_hand: usize,
    /// People who were called at least once, and how often all were called.
    pub called: usize,
    pub calls: usize,
    /// Said that they take part.
    pub consented: usize,
    pub taking_part: usize,
    pub completed: usize,
    pub dropped_out: usize,
    pub declined: usize,
    /// Neither won nor lost yet.
    pub open: usize,
}

/// How many declined or stopped for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndingCount {
    pub reason: String,
    pub label: String,
    pub declined: usize,
    pub dropped_out: usize,
}

/// One planned contact over all people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCount {
    pub code: String,
    pub label: String,
    pub done: usize,
    /// Not done although its days are over.
    pub late: usize,
    pub minutes: i64,
    /// How often by each of the means, in the order of [`ContactMeans::ALL`].
    pub by_means: [usize; 4],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryCount {
    pub kind: InquiryKind,
    pub count: usize,
    pub escalated: usize,
    pub answered: usize,
}

/// 1人ごとの指導結果.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    pub target: EnrolmentId,
    pub participant: ParticipantId,
    pub state: TargetState,
    pub contacts_done: usize,
    pub contacts_late: usize,
    /// Values that select, first and last.
    pub changes: Vec<PersonChange>,
}

impl GuidanceFigures {
    /// Counts everything once.
    pub fn count(guidance: &Guidance, targets: &[TargetFact], inquiries: &[InquiryFact]) -> Self {
        Self {
            recruitment: recruitment(targets),
            endings: endings(targets),
            contacts: guidance
                .contacts
                .iter()
                .map(|contact| contact_count(&contact.code, &contact.label, targets))
                .collect(),
            values: values::changes(guidance, targets),
            inquiries: InquiryKind::ALL.map(|kind| inquiry_count(kind, inquiries)).to_vec(),
            people: targets
                .iter()
                .filter(|target| target.state.took_part())
                .map(|target| person_line(guidance, target))
                .collect(),
        }
    }

    /// Recorded contacts in all: what the fee counts.
    pub fn contacts_done(&self) -> usize {
        self.contacts.iter().map(|contact| contact.done).sum()
    }
}

fn recruitment(targets: &[TargetFact]) -> Recruitment {
    let of = |state: TargetState| targets.iter().filter(|target| target.state == state).count();
    let took_part = targets.iter().filter(|target| target.state.took_part()).count();
    Recruitment {
        selected: targets.len(),
        by_hand: targets.iter().filter(|target| target.by_hand).count(),
        called: targets.iter().filter(|target| target.calls > 0).count(),
        calls: targets.iter().map(|target| target.calls).sum(),
        consented: took_part,
        taking_part: of(TargetState::TakingPart),
        completed: of(TargetState::Completed),
        dropped_out: of(TargetState::DroppedOut),
        declined: of(TargetState::Declined),
        open: of(TargetState::Uncalled) + of(TargetState::Calling) + of(TargetState::Considering),
    }
}

/// The reasons that occur, in the order of the form.
fn endings(targets: &[TargetFact]) -> Vec<EndingCount> {
    let of = |code: &str, state: TargetState| {
        let for_it = |target: &&TargetFact| target.reason.as_deref() == Some(code) && target.state == state;
        targets.iter().filter(for_it).count()
    };
    withdrawal::REASONS
        .iter()
        .map(|(code, label)| EndingCount {
            reason: (*code).to_owned(),
            label: (*label).to_owned(),
            declined: of(code, TargetState::Declined),
            dropped_out: of(code, TargetState::DroppedOut),
        })
        .filter(|count| count.declined + count.dropped_out > 0)
        .collect()
}

fn contact_count(code: &str, label: &str, targets: &[TargetFact]) -> ContactCount {
    let done: Vec<&ContactFact> = targets
        .iter()
        .flat_map(|target| &target.contacts)
        .filter(|contact| contact.planned == code)
        .collect();
    let late = |step: &&Step| step.code == code && step.standing == Standing::Late;
    ContactCount {
        code: code.to_owned(),
        label: label.to_owned(),
        done: done.len(),
        late: targets.iter().flat_map(|target| &target.steps).filter(late).count(),
        minutes: done.iter().map(|contact| i64::from(contact.minutes)).sum(),
        by_means: ContactMeans::ALL.map(|means| done.iter().filter(|contact| contact.means == means).count()),
    }
}

fn inquiry_count(kind: InquiryKind, inquiries: &[InquiryFact]) -> InquiryCount {
    let of_kind = || inquiries.iter().filter(move |inquiry| inquiry.kind == kind);
    InquiryCount {
        kind,
        count: of_kind().count(),
        escalated: of_kind().filter(|inquiry| inquiry.escalated).count(),
        answered: of_kind().filter(|inquiry| inquiry.answered).count(),
    }
}

fn person_line(guidance: &Guidance, target: &TargetFact) -> PersonLine {
    PersonLine {
        target: target.target,
        participant: target.participant,
        state: target.state,
        contacts_done: target.contacts.len(),
        contacts_late: target.steps.iter().filter(|step| step.standing == Standing::Late).count(),
        changes: values::of_person(guidance, &target.results)
            .into_iter()
            .filter(|change| change.verdict.is_some())
            .collect(),
    }
}

#[cfg(test)]
mod tests;
