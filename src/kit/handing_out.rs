//! ファイルの出入り: the one way in which files leave, and the act that takes people in from one. When people are in a file, its
//! passing is an entry of the 受渡し管理簿; for a contractor an export or print is a copy and is taken out, so the clauses of its
//! contract may keep it in.

use std::collections::BTreeSet;

use super::{
    answer::{Committed, File},
    ctx::{Act, Ctx},
    error::{AppError, Result},
    permission::Permission,
};
use crate::{
    audit::{self, Event},
    handovers::{self, Passage},
    permits::files,
    vocab::ids::{HandoverId, ParticipantId},
};

/// 誰のことが書かれているか: whom a file names, said by whoever lets it pass, so that no new file can leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Those whose records were opened for it, when any were.
    Opened,
    /// It came from outside, or somebody's own words stand in it: it may name people the program doesn't know of.
    Unread,
    /// The same, but it comes from the other side to this one: taking it is the handover itself, no copy of one's own.
    Given,
    /// Nobody: figures, forms, and papers about the contract. Staff are named on some of them, participants never.
    Nobody,
}

impl Whom {
    /// The event with whom the file names.
    ///
    /// # Errors
    /// It was to name nobody, and people's records were opened for it.
    fn told(self, event: Event, opened: &BTreeSet<ParticipantId>) -> Result<Event> {
        let event = event.of(opened.iter().copied());
        match self {
            Self::Opened => Ok(event),
            Self::Unread | Self::Given => Ok(event.unread()),
            Self::Nobody if !event.names_people() => Ok(event),
            Self::Nobody => Err(AppError::bug("people were opened for a file that names nobody")),
        }
    }
}

impl<P: Permission, M> Ctx<P, M> {
    /// Ends with a file: an export or print is an event of its own.
    ///
    /// # Errors
    /// It may name people, and the clauses of the contractor's contract don't let it leave today.
    pub async fn hand_out(mut self, event: Event, whom: Whom, file: File) -> Result {
        let event = whom.told(event, &self.opened)?;
        if whom != Whom::Given
            && event.names_people()
            && let Some(why) = files::kept_in(&mut self).await?
        {
            return self.refuse(files::refused::<P>(), why).await;
        }
        audit::append(&mut self.db, &event, self.now, &self.request.id).await?;
        let passage = if file.inline { Passage::Printed } else { Passage::Exported };
        handovers::note(&mut self.db, &event, passage, self.now).await?;
        self.db.commit().await?;
        Ok(file.into())
    }
}

impl<P: Permission> Act<P> {
    /// Ends a write that put people's records onto a tablet: a copy that is taken out. Its entry of the 受渡し管理簿 has the id that
    /// the pack points at. The caller has asked [`files::kept_in`]; the wall asks it again.
    pub async fn commit_packed(mut self, event: Event, entry: HandoverId) -> Result<Committed> {
        let event = Whom::Opened.told(event, &self.opened)?;
        audit::append(&mut self.db, &event, self.now, &self.request.id).await?;
        handovers::note_as(&mut self.db, entry, Passage::Exported).await?;
        self.db.commit().await?;
        Ok(Committed(()))
    }

    /// Ends a write that took something in from a file: the event, and an entry of the 受渡し管理簿.
    pub async fn commit_taken_in(mut self, event: Event, whom: Whom) -> Result<Committed> {
        let event = whom.told(event, &self.opened)?;
        audit::append(&mut self.db, &event, self.now, &self.request.id).await?;
        handovers::note(&mut self.db, &event, Passage::Imported, self.now).await?;
        self.db.commit().await?;
        Ok(Committed(()))
    }
}
