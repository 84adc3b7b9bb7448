//! 開始の可否: what keeps the first session of a course from being begun.

use std::collections::BTreeMap;

use super::db::{self, Check, Place};
use crate::{
    kit::db::Reads,
    programmes::{
        self,
        definition::Venue,
        venue::{VenueAnswer, VenueFacts, VenueVerdict, check_venue},
    },
    verdict::Finding,
    vocab::ids::CourseId,
};

/// Why no session of the course may be begun yet; `None` when one may, or one has been.
pub async fn keeps_closed(reads: &mut Reads, course: CourseId) -> sqlx::Result<Option<String>> {
    let Some(place) = db::place(reads, course).await?.filter(|place| !place.begun) else { return Ok(None) };
    let venue = &programmes::of(reads, place.programme).await?.venue;
    if !venue.standard.iter().any(|item| item.blocks_start) {
        return Ok(None);
    }
    let checks = db::checks(reads, course).await?;
    Ok(refusal(&verdict(venue, &place, &checks)))
}

/// The sentence for somebody who wants to begin.
pub fn refusal(verdict: &VenueVerdict) -> Option<String> {
    (verdict.may_start.answer != Finding::Met).then(|| {
        format!(
            "会場の確認が済んでいないため、この教室はまだ始められません。{}教室の「会場」で確かめてください。",
            verdict.may_start.explanation.concat()
        )
    })
}

/// The standard against what is stored.
pub fn verdict(venue: &Venue, place: &Place, checks: &[Check]) -> VenueVerdict {
    let answer = |check: &Check| match (check.present, check.area_hundredths) {
        (Some(present), _) => Some(VenueAnswer::Present(present)),
        (None, Some(area)) => u32::try_from(area).ok().map(VenueAnswer::AreaHundredths),
        (None, None) => None,
    };
    let answers: BTreeMap<String, VenueAnswer> =
        checks.iter().filter_map(|check| Some((check.item.clone(), answer(check)?))).collect();
    check_venue(venue, &VenueFacts { answers, capacity: u16::try_from(place.capacity).ok() })
}
