//! `kayoi audit verify`: recomputes every link of every ward's chain in Rust, so that a changed, inserted or removed row
//! is found even where the database's own functions were tampered with; a cut tail shows against the signed anchors.

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::anchors::Anchor;

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
        verified.breaks.extend(check_head(connection, ward, &links).await?);
        verified.breaks.extend(check_subjects(connection, ward).await?);
        let (anchors, broken) = check_anchors(connection, ward, &links, anchor_key).await?;
        verified.anchors += anchors;
        verified.breaks.extend(broken);
    }
    Ok(verified)
}

/// Checks every line of `anchors.jsonl`, the copy of the anchors outside the database: what was once signed must still
/// stand, also when all of a ward's rows and anchors are gone.
pub async fn verify_anchor_file(
    connection: &mut PgConnection,
    lines: &str,
    anchor_key: &SigningKey,
) -> sqlx::Result<Vec<Break>> {
    let mut broken = Vec::new();
    for line in lines.lines() {
        let Some(anchor) = Anchor::read(line) else {
            broken.push(Break { ward: Uuid::nil(), seq: 0, why: "a line of anchors.jsonl can't be read" });
            continue;
        };
        let stored: Option<Vec<u8>> =
            sqlx::query_scalar("select hash from audit_event where ward_id = $1 and seq = $2")
                .bind(anchor.ward)
                .bind(anchor.seq)
                .fetch_optional(&mut *connection)
                .await?;
        if !anchor.is_genuine(anchor_key) {
            broken.push(Break {
                ward: anchor.ward,
                seq: anchor.seq,
                why: "a line of anchors.jsonl isn't signed by us",
            });
        } else if anchor.seq > 0 && stored.as_ref() != Some(&anchor.hash) {
            broken.push(Break {
                ward: anchor.ward,
                seq: anchor.seq,
                why: "anchors.jsonl points at a row that is gone or different",
            });
        }
    }
    Ok(broken)
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

/// The head is kept beside the rows: it must be the last row.
async fn check_head(
    connection: &mut PgConnection,
    ward: Uuid,
    links: &[Link],
) -> sqlx::Result<Option<Break>> {
    let head: Option<(i64, Vec<u8>)> = sqlx::query_as("select seq, hash from audit_head where ward_id = $1")
        .bind(ward)
        .fetch_optional(connection)
        .await?;
    let stands = match (&head, links.last()) {
        (Some((seq, hash)), Some(last)) => *seq == last.seq && *hash == last.hash,
        (Some((seq, _)), None) => *seq == 0,
        (None, last) => last.is_none(),
    };
    let seq = head.map_or(0, |(seq, _)| seq);
    Ok((!stands).then_some(Break { ward, seq, why: "the rows end before the head, or the head is gone" }))
}

/// The index of whose record was touched must say what the rows say.
async fn check_subjects(connection: &mut PgConnection, ward: Uuid) -> sqlx::Result<Option<Break>> {
    let seq: Option<i64> = sqlx::query_scalar(
        "select min(seq) from (
           (select seq, unnest(participant_ids) from audit_event where ward_id = $1 except select seq, participant_id from audit_subject where ward_id = $1)
           union all
           (select seq, participant_id from audit_subject where ward_id = $1 except select seq, unnest(participant_ids) from audit_event where ward_id = $1)
         ) differing",
    )
    .bind(ward)
    .fetch_one(connection)
    .await?;
    Ok(seq.map(|seq| Break { ward, seq, why: "the index of participants differs from the row" }))
}

async fn check_anchors(
    connection: &mut PgConnection,
    ward: Uuid,
    links: &[Link],
    key: &SigningKey,
) -> sqlx::Result<(usize, Vec<Break>)> {
    let rows: Vec<(i64, Vec<u8>, Vec<u8>, time::Date)> = sqlx::query_as(
        "select seq, hash, signature, on_day from audit_anchor where ward_id = $1 order by on_day",
    )
    .bind(ward)
    .fetch_all(connection)
    .await?;
    let anchors: Vec<Anchor> = rows
        .into_iter()
        .map(|(seq, hash, signature, day)| Anchor { ward, day, seq, hash, signature })
        .collect();
    let mut broken = Vec::new();
    for anchor in &anchors {
        let link = usize::try_from(anchor.seq - 1).ok().and_then(|i| links.get(i));
        let stands =
            anchor.seq == 0 || link.is_some_and(|link| link.seq == anchor.seq && link.hash == anchor.hash);
        if !anchor.is_genuine(key) {
            broken.push(Break { ward, seq: anchor.seq, why: "the anchor's signature is not ours" });
        } else if !stands {
            broken.push(Break {
                ward,
                seq: anchor.seq,
                why: "the anchor points at a row that is gone or different",
            });
        }
    }
    Ok((anchors.len(), broken))
}
