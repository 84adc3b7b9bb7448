//! What the pages of individual services print.

mod entry;
mod list;
mod record;
mod show;

pub use entry::EntryView;
pub use list::{ListView, ServiceLine};
pub use record::RecordView;
pub use show::ShowView;

use time::Date;

use super::steps::{Standing, StepState};
use crate::{
    kit::parts::{Chip, Tone},
    vocab::dates::with_weekday,
};

/// How near a due day is told by words and tone.
const SOON_DAYS: i64 = 7;

fn standing_chip(standing: Standing) -> Chip {
    match standing {
        Standing::Done => Chip::new(Tone::Success, "済み"),
        Standing::Open => Chip::new(Tone::Info, "これから"),
        Standing::Overdue => Chip::new(Tone::Danger, "期限切れ"),
        Standing::Waiting => Chip::new(Tone::Neutral, "まだ始められません"),
    }
}

/// 「期限 7月5日（日）」 with the tone of how near it is; `None` without a due day.
fn due_chip(state: &StepState, today: Date) -> Option<Chip> {
    let due = state.due_on?;
    let days = (due - today).whole_days();
    let tone = if days < 0 {
        Tone::Danger
    } else if days <= SOON_DAYS {
        Tone::Warning
    } else {
        Tone::Neutral
    };
    let words = if days < 0 { "までの期限を過ぎています" } else { "まで" };
    Some(Chip::new(tone, format!("{}{words}", with_weekday(due))))
}
