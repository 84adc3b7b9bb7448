//! 読む: one entry with its confirmations; one thing from its coming to its return or erasure.

use axum::extract::Path;

use crate::{
    audit::Event,
    erasure,
    handovers::{
        PrintHandovers, ViewHandovers, WriteHandover,
        db::{self, lines, packages},
        details::Details,
        holdings::Holdings,
        loading::{self, Entry, NamedLine},
        views::{ItemView, Reader, ShowView, Step, started},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
    },
    vocab::ids::{HandoverId, HeldItemId},
};

/// An entry with everything that stands on its page.
pub struct Whole {
    pub entry: Entry,
    pub details: Option<Details>,
    pub remark: String,
    pub lines: Vec<NamedLine>,
    pub package: Option<packages::Package>,
    pub notices: Vec<HandoverId>,
}

pub async fn show(mut cx: View<ViewHandovers>, Path(id): Path<HandoverId>) -> Result {
    let entry = loading::entry(&mut cx, id).await?;
    let form = started(&entry, cx.today());
    let reader = reader(&cx);
    let whole = whole(&mut cx, entry).await?;
    cx.show(ShowView::new(whole, &reader, form)).await
}

/// The page again with what is wrong in a confirmation; `tried`: what has to be known of it.
pub async fn invalid(mut cx: Act<WriteHandover>, entry: Entry, form: Form, tried: Option<Event>) -> Result {
    let reader = reader(&cx);
    let whole = whole(&mut cx, entry).await?;
    cx.invalid_but_known(tried, ShowView::new(whole, &reader, form)).await
}

fn reader<P: Permission, M>(cx: &Ctx<P, M>) -> Reader {
    let role = cx.actor().role;
    Reader { side: role.side(), writes: WriteHandover::allows(role), prints: PrintHandovers::allows(role) }
}

pub async fn whole<P: Permission, M>(cx: &mut Ctx<P, M>, entry: Entry) -> Result<Whole> {
    let (details, remark) = (loading::details(cx, &entry.row)?, loading::remark(cx, &entry.row)?);
    let package = packages::find(cx.db(), entry.row.id).await?;
    let notices = db::notices(cx.db(), entry.row.id).await?;
    let entries = [entry];
    let lines = loading::named_lines(cx, &entries).await?.into_values().flatten().collect();
    let [entry] = entries;
    Ok(Whole { entry, details, remark, lines, package, notices })
}

/// Where a thing came from, where it went, what of it is left.
pub async fn item(mut cx: View<ViewHandovers>, Path(id): Path<HeldItemId>) -> Result {
    let item = lines::item(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let name = loading::item_name(&cx, &item)?;
    let mut steps = Vec::new();
    for (handover, quantity) in lines::passages(cx.db(), id).await? {
        steps.push(Step { entry: loading::entry(&mut cx, handover).await?, quantity });
    }
    let mut copies = Vec::new();
    for copy in lines::copies(cx.db(), id).await? {
        if let Some(copy) = lines::item(cx.db(), copy).await? {
            copies.push((copy.id, loading::item_name(&cx, &copy)?));
        }
    }
    let tally = match item.contract {
        Some(contract) => {
            Some(Holdings::of(cx.db(), contract).await?.tally(id)).filter(|tally| tally.came > 0)
        }
        None => None,
    };
    let erasures = erasure::db::of_item(cx.db(), id).await?;
    cx.show(ItemView::new(&item, name, (&steps, &erasures), copies, tally)?).await
}
