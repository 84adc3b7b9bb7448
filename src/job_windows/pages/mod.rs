//! The pages of job windows: applying, deciding, working, reading, and the one page that opens inside a window.

pub mod applying;
pub mod condition;
pub mod deciding;
pub mod reading;
pub mod working;

use super::{
    db::{self, JobWindow},
    states::{WindowAct, WindowState},
    words::{Application, Decision, Ending, Place, Report},
};
use crate::{
    audit::Event,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::JobWindowId,
};

/// The version of a row once it was decided on, to which the decision is bound.
const DECIDED: i32 = 2;
/// The same once the ward ended it.
const ENDED: i32 = 3;

/// A window with its words opened.
pub struct Opened {
    pub window: JobWindow,
    pub state: WindowState,
    pub place: Place,
    pub said: Application,
    pub decision: Option<String>,
    pub ending: Option<String>,
    pub report: Option<Report>,
}

impl Opened {
    /// Whether an act fits it now, else why not.
    fn check<P: Permission, M>(&self, cx: &Ctx<P, M>, act: WindowAct) -> Result<()> {
        self.state.next(act, self.window.hours(), cx.now()).map(drop).map_err(AppError::refused)
    }

    /// A refused act, for the audit stream.
    fn refused(&self) -> Event {
        Event::new("job_window.refused").about(self.window.id.0).under(self.window.contract)
    }
}

async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: JobWindowId) -> Result<Opened> {
    let window = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let state = WindowState::from_code(&window.state).ok_or_else(|| AppError::bug("unknown window state"))?;
    let place = Place::from_code(&window.place).ok_or_else(|| AppError::bug("unknown place of work"))?;
    let unit = Unit::Unit(window.contract.0);
    let said = cx.open_paper(unit, id.0, 1, &window.sealed)?;
    let decision = window.decision.as_ref().map(|blob| cx.open_paper::<Decision>(unit, id.0, DECIDED, blob));
    let ending = window.ending.as_ref().map(|blob| cx.open_paper::<Ending>(unit, id.0, ENDED, blob));
    let report = window.report.as_ref().zip(window.report_version);
    let report = report.map(|(blob, version)| cx.open_paper::<Report>(unit, id.0, version, blob));
    let (decision, ending) = (decision.transpose()?.map(|it| it.0), ending.transpose()?.map(|it| it.0));
    Ok(Opened { state, place, said, decision, ending, report: report.transpose()?, window })
}
