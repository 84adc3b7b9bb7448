//! The pages of sheets: answering, deciding, reading.

pub mod deciding;
pub mod reading;
pub mod writing;

use super::{
    db::{self, Survey, Words},
    sheets::{Answers, Sheet, sheet},
    states::SurveyState,
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::SurveyId,
};

/// A sheet with its questions and its words opened.
pub struct Opened {
    pub survey: Survey,
    pub sheet: &'static Sheet,
    pub state: SurveyState,
    pub answers: Answers,
    pub reason: Option<String>,
    /// What the ward asks to correct.
    pub correction: Option<String>,
}

impl Opened {
    /// 「調査票（第2版）」
    pub fn title(&self) -> String {
        format!("{}（第{}版）", self.sheet.title, self.survey.number)
    }
}

async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: SurveyId) -> Result<Opened> {
    let survey = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    opened(cx, survey)
}

fn opened<P: Permission, M>(cx: &Ctx<P, M>, survey: Survey) -> Result<Opened> {
    let sheet = sheet(&survey.form).ok_or_else(|| AppError::bug("unknown sheet"))?;
    let state = SurveyState::from_code(&survey.state).ok_or_else(|| AppError::bug("unknown survey state"))?;
    let (unit, row) = (Unit::Unit(survey.contract.0), survey.id.0);
    let answers = cx.open_paper(unit, row, survey.sealed_version, &survey.sealed)?;
    let words = |blob: &Option<Vec<u8>>, version: Option<i32>| {
        let sealed = blob.as_ref().zip(version);
        sealed.map(|(blob, version)| cx.open_paper::<Words>(unit, row, version, blob)).transpose()
    };
    let reason = words(&survey.reason, survey.reason_version)?.map(|words| words.0);
    let correction = words(&survey.correction, survey.correction_version)?.map(|words| words.0);
    Ok(Opened { survey, sheet, state, answers, reason, correction })
}
