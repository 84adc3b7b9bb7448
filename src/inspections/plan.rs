//! 検査の予定: the form as typed. From afar only with a reason (個人情報保護委員会: in principle on site).

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::kinds::{InspectionKind, Mode};
use crate::{
    kit::form::{Choice, Form},
    sealing::Sealable,
};

/// The words of a plan, sealed with the contract's key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PlanWords {
    pub place: String,
    pub inspectors: String,
    /// Why from afar; empty on site.
    pub why_remote: String,
    /// What the contractor prepares.
    pub prepare: String,
}

impl Sealable for PlanWords {
    const TABLE: &'static str = "inspection";
}

pub struct Plan {
    pub kind: InspectionKind,
    pub mode: Mode,
    pub planned_on: Date,
    pub words: PlanWords,
}

/// The farthest day ahead, in days.
const AHEAD: i64 = 400;

pub fn kinds() -> Vec<Choice> {
    InspectionKind::ALL.map(|kind| Choice::new(kind.code(), kind.label()).hint(kind.hint())).to_vec()
}

pub fn modes() -> Vec<Choice> {
    Mode::ALL.map(|mode| Choice::new(mode.code(), mode.label())).to_vec()
}

/// Reads the form, or records its problems. A look without notice may be planned for today, none for the past.
pub fn read(form: &mut Form, today: Date) -> Option<Plan> {
    let kind = form.choice("kind", "検査の種類", &InspectionKind::ALL.map(InspectionKind::code));
    let mode = form.choice("mode", "方法", &Mode::ALL.map(Mode::code));
    let mode = mode.as_deref().and_then(Mode::from_code);
    let planned_on = form.date("planned_on", "行う日");
    if planned_on.is_some_and(|on| on < today || on - today > Duration::days(AHEAD)) {
        form.refuse("planned_on", "今日から1年ほど先までの日を入力してください。");
    }
    let place = form.required("place", "場所", 120);
    let inspectors = form.required("inspectors", "検査する人", 120);
    let why_remote = if mode == Some(Mode::Remote) {
        form.required_lines("why_remote", "現地で行わない理由", 500)
    } else {
        form.optional_lines("why_remote", "現地で行わない理由", 500)
    };
    let prepare = form.optional_lines("prepare", "用意してもらうもの", 1_000);
    let words =
        PlanWords { place: place?, inspectors: inspectors?, why_remote: why_remote?, prepare: prepare? };
    let kind = kind.as_deref().and_then(InspectionKind::from_code)?;
    let plan = Plan { kind, mode: mode?, planned_on: planned_on?, words };
    (!form.has_problems()).then_some(plan)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    fn typed(mode: &str, on: &str) -> Form {
        let form = Form::empty().with("kind", "personal_data").with("mode", mode).with("planned_on", on);
        form.with("place", "事務所").with("inspectors", "高齢福祉課 若葉")
    }

    #[test]
    fn from_afar_needs_a_reason() {
        assert!(read(&mut typed("on_site", "R8.12.1"), TODAY).is_some());
        let mut form = typed("remote", "R8.12.1");
        assert!(read(&mut form, TODAY).is_none());
        assert!(form.problem("why_remote").is_some());
        assert!(read(&mut typed("remote", "R8.12.1").with("why_remote", "感染症のため"), TODAY).is_some());
    }

    #[test]
    fn nothing_is_planned_for_the_past_or_for_years_ahead() {
        for day in ["R8.11.19", "R10.1.1", ""] {
            let mut form = typed("on_site", day);
            assert!(read(&mut form, TODAY).is_none() && form.problem("planned_on").is_some(), "{day}");
        }
        assert!(read(&mut typed("on_site", "R8.11.20"), TODAY).is_some());
    }
}
