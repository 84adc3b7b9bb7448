//! 提出までに足りないもの: what a version of the 従事者名簿 still lacks before it goes to the ward, each with the places where it is
//! put right.

use time::{Date, Duration};

use super::roster::Loaded;
use crate::{
    contracts::{
        db::rosters,
        particulars::Asked,
        roster::{self, RosterState},
    },
    kit::{ctx::Ctx, error::Result, parts::Link, permission::Permission},
    obligations,
    vocab::dates::wareki,
};

/// One thing that is missing.
pub struct Missing {
    pub words: String,
    pub places: Vec<Link>,
}

/// Everything that is missing. Where the clauses ask for pledges, everybody has given one before their name goes to the ward.
pub async fn missing<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    loaded: &Loaded,
    asked: &Asked,
) -> Result<Vec<Missing>> {
    let mut missing = Vec::new();
    if let Err(refusal) = roster::check(&loaded.entries()) {
        missing.push(Missing { words: refusal.to_string(), places: Vec::new() });
    }
    missing.extend(unsaid(loaded, asked));
    let terms = obligations::terms(cx.db(), loaded.contract.id).await?;
    let first = cx.today() - Duration::days(terms.told_of_custodians_after.unwrap_or_default());
    let before = in_force(cx, loaded).await?;
    missing.extend(too_early(loaded, &before, first));
    if terms.demands("pledge") {
        missing.extend(unpledged(cx, loaded).await?);
    }
    Ok(missing)
}

/// The lines of the list in force.
async fn in_force<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    loaded: &Loaded,
) -> Result<Vec<rosters::Designation>> {
    let versions = rosters::of_contract(cx.db(), loaded.contract.id).await?;
    match versions.iter().find(|version| version.state == RosterState::Accepted.code()) {
        Some(accepted) => Ok(rosters::designations(cx.db(), accepted.id).await?),
        None => Ok(Vec::new()),
    }
}

/// Nobody began before the ward was told, earlier than its clauses allow; whoever stands in the list in force keeps their day.
fn too_early(loaded: &Loaded, before: &[rosters::Designation], first: Date) -> Option<Missing> {
    let is_kept = |line: &rosters::Designation| {
        before.iter().any(|old| (old.account, old.valid_from) == (line.account, line.valid_from))
    };
    let early: Vec<&rosters::Designation> =
        loaded.lines.iter().filter(|line| line.valid_from < first && !is_kept(line)).collect();
    let names: Vec<&str> = early.iter().map(|line| line.name.as_str()).collect();
    let place = |line: &&rosters::Designation| {
        Link::new(format!("{}の行を開く", line.name), format!("{}/entries/{}", loaded.href(), line.id))
    };
    (!early.is_empty()).then(|| Missing {
        words: format!(
            "従事を始める日が早すぎる人がいます：{}。名簿を区に出す前にさかのぼらず、{}以後の日を入力してください。",
            names.join("、"),
            wareki(first)
        ),
        places: early.iter().map(place).collect(),
    })
}

/// What the clauses ask about people whose lines don't say it.
fn unsaid(loaded: &Loaded, asked: &Asked) -> Option<Missing> {
    let unsaid: Vec<&rosters::Designation> =
        loaded.lines.iter().filter(|line| !asked.is_answered(line.said.as_ref(), &line.post)).collect();
    let names: Vec<&str> = unsaid.iter().map(|line| line.name.as_str()).collect();
    let place = |line: &&rosters::Designation| {
        Link::new(format!("{}の行を開く", line.name), format!("{}/entries/{}", loaded.href(), line.id))
    };
    (!unsaid.is_empty()).then(|| Missing {
        words: format!("特記事項が求める記載事項がそろっていません：{}。", names.join("、")),
        places: unsaid.iter().map(place).collect(),
    })
}

async fn unpledged<P: Permission, M>(cx: &mut Ctx<P, M>, loaded: &Loaded) -> Result<Option<Missing>> {
    let people = rosters::unpledged(cx.db(), loaded.roster.id).await?;
    let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
    let mut places = Vec::new();
    if people.iter().any(|one| one.id == cx.actor().account) {
        places.push(Link::new("自分の誓約書を出す", "/pledge"));
    }
    places.push(Link::new("署名した紙を出す", format!("/contracts/{}/pledges", loaded.contract.id)));
    Ok((!people.is_empty()).then(|| Missing {
        words: format!(
            "誓約書がまだの人がいます：{}。本人がログインして「誓約書」の画面で出すか、署名した紙を管理者が出してください。",
            names.join("、")
        ),
        places,
    }))
}
