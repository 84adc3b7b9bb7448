//! What crosses between organisations: liaison sheets with their history, and reports.

use serde_json::json;
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Contract, Course, Custodian, DemoProblem, Enrolled, Made, iso, moment};
use crate::{
    liaison::{AnswerAction, EventNote, LiaisonAnswer},
    programmes::SectionContent,
    reports::{
        asked::Asked,
        narrative::{GoalText, Narrative, Outcome},
    },
    sealing::Unit,
};

/// How far a liaison sheet has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetState {
    Draft,
    Sent,
    Opened,
    Answered,
    Closed,
    Returned,
}

impl SheetState {
    fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Opened => "opened",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Returned => "returned",
        }
    }

    fn was_opened(self) -> bool {
        self > Self::Sent
    }

    fn was_answered(self) -> bool {
        matches!(self, Self::Answered | Self::Closed)
    }
}

impl Build<'_> {
    /// A sheet to the centre of the participant's district, with its history. Its version grows with every act.
    pub fn sheet(&mut self, enrolled: &Enrolled, state: SheetState, letter: &Letter) -> Made<Uuid> {
        let Letter { by, centre, text, answer } = *letter;
        let (id, ward, unit) = (self.id(), enrolled.participant.ward, Unit::Unit(enrolled.unit));
        let acts = self.acts(state, by, centre);
        let version = i32::try_from(acts.len()).unwrap_or_default() + 1;
        let at = |act: &str| acts.iter().find(|a| a.act == act).map(|a| a.at.clone());
        let paper = self.paper(enrolled, text)?;
        let answer = state
            .was_answered()
            .then(|| {
                let answer = LiaisonAnswer {
                    action: AnswerAction::Received.code().to_owned(),
                    visit_on: None,
                    text: answer.to_owned(),
                    by: centre.organisation.clone(),
                    answered_on: self.day(-3),
                };
                self.seal(unit, ward, id, version, &answer)
            })
            .transpose()?;
        let sealed = self.seal(unit, ward, id, version, &paper.text)?;
        let snapshot =
            (state != SheetState::Draft).then(|| self.seal(unit, ward, id, version, &paper)).transpose()?;
        self.rows.add("liaison_sheet", json!({
            "ward_id": ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id, "centre_id": enrolled.participant.centre,
            "kind": "sheet", "direction": "to_centre", "state": state.code(), "sealed": sealed, "sealed_version": version, "snapshot": snapshot, "snapshot_version": (state != SheetState::Draft).then_some(version),
            "answer": answer, "answer_version": state.was_answered().then_some(version),
            "answer_due_on": (state != SheetState::Draft).then(|| self.day(9).to_string()), "made_by": by.account, "made_at": moment(self.day(-7), 16, 0),
            "sent_at": at("sent"), "opened_at": at("opened"), "opened_by": state.was_opened().then_some(centre.id), "answered_at": at("answered"), "closed_at": at("closed"), "version": version
        }));
        for act in acts {
            let event = self.id();
            let remark = match act.act {
                "returned" => "終了後の活動場所が分かるように書いてください。",
                "answered" => AnswerAction::Received.label(),
                _ => "",
            };
            let note = EventNote { by: String::new(), remark: remark.to_owned() };
            let remark = self.seal(unit, ward, event, 1, &note)?;
            self.rows.add("liaison_event", json!({
                "ward_id": ward, "id": event, "sheet_id": id, "contract_id": enrolled.contract, "centre_id": enrolled.participant.centre, "act": act.act,
                "at": act.at, "account_id": act.account, "organisation": act.organisation, "sealed": remark
            }));
        }
        Ok(id)
    }

    fn acts(&self, state: SheetState, by: &Custodian, centre: &Account) -> Vec<Act> {
        let act = |act, days, hour, account, organisation: &str| Act {
            act,
            at: moment(self.day(days), hour, 10),
            account,
            organisation: organisation.to_owned(),
        };
        let mut acts = Vec::new();
        if state != SheetState::Draft {
            acts.push(act("sent", -6, 16, by.account, by.organisation.as_str()));
        }
        if state.was_opened() {
            acts.push(act("opened", -5, 9, centre.id, &centre.organisation));
        }
        match state {
            SheetState::Returned => acts.push(act("returned", -5, 11, centre.id, &centre.organisation)),
            SheetState::Answered | SheetState::Closed => {
                acts.push(act("answered", -3, 14, centre.id, &centre.organisation))
            }
            SheetState::Draft | SheetState::Sent | SheetState::Opened => {}
        }
        if state == SheetState::Closed {
            acts.push(act("closed", -2, 10, centre.id, &centre.organisation));
        }
        acts
    }

    /// The report of a course.
    pub fn course_report(&mut self, course: &Course, submission: &Submission) -> Made<Uuid> {
        let period = course.sessions.first().map_or(self.today, |s| s.on);
        self.report(&course.contract, Some(course.id), period, submission)
    }

    /// The report of a month of individual services; `month` is its first day.
    pub fn monthly_report(
        &mut self,
        contract: &Contract,
        month: Date,
        submission: &Submission,
    ) -> Made<Uuid> {
        self.report(contract, None, month, submission)
    }

    fn report(
        &mut self,
        contract: &Contract,
        course: Option<Uuid>,
        period: Date,
        submission: &Submission,
    ) -> Made<Uuid> {
        let Submission { state, due_on, by, officer, narrative } = *submission;
        let (id, ward, unit) = (self.id(), contract.ward, course.unwrap_or(contract.id));
        let programme =
            self.signed.iter().find(|one| one.contract.id == contract.id).map(|one| one.programme);
        let asked = programme.and_then(|one| Asked::all(one).next()).ok_or(DemoProblem::NoReport)?;
        let steps: &[(&str, bool)] = match state {
            "draft" => &[],
            "submitted" => &[("submitted", false)],
            "returned" => &[("submitted", false), ("returned", true)],
            _ => &[("submitted", false), ("returned", true), ("submitted", false)],
        };
        let version = i32::try_from(steps.len()).unwrap_or_default() + 1;
        let submitted = due_on - time::Duration::days(4);
        let decided = state == "returned";
        let reason = decided.then_some("出欠表の第3回の人数と延参加人数が合っていません。確認してください。");
        let sealed = self.seal(Unit::Unit(unit), ward, id, version, &written(asked, narrative))?;
        self.rows.add("report", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "course_id": course, "kind": asked.cadence().code(), "code": asked.report.code, "period": iso(period), "state": if state == "resubmitted" { "submitted" } else { state }, "due_on": iso(due_on),
            "sealed": sealed, "sealed_version": version, "snapshot": null, "key_unit": unit, "submitted_at": (!steps.is_empty()).then(|| moment(submitted, 15, 0)),
            "submitted_by": (!steps.is_empty()).then_some(by.account), "decided_at": decided.then(|| moment(due_on, 10, 0)), "decided_by": decided.then_some(officer.id),
            "return_reason": reason, "version": version
        }));
        for (index, (act, by_ward)) in steps.iter().enumerate() {
            let event = self.id();
            let (account, organisation) = if *by_ward {
                (officer.id, officer.organisation.as_str())
            } else {
                (by.account, by.organisation.as_str())
            };
            let hour = u8::try_from(9 + index).unwrap_or(9);
            self.rows.add("report_event", json!({
                "ward_id": ward, "id": event, "report_id": id, "contract_id": contract.id, "act": act, "at": moment(submitted + time::Duration::days(i64::try_from(index).unwrap_or_default()), hour, 0),
                "account_id": account, "organisation": organisation, "reason": if *act == "returned" { "出欠表の第3回の人数と延参加人数が合っていません。確認してください。" } else { "" }
            }));
        }
        Ok(id)
    }
}

