//! 区の決定: who of the judged lines becomes a target. The criteria select; an officer may leave somebody out or take somebody
//! in, each with a reason.

use super::judging::{Judged, Ready};
use crate::{kit::form::Form, verdict::Finding};

/// What becomes of a line.
pub enum Decision<'a> {
    /// With the officer's reason where the criteria did not select.
    Take(&'a Ready, String),
    /// Why not.
    Leave(String),
}

/// Longest reason in characters.
const REASON: usize = 200;

/// The field of a line's reason.
pub fn reason_field(line: usize) -> String {
    format!("reason_{line}")
}

/// The tick that turns the criteria's answer round: `leave_out` where they select, `take_in` where they don't.
pub fn tick_of(ready: &Ready) -> &'static str {
    if ready.verdict.answer == Finding::Met { "leave_out" } else { "take_in" }
}

/// One decision a line, or the reasons that are missing, in `form`.
pub fn decide<'a>(form: &mut Form, judged: &'a [Judged]) -> Option<Vec<(usize, Decision<'a>)>> {
    let all: Vec<(usize, Option<Decision<'a>>)> =
        judged.iter().map(|line| (line.number, decision(form, line))).collect();
    if form.has_problems() {
        return None;
    }
    all.into_iter().map(|(number, decision)| Some((number, decision?))).collect()
}

fn decision<'a>(form: &mut Form, line: &'a Judged) -> Option<Decision<'a>> {
    let ready = match &line.found {
        Ok(ready) => ready,
        Err(sentences) => return Some(Decision::Leave(sentences.join(" "))),
    };
    let turned = form.checked(tick_of(ready), &line.number.to_string());
    let selects = ready.verdict.answer == Finding::Met;
    if !turned {
        return Some(match ready.verdict.answer {
            Finding::Met => Decision::Take(ready, String::new()),
            Finding::NotMet => Decision::Leave("選定の基準に当てはまりません。".into()),
            Finding::Undecidable => {
                Decision::Leave(format!("判定できません（{}がありません）。", ready.missing.join("・")))
            }
        });
    }
    let label = format!("{}行目の{}", line.number, if selects { "外す理由" } else { "加える理由" });
    let reason = form.required(&reason_field(line.number), &label, REASON)?;
    Some(if selects {
        Decision::Leave(format!("区が外しました：{reason}"))
    } else {
        Decision::Take(ready, reason)
    })
}
