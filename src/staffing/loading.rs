//! From the rows of a course to what the standard is asked with, as far as the reader may know it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    checks::{self, Day, SessionCheck},
    db::{self, Duty, Listed, Session},
    qualifications::held,
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    programmes::{
        self, Definition, InformationItem,
        staffing::{OnDuty, SessionFacts},
    },
    vocab::ids::{AccountId, CourseId, DesignationId, SessionId},
};

pub use db::planned;

/// A course with its sessions, their plans and people on duty.
pub struct Loaded {
    pub id: CourseId,
    pub course: db::Course,
    pub programme: &'static Definition,
    pub sessions: Vec<Session>,
    pub duties: Vec<Duty>,
    sight: Sight,
}

/// What the reader may know of the participants.
#[derive(Clone, Copy)]
struct Sight {
    people: bool,
    certifications: bool,
}

pub async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: CourseId) -> Result<Loaded> {
    let course = db::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let programme = programmes::of(cx.db(), course.programme).await?;
    let people = cx.actor().sees_people();
    let listed = course.items.iter().any(|code| code == InformationItem::Certification.code());
    let certifications = people && (listed || !cx.actor().role.is_contractor());
    Ok(Loaded {
        id,
        programme,
        sessions: db::sessions(cx.db(), id).await?,
        duties: db::duties(cx.db(), id).await?,
        sight: Sight { people, certifications },
        course,
    })
}

/// The standard against every session of a course, by session; empty when the programme asks for nobody.
pub async fn checks_of<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: CourseId,
) -> Result<BTreeMap<SessionId, SessionCheck>> {
    Ok(load(cx, id).await?.checks())
}

/// The standard against one session as if these lines of the 従事者名簿 had been on duty in it.
pub async fn with_staff<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    (course, session): (CourseId, SessionId),
    chosen: &[DesignationId],
    present: usize,
) -> Result<Option<SessionCheck>> {
    let mut loaded = load(cx, course).await?;
    if loaded.programme.staffing.is_empty() {
        return Ok(None);
    }
    let Some(row) = loaded.sessions.iter_mut().find(|row| row.id == session) else { return Ok(None) };
    row.state = "closed".to_owned();
    row.present = i32::try_from(present).unwrap_or(i32::MAX);
    let day = row.held_on;
    loaded.duties.retain(|duty| duty.planned || duty.session != session);
    let lines = db::listed(cx.db(), loaded.course.contract).await?;
    let on_duty = lines.into_iter().filter(|line| chosen.contains(&line.id)).map(|line| Duty {
        session,
        listed: line.valid_from <= day && line.valid_to.is_none_or(|last| day <= last),
        account: line.account,
        name: line.name,
        job: line.job,
        planned: false,
        qualifications: line.qualifications,
        qualification: line.qualification,
    });
    loaded.duties.extend(on_duty);
    Ok(loaded.checks().remove(&session))
}

impl Loaded {
    pub fn checks(&self) -> BTreeMap<SessionId, SessionCheck> {
        let days: Vec<Day> = self.sessions.iter().map(|session| self.day(session)).collect();
        let answers = checks::check(self.programme, &days);
        let of = |check: SessionCheck| {
            let session = self.sessions.iter().find(|session| session.number == check.number)?;
            Some((session.id, check))
        };
        answers.into_iter().filter_map(of).collect()
    }

    /// Who is planned for a session, or was on duty.
    pub fn duties_of(&self, session: SessionId, planned: bool) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |duty| duty.session == session && duty.planned == planned)
    }

    fn day(&self, session: &Session) -> Day {
        let held = session.state == "closed";
        let on_duty = |planned| self.duties_of(session.id, planned).map(on_duty).collect();
        let number = |count: i64| u16::try_from(count).unwrap_or(u16::MAX);
        let people = if held { i64::from(session.present) } else { session.expected };
        let add_ons = match (held, session.plan_version.is_some()) {
            (true, _) => self.sight.people.then(|| session.given.clone()),
            (false, true) => {
                let all: BTreeSet<&String> = session.add_ons.iter().chain(&session.given).collect();
                Some(all.into_iter().cloned().collect())
            }
            (false, false) => None,
        };
        let supported = if session.supported > 0 || session.unknown == 0 {
            self.sight.certifications.then(|| number(session.supported))
        } else {
            None
        };
        Day {
            number: session.number,
            cancelled: session.state == "cancelled",
            held,
            planned: on_duty(true),
            actual: on_duty(false),
            facts: SessionFacts {
                participants: self.sight.people.then(|| number(people)),
                supported,
                add_ons,
                earlier: Vec::new(),
            },
        }
    }
}

fn on_duty(duty: &Duty) -> OnDuty {
    OnDuty {
        person: duty.name.clone(),
        roles: Vec::new(),
        qualifications: held(duty.qualifications.as_deref(), &duty.qualification),
        accepted: Some(duty.listed),
        substitute: false,
    }
}

/// The line of the accepted list that stands for an account.
pub fn line_of(lines: &[Listed], account: AccountId) -> Option<&Listed> {
    lines.iter().find(|line| line.account == account)
}
