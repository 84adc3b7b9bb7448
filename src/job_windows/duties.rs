//! 義務との結び付き: work on a system comes up under its contract when the ward decides on it. An operator's role may not write
//! duties, so they are not opened before; the decision closes the duty to apply that it opened.

use super::db::JobWindow;
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Arisen, Named, Occasion},
    vocab::dates::jst_date,
};

const RULE: &str = "job_window";

/// What is decided came up, and was applied for in time.
pub async fn settle<P: Permission>(cx: &mut Act<P>, window: &JobWindow, note: &str) -> Result<()> {
    let came_up = Arisen {
        occasion: Occasion::SystemWork,
        on: jst_date(window.starts_at),
        key: window.id.to_string(),
        subject: "保守作業".into(),
        due_on: None,
    };
    obligations::arise(cx, window.contract, &came_up).await?;
    let named = Named::of_rule(window.contract, RULE, &came_up.occurrence(), "contractor");
    obligations::settle(cx, &named, jst_date(window.applied_at), note).await?;
    Ok(())
}
