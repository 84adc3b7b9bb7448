//! The rows the figures are counted from, as the statements of [`super::db`] hand them over.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    assessments::{Answers, Policies, questionnaire::Chosen},
    sessions::entry::AttendanceStatus,
    vocab::ids::{EnrolmentId, ParticipantId, SessionId},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    pub fn label(self) -> &'static str {
        match self {
            Self::Female => "女",
            Self::Male => "男",
            Self::Other => "その他",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    Planned,
    Open,
    Closed,
    Cancelled,
}

impl SessionState {
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "予定",
            Self::Open => "実施中",
            Self::Closed => "実施",
            Self::Cancelled => "中止",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Waiting,
    Enrolled,
    Withdrawn,
    Completed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    Pre,
    Post,
    Monthly,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub id: SessionId,
    pub number: u16,
    pub held_on: Date,
    pub state: SessionState,
    pub content: String,
    pub cancel_reason: String,
    /// The cancelled session it is held in place of.
    #[serde(default)]
    pub makes_up: Option<SessionId>,
}

impl SessionRow {
    /// Took place or is taking place; neither planned nor cancelled.
    pub fn was_held(&self) -> bool {
        matches!(self.state, SessionState::Open | SessionState::Closed)
    }
}

/// One person at one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRow {
    pub session: SessionId,
    pub status: Option<AttendanceStatus>,
    /// Blood pressure and pulse are there, or the reason why not.
    pub before: bool,
    pub after: bool,
    /// 要確認 that nobody has settled yet.
    pub conflicts: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentRow {
    pub timing: Timing,
    pub done_on: Date,
    pub answers: Answers,
}

/// What one person chose on a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireRow {
    pub questionnaire: String,
    pub chosen: Chosen,
}

/// One enrolment with what was recorded under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentRow {
    pub id: EnrolmentId,
    pub participant: ParticipantId,
    pub stage: Stage,
    pub name_tag: Option<i32>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    /// The last day of a stay in a rolling course.
    #[serde(default)]
    pub stay_to: Option<Date>,
    pub withdrawal_reason: Option<String>,
    pub sex: Sex,
    /// 要支援1・2
    pub support: bool,
    pub district: String,
    /// All marks of the person in the course, the same under each of their enrolments.
    pub marks: Vec<MarkRow>,
    #[serde(default)]
    pub assessments: Vec<AssessmentRow>,
    #[serde(default)]
    pub questionnaires: Vec<QuestionnaireRow>,
}

/// Somebody on duty, and at which sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRow {
    pub name: String,
    pub job: String,
    pub sessions: Vec<SessionId>,
}

/// An add-on of the programme that was given in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOnRow {
    pub session: SessionId,
    pub code: String,
    pub by: String,
    /// Who took it.
    pub people: Vec<ParticipantId>,
}

/// An application for a place before the first session, that the reader may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRow {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub sex: Sex,
    pub applied_on: Date,
}

/// How many applied before the first session, by sex; a contractor doesn't see who got no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantRow {
    pub sex: Sex,
    pub people: u32,
}

/// Everything recorded of one course. Sessions in order of number, enrolments in order of name tag. Kept in an accepted
/// report, so that its figures lead to what they were counted from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRows {
    pub sessions: Vec<SessionRow>,
    pub enrolments: Vec<EnrolmentRow>,
    pub duties: Vec<DutyRow>,
    pub applicants: Vec<ApplicantRow>,
    pub applications: Vec<ApplicationRow>,
    pub add_ons: Vec<AddOnRow>,
    /// By which rules before and after are compared.
    pub policies: Policies,
}

/// One person of a course, whose enrolments are taken together: who withdrew and came back is one person (実人数).
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// In the order they were made; never empty.
    pub enrolments: Vec<&'a EnrolmentRow>,
    pub last: &'a EnrolmentRow,
    /// Of the course.
    pub policies: &'a Policies,
}

