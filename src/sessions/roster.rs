//! The roster of a session, opened: names through the contract's information items, records through the course's key.

use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use super::{
    db::roster::{self, Line},
    entry::Field,
    fields::{Cells, Texts, shown, sign},
    record_view::{RosterPerson, Row},
    vitals::{Reading, SoftLimits},
};
use crate::{
    courses::words,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    participants::people::{self, Person, Register},
    programmes::{self, Definition, InformationItem},
    vocab::ids::{CentreId, ContractId, CourseId, DistrictId, ParticipantId, ProgrammeVersionId, SessionId},
};

/// What is known of the session itself.
pub struct Head {
    pub id: SessionId,
    pub course: CourseId,
    pub contract: ContractId,
    pub number: i32,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    pub content: String,
    pub closed_at: Option<OffsetDateTime>,
    pub course_name: String,
    pub venue: String,
    /// The ward's, completed by the programme's.
    pub limits: SoftLimits,
    pub programme: ProgrammeVersionId,
    /// The first session of a course whose venue has to be looked at before.
    pub waits_for_venue: bool,
}

/// One person of the day.
pub struct Someone {
    pub person: Person,
    pub name_tag: Option<i32>,
    pub cells: Cells,
    pub previous_pre: Option<Reading>,
    pub previous_post: Option<Reading>,
}

pub struct Roster {
    pub head: Head,
    /// By name tag; people without one after them by kana.
    pub people: Vec<Someone>,
}

/// Loads and opens the roster, for a page that shows it; every person on it counts as seen.
pub async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, session: SessionId) -> Result<Roster> {
    let lines = roster::roster(cx.db(), session).await?;
    let first = lines.first().ok_or(AppError::NotFound)?;
    let programme = programmes::of(cx.db(), first.programme).await?;
    let head = head_of(session, first, programme);
    let items = cx.actor().role.is_contractor().then(|| items_of(&lines));
    cx.because_of(head.contract);
    let mut people = Vec::with_capacity(lines.len());
    for line in lines {
        people.extend(open(cx, &head, line, items.as_deref())?);
    }
    people.sort_by_cached_key(|someone| {
        (someone.name_tag.is_none(), someone.name_tag, someone.person.identity.kana(), someone.person.number)
    });
    Ok(Roster { head, people })
}

fn head_of(id: SessionId, line: &Line, programme: &Definition) -> Head {
    let own: SoftLimits = serde_json::from_value(line.vital_limits.clone()).unwrap_or_default();
    Head {
        id,
        course: line.course,
        contract: line.contract,
        number: line.number,
        held_on: line.held_on,
        starts_at: line.starts_at,
        minutes: line.minutes,
        state: line.state.clone(),
        content: line.content.clone(),
        closed_at: line.closed_at,
        course_name: line.course_name.clone(),
        venue: line.venue.clone(),
        limits: own.or(programme.measurement.soft_limits),
        programme: line.programme,
        waits_for_venue: line.waits_for_venue,
    }
}

fn items_of(lines: &[Line]) -> Vec<InformationItem> {
    let codes = lines.first().map_or(&[][..], |line| &line.items);
    codes.iter().filter_map(|code| InformationItem::from_code(code)).collect()
}

fn open<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    head: &Head,
    line: Line,
    items: Option<&[InformationItem]>,
) -> Result<Option<Someone>> {
    let Some(register) = register_of(&line) else { return Ok(None) };
    let texts = Texts { keys: &cx.app().keys, ward: cx.ward().0, course: head.course.0, session: head.id.0 };
    let kept = line.kept.map(|kept| kept.0).unwrap_or_default();
    let mut cells = texts.cells(line.attendance.as_deref(), &kept)?;
    sign(&mut cells, &line.names);
    let reading = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(Some(Someone {
        person: people::open(cx, register, items)?,
        name_tag: line.name_tag,
        cells,
        previous_pre: reading(line.previous_pre),
        previous_post: reading(line.previous_post),
    }))
}

fn register_of(line: &Line) -> Option<Register> {
    Some(Register {
        id: line.participant?,
        number: line.participant_number?,
        centre: CentreId(line.centre?),
        district: DistrictId(line.district?),
        sex: line.sex.clone()?,
        birth_year: line.birth_year?,
        certification: line.certification.clone()?,
        sealed: line.sealed.clone()?,
        version: line.participant_version?,
    })
}

impl Head {
    /// `手ぬぐい体操 第5回`
    pub fn title(&self) -> String {
        words::session_title(&self.course_name, self.number)
    }

    /// `令和8年11月20日（金）10:00〜12:00　中央町会館`
    pub fn date(&self) -> String {
        format!("{}　{}", words::when(self.held_on, self.starts_at, self.minutes), self.venue)
    }

    pub fn href(&self) -> String {
        format!("/sessions/{}", self.id)
    }
}

impl Someone {
    pub fn id(&self) -> Uuid {
        self.person.id.0
    }

    /// The name, or the number where the contract does not hand over names.
    pub fn name(&self) -> String {
        let name = self.person.identity.name();
        if name.trim().is_empty() {
            format!("参加者番号{}", self.person.number)
        } else {
            name.replace('　', " ")
        }
    }

    pub fn href(&self, session: SessionId) -> String {
        format!("/sessions/{session}/people/{}", self.person.id)
    }

    pub fn tag(&self) -> String {
        self.name_tag.map_or_else(|| "—".into(), |tag| tag.to_string())
    }

    /// The person as the recording screen prints them.
    pub fn on_screen(&self, same_name: bool) -> RosterPerson {
        RosterPerson {
            id: self.person.id.to_string(),
            number: self.tag(),
            kana: self.person.identity.kana().replace('　', " ").trim().to_owned(),
            name: self.name(),
            same_name,
            previous_pre: self.previous_pre,
            previous_post: self.previous_post,
        }
    }

    /// The ward's limits that a reading of today reached, in words.
    pub fn alerts(&self, limits: &SoftLimits) -> Vec<String> {
        let of = |field| super::fields::reading(&self.cells, field);
        let (pre, post) = (of(Field::Pre), of(Field::Post));
        let before = pre.map(|now| ("開始前", now, limits.check(now, self.previous_pre, None)));
        let after = post.map(|now| ("終了後", now, limits.check(now, self.previous_post, pre)));
        let said = |(moment, now, alerts): (&str, Reading, Vec<super::vitals::SoftAlert>)| {
            alerts
                .into_iter()
                .map(move |alert| format!("{moment} {}（{}）", now.shown(), alert.rule()))
                .collect::<Vec<_>>()
        };
        before.into_iter().chain(after).flat_map(said).collect()
    }
}

impl Roster {
    pub fn find(&self, participant: ParticipantId) -> Option<&Someone> {
        self.people.iter().find(|someone| someone.person.id == participant)
    }

    /// The rows of the recording screen.
    pub fn rows(&self) -> Vec<Row> {
        let row = |someone: &Someone| {
            Row::new(someone.on_screen(self.is_same_name(someone)), &shown(&someone.cells))
        };
        self.people.iter().map(row).collect()
    }

    /// Whether somebody else of the day has the same family name.
    pub fn is_same_name(&self, someone: &Someone) -> bool {
        let family = |someone: &Someone| someone.person.identity.family_name.clone();
        let name = family(someone);
        !name.is_empty() && self.people.iter().filter(|other| family(other) == name).count() > 1
    }
}
