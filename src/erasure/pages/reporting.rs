//! 報告: the contractor says what it destroyed or gives back.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::NOT_REPORTED;
use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    erasure::{
        ReportErasure,
        clock::{base_day, due_day},
        db::{self, Line, NewPhoto},
        details::{Details, PHOTO},
        duties::{self, Answered},
        loading,
        methods::{MediumWords, Method},
        report_form::{self, Erasable, NewReport, Photo},
        states::ErasureState,
        units::Unit as Given,
        views::{ReportView, Thing},
    },
    filings::sha256,
    handovers::{self, HeldThing},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Uploaded,
    },
    organisations,
    participants::{people, shown_name},
    sealing::{Place, Unit},
    tablets,
    vocab::{
        dates::wareki,
        ids::{ContractId, ErasureId, ErasurePhotoId, ObligationId, ParticipantId},
    },
};

/// The returned report in whose place the new one stands.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    again: String,
}

/// What a report stands on.
pub struct Ground {
    pub contract: Contract,
    pub units: Vec<(Given, String)>,
    pub held: Vec<HeldThing>,
    /// The obligations that wait for a report.
    pub open: Vec<duties::Open>,
    replaces: Option<Returned>,
}

/// The returned report in whose place the new one stands.
struct Returned {
    report: loading::Loaded,
    details: Details,
    /// Why it came back.
    reason: String,
    lines: Vec<(Line, MediumWords)>,
}

impl Returned {
    /// What it said, to be put right: of the things, those still held.
    fn said_before(&self, held: &[HeldThing], form: Form) -> Form {
        let (row, details) = (&self.report.row, &self.details);
        let mut form = form
            .with("unit", self.report.unit.code())
            .with("erased_on", wareki(row.erased_on))
            .with("carried_out_on", row.carried_out_on.map(wareki).unwrap_or_default())
            .with("person", details.person.as_str())
            .with("witness", details.witness.as_str())
            .with("place", details.place.as_str())
            .with("remarks", details.remarks.as_str());
        if row.ends_reading {
            form = form.with("ends_reading", "yes");
        }
        for (line, words) in &self.lines {
            if let Some(one) = held.iter().find(|one| one.item == line.item) {
                let count = u32::try_from(line.quantity).unwrap_or(one.count).min(one.count);
                form = form.with("item", one.item.to_string());
                form = form.set(&format!("count-{}", one.item), count.to_string());
            }
            if line.method != Method::Shredded.code() {
                form = form.set("method", line.method.as_str()).set("model", words.model.as_str());
                form = form.set("serial", words.serial.as_str()).set("tool", words.tool.as_str());
            }
        }
        form
    }
}

impl Ground {
    async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, asked: &Asked) -> Result<Self> {
        let contract = contracts::in_force(cx.db(), id, NOT_REPORTED).await?;
        let replaces = replaced(cx, id, &asked.again).await?;
        let today = cx.today();
        Ok(Self {
            units: units(cx, id).await?,
            held: handovers::held(cx, id).await?,
            open: duties::open(cx.db(), id, today).await?,
            contract,
            replaces,
        })
    }

    fn view(&self, form: Form) -> ReportView {
        let choices = self.units.iter().map(|(unit, name)| Choice::new(unit.code(), name)).collect();
        let things = self.held.iter().map(|one| Thing::new(one, &form)).collect();
        let returned = self.replaces.as_ref().map(|it| it.reason.clone()).unwrap_or_default();
        ReportView::new(&self.contract, (choices, things), &self.open, returned, form)
    }
}

async fn replaced<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: ContractId,
    again: &str,
) -> Result<Option<Returned>> {
    let Ok(id) = again.parse::<ErasureId>() else { return Ok(None) };
    let report = loading::report(cx, id).await?;
    if report.row.contract != contract {
        return Err(AppError::NotFound);
    }
    if report.state != ErasureState::Returned || report.row.replaced_by.is_some() {
        return Err(AppError::refused("この報告は、差し戻されていないか、すでに出し直されています。"));
    }
    let (details, reason) = (loading::details(cx, &report.row)?, loading::remark(cx, &report.row)?);
    let mut lines = Vec::new();
    for line in db::lines(cx.db(), id).await? {
        let words = cx.open_paper(Unit::Unit(contract.0), line.id, 1, &line.sealed)?;
        lines.push((line, words));
    }
    Ok(Some(Returned { report, details, reason, lines }))
}

/// The contract, its courses, its people by kana. Whoever is shown the form has seen them.
async fn units<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Vec<(Given, String)>> {
    let mut units = vec![(Given::Contract, "契約全体".to_owned())];
    for (course, name) in handovers::courses(cx.db(), id).await? {
        units.push((Given::Course(course), format!("教室：{name}")));
    }
    let (ids, items) = (db::people(cx.db(), id).await?, people::items_of(cx.db(), id).await?);
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        found.push(people::peek(cx, row, Some(&items))?);
    }
    found.sort_by_cached_key(|person| (person.identity.kana(), person.number));
    cx.because_of(id);
    cx.saw(found.iter().map(|person| person.id));
    units.extend(
        found.iter().map(|person| (Given::Person(person.id), format!("参加者：{}", shown_name(person)))),
    );
    Ok(units)
}

pub async fn new(
    mut cx: View<ReportErasure>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let ground = Ground::load(&mut cx, id, &asked).await?;
    let form = ground.held.iter().fold(Form::empty().with("again", asked.again), |form, one| {
        form.with(&format!("count-{}", one.item), one.count.to_string())
    });
    let form = match &ground.replaces {
        Some(returned) => returned.said_before(&ground.held, form),
        None => form,
    };
    cx.show(ground.view(form)).await
}

