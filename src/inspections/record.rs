//! 検査の一件: an inspection with its plan, its result and what was put right, opened.

use super::{
    answers::{Decision, Done, Objection, Remark},
    db::{
        self, Inspection,
        points::{self, Answer, Point},
    },
    kinds::{Finding, InspectionKind, Mode},
    plan::PlanWords,
    result::{ResultWords, Seen},
    states::{Correction, InspectionState},
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        parts::UNREAD,
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::InspectionId,
};

/// Versions of the sealed parts of an inspection and of an answer.
pub const PLAN: i32 = 1;
pub const OBJECTION: i32 = 2;
pub const RESULT: i32 = 3;
pub const DONE: i32 = 1;
pub const REMARK: i32 = 2;

pub struct Record {
    pub inspection: Inspection,
    pub kind: InspectionKind,
    pub mode: Mode,
    pub state: InspectionState,
    pub plan: PlanWords,
    pub objection: Option<Objection>,
    pub result: Option<ResultWords>,
    /// In the order of the kind's list.
    pub points: Vec<SeenPoint>,
}

pub struct SeenPoint {
    pub row: Point,
    pub finding: Finding,
    pub seen: String,
    pub answers: Vec<SeenAnswer>,
}

pub struct SeenAnswer {
    pub row: Answer,
    /// `None` for whoever may not read it: somebody else's, outside the accepted 従事者名簿.
    pub done: Option<String>,
    pub decision: Option<Decision>,
    pub remark: Option<String>,
}

impl SeenAnswer {
    pub fn done(&self) -> &str {
        self.done.as_deref().unwrap_or(UNREAD)
    }
}

impl SeenPoint {
    /// `None`: there is nothing to put right.
    pub fn correction(&self) -> Option<Correction> {
        let last = self.answers.last().map(|answer| answer.decision);
        (self.finding == Finding::Correct).then(|| Correction::of(last))
    }
}

impl Record {
    pub async fn find<P: Permission, M>(cx: &mut Ctx<P, M>, id: InspectionId) -> Result<Self> {
        let inspection = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let kind = InspectionKind::from_code(&inspection.kind);
        let mode = Mode::from_code(&inspection.mode);
        let state = InspectionState::from_code(&inspection.state);
        let known = kind.zip(mode).zip(state);
        let ((kind, mode), state) = known.ok_or_else(|| AppError::bug("unknown word in an inspection"))?;
        let unit = Unit::Unit(inspection.contract.0);
        let plan = cx.open_paper(unit, id.0, PLAN, &inspection.plan)?;
        let objection = inspection.objection.as_ref().map(|it| cx.open_paper(unit, id.0, OBJECTION, it));
        let result = inspection.result.as_ref().map(|it| cx.open_paper(unit, id.0, RESULT, it));
        let (objection, result) = (objection.transpose()?, result.transpose()?);
        let points = seen_points(cx, &inspection, kind).await?;
        Ok(Self { inspection, kind, mode, state, plan, objection, result, points })
    }

    pub fn id(&self) -> InspectionId {
        self.inspection.id
    }

    pub fn unit(&self) -> Unit {
        Unit::Unit(self.inspection.contract.0)
    }

    /// How many points are still to be put right.
    pub fn open_corrections(&self) -> usize {
        let is_open = |point: &&SeenPoint| point.correction().is_some_and(|it| it != Correction::Accepted);
        self.points.iter().filter(is_open).count()
    }
}

async fn seen_points<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    inspection: &Inspection,
    kind: InspectionKind,
) -> Result<Vec<SeenPoint>> {
    let unit = Unit::Unit(inspection.contract.0);
    let mut answers = Vec::new();
    for row in points::answers(cx.db(), inspection.id).await? {
        let done = row.sealed.as_ref().map(|it| cx.open_paper::<Done>(unit, row.id.0, DONE, it));
        let done = done.transpose()?.map(|done| done.0);
        let remark = row.remark.as_ref().map(|it| cx.open_paper::<Remark>(unit, row.id.0, REMARK, it));
        let remark = remark.transpose()?.map(|remark| remark.0);
        let decision = row.decision.as_deref().map(|word| AppError::known(word, Decision::from_code));
        answers.push(SeenAnswer { done, decision: decision.transpose()?, remark, row });
    }
    let mut seen = Vec::new();
    for row in points::of_inspection(cx.db(), inspection.id).await? {
        let words: Seen = cx.open_paper(unit, row.id.0, 1, &row.sealed)?;
        let finding = Finding::from_code(&row.result).ok_or_else(|| AppError::bug("unknown finding"))?;
        let (own, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(|one| one.row.point == row.id);
        answers = rest;
        seen.push(SeenPoint { row, finding, seen: words.0, answers: own });
    }
    let place = |code: &str| kind.points().iter().position(|point| point.code == code);
    seen.sort_by_key(|point| place(&point.row.code));
    Ok(seen)
}
