//! 指導結果報告書: one person's, and that of all, on the screen and as PDF. Both are drawn from the records as they stand.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{person, tabs, trail};
use crate::{
    audit::Event,
    behind::{Listing, Names},
    documents::Issue,
    guidance::{
        PrintGuidance, ViewGuidance,
        db::records,
        figures::{GuidanceFigures, GuidanceRecords},
        loading::{Place, Target, rows_of},
        views::report::{AllView, Contacted, FigureView, One, OneView},
        words::ContactWords,
    },
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        parts::Link,
        permission::Permission,
    },
    vocab::ids::{ContractId, EnrolmentId},
};

const ONE: &str = "指導結果報告書（個人）";
const ALL: &str = "指導結果報告書（全体）";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    page: String,
}

/// Everything the report on a person says.
async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: EnrolmentId) -> Result<One> {
    let target = Target::load(cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    let words = target.words(cx).await?;
    let rows = records::contacts(cx.db(), id).await?;
    let done: Vec<(&str, Date)> = rows.iter().map(|row| (row.planned.as_str(), row.done_on)).collect();
    let steps = target.steps(&done, cx.today());
    let mut contacts = Vec::with_capacity(steps.len());
    for step in steps {
        let record = match rows.iter().find(|row| row.planned == step.code) {
            Some(row) => {
                let said: ContactWords =
                    cx.open(target.row.participant, target.unit(), row.id, row.version, &row.sealed)?;
                Some((row.means.clone(), row.minutes, said))
            }
            None => None,
        };
        contacts.push(Contacted { step, record });
    }
    let instructions = person::instructions(cx, &target).await?;
    let results = records::results(cx.db(), id).await?;
    let today = cx.today();
    Ok(One { target, words, contacts, instructions, results, today })
}

pub async fn one(mut cx: View<ViewGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let one = load(&mut cx, id).await?;
    let mut way = trail(&cx, &one.target.place);
    way.push(Link::new("予定一覧", format!("/contracts/{}/guidance", one.target.place.contract.id)));
    cx.show(OneView::new(&one, way)).await
}

pub async fn one_pdf(mut cx: View<PrintGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let one = load(&mut cx, id).await?;
    let contract = one.target.row.contract;
    let number = one.target.person.number.to_string();
    let issue = Issue::new(&cx, Whom::Opened, ONE, &one.target.place.contract.title).filed_as(number);
    let paper = one.paper(issue.masthead(&cx));
    issue.pdf(cx, Event::new("guidance.print").about(id.0).under(contract), paper).await
}

pub async fn all(mut cx: View<ViewGuidance>, Path(id): Path<ContractId>) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let today = cx.today();
    let rows = rows_of(cx.db(), id, place.guidance, today).await?;
    let figures = GuidanceFigures::count(place.guidance, &rows);
    let view = AllView::new(&place, figures, (trail(&cx, &place), tabs(&place, "/figures")), today);
    cx.show(view).await
}

/// 内訳: the records behind one figure of the report on all.
pub async fn behind(
    mut cx: View<ViewGuidance>,
    Path((id, code)): Path<(ContractId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let today = cx.today();
    let rows = rows_of(cx.db(), id, place.guidance, today).await?;
    let records = GuidanceRecords { contract: id, guidance: place.guidance, rows: &rows };
    let (figure, value) = records.figures().find(&code).ok_or(AppError::NotFound)?;
    let counted = records.behind(figure);
    let back = format!("/contracts/{id}/guidance/figures");
    let here = format!("{back}/{code}");
    let listing = Listing::of(&mut cx, &counted.records, (&wanted.page, &here), &Names::new()).await?;
    let view = FigureView {
        trail: trail(&cx, &place),
        tabs: tabs(&place, "/figures"),
        title: records.title(figure),
        value,
        listing,
        back,
    };
    cx.show(view).await
}

pub async fn all_pdf(mut cx: View<PrintGuidance>, Path(id): Path<ContractId>) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let today = cx.today();
    let rows = rows_of(cx.db(), id, place.guidance, today).await?;
    let figures = GuidanceFigures::count(place.guidance, &rows);
    let issue = Issue::new(&cx, Whom::Nobody, ALL, &place.contract.title);
    let issue = issue.filed_as(&place.contract.number).without_handling();
    let paper = AllView::paper(&place, &figures, issue.masthead(&cx), today);
    issue.pdf(cx, Event::new("guidance.print_all").about(id.0).under(id), paper).await
}
