//! The sheets of a whole course: who is written, who is next, and sending all that are complete.

use std::collections::BTreeMap;

use axum::extract::Path;

use super::{
    super::{
        FollowCourseLiaison, SendCourseLiaison,
        acts::unit,
        completeness::missing,
        content::LiaisonText,
        db::{self, CourseHead, Member, Progress},
        gathering,
        kinds::Kind,
        states::LiaisonState,
        views::{self, CourseRow, CourseView, SendAllView},
    },
    sending, writing,
};
use crate::{
    audit::Event,
    courses::{self, CourseTab},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        parts::{Chip, Link, Tone},
        permission::Permission,
        typed::Typed,
    },
    vocab::ids::{CentreId, CourseId, ParticipantId},
};

/// A course's people and the state of their sheets.
struct Class {
    head: CourseHead,
    members: Vec<Member>,
    begun: Vec<Progress>,
}

impl Class {
    async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: CourseId) -> Result<Self> {
        let head = db::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        cx.because_of(head.contract);
        let members = db::members(cx.db(), id).await?;
        let begun = db::progress(cx.db(), id).await?;
        Ok(Self { head, members, begun })
    }

    fn sheet_of(&self, member: &Member) -> Option<&Progress> {
        self.begun.iter().find(|one| one.enrolment == member.enrolment)
    }

    /// Drafts with their words, and what each lacks.
    async fn drafts<P: Permission, M>(
        &self,
        cx: &mut Ctx<P, M>,
    ) -> Result<Vec<(Member, db::Sheet, Vec<&'static str>)>> {
        let mut drafts = Vec::new();
        for member in &self.members {
            let Some(one) = self.sheet_of(member).filter(|one| one.state == LiaisonState::Draft.code())
            else {
                continue;
            };
            let sheet = db::find(cx.db(), one.sheet).await?.ok_or(AppError::NotFound)?;
            let text: LiaisonText = cx.open(
                member.participant,
                unit(sheet.course, sheet.enrolment),
                sheet.id.0,
                sheet.sealed_version,
                &sheet.sealed,
            )?;
            let is_measured = gathering::is_measured(cx, member.enrolment, self.head.contract).await?;
            let lacks =
                missing(Kind::Sheet, &text, is_measured).into_iter().map(|one| label(one.field)).collect();
            drafts.push((member.clone(), sheet, lacks));
        }
        Ok(drafts)
    }
}

fn label(field: &str) -> &'static str {
    match field {
        "conduct" => "参加中の様子",
        "social" => "社会参加・グループ活動",
        "impressions" => "参加者の感想",
        "comment" => "評価コメント",
        _ => "連絡事項",
    }
}

/// What the people of a course and their centres are called.
struct Names {
    people: BTreeMap<ParticipantId, String>,
    centres: BTreeMap<CentreId, String>,
}

impl Names {
    async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, class: &Class) -> Result<Self> {
        let people = class.members.iter().map(|member| member.participant.0).collect();
        let people = gathering::names(cx, people).await?;
        Ok(Self { people, centres: db::centre_names(cx.db()).await? })
    }

    fn of(&self, member: &Member) -> String {
        self.people.get(&member.participant).cloned().unwrap_or_default()
    }

    fn centre_of(&self, member: &Member) -> String {
        self.centres.get(&member.centre).cloned().unwrap_or_default()
    }
}

pub async fn show(mut cx: View<FollowCourseLiaison>, Path(id): Path<CourseId>) -> Result {
    let class = Class::load(&mut cx, id).await?;
    let attendance = gathering::attendance(&mut cx, id).await?;
    let names = Names::load(&mut cx, &class).await?;
    let may_write = cx.actor().role.is_contractor();
    let rows = class.members.iter().map(|member| {
        let (came, held) = attendance.tally(member.participant);
        let tally = format!("{came}／{held}");
        course_row(member, class.sheet_of(member), &names, tally, may_write)
    });
    let rows = rows.collect();
    let (mut ready, mut next) = (0, None);
    if may_write {
        ready = class.drafts(&mut cx).await?.iter().filter(|(_, _, lacks)| lacks.is_empty()).count();
        if let Some(last) = class.members.last() {
            next = writing::next_unwritten(&mut cx, id, last.enrolment).await?;
        }
    }
    let view = CourseView {
        trail: trail(&class),
        tabs: courses::tabs(id, cx.actor(), CourseTab::Liaison),
        id: id.to_string(),
        name: class.head.name.clone(),
        written: class.begun.len(),
        sent: class.begun.iter().filter(|one| one.state != LiaisonState::Draft.code()).count(),
        next_href: next.map(|enrolment| format!("/liaison/new?enrolment={enrolment}")).unwrap_or_default(),
        rows,
        may_write,
        ready,
    };
    cx.show(view).await
}

