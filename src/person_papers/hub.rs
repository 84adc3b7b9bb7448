//! 参加者ごとの書類: everybody of a course, and how far each paper of theirs has come.

use askama::Template;
use axum::extract::Path;

use super::{
    ViewPersonPapers,
    db::{self, Member},
    subject::{asks_plan, gives_results},
};
use crate::{
    courses::{self, CourseTab},
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Chip, Link, Tone},
        permission::{Permission, Role},
    },
    participants::{people, shown_name},
    programmes::{self, Definition},
    user_fees::ViewUserFees,
    vocab::{dates::wareki, ids::CourseId},
};

#[derive(Template)]
#[template(path = "person_papers/hub.html")]
struct HubView {
    trail: Vec<Link>,
    tabs: Vec<Link>,
    lines: Vec<Line>,
    /// Whether the programme asks for a plan, or somebody has one.
    plans: bool,
    results: bool,
    fees: String,
}

struct Line {
    tag: String,
    name: String,
    plan: Chip,
    plan_href: String,
    provision: String,
    provision_href: String,
    /// Empty while nothing was measured.
    result_href: String,
}

pub async fn show(mut cx: View<ViewPersonPapers>, Path(id): Path<CourseId>) -> Result {
    let course = db::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    cx.because_of(course.contract);
    let programme = programmes::of(cx.db(), course.programme).await?;
    let members = db::members(cx.db(), id).await?;
    let items = people::items_for(&mut cx).await?;
    let ids: Vec<_> = members.iter().map(|member| member.participant.0).collect();
    let mut names = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        let person = people::open(&mut cx, row, items.as_deref())?;
        names.push((person.id, shown_name(&person)));
    }
    let name_of = |member: &Member| {
        names.iter().find(|(id, _)| *id == member.participant).map(|(_, name)| name.clone())
    };
    let asks = asks_plan(programme);
    let lines: Vec<Line> =
        members.iter().filter_map(|member| Some(line(member, name_of(member)?, asks))).collect();
    let view = HubView {
        trail: vec![Link::new("教室", "/courses"), Link::new(course.name.clone(), format!("/courses/{id}"))],
        tabs: courses::tabs(id, cx.actor(), CourseTab::Papers),
        plans: asks || members.iter().any(|member| member.plans > 0),
        results: gives_results(programme),
        fees: fees_href(&course, programme, cx.actor().role),
        lines,
    };
    cx.show(view).await
}

/// Where payments are kept; empty where participants pay nothing, or for whoever doesn't see it.
fn fees_href(course: &db::CourseHead, programme: &Definition, role: Role) -> String {
    let charges = !programme.user_fees.is_empty() || programme.consents.iter().any(|kind| kind.cost);
    if charges && ViewUserFees::allows(role) {
        format!("/contracts/{}/user-fees", course.contract)
    } else {
        String::new()
    }
}

fn line(member: &Member, name: String, asks_plan: bool) -> Line {
    let to = |page: &str| format!("/enrolments/{}/{page}", member.enrolment);
    Line {
        tag: member.name_tag.map(|tag| tag.to_string()).unwrap_or_default(),
        name,
        plan: plan_chip(member, asks_plan),
        plan_href: to("plans"),
        provision: if member.handovers == 0 {
            "交付なし".into()
        } else {
            format!("交付{}回", member.handovers)
        },
        provision_href: to("provision"),
        result_href: if member.is_assessed { to("result-sheet") } else { String::new() },
    }
}

fn plan_chip(member: &Member, is_asked: bool) -> Chip {
    match (member.plans, member.explained_on, member.agreed_on) {
        (0, ..) if is_asked => Chip::new(Tone::Warning, "未作成"),
        (0, ..) => Chip::new(Tone::Neutral, "なし"),
        (_, None, _) => Chip::new(Tone::Warning, "説明前"),
        (_, Some(_), None) => Chip::new(Tone::Info, "説明ずみ・同意前"),
        (_, _, Some(on)) => Chip::new(Tone::Success, format!("{}に同意", wareki(on))),
    }
}
