//! What an accepted report counted keeps what it says, and nothing is added to a day that it covers.

use time::Date;

use super::{RecordAssessments, db::Place};
use crate::{
    kit::{ctx::Act, error::Result, form::Form},
    reports,
};

/// Whether one of the days lies in an accepted report; the form then says so at its day.
pub(super) async fn refuses(
    cx: &mut Act<RecordAssessments>,
    place: &Place,
    days: impl IntoIterator<Item = Date>,
    form: &mut Form,
) -> Result<bool> {
    for day in days {
        if reports::freezes(cx.db(), place.contract, place.course, day).await? {
            form.refuse("done_on", reports::COUNTED);
            return Ok(true);
        }
    }
    Ok(false)
}
