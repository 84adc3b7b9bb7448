//! Writing the records of a service: one form for every kind. A plan that says something else becomes a new version.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    RecordServices, db,
    forms::{self, Entry, Ground},
    loading::{self, Loaded},
    pages::person_of,
    records::{Kind, Writing},
    views::EntryView,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    programmes::ServicePlan,
    reports,
    vocab::ids::{EnrolmentId, ServiceRecordId},
};

/// Which record is begun.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    step: String,
}

/// A service whose record is being written.
struct Opened {
    loaded: Loaded,
    plan: ServicePlan,
    person: String,
    /// The record that is changed: its place in `loaded.records`, and its text.
    before: Option<(usize, Writing)>,
}

impl Opened {
    fn ground<P: Permission, M>(&self, cx: &Ctx<P, M>) -> Ground<'_> {
        let before = self.before.as_ref().map(|(place, writing)| (&self.loaded.records[*place], writing));
        Ground { service: &self.loaded.service, plan: &self.plan, today: cx.today(), before }
    }

    fn newest_plan(&self) -> Option<ServiceRecordId> {
        self.loaded.records.iter().rfind(|row| row.step == Kind::Plan.code()).map(|row| row.id)
    }
}

pub async fn new(
    mut cx: View<RecordServices>,
    Path(id): Path<EnrolmentId>,
    Query(wanted): Query<Wanted>,
) -> Result {
    let kind = Kind::from_code(&wanted.step).ok_or(AppError::NotFound)?;
    let opened = open(&mut cx, id, None).await?;
    if let (Kind::Plan, Some(plan)) = (kind, opened.newest_plan()) {
        // There is one plan, in versions: a further one begins from the newest.
        let opened = open(&mut cx, id, Some(plan)).await?;
        return show_stored(cx, opened).await;
    }
    let form = forms::of_new(kind, &opened.loaded.service, cx.today());
    let view = view_of(&cx, &opened, kind, form);
    cx.show(view).await
}

pub async fn edit(
    mut cx: View<RecordServices>,
    Path((id, record)): Path<(EnrolmentId, ServiceRecordId)>,
) -> Result {
    let opened = open(&mut cx, id, Some(record)).await?;
    show_stored(cx, opened).await
}

async fn show_stored(cx: View<RecordServices>, opened: Opened) -> Result {
    let (row, kind) = changed(&opened)?;
    let form = forms::of_stored(
        kind,
        row,
        opened.before.as_ref().map_or(&Writing::default(), |(_, writing)| writing),
    );
    let view = view_of(&cx, &opened, kind, form);
    cx.show(view).await
}

/// The record being changed. Of a plan only the newest version can be.
fn changed(opened: &Opened) -> Result<(&db::RecordRow, Kind)> {
    let row =
        opened.before.as_ref().map(|(place, _)| &opened.loaded.records[*place]).ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&row.step).ok_or(AppError::NotFound)?;
    if kind == Kind::Plan && opened.newest_plan() != Some(row.id) {
        return Err(AppError::refused(
            "この計画は前の版なので変更できません。最新の版を開いて変更してください。",
        ));
    }
    Ok((row, kind))
}

pub async fn create(
    mut cx: Act<RecordServices>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let kind = Kind::from_code(form.value("step")).ok_or(AppError::NotFound)?;
    let opened = open(&mut cx, id, None).await?;
    let Some(entry) = read(&mut cx, &opened, kind, &mut form).await? else {
        let view = view_of(&cx, &opened, kind, form);
        return cx.invalid(view).await;
    };
    if kind == Kind::Plan && !db::is_newest_plan(cx.write(), id, None).await? {
        return Err(AppError::stale());
    }
    let record = ServiceRecordId(cx.new_id());
    if let Err(error) = insert(&mut cx, &opened, &entry, record).await? {
        return same_day(cx, &opened, form, kind, error).await;
    }
    finish(cx, &opened, kind, record).await
}

pub async fn update(
    mut cx: Act<RecordServices>,
    Path((id, record)): Path<(EnrolmentId, ServiceRecordId)>,
    Typed(mut form): Typed,
) -> Result {
    let opened = open(&mut cx, id, Some(record)).await?;
    let (row, kind) = changed(&opened)?;
    let version = row.version;
    if form.value("version").parse() != Ok(version) {
        return Err(AppError::stale());
    }
    let Some(entry) = read(&mut cx, &opened, kind, &mut form).await? else {
        let view = view_of(&cx, &opened, kind, form);
        return cx.invalid(view).await;
    };
    let is_other = kind == Kind::Plan && forms::is_other_plan(&entry, &opened.ground(&cx));
    if kind == Kind::Plan && !db::is_newest_plan(cx.write(), id, Some(record)).await? {
        return Err(AppError::stale());
    }
    if is_other {
        let next = ServiceRecordId(cx.new_id());
        insert(&mut cx, &opened, &entry, next).await??;
        return finish(cx, &opened, kind, next).await;
    }
    let sealed = cx.seal(opened.loaded.head.unit(), record.0, version + 1, &entry.writing)?;
    let stored = row_of(&cx, &entry, record, &sealed);
    match db::update(cx.write(), &stored, version).await {
        Ok(true) => finish(cx, &opened, kind, record).await,
        Ok(false) => Err(AppError::stale()),
        Err(error) => same_day(cx, &opened, form, kind, error).await,
    }
}

