//! 入口: the place somebody gets in a class when a ward takes an application: at once while one is free, for the months of a
//! stay in a rolling course, or on the waiting list. The rules are the programme's; here they meet the rows.

use std::collections::BTreeMap;

use time::Date;

use super::{
    db::{self, CourseRow, NewEnrolment},
    months,
    notes::{self, EnrolmentNote},
    placing::{count, places_of},
};
use crate::{
    kit::{
        ctx::Act,
        db::Reads,
        error::{AppError, Result, expect_violation},
        permission::Permission,
    },
    programmes::{
        self, Definition, Style, Term,
        capacity::{Admission, PlacesRefusal},
        definition::Places,
        start::{ByHand, Start, StartFacts, StartRefusal, start},
    },
    vocab::{
        dates::wareki,
        ids::{CourseId, EnrolmentId, ParticipantId},
    },
};

/// A class with everything its rules ask for.
pub struct Entrance {
    pub course: CourseRow,
    definition: &'static Definition,
    /// Everybody with a place, by month; empty where places are not given by the month.
    pub users: BTreeMap<Date, u16>,
    /// Those who wait and come first.
    ahead: u16,
}

/// What somebody gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A place in a course from today on.
    Today,
    /// A place for these days, both included.
    Stay {
        from: Date,
        to: Date,
    },
    Waiting,
    /// The rule gives no day; it has to be decided by hand.
    Undecided,
}

/// A place with its working.
pub struct Offer {
    pub place: Place,
    pub explanation: Vec<String>,
    pub warnings: Vec<String>,
}

impl Offer {
    /// In one line.
    pub fn says(&self) -> String {
        match self.place {
            Place::Today => "すぐに参加になります。".to_owned(),
            Place::Stay { from, to } => {
                format!("{}から{}まで参加します。", wareki(from), wareki(to))
            }
            Place::Waiting => "待機になります。".to_owned(),
            Place::Undecided => "開始日を手で決めてください。".to_owned(),
        }
    }
}

/// The class as it stands for somebody of this class of priority. `besides`: an enrolment that already waits.
pub async fn entrance(
    db: &mut Reads,
    course: CourseId,
    priority: Option<i32>,
    besides: Option<EnrolmentId>,
) -> Result<Entrance> {
    let course = db::courses(db, Some(course)).await?.pop().ok_or(AppError::NotFound)?;
    let definition = programmes::of(db, course.programme).await?;
    let ahead = db::waiting_before(db, course.id, priority, besides).await?;
    let stays = if course.is_rolling() { db::stays(db, course.id).await? } else { Vec::new() };
    Ok(Entrance { course, definition, users: months::users(&stays), ahead: count(ahead) })
}

impl Entrance {
    pub fn is_rolling(&self) -> bool {
        self.definition.style == Style::RollingCourse
    }

    /// The class's own numbers, counted as the programme counts.
    pub fn places(&self) -> Result<Places> {
        Ok(Places { counted: self.definition.places.counted, ..places_of(&self.course)? })
    }

    /// What somebody who applied on that day gets. `by_hand`: what the staff decided instead of the rule.
    ///
    /// # Errors
    /// [`StartRefusal`] when what was decided by hand can't be.
    pub fn offer(
        &self,
        applied_on: Date,
        today: Date,
        by_hand: Option<ByHand>,
    ) -> Result<std::result::Result<Offer, StartRefusal>> {
        let places = self.places()?;
        if !self.is_rolling() {
            let admission = places.admit(count(self.course.enrolled), self.ahead);
            let place = match admission {
                Admission::Place { .. } => Place::Today,
                Admission::Waiting { .. } => Place::Waiting,
            };
            let explanation = vec![admission.explanation()];
            return Ok(Ok(Offer { place, explanation, warnings: Vec::new() }));
        }
        let answer = self.stay(places, applied_on, by_hand.clone());
        let is_past = matches!(answer, Ok(Offer { place: Place::Stay { from, .. }, .. }) if from < today);
        if by_hand.is_some() || !is_past {
            return Ok(answer);
        }
        // Taken in later than the month after the application: counted from today.
        let late = "申込みから決まる開始日を過ぎているため、今日を申込日として数えます。".to_owned();
        Ok(self.stay(places, today, None).map(|mut offer| {
            offer.explanation.insert(0, late);
            offer
        }))
    }

    fn stay(
        &self,
        places: Places,
        applied_on: Date,
        by_hand: Option<ByHand>,
    ) -> std::result::Result<Offer, StartRefusal> {
        let term = Term { starts_on: self.course.starts_on, ends_on: self.course.ends_on };
        let facts = StartFacts {
            applied_on,
            term: Some(term),
            users: self.users.clone(),
            waiting: self.ahead,
            by_hand,
        };
        let answer = start(&self.definition.calendar, places, &facts)?;
        let place = match answer.start {
            Start::On { on, ends_on } => Place::Stay { from: on, to: ends_on },
            Start::Waiting { .. } => Place::Waiting,
            Start::OutsideTerm | Start::ToBeAgreed => Place::Undecided,
        };
        Ok(Offer { place, explanation: answer.explanation, warnings: answer.warnings })
    }
}

/// Who is taken into a class, and what is kept with the enrolment.
pub struct Newcomer {
    pub participant: ParticipantId,
    pub applied_on: Date,
    pub priority: Option<i32>,
    pub note: EnrolmentNote,
}

/// Writes the enrolment with the place that was offered. The caller has locked the course.
///
/// # Errors
/// A refusal when the person is in the class already, or nothing was offered.
pub async fn admit<P: Permission>(
    cx: &mut Act<P>,
    course: &CourseRow,
    offer: &Offer,
    newcomer: &Newcomer,
) -> Result<EnrolmentId> {
    let id = EnrolmentId(cx.new_id());
    let stay = match offer.place {
        Place::Stay { from, to } => Some((from, to)),
        Place::Today | Place::Waiting | Place::Undecided => None,
    };
    let is_placed = match offer.place {
        Place::Undecided => return Err(AppError::refused(offer.says())),
        Place::Stay { .. } | Place::Today => true,
        Place::Waiting => false,
    };
    let name_tag = if is_placed { Some(db::next_name_tag(cx.db(), course.id).await?) } else { None };
    let sealed = cx.seal(notes::unit(Some(course.id), id), id.0, 1, &newcomer.note)?;
    let row = NewEnrolment {
        id,
        contract: course.contract,
        participant: newcomer.participant,
        course: Some(course.id),
        state: if is_placed { "enrolled" } else { "waiting" },
        name_tag,
        applied_on: newcomer.applied_on,
        enrolled_on: is_placed.then(|| stay.map_or(cx.today(), |(from, _)| from)),
        stay,
        priority: newcomer.priority,
        sealed: &sealed,
    };
    match db::insert(cx.write(), &row).await {
        Ok(()) => Ok(id),
        Err(error) => {
            expect_violation(error, "enrolment_live_once")?;
            Err(AppError::refused(PlacesRefusal::AlreadyIn))
        }
    }
}
