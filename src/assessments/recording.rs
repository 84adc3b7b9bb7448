//! Filling in a sheet: one page for every instrument, for the first entry and for a correction.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{
    RecordAssessments,
    db::{self, Place, Stored},
    forms::{self, Filled},
    reported,
    sheets::{self, Comment, Mode, Occasion, Sheet, Timing},
    views::EntryView,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people},
    programmes,
    vocab::ids::{AssessmentId, EnrolmentId},
};

/// Which sheet, and when.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    instrument: String,
    #[serde(default)]
    timing: String,
    /// Of a monthly sheet, such as 2026-05.
    #[serde(default)]
    month: String,
}

/// A sheet of one person with what is stored of it.
struct Opened {
    place: Place,
    sheet: Sheet,
    occasion: Occasion,
    person: Person,
    stored: Vec<Stored>,
}

impl Opened {
    /// The stored rows of the sheet on an occasion, in the sheet's order.
    fn rows(&self, occasion: Occasion) -> Vec<&Stored> {
        self.sheet.instruments.iter().filter_map(|one| self.row(one.code, occasion)).collect()
    }

    fn row(&self, instrument: &str, occasion: Occasion) -> Option<&Stored> {
        self.stored.iter().find(|row| {
            row.instrument == instrument
                && row.timing == occasion.timing.code()
                && occasion.holds(row.done_on)
        })
    }

    /// What was found at the beginning, for whoever measures later.
    fn earlier(&self) -> Vec<&Stored> {
        match self.occasion.timing {
            Timing::Pre => Vec::new(),
            Timing::Monthly | Timing::Post => self.rows(Occasion { timing: Timing::Pre, month: None }),
        }
    }

    /// Where one goes on after saving.
    fn list(&self) -> String {
        match self.occasion.timing {
            Timing::Monthly => format!("/participants/{}/assessments", self.place.participant),
            Timing::Pre | Timing::Post => list_of(&self.place),
        }
    }
}

pub async fn entry(
    mut cx: View<RecordAssessments>,
    Path(id): Path<EnrolmentId>,
    Query(wanted): Query<Wanted>,
) -> Result {
    let opened = open(&mut cx, id, [&wanted.instrument, &wanted.timing, &wanted.month]).await?;
    let rows = opened.rows(opened.occasion);
    let form = if rows.is_empty() {
        let mode = if opened.place.course.is_some() { Mode::Hall } else { Mode::Home };
        let today = Some(cx.today()).filter(|today| opened.occasion.holds(*today));
        forms::of_new(&opened.earlier(), today, mode)
    } else {
        let comment = comment_of(&mut cx, &opened.place, &rows)?;
        forms::of_stored(&rows, &comment)
    };
    let view = view_of(&opened, form);
    cx.show(view).await
}

pub async fn save(
    mut cx: Act<RecordAssessments>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let wanted = ["instrument", "timing", "month"].map(|name| form.value(name));
    let opened = open(&mut cx, id, wanted).await?;
    let Some(filled) = forms::read(&mut form, &opened.sheet, opened.occasion, cx.today()) else {
        let view = view_of(&opened, form);
        return cx.invalid(view).await;
    };
    let before: Vec<Date> = opened.rows(opened.occasion).iter().map(|row| row.done_on).collect();
    let days = before.into_iter().chain([filled.done_on]);
    if reported::refuses(&mut cx, &opened.place, days, &mut form).await? {
        let view = view_of(&opened, form);
        return cx.invalid(view).await;
    }
    store(&mut cx, &opened, &form, &filled).await?;
    let (to, notice) = if form.value("then") == "next" {
        after_this(&mut cx, &opened).await?
    } else {
        (opened.list(), "評価を保存しました。")
    };
    let event = Event::new("assessment.save")
        .about(id.0)
        .under(opened.place.contract)
        .detail(serde_json::json!({ "sheet": opened.sheet.code, "timing": opened.occasion.timing.code() }));
    cx.commit(event).await?.redirect_with(to, notice)
}

