//! Daily anchors: the head of each ward's chain, signed (Ed25519), kept in the database and appended to `anchors.jsonl`
//! in the data directory, which can be carried to another place. A chain alone cannot show a cut tail.

use std::io::Write as _;

use ed25519_dalek::{Signer, SigningKey};
use time::Date;
use uuid::Uuid;

use crate::{
    app::App,
    kit::{
        db::Writes,
        error::{AppError, Result},
        permission::PoolKind,
    },
    vocab::dates::jst_date,
};

/// The key that signs anchors.
pub fn signing_key(
    keys: &crate::sealing::Keyring,
) -> std::result::Result<SigningKey, crate::sealing::SealProblem> {
    Ok(SigningKey::from_bytes(&*keys.anchor_seed()?))
}

pub(super) fn signed_text(ward: Uuid, day: Date, seq: i64, hash: &[u8]) -> Vec<u8> {
    let mut text = format!("kayoi anchor\u{1f}{ward}\u{1f}{day}\u{1f}{seq}\u{1f}").into_bytes();
    text.extend_from_slice(hash);
    text
}

/// Signs today's heads of all wards; a later call on the same day replaces the day's anchors. Returns how many.
pub async fn sign_heads(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let day = jst_date(now);
    let key = signing_key(&app.keys)?;
    let mut db = Writes::begin(app.pools.of(PoolKind::Worker)).await?;
    let heads = sqlx::query!("select ward_id, seq, hash from audit_head order by ward_id")
        .fetch_all(db.conn())
        .await?;
    let mut lines = String::new();
    for head in &heads {
        let signature = key.sign(&signed_text(head.ward_id, day, head.seq, &head.hash)).to_bytes().to_vec();
        sqlx::query!(
            "insert into audit_anchor (ward_id, on_day, seq, hash, signature, signed_at) values ($1, $2, $3, $4, $5, $6)
             on conflict (ward_id, on_day) do update set seq = excluded.seq, hash = excluded.hash, signature = excluded.signature, signed_at = excluded.signed_at",
            head.ward_id,
            day,
            head.seq,
            head.hash,
            signature,
            now
        )
        .execute(db.conn())
        .await?;
        let hex = |b: &[u8]| b.iter().map(|b| format!("{b:02x}")).collect::<String>();
        lines += &format!(
            "{}\n",
            serde_json::json!({ "ward": head.ward_id, "day": day.to_string(), "seq": head.seq, "hash": hex(&head.hash), "signature": hex(&signature) })
        );
    }
    db.commit().await?;
    append_line(&app.config.data.join("anchors.jsonl"), &lines).map_err(AppError::bug)?;
    Ok(heads.len())
}

fn append_line(path: &std::path::Path, lines: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}

/// Signs at start and then every six hours, until the program ends.
pub async fn keep_signing(app: App) {
    loop {
        if let Err(problem) = sign_heads(&app).await {
            tracing::warn!(%problem, "audit anchors were not signed");
        }
        tokio::time::sleep(std::time::Duration::from_secs(6 * 3600)).await;
    }
}