/// What was typed. A record counted by an accepted report keeps its day, and none is added to such a day.
async fn read(
    cx: &mut Act<RecordServices>,
    opened: &Opened,
    kind: Kind,
    form: &mut Form,
) -> Result<Option<Entry>> {
    let Some(entry) = forms::read(form, kind, &opened.ground(cx)) else { return Ok(None) };
    if kind == Kind::Plan {
        return Ok(Some(entry)); // no report counts it: it goes on from month to month
    }
    let before = opened.before.as_ref().map(|(place, _)| opened.loaded.records[*place].done_on);
    for day in before.into_iter().chain([entry.done_on]) {
        if reports::freezes(cx.db(), opened.loaded.head.contract, None, day).await? {
            form.refuse("done_on", reports::COUNTED);
            return Ok(None);
        }
    }
    Ok(Some(entry))
}

async fn open<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: EnrolmentId,
    record: Option<ServiceRecordId>,
) -> Result<Opened> {
    let head = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let person = person_of(cx, &head).await?.identity.name();
    let loaded = loading::load(cx.db(), vec![head]).await?.pop().ok_or(AppError::NotFound)?;
    let plan = loaded.plan()?;
    let before = match record {
        None => None,
        Some(record) => {
            let place = loaded.records.iter().position(|row| row.id == record).ok_or(AppError::NotFound)?;
            let blob = db::sealed_of(cx.db(), record).await?;
            let row = &loaded.records[place];
            Some((place, cx.open(loaded.head.participant, loaded.head.unit(), record.0, row.version, &blob)?))
        }
    };
    Ok(Opened { loaded, plan, person, before })
}

/// The inner result is the database's own answer, so that a second record of the day can be told from a failure.
async fn insert(
    cx: &mut Act<RecordServices>,
    opened: &Opened,
    entry: &Entry,
    id: ServiceRecordId,
) -> Result<sqlx::Result<()>> {
    let sealed = cx.seal(opened.loaded.head.unit(), id.0, 1, &entry.writing)?;
    let row = row_of(cx, entry, id, &sealed);
    Ok(db::insert(cx.write(), &opened.loaded.head, &row).await)
}

fn row_of<'a>(cx: &Act<RecordServices>, entry: &Entry, id: ServiceRecordId, sealed: &'a [u8]) -> db::Row<'a> {
    db::Row {
        id,
        step: entry.kind.code(),
        done_on: entry.done_on,
        attended: entry.attended,
        transport: entry.transport,
        explained_on: entry.explained_on,
        consented_on: entry.consented_on,
        sealed,
        by: cx.actor().account,
        now: cx.now(),
    }
}

async fn same_day(
    cx: Act<RecordServices>,
    opened: &Opened,
    mut form: Form,
    kind: Kind,
    error: sqlx::Error,
) -> Result {
    expect_violation(error, "service_step_once")?;
    form.refuse(
        "done_on",
        format!(
            "この日の{}は、もう記録されています。日付を確かめるか、記録ずみのものを変更してください。",
            kind.name()
        ),
    );
    let view = view_of(&cx, opened, kind, form);
    cx.invalid(view).await
}

async fn finish(cx: Act<RecordServices>, opened: &Opened, kind: Kind, record: ServiceRecordId) -> Result {
    let head = &opened.loaded.head;
    let event = Event::new("service.save")
        .about(record.0)
        .under(head.contract)
        .detail(serde_json::json!({ "step": kind.code() }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/services/{}", head.enrolment), &format!("{}を保存しました。", kind.name()))
}

fn view_of<P: Permission, M>(cx: &Ctx<P, M>, opened: &Opened, kind: Kind, form: Form) -> EntryView {
    let ground = opened.ground(cx);
    let asks_day = kind == Kind::ServiceDay && forms::asks_for_day(&form, &ground);
    let record = ground.before.map(|(row, _)| row.id);
    EntryView::new(opened.loaded.head.enrolment, record, kind, opened.person.clone(), form, asks_day)
}