fn course_row(
    member: &Member,
    sheet: Option<&Progress>,
    names: &Names,
    attended: String,
    may_write: bool,
) -> CourseRow {
    let state = sheet.and_then(|one| LiaisonState::from_code(&one.state));
    let (href, label) = link(member, sheet, may_write);
    CourseRow {
        tag: member.name_tag.map(|tag| tag.to_string()).unwrap_or_default(),
        name: names.of(member),
        centre: names.centre_of(member),
        attended,
        chip: state.map_or_else(|| unwritten(may_write), views::chip),
        due: sheet.map(|one| views::due(one.answer_due_on)).unwrap_or_default(),
        href,
        label,
    }
}

fn trail(class: &Class) -> Vec<Link> {
    vec![
        Link::new("教室", "/courses"),
        Link::new(&class.head.name, format!("/courses/{}", class.head.id)),
        Link::new("連絡シート", "").current(),
    ]
}

fn unwritten(may_write: bool) -> Chip {
    Chip::new(Tone::Neutral, if may_write { "まだ書いていません" } else { "まだ届いていません" })
}

fn link(member: &Member, sheet: Option<&Progress>, may_write: bool) -> (String, &'static str) {
    match sheet {
        Some(one) if one.state == LiaisonState::Draft.code() => {
            (format!("/liaison/{}/edit", one.sheet), "続きを書く")
        }
        Some(one) => (format!("/liaison/{}", one.sheet), "見る"),
        None if may_write => (format!("/liaison/new?enrolment={}", member.enrolment), "書く"),
        None => (String::new(), ""),
    }
}

pub async fn ask(mut cx: View<SendCourseLiaison>, Path(id): Path<CourseId>) -> Result {
    let class = Class::load(&mut cx, id).await?;
    let names = Names::load(&mut cx, &class).await?;
    let (mut ready, mut unready) = (Vec::new(), Vec::new());
    for (member, _, lacks) in class.drafts(&mut cx).await? {
        let name = names.of(&member);
        if lacks.is_empty() {
            ready.push((name, names.centre_of(&member)));
        } else {
            unready.push((name, lacks.join("、")));
        }
    }
    let view = SendAllView {
        name: class.head.name,
        title: format!("{}人分の連絡シートを送信しますか", ready.len()),
        action: format!("/courses/{id}/liaison/sending"),
        back: format!("/courses/{id}/liaison"),
        ready,
        unready,
    };
    cx.show(view).await
}

/// Sends every complete draft of the course in one transaction.
pub async fn send(mut cx: Act<SendCourseLiaison>, Path(id): Path<CourseId>, Typed(_): Typed) -> Result {
    let class = Class::load(&mut cx, id).await?;
    let mut sent = Vec::new();
    for (member, sheet, lacks) in class.drafts(&mut cx).await? {
        if lacks.is_empty() && sending::send_one(&mut cx, sheet.id).await? {
            sent.push(member.participant);
        }
    }
    if sent.is_empty() {
        return Err(AppError::refused(
            "送信できる下書きがありません。書き終えてから、もう一度送信してください。",
        ));
    }
    let notice = format!("{}人分の連絡シートを送信しました。", sent.len());
    let event = Event::new("liaison.send_all")
        .about(id.0)
        .under(class.head.contract)
        .detail(serde_json::json!({ "sheets": sent.len() }))
        .of(sent);
    cx.commit(event).await?.redirect_with(format!("/courses/{id}/liaison"), &notice)
}
