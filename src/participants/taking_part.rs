//! 参加: every place a person has or had, with the papers and the guidance that belong to it.

use super::db::history::{self, EnrolmentLine};
use crate::{
    consents::SeeConsents,
    enrolments::states::EnrolmentState,
    guidance::ViewGuidance,
    kit::{
        ctx::{Actor, Ctx},
        error::Result,
        parts::{Chip, Link},
        permission::Permission,
    },
    vocab::{dates::wareki, ids::ParticipantId},
};

/// One line, latest first.
pub(super) struct TakingPart {
    pub place: Link,
    pub contract: String,
    pub since: String,
    pub chip: Option<Chip>,
    /// 同意の記録, 保健指導の記録, as far as there are any and the reader may open them.
    pub links: Vec<Link>,
}

pub(super) async fn of<P: Permission, M>(cx: &mut Ctx<P, M>, id: ParticipantId) -> Result<Vec<TakingPart>> {
    let lines = history::enrolments(cx.db(), id).await?;
    let reader = cx.actor();
    Ok(lines.into_iter().rev().map(|line| of_line(line, reader)).collect())
}

fn of_line(line: EnrolmentLine, reader: &Actor) -> TakingPart {
    let own = format!("/enrolments/{}", line.id);
    let mut links = Vec::new();
    if line.asks_consents && reader.sees_people() && SeeConsents::allows(reader.role) {
        links.push(Link::new("同意の記録", format!("{own}/consents")));
    }
    if line.is_guidance && reader.sees_people() && ViewGuidance::allows(reader.role) {
        links.push(Link::new("保健指導の記録", format!("/guidance/{}", line.id)));
    }
    let alone = if line.is_guidance { "保健指導" } else { "個別支援" };
    TakingPart {
        place: Link::new(line.course.unwrap_or_else(|| alone.to_owned()), own),
        contract: line.contract,
        since: line.enrolled_on.map_or_else(
            || format!("{}に申込み", wareki(line.applied_on)),
            |on| format!("{}から", wareki(on)),
        ),
        chip: EnrolmentState::from_code(&line.state).map(|state| Chip::new(state.tone(), state.label())),
        links,
    }
}
