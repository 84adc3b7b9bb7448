//! Page functions, by what a person is doing.

pub mod care_plans;
pub mod course;
pub mod inbox;
pub mod print;
pub mod reading;
pub mod receiving;
pub mod sending;
pub mod writing;

use super::{
    db::{self, Sheet},
    kinds::{Kind, Reader, Sight},
    states::LiaisonState,
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    participants::{Person, people},
    vocab::ids::{LiaisonSheetId, ParticipantId},
};

/// A sheet and where the person stands to it.
struct Found {
    sheet: Sheet,
    kind: Kind,
    state: LiaisonState,
    reader: Reader,
    sight: Sight,
}

impl Found {
    async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: LiaisonSheetId) -> Result<Self> {
        let sheet = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        cx.because_of(sheet.contract);
        let (kind, state) = (sheet.kind()?, sheet.state()?);
        let reader = Reader::of(cx.actor().role, kind.direction());
        let sight = reader.sees(state);
        if sight == Sight::Nothing {
            return Err(AppError::NotFound);
        }
        Ok(Self { sheet, kind, state, reader, sight })
    }

    /// The same, for the side that wrote it.
    async fn of_sender<P: Permission, M>(cx: &mut Ctx<P, M>, id: LiaisonSheetId) -> Result<Self> {
        Self::load(cx, id).await?.demand(Reader::Sender)
    }

    /// The same, for the side it was sent to.
    async fn of_receiver<P: Permission, M>(cx: &mut Ctx<P, M>, id: LiaisonSheetId) -> Result<Self> {
        Self::load(cx, id).await?.demand(Reader::Receiver)
    }

    fn demand(self, reader: Reader) -> Result<Self> {
        if self.reader == reader {
            return Ok(self);
        }
        let sentence = match reader {
            Reader::Sender => "この連絡を書いた側の人だけができる操作です。",
            Reader::Receiver => "この連絡を受け取った側の人だけができる操作です。",
            Reader::Ward => "区の担当者だけができる操作です。",
        };
        Err(AppError::Forbidden(sentence.into()))
    }

    fn href(&self) -> String {
        format!("/liaison/{}", self.sheet.id)
    }
}

/// The person of a sheet as this reader may see the register: a contractor through the contract's items.
async fn person<P: Permission, M>(cx: &mut Ctx<P, M>, participant: ParticipantId) -> Result<Person> {
    let row = people::find(cx.db(), participant).await?.ok_or(AppError::NotFound)?;
    let items = match cx.actor().contract {
        Some(contract) if cx.actor().role.is_contractor() => Some(people::items_of(cx.db(), contract).await?),
        Some(_) | None => None,
    };
    people::open(cx, row, items.as_deref())
}