impl CourseRows {
    /// What falls into a period: its sessions, and the people who had a place in it. Who left later counts as taking part.
    #[must_use]
    pub fn within(mut self, from: Date, to: Date) -> Self {
        self.sessions.retain(|session| (from..=to).contains(&session.held_on));
        self.enrolments.retain(|enrolment| {
            enrolment.enrolled_on.is_none_or(|begun| begun <= to)
                && enrolment.ended_on.is_none_or(|end| from <= end)
        });
        for enrolment in &mut self.enrolments {
            enrolment.assessments.retain(|assessment| assessment.done_on <= to);
            if enrolment.ended_on.is_some_and(|end| to < end) {
                (enrolment.stage, enrolment.ended_on, enrolment.withdrawal_reason) =
                    (Stage::Enrolled, None, None);
            }
        }
        let held: Vec<SessionId> = self.sessions.iter().map(|session| session.id).collect();
        for duty in &mut self.duties {
            duty.sessions.retain(|session| held.contains(session));
        }
        self.duties.retain(|duty| !duty.sessions.is_empty());
        self.add_ons.retain(|add_on| held.contains(&add_on.session));
        self
    }

    pub fn members(&self) -> Vec<Member<'_>> {
        let mut members: Vec<Member<'_>> = Vec::new();
        for enrolment in self.enrolments.iter().filter(|e| e.stage != Stage::Waiting) {
            match members.iter_mut().find(|m| m.last.participant == enrolment.participant) {
                Some(member) => member.add(enrolment),
                None => members.push(Member {
                    enrolments: vec![enrolment],
                    last: enrolment,
                    policies: &self.policies,
                }),
            }
        }
        members
    }
}

impl CourseRows {
    /// Without the sexes, for a contract that doesn't tell them.
    #[must_use]
    pub fn without_sex(mut self) -> Self {
        self.enrolments.iter_mut().for_each(|one| one.sex = Sex::Other);
        let people = self.applicants.iter().map(|one| one.people).sum();
        self.applicants = vec![ApplicantRow { sex: Sex::Other, people }];
        self.applications.iter_mut().for_each(|one| one.sex = Sex::Other);
        self
    }
}

impl<'a> Member<'a> {
    pub fn participant(&self) -> ParticipantId {
        self.last.participant
    }

    pub fn mark(&self, session: SessionId) -> Option<&'a MarkRow> {
        self.last.marks.iter().find(|mark| mark.session == session)
    }

    /// Whether one of the enrolments covers that day.
    pub fn enrolled_on(&self, day: Date) -> bool {
        self.enrolments.iter().any(|e| e.enrolled_on.is_none_or(|from| from <= day) && e.covers_end(day))
    }

    /// The assessment with one instrument at one timing; the latest when there are several.
    pub fn assessment(&self, instrument: &str, timing: Timing) -> Option<&'a AssessmentRow> {
        let all = self.enrolments.iter().flat_map(|e| &e.assessments);
        let fitting = all.filter(|a| a.timing == timing && a.answers.instrument().code == instrument);
        fitting.max_by_key(|a| a.done_on)
    }

    /// What was answered in it.
    pub fn answers(&self, instrument: &str, timing: Timing) -> Option<&'a Answers> {
        self.assessment(instrument, timing).map(|a| &a.answers)
    }

    /// Whether any instrument was filled in at this time.
    pub fn has_sheet(&self, timing: Timing) -> bool {
        self.enrolments.iter().flat_map(|e| &e.assessments).any(|sheet| sheet.timing == timing)
    }

    fn add(&mut self, enrolment: &'a EnrolmentRow) {
        self.enrolments.push(enrolment);
        self.enrolments.sort_by_key(|e| (e.enrolled_on, e.id));
        self.last = self.enrolments.last().copied().unwrap_or(enrolment);
    }
}

impl EnrolmentRow {
    /// The day of leaving itself is no longer covered: who came that day has a mark.
    fn covers_end(&self, day: Date) -> bool {
        let stays = self.stay_to.is_none_or(|last| day <= last);
        stays && (self.stage != Stage::Withdrawn || self.ended_on.is_none_or(|end| day < end))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{outcomes, sample};
    use crate::{assessments::Policies, programmes::definition::Measurement};

    #[test]
    fn the_people_of_a_course_are_compared_by_the_rules_of_its_programme() {
        let programme = "instruments = [{ instrument = \"grip\", comparison = { percent = 50 } }]";
        let mut rows = sample::course();
        rows.policies = Policies::from(&toml::from_str::<Measurement>(programme).unwrap());
        let grip = &outcomes::of(&rows.members()).comparison[0];
        assert_eq!((grip.change.pairs, grip.change.kept), (8, 8));
        assert!(grip.rule.contains("50%以上"));
    }
}
