//! 拒否: requests that end in a refusal which has to be known. Whatever was begun is undone, the attempt stands in the audit stream.

use uuid::Uuid;

use super::{
    actor::enter,
    ctx::Ctx,
    db::Writes,
    error::{AppError, Result},
    permission::Permission,
};
use crate::audit::{self, Event};

impl<P: Permission, M> Ctx<P, M> {
    /// Ends a request for a file that isn't there for this reader. Another contract's looks like nobody's, and the attempt is known.
    pub async fn missing(mut self, id: Uuid) -> Result {
        let event = Event::new("file.missing").about(id).with("permission", P::NAME);
        audit::append(&mut self.db, &event, self.now, &self.request.id).await?;
        self.db.commit().await?;
        Err(AppError::Missing)
    }

    /// Ends what a rule refuses and that has to be known: whatever the request had written is rolled back, the attempt is in the
    /// audit stream, the person reads the sentence.
    pub async fn refuse(self, event: Event, refusal: impl std::fmt::Display) -> Result {
        let Self { app, db, actor, now, request, .. } = self;
        db.rollback().await?;
        let mut db = Writes::begin(app.pools.of(actor.role.pool())).await?;
        enter(&mut db, &request.token, now).await?.ok_or(AppError::LoginRequired)?;
        audit::append(&mut db, &event, now, &request.id).await?;
        db.commit().await?;
        Err(AppError::Declined(refusal.to_string()))
    }
}
