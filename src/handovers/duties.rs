//! 義務との結び付き: what passes opens the duties that the clauses hang on it; each side's confirmation closes what that side owes.

use time::Date;

use super::{kinds::Kind, loading::Entry};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Arisen, Evidence, Occasion},
};

/// It was given: plan, record and whatever else the clauses ask of a handover fall due, and the giving side has done its part.
pub async fn given<P: Permission>(cx: &mut Act<P>, entry: &Entry, on: Date) -> Result<()> {
    let came_up = arisen(entry, Occasion::Handover, on);
    obligations::arise(cx, entry.contract()?, &came_up).await?;
    done(cx, entry, &came_up).await
}

/// It was received: the taking side has done its part, and of what the ward gave the 預かり証 is there.
pub async fn received<P: Permission>(cx: &mut Act<P>, entry: &Entry, on: Date) -> Result<()> {
    done(cx, entry, &arisen(entry, Occasion::Handover, on)).await?;
    if entry.kind == Kind::Out {
        let came_up = arisen(entry, Occasion::Receipt, on);
        obligations::arise(cx, entry.contract()?, &came_up).await?;
        done(cx, entry, &came_up).await?;
    }
    Ok(())
}

fn arisen(entry: &Entry, occasion: Occasion, on: Date) -> Arisen {
    Arisen {
        occasion,
        on,
        key: entry.row.id.to_string(),
        subject: entry.channel.label().to_owned(),
        due_on: None,
    }
}

async fn done<P: Permission>(cx: &mut Act<P>, entry: &Entry, of: &Arisen) -> Result<()> {
    let by = cx.actor().account;
    obligations::register_settled(cx, entry.contract()?, Evidence::Handover, &of.occurrence(), of.on, by)
        .await?;
    Ok(())
}
