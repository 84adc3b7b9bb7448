//! Daily anchors: the head of each ward's chain, signed (Ed25519), kept in the database and appended to `anchors.jsonl`
//! in the data directory, which can be carried to another place. A chain alone cannot show a cut tail.

use std::io::Write as _;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    app::App,
    kit::{
        db::Writes,
        error::{AppError, Result},
        permission::PoolKind,
    },
    sealing::{Keyring, SealProblem},
    vocab::dates::jst_date,
};

/// Where the anchors are kept outside the database, in the data directory.
pub const FILE: &str = "anchors.jsonl";

/// The head of a ward's chain on a day, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    pub ward: Uuid,
    pub day: Date,
    pub seq: i64,
    pub hash: Vec<u8>,
    pub signature: Vec<u8>,
}

/// An anchor as a line of the file.
#[derive(Serialize, Deserialize)]
struct AnchorLine {
    ward: Uuid,
    day: Date,
    seq: i64,
    hash: String,
    signature: String,
}

impl Anchor {
    fn sign(key: &SigningKey, ward: Uuid, day: Date, seq: i64, hash: Vec<u8>) -> Self {
        let mut anchor = Self { ward, day, seq, hash, signature: Vec::new() };
        anchor.signature = key.sign(&anchor.text()).to_bytes().to_vec();
        anchor
    }

    /// Reads a line of the file.
    pub fn read(line: &str) -> Option<Self> {
        let line: AnchorLine = serde_json::from_str(line).ok()?;
        let (hash, signature) = (STANDARD.decode(line.hash).ok()?, STANDARD.decode(line.signature).ok()?);
        Some(Self { ward: line.ward, day: line.day, seq: line.seq, hash, signature })
    }

    fn write(&self) -> std::result::Result<String, serde_json::Error> {
        let (hash, signature) = (STANDARD.encode(&self.hash), STANDARD.encode(&self.signature));
        serde_json::to_string(&AnchorLine { ward: self.ward, day: self.day, seq: self.seq, hash, signature })
    }

    /// Whether it was signed with our key.
    pub fn is_genuine(&self, key: &SigningKey) -> bool {
        Signature::from_slice(&self.signature)
            .is_ok_and(|signature| key.verifying_key().verify(&self.text(), &signature).is_ok())
    }

    fn text(&self) -> Vec<u8> {
        let mut text =
            format!("kayoi anchor\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}", self.ward, self.day, self.seq).into_bytes();
        text.extend_from_slice(&self.hash);
        text
    }
}

/// The key that signs anchors.
pub fn signing_key(keys: &Keyring) -> std::result::Result<SigningKey, SealProblem> {
    Ok(SigningKey::from_bytes(&*keys.anchor_seed()?))
}

/// Signs the heads of all wards; a later call on the same day replaces the day's anchors in the database, the file
/// keeps all. Returns how many.
pub async fn sign_heads(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let key = signing_key(&app.keys)?;
    let mut db = Writes::begin(app.pools.of(PoolKind::Worker)).await?;
    let heads = sqlx::query!("select ward_id, seq, hash from audit_head order by ward_id")
        .fetch_all(db.conn())
        .await?;
    let mut lines = String::new();
    let signed = heads.len();
    for head in heads {
        let anchor = Anchor::sign(&key, head.ward_id, jst_date(now), head.seq, head.hash);
        store(&mut db, &anchor, now).await?;
        lines += &anchor.write().map_err(AppError::bug)?;
        lines.push('\n');
    }
    db.commit().await?;
    append(&app.config.data.join(FILE), &lines).map_err(AppError::bug)?;
    Ok(signed)
}

async fn store(db: &mut Writes, anchor: &Anchor, now: time::OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into audit_anchor (ward_id, on_day, seq, hash, signature, signed_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (ward_id, on_day) do update
           set seq = excluded.seq, hash = excluded.hash, signature = excluded.signature, signed_at = excluded.signed_at",
        anchor.ward,
        anchor.day,
        anchor.seq,
        anchor.hash,
        anchor.signature,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

fn append(path: &std::path::Path, lines: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}

/// Signs a minute after the start and then every hour, until the program ends.
pub async fn keep_signing(app: App) {
    let mut pause = std::time::Duration::from_secs(60);
    loop {
        tokio::time::sleep(pause).await;
        if let Err(problem) = sign_heads(&app).await {
            tracing::warn!(%problem, "audit anchors were not signed");
        }
        pause = std::time::Duration::from_secs(3600);
    }
}
