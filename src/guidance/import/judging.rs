//! Judging the lines: who is in the register, who is a target already, and what the criteria say of each.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{self, Candidate};
use crate::{
    guidance::{db::targets, loading::Place},
    kit::{ctx::Ctx, error::Result, permission::Permission},
    participants::{
        arrivals::{self, Line},
        entry::Entry,
        people, tokens,
    },
    verdict::Verdict,
    vocab::ids::ParticipantId,
};

/// A line that can be taken in.
pub struct Ready {
    pub candidate: Candidate,
    pub verdict: Verdict,
    /// Names of the values whose lack leaves a 判定不能.
    pub missing: Vec<String>,
    /// Who of the register this may be.
    pub known: Option<Known>,
}

/// Somebody of the register with the same reading and birth date.
#[derive(Clone)]
pub struct Known {
    pub id: ParticipantId,
    pub number: i32,
    pub name: String,
    pub address: String,
}

/// A line with what is wrong, or what it comes to.
pub struct Judged {
    pub number: usize,
    pub found: std::result::Result<Ready, Vec<String>>,
}

pub async fn judge<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    place: &Place,
    lines: &[Line],
) -> Result<Vec<Judged>> {
    let (districts, today) = (arrivals::districts(cx.db()).await?, cx.today());
    let read: Vec<_> =
        lines.iter().map(|line| columns::read(line, place.guidance, &districts, today)).collect();
    let known = known_people(cx, &read).await?;
    let live: BTreeSet<ParticipantId> =
        targets::live_people(cx.db(), place.contract.id).await?.into_iter().map(ParticipantId).collect();
    let mut earlier: BTreeMap<String, usize> = BTreeMap::new();
    let settle = |(line, read): (&Line, std::result::Result<Candidate, Vec<String>>)| Judged {
        number: line.number,
        found: read
            .and_then(|candidate| settle(line.number, candidate, place, (&known, &live), &mut earlier)),
    };
    Ok(lines.iter().zip(read).map(settle).collect())
}

fn settle(
    number: usize,
    candidate: Candidate,
    place: &Place,
    (known, live): (&BTreeMap<String, Known>, &BTreeSet<ParticipantId>),
    earlier: &mut BTreeMap<String, usize>,
) -> std::result::Result<Ready, Vec<String>> {
    let key = same(&candidate.entry);
    let first = *earlier.entry(key.clone()).or_insert(number);
    if first != number {
        return Err(vec![format!("カナと生年月日が{first}行目と同じです。1人1行にしてください。")]);
    }
    let known = known.get(&key).cloned();
    if let Some(known) = known.as_ref().filter(|known| live.contains(&known.id)) {
        return Err(vec![format!("すでにこの契約の対象者です（参加者番号 {}）。", known.number)]);
    }
    let verdict = place.guidance.select(&candidate.readings);
    let missing = place.guidance.missing(&candidate.readings).into_iter().map(|value| value.name).collect();
    Ok(Ready { candidate, verdict, missing, known })
}

fn same(entry: &Entry) -> String {
    tokens::same_person_text(&entry.identity.family_kana, &entry.identity.given_kana, entry.identity.born_on)
}

/// Registered people who may be those of the list, by reading and birth date; of several the one registered first.
async fn known_people<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    read: &[std::result::Result<Candidate, Vec<String>>],
) -> Result<BTreeMap<String, Known>> {
    let key = cx.app().keys.search_key(cx.ward().0)?;
    let token = |candidate: &Candidate| {
        let identity = &candidate.entry.identity;
        tokens::same_person(&key, &identity.family_kana, &identity.given_kana, identity.born_on)
    };
    let asked: Vec<Vec<u8>> = read.iter().filter_map(|read| read.as_ref().ok()).map(token).collect();
    let mut known = BTreeMap::new();
    for row in arrivals::sharing(cx.db(), &asked).await? {
        let person = people::open(cx, row, None)?;
        let identity = &person.identity;
        let text = tokens::same_person_text(&identity.family_kana, &identity.given_kana, identity.born_on);
        known.entry(text).or_insert_with(|| Known {
            id: person.id,
            number: person.number,
            name: identity.name(),
            address: identity.address.clone(),
        });
    }
    Ok(known)
}
