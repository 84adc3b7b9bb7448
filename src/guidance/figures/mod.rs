//! 全体の結果: what the records of a guidance contract come to. Pure: facts in, counts out, nothing entered and no floats.

mod behind;
mod key;
pub mod values;

use serde::{Deserialize, Serialize};
use time::Date;

pub use behind::GuidanceRecords;
pub use key::GuidanceFigure;
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
    vocab::ids::{EnrolmentId, GuidanceInquiryId, ParticipantId},
};

/// What is known of one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFact {
    pub target: EnrolmentId,
    pub participant: ParticipantId,
    pub state: TargetState,
    pub by_hand: bool,
    pub calls: Vec<CallFact>,
    /// Code of the reason for which somebody declined or stopped.
    pub reason: Option<String>,
    pub steps: Vec<Step>,
    pub contacts: Vec<ContactFact>,
    /// In the order of the days.
    pub results: Vec<(Date, Readings)>,
}

/// An attempt to reach somebody; `outcome` is a code of [`super::calls::Outcome`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallFact {
    pub on: Date,
    pub outcome: String,
}

/// A recorded contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFact {
    pub planned: String,
    pub on: Date,
    pub means: ContactMeans,
    pub minutes: i32,
}

/// 問い合わせ・意見・苦情, as far as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryFact {
    pub id: GuidanceInquiryId,
    pub on: Date,
    pub kind: InquiryKind,
    pub escalated: bool,
    pub answered: bool,
}

/// Everything a guidance is counted from. Kept in an accepted report, so that its figures lead to what they were counted
/// from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidanceRows {
    pub targets: Vec<TargetFact>,
    pub inquiries: Vec<InquiryFact>,
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

impl ContactCount {
    /// Each of the means with how often it was used.
    pub fn means(&self) -> impl Iterator<Item = (ContactMeans, usize)> {
        ContactMeans::ALL.into_iter().zip(self.by_means)
    }
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

/// Whom a figure of [`Recruitment`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recruit {
    Selected,
    ByHand,
    Called,
    Consented,
    TakingPart,
    Completed,
    DroppedOut,
    Declined,
    Open,
}

impl Recruit {
    pub const ALL: [Self; 9] = [
        Self::Selected,
        Self::ByHand,
        Self::Called,
        Self::Consented,
        Self::TakingPart,
        Self::Completed,
        Self::DroppedOut,
        Self::Declined,
        Self::Open,
    ];

    pub fn has(self, target: &TargetFact) -> bool {
        match self {
            Self::Selected => true,
            Self::ByHand => target.by_hand,
            Self::Called => !target.calls.is_empty(),
            Self::Consented => target.state.took_part(),
            Self::TakingPart => target.state == TargetState::TakingPart,
            Self::Completed => target.state == TargetState::Completed,
            Self::DroppedOut => target.state == TargetState::DroppedOut,
            Self::Declined => target.state == TargetState::Declined,
            Self::Open => matches!(
                target.state,
                TargetState::Uncalled | TargetState::Calling | TargetState::Considering
            ),
        }
    }
}

impl Recruitment {
    pub fn of(&self, recruit: Recruit) -> usize {
        match recruit {
            Recruit::Selected => self.selected,
            Recruit::ByHand => self.by_hand,
            Recruit::Called => self.called,
            Recruit::Consented => self.consented,
            Recruit::TakingPart => self.taking_part,
            Recruit::Completed => self.completed,
            Recruit::DroppedOut => self.dropped_out,
            Recruit::Declined => self.declined,
            Recruit::Open => self.open,
        }
    }
}

impl GuidanceFigures {
    /// Counts everything once.
    pub fn count(guidance: &Guidance, rows: &GuidanceRows) -> Self {
        Self {
            recruitment: recruitment(rows),
            endings: endings(rows),
            contacts: guidance
                .contacts
                .iter()
                .map(|contact| contact_count(&contact.code, &contact.label, rows))
                .collect(),
            values: values::changes(guidance, rows),
            inquiries: InquiryKind::ALL.map(|kind| inquiry_count(kind, rows)).to_vec(),
            people: rows.people().map(|target| person_line(guidance, target)).collect(),
        }
    }

