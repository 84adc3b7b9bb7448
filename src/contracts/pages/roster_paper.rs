//! 従事者名簿 as PDF: one version with what the clauses ask about each person (管理監督者届・作業従事者届 where they tell them apart).

use axum::extract::Path;

use super::roster::{load, open};
use crate::{
    audit::Event,
    contracts::{
        ViewRoster,
        db::rosters::{self, Designation},
        particulars::{Asked, asked, post_label},
        roster::Custody,
    },
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    kit::{ctx::View, error::Result, handing_out::Whom},
    vocab::{
        dates::{jst_stamp, wareki},
        ids::{ContractId, RosterId},
    },
};

pub async fn paper(mut cx: View<ViewRoster>, Path((contract, id)): Path<(ContractId, RosterId)>) -> Result {
    let mut loaded = load(cx.db(), contract, id).await?;
    open(&cx, contract, &mut loaded.lines)?;
    let asked = asked(&rosters::clause_texts(cx.db(), contract).await?);
    let subject = format!("{}（第{}版）", loaded.contract.title, loaded.roster.number);
    let title =
        if asked.posts { "管理監督者・作業従事者に関する届" } else { "従事者名簿" };
    let issue = Issue::new(&cx, Whom::Nobody, title, subject);
    let accepted =
        loaded.roster.decided_at.filter(|_| matches!(loaded.roster.state.as_str(), "accepted" | "replaced"));
    let mut parts = vec![Part::table("従事者", &COLUMNS, loaded.lines.iter().map(line).collect())];
    parts.extend(loaded.lines.iter().filter_map(|line| said(line, &asked)));
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", loaded.contract.number, loaded.contract.title)),
            Fact::new("受託者", &loaded.contract.contractor_name),
            Fact { label: "提出した日時".into(), value: loaded.roster.submitted_at.map(jst_stamp) },
            Fact {
                label: if loaded.roster.by_notice {
                    "区が届を受理した日時"
                } else {
                    "区が承認した日時"
                }
                .into(),
                value: accepted.map(jst_stamp),
            },
        ],
        parts,
    };
    let event = Event::new("roster.print").about(id.0).under(contract);
    issue.pdf(cx, event, paper).await
}

const COLUMNS: [(&str, u8); 6] =
    [("氏名", 3), ("役割", 2), ("職種", 3), ("資格", 3), ("業務執行場所", 4), ("期間", 4)];

fn line(line: &Designation) -> Vec<String> {
    let custody = Custody::from_code(&line.custody).map_or("", Custody::label);
    let held = line.qualifications.iter().flatten().chain(Some(&line.qualification));
    let held: Vec<&str> = held.map(String::as_str).filter(|word| !word.is_empty()).collect();
    let to = line.valid_to.map_or_else(|| "契約終了まで".into(), wareki);
    let term = format!("{}〜{to}", wareki(line.valid_from));
    vec![line.name.clone(), custody.into(), line.job.clone(), held.join("、"), line.work_place.clone(), term]
}

/// What the clauses ask about one person besides; `None` when they ask nothing.
fn said(line: &Designation, asked: &Asked) -> Option<Part> {
    let mut facts = Vec::new();
    if asked.posts {
        facts.push(Fact::new("管理監督者・作業従事者の別", post_label(&line.post)));
    }
    for item in &asked.items {
        facts.push(Fact { label: item.label.into(), value: line.said.as_ref().map(|said| item.value(said)) });
    }
    if asked.media {
        let words = if line.carries_media { "携わる" } else { "携わらない" };
        facts.push(Fact::new("記録媒体の授受", words));
    }
    (!facts.is_empty()).then(|| Part::facts(&line.name, facts))
}
