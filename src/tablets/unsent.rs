//! 終了の前に: what the tablets with a pack of a session last said, as the page that closes it asks. One that has entries keeps the
//! session open; of one that never said anything somebody has to say that they looked.

use super::db::packs::{self, Told};
use crate::{
    kit::{db::Reads, error::Result},
    vocab::{dates::jst_stamp, ids::SessionId},
};

/// What stands before the closing of a session.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Sentences that keep it open.
    pub waiting: Vec<String>,
    /// Tablets that never said anything since they were prepared, in sentences.
    pub silent: Vec<String>,
}

pub async fn of_session(db: &mut Reads, session: SessionId) -> Result<Unsent> {
    Ok(told(&packs::holding(db, session).await?))
}

fn told(all: &[Told]) -> Unsent {
    let mut unsent = Unsent::default();
    for one in all {
        match one.unsent {
            Some(0) => {}
            Some(n) => unsent.waiting.push(format!(
                "「{}」に、まだ送っていない記録が{n}件あります。端末をつないで送ってから、終了してください。",
                one.label
            )),
            None => unsent.silent.push(format!(
                "「{}」は、{}に準備してから連絡がありません。",
                one.label,
                jst_stamp(one.made_at)
            )),
        }
    }
    unsent
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::TabletId;

    #[test]
    fn what_is_unsent_waits_and_what_is_silent_is_asked() {
        let one = |label: &str, unsent| Told {
            tablet: TabletId(Uuid::nil()),
            label: label.into(),
            unsent,
            made_at: datetime!(2026-11-20 9:00 +9),
        };
        let unsent = told(&[one("端末A", Some(0)), one("端末B", Some(3)), one("端末C", None)]);
        assert_eq!(unsent.waiting.len(), 1);
        assert!(unsent.waiting[0].contains("端末B") && unsent.waiting[0].contains("3件"));
        assert!(unsent.silent[0].starts_with("「端末C」は、"));
        assert_eq!(told(&[]), Unsent::default());
    }
}