async fn open<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: EnrolmentId,
    [sheet, timing, month]: [&str; 3],
) -> Result<Opened> {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let programme = programmes::of(cx.db(), place.programme).await?;
    let occasion = Occasion::named(timing, month).ok_or(AppError::NotFound)?;
    let sheet = sheets::find(programme, sheet, occasion.timing).ok_or(AppError::NotFound)?;
    let items = people::items_of(cx.db(), place.contract).await?;
    let register = people::find(cx.db(), place.participant).await?.ok_or(AppError::NotFound)?;
    let person = people::open(cx, register, Some(&items))?;
    let stored = db::of_enrolment(cx.db(), id).await?;
    Ok(Opened { place, sheet, occasion, person, stored })
}

/// The comment is kept with every row of the sheet; the first that has one tells it.
fn comment_of<P: Permission, M>(cx: &mut Ctx<P, M>, place: &Place, rows: &[&Stored]) -> Result<String> {
    for row in rows {
        if let Some(blob) = &row.sealed {
            return Ok(cx
                .open::<Comment>(place.participant, place.unit(), row.id.0, row.version, blob)?
                .text);
        }
    }
    Ok(String::new())
}

/// Writes every instrument of the sheet that has answers now or had a row before.
async fn store(cx: &mut Act<RecordAssessments>, opened: &Opened, form: &Form, filled: &Filled) -> Result<()> {
    for answers in &filled.answers {
        let code = answers.instrument().code;
        let known = form.value(&forms::version_field(code)).parse::<i32>().unwrap_or_default();
        let row = opened.row(code, opened.occasion);
        if known != row.map_or(0, |row| row.version) {
            return Err(AppError::stale());
        }
        if row.is_none() && answers.is_blank() {
            continue;
        }
        let id = row.map_or_else(|| AssessmentId(cx.new_id()), |row| row.id);
        let sealed = if filled.comment.is_empty() {
            None
        } else {
            Some(cx.seal(opened.place.unit(), id.0, known + 1, &Comment { text: filled.comment.clone() })?)
        };
        let row = db::Row {
            id,
            instrument: code,
            timing: opened.occasion.timing.code(),
            done_on: filled.done_on,
            mode: filled.mode.code(),
            answers,
            sealed: sealed.as_deref(),
            by: cx.actor().account,
            now: cx.now(),
        };
        let written = if known == 0 {
            db::insert(cx.write(), &opened.place, &row).await?
        } else {
            db::update(cx.write(), &row, known).await?
        };
        if !written {
            return Err(AppError::stale());
        }
    }
    Ok(())
}

/// The same sheet of the next person who has none yet, or the list when all have.
async fn after_this(cx: &mut Act<RecordAssessments>, opened: &Opened) -> Result<(String, &'static str)> {
    let Some(course) = opened.place.course else {
        return Ok((opened.list(), "評価を保存しました。"));
    };
    let seats = db::seats(cx.db(), course).await?;
    let waiting = db::without(cx.db(), course, &opened.sheet.codes(), opened.occasion.timing.code()).await?;
    let here = seats.iter().position(|seat| seat.enrolment == opened.place.enrolment).unwrap_or_default();
    let next = (1..seats.len())
        .map(|step| &seats[(here + step) % seats.len()])
        .find(|seat| waiting.contains(&seat.enrolment.0));
    Ok(match next {
        Some(seat) => (
            entry_href(seat.enrolment, opened.sheet.code, opened.occasion),
            "保存しました。次の人の記入用紙です。",
        ),
        None => (list_of(&opened.place), "保存しました。全員の記入が終わりました。"),
    })
}

/// Where a sheet is filled in.
pub fn entry_href(enrolment: EnrolmentId, sheet: &str, occasion: Occasion) -> String {
    let month = occasion.month.map_or_else(String::new, |month| format!("&month={month}"));
    format!(
        "/enrolments/{enrolment}/assessments/new?instrument={sheet}&timing={}{month}",
        occasion.timing.code()
    )
}

/// Where the sheets of this person's course or service are listed.
pub fn list_of(place: &Place) -> String {
    match place.course {
        Some(course) => format!("/courses/{course}/assessments"),
        None => format!("/services/{}", place.enrolment),
    }
}

fn view_of(opened: &Opened, form: Form) -> EntryView {
    let person = opened.person.identity.name();
    EntryView::new(&opened.sheet, opened.occasion, form, &opened.earlier()).of(
        &opened.place,
        person,
        opened.list(),
    )
}
