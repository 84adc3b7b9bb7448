//! The pages of applications, one file for what a person does.

pub mod acceptance;
pub mod hearing;
pub mod list;
pub mod papers;
pub mod show;
pub mod words;
pub mod writing;

use time::{Date, OffsetDateTime};

use super::{
    db::{self, Application, Change, Class, Judged},
    judgement::{Judgement, expected_start},
    sheet::Sheet,
    states::{ApplicationAct, ApplicationState},
};
use crate::{
    kit::{
        ctx::{Act, Ctx},
        error::{AppError, Result},
        permission::Permission,
    },
    programmes::{self, Definition, Term},
    sealing::Unit,
    vocab::ids::{AccountId, ApplicationId, CourseId, ParticipantId},
};

/// An application, opened and judged.
pub(super) struct Loaded {
    pub row: Application,
    pub state: ApplicationState,
    pub sheet: Sheet,
    pub definition: &'static Definition,
    pub judgement: Judgement,
    pub classes: Vec<Class>,
}

impl Loaded {
    pub fn id(&self) -> ApplicationId {
        self.row.id
    }

    pub fn href(&self) -> String {
        format!("/applications/{}", self.row.id)
    }

    pub fn term(&self) -> Term {
        Term { starts_on: self.row.starts_on, ends_on: self.row.ends_on }
    }

    /// The application after an act.
    ///
    /// # Errors
    /// Refused with a sentence when the act is not possible now.
    pub fn after(&self, act: ApplicationAct) -> Result<ApplicationState> {
        self.state.after(act).map_err(AppError::refused)
    }

    /// The rules asked anew, after the sheet was changed.
    pub fn judge_again(&mut self) {
        self.judgement = judge(self.definition, &self.sheet, self.row.applied_on, self.term(), &self.classes);
    }
}

/// Opens an application; the reading is remembered under the applicant, who is a participant only later.
pub(super) async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ApplicationId) -> Result<Loaded> {
    let row = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let state = ApplicationState::from_code(&row.state).ok_or_else(|| AppError::bug("unknown state"))?;
    cx.because_of(row.contract);
    let sheet: Sheet =
        cx.open(subject(id, row.participant), Unit::Unit(row.contract.0), id.0, row.version, &row.sealed)?;
    let definition = programmes::of(cx.db(), row.programme).await?;
    let classes = db::classes(cx.db(), row.contract).await?;
    let term = Term { starts_on: row.starts_on, ends_on: row.ends_on };
    let judgement = judge(definition, &sheet, row.applied_on, term, &classes);
    Ok(Loaded { row, state, sheet, definition, judgement, classes })
}

/// Under whom a reading is remembered: the participant, or as long as there is none the application itself.
pub(super) fn subject(id: ApplicationId, participant: Option<ParticipantId>) -> ParticipantId {
    participant.unwrap_or(ParticipantId(id.0))
}

pub(super) fn judge(
    definition: &'static Definition,
    sheet: &Sheet,
    applied_on: Date,
    term: Term,
    classes: &[Class],
) -> Judgement {
    let begins = |id: CourseId| classes.iter().find(|class| class.id == id).map(|class| class.first_on);
    let starts_on = expected_start(definition, sheet, applied_on, term, sheet.course.and_then(begins));
    Judgement::of(definition, sheet, applied_on, starts_on)
}

/// What the rules say, as the row keeps it.
pub(super) fn judged(judgement: &Judgement) -> Judged<'static> {
    Judged {
        verdict: judgement.finding().code(),
        screening: judgement.screening(),
        priority: judgement.class(),
    }
}

/// Stores a changed sheet with a new state. `sent`: who hands the application in, and when.
pub(super) async fn store<P: Permission>(
    cx: &mut Act<P>,
    loaded: &Loaded,
    state: ApplicationState,
    applied_on: Date,
    sent: Option<(AccountId, OffsetDateTime)>,
) -> Result<()> {
    let (id, version) = (loaded.row.id, loaded.row.version);
    let sealed = cx.seal(Unit::Unit(loaded.row.contract.0), id.0, version + 1, &loaded.sheet)?;
    let judged = judged(&loaded.judgement);
    let change = Change { state, applied_on, judged, sealed: &sealed };
    if db::change(cx.write(), (id, version), &change, sent).await? { Ok(()) } else { Err(AppError::stale()) }
}
