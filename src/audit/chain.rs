//! `kayoi audit verify`: recomputes every link of every ward's chain in Rust, so that a changed, inserted or removed row
//! is found even where the database's own functions were tampered with; a cut tail shows against the signed anchors.

use ed25519_dalek::{Signature, SigningKey, Verifier};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// The first thing wrong in one ward's stream.
#[derive(Debug, PartialEq, Eq)]
pub struct Break {
    pub ward: Uuid,
    pub seq: i64,
    pub why: &'static str,
}

/// What a verification looked at.
#[derive(Debug, Default)]
pub struct Verified {
    pub wards: usize,
    pub events: usize,
    pub anchors: usize,
    pub breaks: Vec<Break>,
}

/// Checks all chains. The connection must see every ward (administrator or backup role).
pub async fn verify(connection: &mut PgConnection, anchor_key: &SigningKey) -> sqlx::Result<Verified> {
    let mut verified = Verified::default();
    let wards: Vec<Uuid> = sqlx::query_scalar("select ward_id from audit_head union select ward_id from audit_event union select ward_id from audit_anchor order by 1")
        .fetch_all(&mut *connection)
        .await?;
    for ward in wards {
        verified.wards += 1;
        let links = read_links(connection, ward).await?;
        verified.events += links.len();
        if let Some((seq, why)) = first_break(&links) {
            verified.breaks.push(Break { ward, seq, why });
        }
        let (anchors, broken) = check_anchors(connection, ward, &links, anchor_key).await?;
        verified.anchors += anchors;
        verified.breaks.extend(broken);
    }
    Ok(verified)
}

/// One row, its canonical text put together again from the columns.
struct Link {
    seq: i64,
    text: String,
    prev: Vec<u8>,
    hash: Vec<u8>,
}

async fn read_links(connection: &mut PgConnection, ward: Uuid) -> sqlx::Result<Vec<Link>> {
    let rows = sqlx::query(
        "select seq, (extract(epoch from at) * 1000000)::bigint as micros, account_id, organisation, role, action, object_id, contract_id,
                participant_ids, detail::text as detail, request_id, prev, hash
         from audit_event where ward_id = $1 order by seq",
    )
    .bind(ward)
    .fetch_all(connection)
    .await?;
    rows.iter().map(link).collect()
}

fn link(row: &sqlx::postgres::PgRow) -> sqlx::Result<Link> {
    let or_dash = |id: Option<Uuid>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let seq: i64 = row.try_get("seq")?;
    let micros: i64 = row.try_get("micros")?;
    let participants: Vec<Uuid> = row.try_get("participant_ids")?;
    let fields = [
        seq.to_string(),
        micros.to_string(),
        or_dash(row.try_get("account_id")?),
        row.try_get("organisation")?,
        row.try_get("role")?,
        row.try_get("action")?,
        or_dash(row.try_get("object_id")?),
        or_dash(row.try_get("contract_id")?),
        participants.iter().map(Uuid::to_string).collect::<Vec<_>>().join(","),
        row.try_get("detail")?,
        row.try_get("request_id")?,
    ];
    Ok(Link { seq, text: fields.join("\u{1f}"), prev: row.try_get("prev")?, hash: row.try_get("hash")? })
}

fn first_break(links: &[Link]) -> Option<(i64, &'static str)> {
    let (mut expected, mut before) = (1, vec![0]);
    for link in links {
        if link.seq != expected {
            return Some((expected, "a row is missing"));
        }
        if link.prev != before {
            return Some((link.seq, "the row does not follow the one before it"));
        }
        let hash =
            Sha256::new().chain_update(&link.prev).chain_update(link.text.as_bytes()).finalize().to_vec();
        if hash != link.hash {
            return Some((link.seq, "the row was changed"));
        }
        (expected, before) = (link.seq + 1, hash);
    }
    None
}

async fn check_anchors(
    connection: &mut PgConnection,
    ward: Uuid,
    links: &[Link],
    key: &SigningKey,
) -> sqlx::Result<(usize, Vec<Break>)> {
    let anchors: Vec<(i64, Vec<u8>, Vec<u8>, time::Date)> = sqlx::query_as(
        "select seq, hash, signature, on_day from audit_anchor where ward_id = $1 order by on_day",
    )
    .bind(ward)
    .fetch_all(connection)
    .await?;
    let mut broken = Vec::new();
    for (seq, hash, signature, day) in &anchors {
        let genuine = Signature::from_slice(signature).is_ok_and(|s| {
            key.verifying_key().verify(&super::anchors::signed_text(ward, *day, *seq, hash), &s).is_ok()
        });
        let stands = *seq == 0
            || usize::try_from(*seq - 1)
                .ok()
                .and_then(|i| links.get(i))
                .is_some_and(|l| l.seq == *seq && &l.hash == hash);
        if !genuine {
            broken.push(Break { ward, seq: *seq, why: "the anchor's signature is not ours" });
        } else if !stands {
            broken.push(Break {
                ward,
                seq: *seq,
                why: "the anchor points at a row that is gone or different",
            });
        }
    }
    Ok((anchors.len(), broken))
}
