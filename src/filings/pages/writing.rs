//! 出す: one paper, with its words and its file.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::reading;
use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    filings::{
        WriteFiling,
        db::{self, Content, FILE, FiledPaper, NewFiling, SealedFile},
        filing_form::{self, Handed},
        gathering,
        lines::{Line, When},
        occurrences::{Occurrence, is_typed},
        particulars,
        states::decision_code,
        views::{Opened, WriteView},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        permission::Permission,
        typed::Uploaded,
    },
    obligations::{self, Named},
    organisations,
    programmes::{
        definition::{Decision, Filing},
        due::{DueDay, due_day},
    },
    sealing::{Place, Unit},
    vocab::{
        business_days::ClosedDays,
        dates::{jst_date, wareki},
        ids::{ContractId, FilingId},
        side::Side,
    },
};

/// Which paper is handed in.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    code: String,
    /// The occurrence; empty for one without a known day.
    #[serde(rename = "for")]
    occurrence: String,
    /// The returned paper in whose place it will stand.
    again: String,
}

/// A paper that may be handed in now.
pub struct Scene {
    pub contract: Contract,
    pub filing: Filing,
    pub side: Side,
    /// What it is for and when that is due; `None` while the day is typed, or of a paper with an occasion.
    pub due: Option<(Occurrence, DueDay)>,
    pub replaces: Option<FiledPaper>,
    /// What that one said and why it came back, as far as the reader may open it.
    pub came_back: Option<Opened>,
    closed: ClosedDays,
}

impl Scene {
    async fn set<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, asked: &Asked) -> Result<Self> {
        let contract = contracts::in_force(cx.db(), id, "提出物を出せません").await?;
        let side = cx.actor().role.side();
        let owing = gathering::of_contract(cx, &contract).await?;
        let filing =
            owing.filings.iter().find(|filing| filing.code == asked.code).ok_or(AppError::NotFound)?;
        if !filing.owes.sides().contains(&side) {
            let sentence = format!("「{}」は{}が出すものです。", filing.title, side.other().label());
            return Err(AppError::refused(sentence));
        }
        let replaces = replaced(cx, &contract, filing, side, asked).await?;
        let closed = organisations::closed_days(cx.db()).await?;
        let last = db::last_of_occurrences(cx.db(), Some(id)).await?;
        let lines = owing.lines(&closed, &last);
        let mine: Vec<&Line<'_>> =
            lines.iter().filter(|line| line.filing.code == filing.code && line.side == side).collect();
        let key = replaces.as_ref().map_or(asked.occurrence.as_str(), |paper| paper.occurrence.as_str());
        let due = choose(&mine, key, replaces.as_ref(), filing, &closed)?;
        let replaces = match replaces {
            Some(paper) => Some(paper),
            None => returned_before(cx, &mine, key).await?,
        };
        let came_back = match &replaces {
            Some(paper) => reading::open(cx, paper).await?,
            None => None,
        };
        let filing = filing.clone();
        Ok(Self { contract, filing, side, due, replaces, came_back, closed })
    }

    /// The event whose day is typed, because no record holds it.
    pub fn typed(&self) -> Option<crate::programmes::definition::Event> {
        self.filing.due.map(|due| due.event).filter(|event| self.due.is_none() && is_typed(*event))
    }

    pub fn back(&self) -> String {
        format!("/contracts/{}/filings", self.contract.id)
    }

    /// What the returned paper said, to be put right: only what is asked for now, under the words with which it was asked then.
    fn said_before(&self, mut form: Form) -> Form {
        let Some((paper, content)) =
            self.replaces.as_ref().zip(self.came_back.as_ref().and_then(|opened| opened.content.as_ref()))
        else {
            return form;
        };
        for (at, particular) in particulars::of(&self.filing.code).into_iter().enumerate() {
            if let Some(said) = content.said.iter().find(|said| said.label == particular.label) {
                form = form.with(&particulars::field(at), said.value.as_str());
            }
        }
        for (field, day) in [("event_on", paper.event_on), ("day_on", paper.day_on)] {
            if let Some(day) = day {
                form = form.with(field, wareki(day));
            }
        }
        form.with("words", content.words.as_str())
    }

    /// What the paper is for, once the typed day is known.
    fn settled(&self, handed: &Handed) -> Option<(Occurrence, DueDay)> {
        if let Some(known) = &self.due {
            return Some(known.clone());
        }
        let (rule, on) = (self.filing.due?, handed.event_on?);
        Some((Occurrence::of_day(on, String::new()), due_day(rule, on, &self.closed)))
    }
}

/// The returned paper that was asked for, when it is one of these and nobody was quicker.
async fn replaced<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
    filing: &Filing,
    side: Side,
    asked: &Asked,
) -> Result<Option<FiledPaper>> {
    let Ok(id) = asked.again.parse::<FilingId>() else { return Ok(None) };
    let paper = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let is_it = paper.contract == contract.id && paper.code == filing.code && paper.side == side.code();
    if !is_it {
        return Err(AppError::NotFound);
    }
    if paper.state != "returned" || paper.replaced_by.is_some() {
        return Err(AppError::refused(
            "この提出物は、差し戻されていないか、すでに出し直されています。提出物の一覧を読み込み直してください。",
        ));
    }
    Ok(Some(paper))
}

