//! ファイルの出入り: the one way in which files leave, and the act that takes people in from one. When people are in a file, its
//! passing is an entry of the 受渡し管理簿; for a contractor an export or print is a copy and is taken out, so the clauses of its
//! contract may keep it in.

use super::{
    answer::{Committed, File},
    ctx::{Act, Ctx},
    error::Result,
    permission::Permission,
};
use crate::{
    audit::{self, Event},
    handovers::{self, Passage},
    permits::files,
};

impl<P: Permission, M> Ctx<P, M> {
    /// Ends with a file: an export or print is an event of its own.
    ///
    /// # Errors
    /// It names people, and the clauses of the contractor's contract don't let it leave today.
    pub async fn hand_out(mut self, event: Event, file: File) -> Result {
        if !self.opened.is_empty()
            && let Some(why) = files::kept_in(&mut self).await?
        {
            return self.refuse(files::refused::<P>(), why).await;
        }
        let event = event.of(self.opened.clone());
        audit::append(&mut self.db, &event, self.now, &self.request.id).await?;
        let passage = if file.inline { Passage::Printed } else { Passage::Exported };
        handovers::note(&mut self.db, &event, passage, self.now).await?;
        self.db.commit().await?;
        Ok(file.into())
    }
}

impl<P: Permission> Act<P> {
    /// Ends a write that took people in from a file: the event, and an entry of the 受渡し管理簿.
    pub async fn commit_taken_in(mut self, event: Event) -> Result<Committed> {
        let noted = event.clone().of(self.opened.clone());
        handovers::note(&mut self.db, &noted, Passage::Imported, self.now).await?;
        self.commit(event).await
    }
}
