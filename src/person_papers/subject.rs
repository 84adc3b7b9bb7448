//! Whose papers they are: an enrolment in a course with its person opened, and what its programme asks for.

use super::db::{self, Subject};
use crate::{
    documents::parts::{CourseFacts, Fact, PersonName},
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        parts::Link,
        permission::Permission,
    },
    participants::{Person, people, sex_label, shown_name},
    programmes::{
        self, Definition, InformationItem,
        definition::{PaperKind, StageRecord},
    },
    sealing::Unit,
    vocab::{dates::wareki, ids::EnrolmentId},
};

/// Somebody in a course, opened for the reader.
pub struct Whose {
    pub subject: Subject,
    pub person: Person,
    pub programme: &'static Definition,
    pub items: Vec<InformationItem>,
}

impl Whose {
    /// # Errors
    /// `NotFound` when the reader may not see the person, or when it is no enrolment in a course.
    pub async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: EnrolmentId) -> Result<Self> {
        let subject = db::subject(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        cx.because_of(subject.contract);
        let row = people::find(cx.db(), subject.participant).await?.ok_or(AppError::NotFound)?;
        let items = people::items_of(cx.db(), subject.contract).await?;
        let shown = cx.actor().role.is_contractor().then_some(items.as_slice());
        let person = people::open(cx, row, shown)?;
        let programme = programmes::of(cx.db(), subject.programme).await?;
        Ok(Self { subject, person, programme, items })
    }

    pub fn unit(&self) -> Unit {
        Unit::Unit(self.subject.course.0)
    }

    pub fn name(&self) -> String {
        shown_name(&self.person)
    }

    /// 教室 › 書類 › the person.
    pub fn trail(&self) -> Vec<Link> {
        vec![
            Link::new(self.subject.course_name.clone(), format!("/courses/{}", self.subject.course)),
            Link::new("参加者ごとの書類", format!("/courses/{}/papers", self.subject.course)),
            Link::new(self.name(), format!("/enrolments/{}", self.subject.enrolment)),
        ]
    }

    pub fn person_name(&self) -> PersonName {
        let identity = &self.person.identity;
        PersonName::new(self.name(), identity.kana().trim())
    }

    /// What of the person stands on a paper, as the contract's items allow.
    pub fn person_facts(&self) -> Vec<Fact> {
        let has = |item| self.items.contains(&item);
        let born = self.person.identity.born_on;
        let mut facts = Vec::new();
        if has(InformationItem::Sex) {
            facts.push(Fact::new("性別", sex_label(&self.person.sex)));
        }
        if has(InformationItem::BirthDate) && born != time::Date::MIN {
            facts.push(Fact::new("生年月日", wareki(born)));
        }
        let until = self.subject.ended_on.map(wareki).unwrap_or_default();
        let from = self.subject.enrolled_on.map(wareki).unwrap_or_default();
        facts.push(Fact::new("参加の期間", format!("{from}〜{until}")));
        facts
    }

    pub fn course_facts(&self, prepared_on: String) -> CourseFacts {
        CourseFacts {
            prepared_on,
            programme: self.programme.name.clone(),
            course: self.subject.course_name.clone(),
            term: self.subject.term(),
            venue: self.subject.venue.clone(),
            contractor: self.subject.contractor.clone(),
        }
    }

    /// What the ward calls this kind of paper.
    pub fn title(&self, kind: PaperKind, otherwise: &str) -> String {
        title(self.programme, kind).unwrap_or(otherwise).to_owned()
    }
}

/// The title of a paper in the programme; `None` when it isn't among its papers.
pub fn title(programme: &Definition, kind: PaperKind) -> Option<&str> {
    programme.documents.iter().find(|paper| paper.kind == kind).map(|paper| paper.title.as_str())
}

/// Whether the programme asks for a plan of each person.
pub fn asks_plan(programme: &Definition) -> bool {
    title(programme, PaperKind::ServicePlan).is_some()
        || programme.stages.iter().any(|stage| stage.record == StageRecord::PlanAndExplanation)
}

/// Whether the person gets a sheet of their own with what was measured.
pub fn gives_results(programme: &Definition) -> bool {
    programme.measurement.result_sheet || title(programme, PaperKind::IndividualResult).is_some()
}
