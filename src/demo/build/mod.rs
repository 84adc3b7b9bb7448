//! The builder of invented wards, shared by the demo and the tests: every method makes rows as the program itself
//! would — sealed with the right key, with search tokens, with versions — and hands back the ids that a story goes on
//! with. Nothing is written before [`Build::write`].

mod applications;
mod breaches;
mod calendar_feed;
mod care;
mod classday;
mod complaints;
mod contracts;
mod council;
mod courses;
mod custody;
mod erasures;
mod filings;
mod guidance;
mod handovers;
mod incidents;
mod inspections;
mod job_windows;
mod obligations;
mod organisations;
mod papers;
mod person_papers;
mod records;
mod register;
mod sheets;
mod survey;
mod tablets;
mod user_fees;

pub use applications::NewApplication;
pub use breaches::{Broken, Damaged};
pub use care::Taken;
pub use classday::{Briefing, Plan};
pub use complaints::Voice;
pub use contracts::{ClauseSet, Contract, Custodian, NewContract};
pub use council::{Laid, Measured};
pub use courses::{Course, Enrolled, NewCourse, SessionDay};
pub use custody::Taught;
pub use erasures::Erased;
pub use filings::Handed;
pub use guidance::{Contacted, Inquired, Selected};
pub use handovers::Passed;
pub use incidents::{Aftermath, Mishap};
pub use inspections::{Looked, Requested};
pub use job_windows::{Job, Step};
use obligations::Signed;
pub use organisations::{Account, Centre, Contractor, Login, Ward};
pub use papers::{Letter, SheetState, Submission};
pub use person_papers::Planned;
pub use records::Mark;
pub use register::{NewParticipant, Participant, Referred};
pub use survey::Reached;
pub use tablets::Packed;

use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime, Time, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    dice::Dice,
    rows::{Remembered, Rows},
};
use crate::sealing::{Keyring, Place, SealProblem, Sealable, SearchKey, Unit};

/// Why a demo can't be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoProblem {
    #[error("keys: {0}")]
    Seal(#[from] SealProblem),
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("database: {0}")]
    Database(#[from] crate::database::DatabaseProblem),
    #[error("passwords: {0}")]
    Password(String),
    #[error("nobody signs in as {0}")]
    Login(String),
    #[error("calendar: {0}")]
    Calendar(#[from] crate::programmes::session_dates::DatesRefusal),
    #[error("the contract's programme asks for no report")]
    NoReport,
    #[error("page: {0}")]
    Page(String),
    #[error("clauses: {0}")]
    Clauses(#[from] crate::contracts::clauses::SplitProblem),
}

pub type Made<T = ()> = Result<T, DemoProblem>;

/// Collects rows. `today` is the day every story is told from.
pub struct Build<'k> {
    keys: &'k Keyring,
    pub dice: Dice,
    pub today: Date,
    pub now: OffsetDateTime,
    pub rows: Rows,
    /// Signed contracts, whose obligations follow from their courses and so are written last.
    signed: Vec<Signed>,
}

impl<'k> Build<'k> {
    /// Two builds with the same seed, day and time make the same ids and people.
    pub fn new(keys: &'k Keyring, today: Date, now: OffsetDateTime, seed: u64) -> Self {
        Self { keys, dice: Dice::new(seed), today, now, rows: Rows::default(), signed: Vec::new() }
    }

    /// Writes everything or nothing.
    pub async fn write(mut self, connection: &mut PgConnection) -> Made {
        self.obligations();
        Ok(self.rows.write(connection).await?)
    }

    pub fn id(&mut self) -> Uuid {
        self.dice.id(self.now)
    }

    /// A day before or after today.
    pub fn day(&self, days: i64) -> Date {
        self.today + Duration::days(days)
    }

    /// The first Wednesday on or after that day: a class on it never meets at a weekend.
    pub fn wednesday(&self, days: i64) -> Date {
        let day = self.day(days);
        day + Duration::days(i64::from((9 - day.weekday().number_days_from_monday()) % 7))
    }

    pub fn make_key(&self, unit: Unit) -> Made {
        Ok(self.keys.make(unit)?)
    }

    pub fn search_key(&self, ward: Uuid) -> Made<SearchKey> {
        Ok(self.keys.search_key(ward)?)
    }

    /// The sealed value as PostgreSQL reads bytes from text.
    pub fn seal<T: Sealable>(
        &self,
        unit: Unit,
        ward: Uuid,
        row: Uuid,
        version: i32,
        value: &T,
    ) -> Made<String> {
        Ok(bytes(&self.keys.seal(unit, Place { ward, row, version }, value)?))
    }

    /// What somebody did or saw, for the audit stream.
    pub fn remember(&mut self, by: &Account, ward: &Ward, at: &str, action: &'static str, seen: &Seen) {
        let (kind, role) = organisations::columns(by.role);
        self.rows.remember(Remembered {
            ward: ward.id.to_string(),
            account: by.id.to_string(),
            role: format!("{kind}.{role}"),
            organisation: by.organisation.clone(),
            contract: seen.contract.map(|c| c.to_string()),
            at: at.to_owned(),
            action,
            object: seen.object.map(|o| o.to_string()),
            participants: seen.participants.clone(),
        });
    }
}

/// What an audit event was about.
#[derive(Default)]
pub struct Seen {
    pub object: Option<Uuid>,
    pub contract: Option<Uuid>,
    pub participants: Vec<Uuid>,
}

impl Seen {
    pub fn object(id: Uuid) -> Self {
        Self { object: Some(id), ..Self::default() }
    }

    pub fn under(mut self, contract: &Contract) -> Self {
        self.contract = Some(contract.id);
        self
    }

    pub fn of(mut self, participant: &Participant) -> Self {
        self.participants.push(participant.id);
        self
    }
}

/// `\x…`, as PostgreSQL reads bytes from text.
pub fn bytes(raw: &[u8]) -> String {
    raw.iter().fold(String::from("\\x"), |text, byte| text + &format!("{byte:02x}"))
}

/// The bytes of such a text; `None` when it is not one.
pub fn raw(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?;
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

/// A moment of a day in Japan, as text with its offset.
pub fn moment(day: Date, hour: u8, minute: u8) -> String {
    let time = Time::from_hms(hour, minute, 0).unwrap_or(Time::MIDNIGHT);
    crate::vocab::dates::jst_at(day, time).format(&Rfc3339).unwrap_or_default()
}

/// A date as PostgreSQL and JSON write it.
pub fn iso(day: Date) -> Value {
    Value::String(day.to_string())
}