/// A narrative with a text in each of the programme's written parts.
fn written(asked: Asked, text: &str) -> Narrative {
    let parts = asked.sections().iter().filter(|part| part.content == SectionContent::Narrative);
    let goal = |code: &str| {
        let (outcome, text) = of_goal(code);
        (code.to_owned(), GoalText { outcome, text: text.to_owned() })
    };
    Narrative {
        sections: parts.map(|part| (part.code.to_owned(), of_section(&part.code, text).to_owned())).collect(),
        goals: asked.programme.goals.iter().map(|g| goal(&g.code)).collect(),
    }
}

/// What a contractor writes in a section; in most of them what the story says.
fn of_section<'a>(code: &str, text: &'a str) -> &'a str {
    match code {
        "programme" => "毎回、血圧測定、体操、ひとつの話、家で続ける運動の順に進めました。",
        "survey" => {
            "満足という回答が多く、外に出る日が増えたという声が目立ちました。会場が暑いという声には、飲み物を置く台で応えます。"
        }
        "group" => {
            "第13回から話し合いを始め、連絡係と会場を参加者が決めました。終了後は月に2回、同じ会場で体操を続けます。"
        }
        _ => text,
    }
}

fn of_goal(code: &str) -> (Outcome, &'static str) {
    match code {
        "learn" => (
            Outcome::Reached,
            "各回の話を家族に伝えたという人が多く、運動の目的を自分の言葉で言えるようになりました。",
        ),
        "practise" => (Outcome::Mostly, "家での運動の記録表を配り、半数を超える人が毎週書いてきました。"),
        "self_check" => (Outcome::Mostly, "血圧と体調を自分で確かめ、休む日を自分で決める人が増えました。"),
        _ => (Outcome::Reached, "後半は参加者が進行役を交代で務め、終了後の集まりにつながりました。"),
    }
}

/// Who writes a sheet to whom, and what.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    pub by: &'a Custodian,
    pub centre: &'a Account,
    pub text: &'a str,
    pub answer: &'a str,
}

/// How far a report has come.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// `draft`, `submitted`, `returned`, or `resubmitted` after a return: that one [`crate::demo::settle`] accepts.
    pub state: &'a str,
    pub due_on: Date,
    pub by: &'a Custodian,
    pub officer: &'a Account,
    pub narrative: &'a str,
}

/// One line of a sheet's history.
struct Act {
    act: &'static str,
    at: String,
    account: Uuid,
    organisation: String,
}
