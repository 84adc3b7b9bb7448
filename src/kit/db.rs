//! The one door to the database. A request's transaction is opened here and nowhere else; read functions take
//! [`Reads`], write functions [`Writes`], and only a context of an unsafe method can hand out the latter.

use std::ops::{Deref, DerefMut};

use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// An open transaction for queries that change nothing.
pub struct Reads {
    transaction: Transaction<'static, Postgres>,
}

impl Reads {
    /// The connection, for the macros of a `db.rs`.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

/// An open transaction that may change rows.
pub struct Writes(Reads);

impl Deref for Writes {
    type Target = Reads;
    fn deref(&self) -> &Reads {
        &self.0
    }
}

impl DerefMut for Writes {
    fn deref_mut(&mut self) -> &mut Reads {
        &mut self.0
    }
}

impl Writes {
    /// Opens a transaction. Until `enter()` has run in it, row-level security shows nothing.
    #[expect(clippy::disallowed_methods, reason = "the door itself")]
    pub async fn begin(pool: &PgPool) -> sqlx::Result<Self> {
        Ok(Self(Reads { transaction: pool.begin().await? }))
    }

    pub async fn commit(self) -> sqlx::Result<()> {
        self.0.transaction.commit().await
    }

    pub async fn rollback(self) -> sqlx::Result<()> {
        self.0.transaction.rollback().await
    }
}
