//! What the pages load: a report with its words opened and its things by name.

use super::{
    db::{self, Report, SealedPhoto},
    details::{Details, PHOTO, Remark},
    methods::{MediumWords, Method},
    states::ErasureState,
    units::Unit as Given,
};
use crate::{
    filings::AttachmentKind,
    handovers,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::{Place, Unit},
    vocab::ids::{ErasureId, ErasurePhotoId, HeldItemId},
};

/// A report, its stored words understood.
pub struct Loaded {
    pub row: Report,
    pub state: ErasureState,
    pub unit: Given,
}

pub async fn report<P: Permission, M>(cx: &mut Ctx<P, M>, id: ErasureId) -> Result<Loaded> {
    understood(db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?)
}

pub fn understood(row: Report) -> Result<Loaded> {
    let state =
        ErasureState::from_code(&row.state).ok_or_else(|| AppError::bug("unknown state of an erasure"))?;
    Ok(Loaded { state, unit: Given::of(row.course, row.participant), row })
}

impl Loaded {
    pub fn unit_name(&self) -> String {
        match self.unit {
            Given::Contract => "契約全体".into(),
            Given::Course(_) => format!("教室：{}", self.row.course_name.clone().unwrap_or_default()),
            Given::Person(_) => self
                .row
                .participant_number
                .map_or_else(|| "参加者1人".into(), |number| format!("参加者番号{number}")),
        }
    }
}

pub fn details<P: Permission, M>(cx: &Ctx<P, M>, row: &Report) -> Result<Details> {
    cx.open_paper(Unit::Unit(row.contract.0), row.id.0, 1, &row.sealed)
}

/// A photo as it was stored: bare of place and time.
pub fn photo<P: Permission, M>(
    cx: &Ctx<P, M>,
    id: ErasurePhotoId,
    photo: &SealedPhoto,
) -> Result<(AttachmentKind, Vec<u8>)> {
    let kind =
        AttachmentKind::from_code(&photo.kind).ok_or_else(|| AppError::bug("unknown kind of photo"))?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let bytes = cx.app().keys.unseal_raw(Unit::Unit(photo.contract.0), PHOTO, place, &photo.file)?;
    Ok((kind, bytes))
}

pub fn remark<P: Permission, M>(cx: &Ctx<P, M>, row: &Report) -> Result<String> {
    match &row.remark {
        Some(sealed) => Ok(cx.open_paper::<Remark>(Unit::Unit(row.contract.0), row.id.0, 2, sealed)?.0),
        None => Ok(String::new()),
    }
}

/// A thing of a report, in words.
pub struct Destroyed {
    /// `None` for whoever may not see the ledger.
    pub item: Option<HeldItemId>,
    pub name: String,
    pub medium: &'static str,
    pub amount: String,
    pub method: Method,
    pub words: MediumWords,
}

impl Destroyed {
    /// 「参加予定者名簿（紙）」
    pub fn title(&self) -> String {
        if self.medium.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.medium) }
    }
}

pub async fn destroyed<P: Permission, M>(cx: &mut Ctx<P, M>, row: &Report) -> Result<Vec<Destroyed>> {
    let mut things = Vec::new();
    for line in db::lines(cx.db(), row.id).await? {
        let words = cx.open_paper(Unit::Unit(row.contract.0), line.id, 1, &line.sealed)?;
        let thing = handovers::thing(cx, line.item).await?;
        let item = thing.as_ref().map(|_| line.item);
        let (name, medium, counter) = match thing {
            Some((name, medium)) => (name, medium.label(), medium.counter()),
            None => ("（従事者名簿に載ると見られます）".into(), "", ""),
        };
        let method = Method::from_code(&line.method).ok_or_else(|| AppError::bug("unknown method"))?;
        things.push(Destroyed {
            item,
            name,
            medium,
            amount: format!("{}{counter}", line.quantity),
            method,
            words,
        });
    }
    Ok(things)
}
