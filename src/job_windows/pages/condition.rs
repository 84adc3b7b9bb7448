//! システムの状態: the page that opens inside a job window. Sizes, counts and days; nothing about anybody.

use crate::{
    audit::Event,
    job_windows::{ViewCondition, condition::ConditionView, db},
    kit::{
        ctx::View,
        error::{AppError, Result},
    },
};

pub async fn show(mut cx: View<ViewCondition>) -> Result {
    let id = cx.actor().window.ok_or(AppError::NotFound)?;
    let window = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let figures = db::figures(cx.db()).await?.ok_or(AppError::NotFound)?;
    let tables = db::largest_tables(cx.db()).await?;
    let done = db::events(cx.db(), id).await?;
    let pools = cx.app().pools.all();
    let pools = pools.map(|(kind, pool)| (kind.database_role(), pool.size(), pool.num_idle())).collect();
    let view = ConditionView::new(&window, &figures, (&tables, pools), &done, cx.now());
    // Opening it is an act of its own: it stands among what was done in the window.
    let event = Event::new("maintenance.view").about(id.0).under(window.contract);
    cx.show_known(event, view).await
}
