//! 保留: what couldn't be taken is sealed and kept until a person decides, once, however often it is sent.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::db::{Tablet, parked};
use crate::{
    kit::{
        ctx::Act,
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::{Sealable, Unit},
    vocab::ids::{ParkedOperationId, SessionId},
};

/// Why an entry waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The proof isn't the recorder's.
    Proof,
    /// Nobody of that account has an unlock on the tablet, or they weren't in the 従事者名簿 then.
    Recorder,
    /// Not on the roster of the day.
    Person,
    /// No such session under this contract.
    Session,
    /// A value that can't be, or a version that was never there.
    Value,
    /// The session takes no record any more, or not yet.
    Closed,
    /// Recorded before the permission began or after it ended.
    TooLate,
    /// It doesn't read as an entry.
    Unreadable,
}

impl Reason {
    pub const ALL: [Self; 8] = [
        Self::Proof,
        Self::Recorder,
        Self::Person,
        Self::Session,
        Self::Value,
        Self::Closed,
        Self::TooLate,
        Self::Unreadable,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::Recorder => "recorder",
            Self::Person => "person",
            Self::Session => "session",
            Self::Value => "value",
            Self::Closed => "closed",
            Self::TooLate => "too_late",
            Self::Unreadable => "unreadable",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Why, for the person who decides.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Proof => "記録した人の証明が合いません。だれが記録したか、本人に確かめてください。",
            Self::Recorder => {
                "記録した人が、この端末の記録者でないか、その時に従事者名簿にいません。本人に確かめてください。"
            }
            Self::Person => "この日の名簿にいない人の記録です。だれの記録か確かめてください。",
            Self::Session => "この契約にない回の記録です。",
            Self::Value => {
                "値がありえない範囲か、画面が知らない版に書かれています。紙か本人に確かめてください。"
            }
            Self::Closed => {
                "この回は記録を受け付けていません（中止、報告の承認ずみ、実施日の前など）。区に確かめてください。"
            }
            Self::TooLate => "端末の許可の期間の外の記録です。記録してよいか、区に確かめてください。",
            Self::Unreadable => {
                "読み取れない形の記録です。端末を使った人に確かめ、必要なら手で入力してください。"
            }
        }
    }

    /// For the tablet.
    pub fn message(self) -> String {
        format!("保留にしました（失われていません）。{}", self.sentence())
    }
}

/// What was sent, sealed with the key of its course, else of the contract.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Held {
    pub session: String,
    /// `operation`, `incident`, `text` (an envelope that opens and doesn't read as an entry) or `envelope` (one that doesn't open).
    pub kind: String,
    pub sent: Value,
}

impl Sealable for Held {
    const TABLE: &'static str = "parked_operation";
}

/// Why it was set aside.
#[derive(Serialize, Deserialize)]
pub struct Aside(pub String);

impl Sealable for Aside {
    const TABLE: &'static str = "parked_operation.words";
}

/// The version of a row once it was decided on.
pub const DECIDED: i32 = 2;

/// What a row is named by: the same entry, sent again, is the same.
fn digest(held: &Held) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [held.session.as_str(), &held.kind, &held.sent.to_string()] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_vec()
}

/// Most entries of a tablet that wait at a time. More come from a broken program: they stay on the tablet until somebody has decided.
const MOST: i64 = 1_000;

/// Parks what was sent.
///
/// # Errors
/// Too many wait.
pub async fn park<P: Permission>(
    cx: &mut Act<P>,
    tablet: &Tablet,
    held: &Held,
    reason: Reason,
) -> Result<()> {
    if parked::waiting_of(cx.db(), tablet.id).await? >= MOST {
        return Err(AppError::Stale(format!(
            "この端末の保留の記録が{MOST}件になりました。事業者の管理者が保留を決めるまで、記録は端末に残ります。"
        )));
    }
    let session = held.session.parse::<Uuid>().ok().map(SessionId);
    let place = match session {
        Some(session) => parked::place(cx.db(), session).await?.filter(|(_, of)| *of == tablet.contract),
        None => None,
    };
    let place = session.zip(place.map(|(course, _)| course));
    let sealed_for = place.map_or(tablet.contract.0, |(_, course)| course.0);
    let id = ParkedOperationId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(sealed_for), id.0, 1, held)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = parked::NewParked {
        id,
        contract: tablet.contract,
        tablet: tablet.id,
        session: place,
        digest: &digest(held),
        sealed: &sealed,
        sealed_for,
        reason: reason.code(),
        by,
        now,
    };
    Ok(parked::insert(cx.write(), &new).await?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_same_entry_is_parked_once_and_another_for_itself() {
        let held = |session: &str, value: &str| Held {
            session: session.into(),
            kind: "operation".into(),
            sent: json!({"key": "k", "value": value}),
        };
        assert_eq!(digest(&held("s", "a")), digest(&held("s", "a")));
        assert_ne!(digest(&held("s", "a")), digest(&held("s", "b")));
        assert_ne!(digest(&held("s", "a")), digest(&held("t", "a")));
        assert!(Reason::ALL.iter().all(|reason| Reason::from_code(reason.code()) == Some(*reason)));
    }
}