    /// Recorded contacts in all: what the fee counts.
    pub fn contacts_done(&self) -> usize {
        self.contacts.iter().map(|contact| contact.done).sum()
    }
}

impl GuidanceRows {
    fn recruited(&self, recruit: Recruit) -> impl Iterator<Item = &TargetFact> {
        self.targets.iter().filter(move |target| recruit.has(target))
    }

    /// Who took part, in the order of their lines.
    pub fn people(&self) -> impl Iterator<Item = &TargetFact> {
        self.recruited(Recruit::Consented)
    }

    fn calls(&self) -> impl Iterator<Item = (&TargetFact, &CallFact)> {
        self.targets.iter().flat_map(|target| target.calls.iter().map(move |call| (target, call)))
    }

    fn left(&self, recruit: Recruit, reason: &str) -> impl Iterator<Item = &TargetFact> {
        self.recruited(recruit).filter(move |target| target.reason.as_deref() == Some(reason))
    }

    /// Every recorded contact that was planned under the code.
    fn contacts(&self, code: &str) -> impl Iterator<Item = (&TargetFact, &ContactFact)> {
        self.targets.iter().flat_map(move |target| {
            target.contacts.iter().filter(move |one| one.planned == code).map(move |one| (target, one))
        })
    }

    /// Every planned contact of that code whose days are over without a record.
    fn late(&self, code: &str) -> impl Iterator<Item = (&TargetFact, &Step)> {
        self.targets.iter().flat_map(move |target| {
            target.late().filter(move |step| step.code == code).map(move |step| (target, step))
        })
    }

    fn inquiries(&self, kind: InquiryKind) -> impl Iterator<Item = &InquiryFact> {
        self.inquiries.iter().filter(move |inquiry| inquiry.kind == kind)
    }
}

impl TargetFact {
    fn late(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.standing == Standing::Late)
    }
}

fn recruitment(rows: &GuidanceRows) -> Recruitment {
    let of = |recruit| rows.recruited(recruit).count();
    Recruitment {
        selected: of(Recruit::Selected),
        by_hand: of(Recruit::ByHand),
        called: of(Recruit::Called),
        calls: rows.calls().count(),
        consented: of(Recruit::Consented),
        taking_part: of(Recruit::TakingPart),
        completed: of(Recruit::Completed),
        dropped_out: of(Recruit::DroppedOut),
        declined: of(Recruit::Declined),
        open: of(Recruit::Open),
    }
}

/// The reasons that occur, in the order of the form.
fn endings(rows: &GuidanceRows) -> Vec<EndingCount> {
    withdrawal::REASONS
        .iter()
        .map(|(code, label)| EndingCount {
            reason: (*code).to_owned(),
            label: (*label).to_owned(),
            declined: rows.left(Recruit::Declined, code).count(),
            dropped_out: rows.left(Recruit::DroppedOut, code).count(),
        })
        .filter(|count| count.declined + count.dropped_out > 0)
        .collect()
}

fn contact_count(code: &str, label: &str, rows: &GuidanceRows) -> ContactCount {
    ContactCount {
        code: code.to_owned(),
        label: label.to_owned(),
        done: rows.contacts(code).count(),
        late: rows.late(code).count(),
        minutes: rows.contacts(code).map(|(_, contact)| i64::from(contact.minutes)).sum(),
        by_means: ContactMeans::ALL
            .map(|means| rows.contacts(code).filter(|(_, contact)| contact.means == means).count()),
    }
}

fn inquiry_count(kind: InquiryKind, rows: &GuidanceRows) -> InquiryCount {
    InquiryCount {
        kind,
        count: rows.inquiries(kind).count(),
        escalated: rows.inquiries(kind).filter(|inquiry| inquiry.escalated).count(),
        answered: rows.inquiries(kind).filter(|inquiry| inquiry.answered).count(),
    }
}

fn person_line(guidance: &Guidance, target: &TargetFact) -> PersonLine {
    PersonLine {
        target: target.target,
        participant: target.participant,
        state: target.state,
        contacts_done: target.contacts.len(),
        contacts_late: target.late().count(),
        changes: values::of_person(guidance, &target.results)
            .into_iter()
            .filter(|change| change.verdict.is_some())
            .collect(),
    }
}

#[cfg(test)]
mod tests;
