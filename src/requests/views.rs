//! What the pages of requests print.

use askama::Template;
use time::Date;

use super::{
    db::Listed,
    kinds::{Decision, RequestKind, Stance, Standing},
    thread::{Opened, Thread},
};
use crate::{
    filings::file_hint,
    kit::{
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row},
    },
    vocab::dates::{jst_stamp, wareki, wareki_with_weekday},
};

fn standing(one: &Listed) -> Result<Standing> {
    let decision =
        one.decision.as_deref().map(|word| AppError::known(word, Decision::from_code)).transpose()?;
    Ok(Standing::of(one.is_answered.then_some(decision)))
}

#[derive(Template)]
#[template(path = "requests/list.html")]
pub struct ListView {
    tabs: Vec<Link>,
    lines: Vec<Line>,
    pager: Pager,
    asks: bool,
}

struct Line {
    href: String,
    due: String,
    kind: &'static str,
    contract: String,
    chip: Chip,
}

impl ListView {
    /// # Errors
    /// When a stored kind or decision is unknown.
    pub fn new(
        listed: &[Listed],
        tabs: Vec<Link>,
        pager: Pager,
        (asks, today): (bool, Date),
    ) -> Result<Self> {
        let line = |one: &Listed| -> Result<Line> {
            Ok(Line {
                href: format!("/requests/{}", one.id),
                due: wareki_with_weekday(one.due_on),
                kind: AppError::known(&one.kind, RequestKind::from_code)?.label(),
                contract: one.contract_title.clone(),
                chip: standing(one)?.chip(one.due_on, today),
            })
        };
        Ok(Self { tabs, lines: listed.iter().map(line).collect::<Result<_>>()?, pager, asks })
    }
}

#[derive(Template)]
#[template(path = "requests/new.html")]
pub struct NewView {
    form: Form,
    contracts: Vec<Choice>,
    kinds: Vec<Choice>,
}

impl NewView {
    pub fn new(form: Form, contracts: Vec<Choice>) -> Self {
        Self { form, contracts, kinds: RequestKind::choices() }
    }
}

#[derive(Template)]
#[template(path = "requests/show.html")]
pub struct ShowView {
    title: &'static str,
    chip: Chip,
    base: String,
    /// Every answer is open to the reader: else there is no paper of it.
    prints: bool,
    facts: Vec<Row>,
    answers: Vec<AnswerLine>,
    answers_now: bool,
    /// A witnessing was refused: the ward may ask for a report in its place (S3 別記 7(1)②).
    report_href: String,
}

struct AnswerLine {
    title: String,
    rows: Vec<Row>,
    /// Empty without a file.
    file_href: String,
    file_name: String,
    /// Where the ward decides; empty when it has, or for the contractor.
    decision: String,
}

impl ShowView {
    pub fn new(thread: &Thread, of_ward: bool, of_contractor: bool, today: Date) -> Self {
        let request = &thread.request;
        let standing = thread.standing();
        let refused = thread.answers.last().is_some_and(|last| last.stance == Stance::Refused);
        let by = request.made_by.as_deref().unwrap_or_default();
        Self {
            title: thread.kind.label(),
            chip: standing.chip(request.due_on, today),
            base: format!("/requests/{}", thread.id()),
            prints: thread.is_whole(),
            facts: vec![
                Row::new("契約", &request.contract_title),
                Row::new("受託者", &request.contractor),
                Row::new("求める内容", &thread.asked),
                Row::new("求めた日", format!("{}　{by}", wareki(request.asked_on))),
                Row::new("回答の期限", wareki_with_weekday(request.due_on)),
            ],
            answers: thread.answers.iter().map(|answer| answer_line(thread, answer, of_ward)).collect(),
            answers_now: of_contractor && standing.may_answer(),
            report_href: if of_ward && refused && standing != Standing::Undecided {
                format!("/requests/new?contract={}", request.contract)
            } else {
                String::new()
            },
        }
    }
}

fn answer_line(thread: &Thread, answer: &Opened, of_ward: bool) -> AnswerLine {
    let (row, base) = (&answer.row, format!("/requests/{}/answers/{}", thread.id(), answer.row.id));
    let stamp = |at, by: Option<&String>| {
        format!("{}　{}", jst_stamp(at), by.map_or("", String::as_str)).trim_end().to_owned()
    };
    let mut rows = vec![
        Row::new(answer.stance.label(), answer.words()),
        Row::new("回答", stamp(row.made_at, row.made_by.as_ref())),
    ];
    if let Some((decision, at)) = answer.decision.zip(row.decided_at) {
        rows.push(Row::new(decision.label(), stamp(at, row.decided_by.as_ref())));
    }
    rows.extend(answer.remark.as_ref().map(|why| Row::new("差し戻した理由", why)));
    let file_name = answer.file_name().to_owned();
    AnswerLine {
        title: format!("第{}回の回答", row.number),
        rows,
        file_href: if file_name.is_empty() { String::new() } else { format!("{base}/file") },
        file_name,
        decision: if of_ward && answer.decision.is_none() {
            format!("{base}/decision")
        } else {
            String::new()
        },
    }
}

#[derive(Template)]
#[template(path = "requests/answer.html")]
pub struct AnswerView {
    form: Form,
    base: String,
    title: &'static str,
    asked: String,
    stances: Vec<Choice>,
    file_hint: String,
    needs_file: bool,
}

impl AnswerView {
    pub fn new(thread: &Thread, form: Form) -> Self {
        let offered: &[Stance] = if thread.kind.may_be_refused() { &Stance::ALL } else { &[Stance::Done] };
        let choice = |stance: &Stance| Choice::new(stance.code(), stance.label());
        Self {
            form,
            base: format!("/requests/{}", thread.id()),
            title: thread.kind.label(),
            asked: thread.asked.clone(),
            stances: offered.iter().map(choice).collect(),
            file_hint: file_hint(),
            needs_file: thread.kind == RequestKind::Papers,
        }
    }
}

#[derive(Template)]
#[template(path = "requests/decision.html")]
pub struct DecideView {
    form: Form,
    base: String,
    action: String,
    answer: Vec<Row>,
    decisions: Vec<Choice>,
}

impl DecideView {
    pub fn new(thread: &Thread, answer: &Opened, form: Form) -> Self {
        let base = format!("/requests/{}", thread.id());
        Self {
            form,
            action: format!("{base}/answers/{}/decision", answer.row.id),
            base,
            answer: vec![
                Row::new("求めた内容", &thread.asked),
                Row::new(answer.stance.label(), answer.words()),
            ],
            decisions: Decision::ALL.map(|one| Choice::new(one.code(), one.label())).to_vec(),
        }
    }
}