pub async fn report(mut cx: Act<ReportErasure>, Path(id): Path<ContractId>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    handovers::lock(cx.write(), id).await?;
    let ground = Ground::load(&mut cx, id, &Asked { again: form.value("again").to_owned() }).await?;
    let things: Vec<Erasable> = ground
        .held
        .iter()
        .map(|one| Erasable {
            item: one.item,
            is_paper: !one.medium.is_electronic(),
            count: one.count,
            came_on: one.came_on,
        })
        .collect();
    let units: Vec<Given> = ground.units.iter().map(|(unit, _)| *unit).collect();
    let open: Vec<ObligationId> = ground.open.iter().map(|one| one.id).collect();
    let about = report_form::Ground { units: &units, things: &things, open: &open };
    let Some(new) = report_form::read(&mut form, files, &about, cx.today()) else {
        let tried = form.dated_back(Event::new("erasure.backdate").under(id));
        return cx.invalid_but_known(tried, ground.view(form)).await;
    };
    if new.ends_reading && on_tablets(&mut cx, id, new.unit).await? > 0 {
        form.refuse("ends_reading", ON_TABLETS);
        return cx.invalid(ground.view(form)).await;
    }
    let report = ErasureId(cx.new_id());
    let counted = (base_day(new.carried_out_on, new.erased_on), new.unit.label());
    let answers = duties::answers(&mut cx, (id, report), chosen(&ground, &new), counted).await?;
    store(&mut cx, report, &ground, &new, &answers).await?;
    duties::report(&mut cx, id, &answers).await?;
    let person: Option<ParticipantId> = new.unit.participant().map(ParticipantId);
    let detail = serde_json::json!({ "unit": new.unit.kind(), "rows": new.lines.len() });
    let event = Event::new("erasure.report").about(report.0).under(id).of(person).detail(detail);
    cx.commit(event).await?.redirect_with(format!("/erasures/{report}"), "報告しました。区の受理を待ちます。")
}

const ON_TABLETS: &str = "端末に準備したもの、または保留の記録が残っています。契約の「端末」の画面で、端末を消去し、保留を決めてから、返還を報告してください。";

/// What of a unit that is given back is still on tablets, or was sent from one and waits for a decision.
async fn on_tablets(cx: &mut Act<ReportErasure>, id: ContractId, unit: Given) -> Result<i64> {
    match unit {
        Given::Contract => Ok(tablets::db::on_tablets(cx.db(), id, None).await?),
        Given::Course(course) => Ok(tablets::db::on_tablets(cx.db(), id, Some(course)).await?),
        Given::Person(_) => Ok(0),
    }
}

/// What was chosen, and what the returned report answered.
fn chosen(ground: &Ground, new: &NewReport) -> Vec<Answered> {
    let mut answers = ground.replaces.as_ref().map(|it| it.report.row.answers.0.clone()).unwrap_or_default();
    for one in ground.open.iter().filter(|one| new.answers.contains(&one.id)) {
        if !answers.iter().any(|other| other.is_same(&one.answered)) {
            answers.push(one.answered.clone());
        }
    }
    answers
}

async fn store(
    cx: &mut Act<ReportErasure>,
    id: ErasureId,
    ground: &Ground,
    new: &NewReport,
    answers: &[Answered],
) -> Result<()> {
    let (contract, unit) = (ground.contract.id, Unit::Unit(ground.contract.id.0));
    let closed = organisations::closed_days(cx.db()).await?;
    let due_on = due_day(base_day(new.carried_out_on, new.erased_on), &closed);
    let sealed = cx.seal(unit, id.0, 1, &new.details)?;
    let (by, now) = (cx.actor().account, cx.now());
    let row = db::NewReport {
        id,
        contract,
        unit: new.unit.kind(),
        course: new.unit.course(),
        participant: new.unit.participant(),
        carried_out_on: new.carried_out_on,
        erased_on: new.erased_on,
        due_on,
        ends_reading: new.ends_reading,
        sealed: &sealed,
        answers,
        replaces: ground.replaces.as_ref().map(|it| it.report.row.id),
        by,
        now,
    };
    db::insert(cx.write(), &row).await?;
    for (item, count, method) in &new.lines {
        let line = cx.new_id();
        let words = if *method == Method::Shredded { MediumWords::default() } else { new.medium.clone() };
        let sealed = cx.seal(unit, line, 1, &words)?;
        let quantity = i32::try_from(*count).unwrap_or(i32::MAX);
        let line = Line { id: line, item: *item, quantity, method: method.code().into(), sealed };
        db::insert_line(cx.write(), (contract, id), &line).await?;
    }
    for photo in &new.photos {
        store_photo(cx, (contract, id), photo).await?;
    }
    Ok(())
}

async fn store_photo(
    cx: &mut Act<ReportErasure>,
    (contract, report): (ContractId, ErasureId),
    photo: &Photo,
) -> Result<()> {
    let id = ErasurePhotoId(cx.new_id());
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let file = cx.app().keys.seal_raw(Unit::Unit(contract.0), PHOTO, place, &photo.bytes)?;
    let new = NewPhoto {
        id,
        contract,
        report,
        shows: photo.shows.code(),
        kind: photo.kind.code(),
        file: &file,
        size: i32::try_from(photo.bytes.len()).map_err(AppError::bug)?,
        sha256: &sha256(&photo.bytes),
    };
    Ok(db::insert_photo(cx.write(), &new).await?)
}