/// The occurrence behind a key. A paper with an occasion, or whose day is typed, has none.
fn choose(
    lines: &[&Line<'_>],
    key: &str,
    again: Option<&FiledPaper>,
    filing: &Filing,
    closed: &ClosedDays,
) -> Result<Option<(Occurrence, DueDay)>> {
    let known = lines.iter().find_map(|line| match &line.when {
        When::Due { occurrence, day } if occurrence.is_of(key) => Some((line, occurrence, day)),
        When::Due { .. } | When::Undated(_) | When::Occasion(_) => None,
    });
    if let Some((line, occurrence, day)) = known {
        if line.is_handed_in() {
            return Err(AppError::refused(
                "この分はすでに提出されています。直すときは、受け取った側に差し戻しを頼んでください。",
            ));
        }
        return Ok(Some((occurrence.clone(), day.clone())));
    }
    // A returned paper keeps its day, also when that was typed or its course is gone.
    if let Some((rule, on)) = filing.due.zip(again.and_then(|paper| paper.event_on)) {
        let subject = again.map(|paper| paper.subject.clone()).unwrap_or_default();
        return Ok(Some((Occurrence { key: key.to_owned(), on, subject }, due_day(rule, on, closed))));
    }
    if let Some(why) = lines.iter().find_map(|line| line.why_not_yet()) {
        return Err(AppError::refused(why));
    }
    let has_days = lines.iter().any(|line| matches!(line.when, When::Due { .. }));
    if !key.is_empty() || has_days { Err(AppError::NotFound) } else { Ok(None) }
}

/// Whoever hands in a paper that came back replaces that one, whichever way they came.
async fn returned_before<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    lines: &[&Line<'_>],
    key: &str,
) -> Result<Option<FiledPaper>> {
    let last = lines.iter().find_map(|line| line.paper.filter(|_| line.is_for(key)));
    match last {
        Some(paper) => Ok(db::find(cx.db(), paper.id).await?.filter(|paper| paper.replaced_by.is_none())),
        None => Ok(None),
    }
}

pub async fn new(
    mut cx: View<WriteFiling>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let scene = Scene::set(&mut cx, id, &asked).await?;
    let form =
        Form::empty().with("code", asked.code).with("for", asked.occurrence).with("again", asked.again);
    let form = scene.said_before(form);
    cx.show(WriteView::new(&scene, form)).await
}

pub async fn file(mut cx: Act<WriteFiling>, Path(id): Path<ContractId>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    let asked = Asked {
        code: form.value("code").to_owned(),
        occurrence: form.value("for").to_owned(),
        again: form.value("again").to_owned(),
    };
    db::lock(cx.write(), id).await?;
    let scene = Scene::set(&mut cx, id, &asked).await?;
    let today = cx.today();
    let Some(handed) = filing_form::read(&mut form, files, &scene.filing, scene.typed(), today) else {
        return cx.invalid(WriteView::new(&scene, form)).await;
    };
    let filed = FilingId(cx.new_id());
    store(&mut cx, filed, &scene, &handed).await?;
    let detail = serde_json::json!({
        "code": scene.filing.code,
        "file": handed.attachment.as_ref().map(|file| file.kind.code()),
        "again": scene.replaces.is_some(),
    });
    let event = Event::new("filing.file").about(filed.0).under(id).detail(detail);
    let committed = match handed.attachment {
        Some(_) => cx.commit_taken_in(event, Whom::Unread).await?,
        None => cx.commit(event).await?,
    };
    committed.redirect_with(format!("/filings/{filed}"), "提出しました。")
}

async fn store(cx: &mut Act<WriteFiling>, id: FilingId, scene: &Scene, handed: &Handed) -> Result<()> {
    let unit = Unit::Unit(scene.contract.id.0);
    let (by, now, ward) = (cx.actor().account, cx.now(), cx.ward().0);
    let content = Content {
        said: handed.said.clone(),
        words: handed.words.clone(),
        file_name: handed.attachment.as_ref().map(|file| file.name.clone()),
    };
    let sealed = cx.seal(unit, id.0, 1, &content)?;
    let file = match &handed.attachment {
        Some(of) => {
            let place = Place { ward, row: id.0, version: 1 };
            Some(SealedFile { of, sealed: cx.app().keys.seal_raw(unit, FILE, place, &of.bytes)? })
        }
        None => None,
    };
    let due = scene.settled(handed);
    let new = NewFiling {
        id,
        contract: scene.contract.id,
        code: &scene.filing.code,
        title: &scene.filing.title,
        occurrence: due.as_ref().map_or("", |(occurrence, _)| occurrence.key.as_str()),
        subject: due.as_ref().map_or("", |(occurrence, _)| occurrence.subject.as_str()),
        side: scene.side.code(),
        decision: decision_code(scene.filing.decision),
        event_on: due.as_ref().map(|(occurrence, _)| occurrence.on),
        due_on: due.as_ref().map(|(_, day)| day.due_on),
        last_on: due.as_ref().map(|(_, day)| day.last_day()),
        day_on: handed.day_on,
        replaces: scene.replaces.as_ref().map(|paper| paper.id),
        now,
        by,
    };
    db::insert(cx.write(), &new).await?;
    db::insert_content(cx.write(), &new, &sealed, file.as_ref()).await?;
    settle(cx, scene, &new).await
}

/// What the other side has nothing to decide on is done with handing it in; the rest waits for its decision.
async fn settle(cx: &mut Act<WriteFiling>, scene: &Scene, new: &NewFiling<'_>) -> Result<()> {
    let named = Named::of_paper(scene.contract.id, new.code, new.occurrence, new.side);
    let on = jst_date(new.now);
    if scene.filing.decision != Decision::None {
        return obligations::hand_in(cx, &named, on).await;
    }
    obligations::settle(cx, &named, on, obligations::DONE_BY_PAPER).await?;
    Ok(())
}
