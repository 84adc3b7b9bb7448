//! 求めの一件: a request with its answers, opened.

use super::{
    db::{self, Answer, Request},
    forms::{Asked, Remark, Reply},
    kinds::{Decision, RequestKind, Stance, Standing},
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        parts::UNREAD,
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::{WardRequestAnswerId, WardRequestId},
};

/// Versions of the sealed parts of an answer.
pub const REPLY: i32 = 1;
pub const REMARK: i32 = 2;

pub struct Thread {
    pub request: Request,
    pub kind: RequestKind,
    pub asked: String,
    pub answers: Vec<Opened>,
}

pub struct Opened {
    pub row: Answer,
    pub stance: Stance,
    /// `None` for whoever may not read it: somebody else's, outside the accepted 従事者名簿.
    pub reply: Option<Reply>,
    pub decision: Option<Decision>,
    pub remark: Option<String>,
}

impl Opened {
    pub fn words(&self) -> &str {
        self.reply.as_ref().map_or(UNREAD, |reply| reply.words.as_str())
    }

    /// Empty without a file.
    pub fn file_name(&self) -> &str {
        self.reply.as_ref().and_then(|reply| reply.file_name.as_deref()).unwrap_or_default()
    }
}

impl Thread {
    pub async fn find<P: Permission, M>(cx: &mut Ctx<P, M>, id: WardRequestId) -> Result<Self> {
        let request = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let kind = RequestKind::from_code(&request.kind).ok_or_else(|| AppError::bug("unknown request"))?;
        let unit = Unit::Unit(request.contract.0);
        let asked: Asked = cx.open_paper(unit, id.0, 1, &request.sealed)?;
        let mut answers = Vec::new();
        for row in db::answers(cx.db(), id).await? {
            let reply = row.sealed.as_ref().map(|it| cx.open_paper::<Reply>(unit, row.id.0, REPLY, it));
            let reply = reply.transpose()?;
            let remark = row.remark.as_ref().map(|it| cx.open_paper::<Remark>(unit, row.id.0, REMARK, it));
            let remark = remark.transpose()?.map(|remark| remark.0);
            let stance = Stance::from_code(&row.stance).ok_or_else(|| AppError::bug("unknown stance"))?;
            let decision = row.decision.as_deref().map(|word| AppError::known(word, Decision::from_code));
            answers.push(Opened { stance, reply, decision: decision.transpose()?, remark, row });
        }
        Ok(Self { request, kind, asked: asked.0, answers })
    }

    pub fn id(&self) -> WardRequestId {
        self.request.id
    }

    pub fn unit(&self) -> Unit {
        Unit::Unit(self.request.contract.0)
    }

    pub fn standing(&self) -> Standing {
        Standing::of(self.answers.last().map(|answer| answer.decision))
    }

    /// For the paper, which is whole or isn't handed out.
    pub fn is_whole(&self) -> bool {
        self.answers.iter().all(|answer| answer.reply.is_some())
    }

    pub fn answer(&self, id: WardRequestAnswerId) -> Result<&Opened> {
        self.answers.iter().find(|answer| answer.row.id == id).ok_or(AppError::NotFound)
    }
}
