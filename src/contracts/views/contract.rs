//! The list, the form and the overview of a contract.

use askama::Template;

use super::{
    Head, Tab,
    next::{Next, ending, next_step},
    term,
};
use crate::{
    contracts::{
        db::{Contract, Line, PaperCounts, PeopleCounts},
        forms::Offers,
        states::ContractState,
    },
    filings::Missing,
    kit::{
        ctx::Actor,
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Pager, Row, Tag, Tone},
        permission::Role,
    },
    obligations::{self, GateState, db::owed::Owed},
    programmes::{Definition, InformationItem, Style},
    vocab::{
        dates::{fiscal_year_label, wareki},
        ids::ProgrammeVersionId,
    },
};

#[derive(Template)]
#[template(path = "contracts/list.html")]
pub struct List {
    form: Form,
    states: Vec<Choice>,
    years: Vec<Choice>,
    tags: Vec<Tag>,
    rows: Vec<ListRow>,
    pager: Pager,
    may_draft: bool,
}

struct ListRow {
    href: String,
    number: String,
    title: String,
    contractor: String,
    year: String,
    starts_on: String,
    ends_on: String,
    chip: Chip,
    overdue: i64,
}

impl List {
    pub fn new(rows: Vec<Line>, total: i64, page: i64, form: Form, years: &[i32], may_draft: bool) -> Self {
        let (state, year) = (form.value("state").to_owned(), form.value("year").to_owned());
        let mut tags = Vec::new();
        if let Some(chosen) = ContractState::from_code(&state) {
            tags.push(Tag {
                label: format!("状態：{}", chosen.label()),
                remove_href: format!("/contracts?year={year}"),
            });
        }
        if let Ok(chosen) = year.parse() {
            tags.push(Tag {
                label: format!("年度：{}", fiscal_year_label(chosen)),
                remove_href: format!("/contracts?state={state}"),
            });
        }
        let href = format!("/contracts?state={state}&year={year}");
        Self {
            form,
            states: ContractState::ALL.map(|s| Choice::new(s.code(), s.label())).to_vec(),
            years: years.iter().map(|y| Choice::new(y.to_string(), fiscal_year_label(*y))).collect(),
            tags,
            rows: rows.into_iter().map(list_row).collect(),
            pager: Pager::new(total.unsigned_abs(), page.unsigned_abs(), 50, &href),
            may_draft,
        }
    }
}

fn list_row(line: Line) -> ListRow {
    ListRow {
        href: format!("/contracts/{}", line.id),
        year: fiscal_year_label(line.fiscal_year),
        starts_on: wareki(line.starts_on),
        ends_on: wareki(line.ends_on),
        chip: ContractState::from_code(&line.state)
            .map_or_else(|| Chip::new(Tone::Neutral, "不明"), ContractState::chip),
        number: line.number,
        title: line.title,
        contractor: line.contractor_name,
        overdue: line.overdue,
    }
}

/// Which programme a new contract is made from.
#[derive(Template)]
#[template(path = "contracts/choose.html")]
pub struct Choose {
    own: Vec<Offered>,
    presets: Vec<Offered>,
}

struct Offered {
    name: &'static str,
    /// The address of an own programme; the code of a preset.
    key: String,
    source: &'static str,
    lines: Vec<String>,
}

impl Choose {
    pub fn new(own: &[(ProgrammeVersionId, &'static Definition)], presets: Vec<&'static Definition>) -> Self {
        let offered = |key: String, programme: &'static Definition| Offered {
            name: &programme.name,
            key,
            source: &programme.source,
            lines: programme_lines(programme),
        };
        Self {
            own: own
                .iter()
                .map(|(version, one)| offered(format!("/contracts/new?programme={version}"), one))
                .collect(),
            presets: presets.into_iter().map(|one| offered(one.code.clone(), one)).collect(),
        }
    }
}

fn programme_lines(programme: &'static Definition) -> Vec<String> {
    let mut lines = vec![shape(programme)];
    lines.extend(
        programme.reports.iter().map(|report| format!("{}：{}", report.title, report.due.sentence())),
    );
    lines.push(format!("情報項目：{}項目", programme.information_items.len()));
    lines
}

fn shape(programme: &'static Definition) -> String {
    match (programme.course(), programme.service()) {
        (Some(plan), _) => format!(
            "教室：全{}回・1回{}分・定員{}人（最少{}人）",
            plan.sessions, plan.minutes, plan.capacity, plan.minimum
        ),
        (None, Some(plan)) => format!(
            "個別支援：{}か月・週{}〜{}日・{}段階",
            plan.months,
            plan.least_days_per_week,
            plan.most_days_per_week,
            plan.steps.len()
        ),
        (None, None) => programme.style.label().to_owned(),
    }
}

/// A new contract or a draft to change.
#[derive(Template)]
#[template(path = "contracts/draft.html")]
pub struct DraftForm {
    pub form: Form,
    version: ProgrammeVersionId,
    programme: &'static Definition,
    offers: Offers,
    lacks: Vec<(&'static str, &'static str)>,
    title: &'static str,
    action: String,
    back: String,
    label: &'static str,
}

impl DraftForm {
    pub fn new(
        (version, programme): (ProgrammeVersionId, &'static Definition),
        form: Form,
        offers: Offers,
    ) -> Self {
        let mut lacks = Vec::new();
        if offers.departments.is_empty() {
            lacks.push(("所管課がまだ登録されていません。", "/organisations/departments/new"));
        }
        if offers.contractors.is_empty() {
            lacks.push(("受託者がまだ登録されていません。", "/organisations/contractors/new"));
        }
        Self {
            form,
            version,
            programme,
            offers,
            lacks,
            title: "契約の登録",
            action: "/contracts".into(),
            back: "/contracts".into(),
            label: "契約を登録する",
        }
    }

    /// The form of a stored draft.
    #[must_use]
    pub fn of(mut self, contract: &Contract) -> Self {
        self.title = "契約内容の変更";
        self.action = format!("/contracts/{}", contract.id);
        self.back.clone_from(&self.action);
        self.label = "変更を保存する";
        self
    }
}

/// 概要
#[derive(Template)]
#[template(path = "contracts/show.html")]
pub struct Show {
    head: Head,
    rows: Vec<Row>,
    items: Vec<&'static str>,
    figures: Vec<Figure>,
    gates: Vec<GateLine>,
    standing: String,
    next: Option<Next>,
    ending: Option<Next>,
    edit: String,
}

/// What an overview counts.
pub struct Counts<'a> {
    pub paper: &'a PaperCounts,
    pub duties: &'a Owed,
    /// Papers owed; `None` before the contract is in force, after it, and for whoever reads none.
    pub missing: Option<&'a Missing>,
    /// `None` for the auditor.
    pub people: Option<&'a PeopleCounts>,
    /// What its clauses keep shut until something is done.
    pub gates: &'a [GateState],
}

/// A gate and whether it is open.
struct GateLine {
    label: &'static str,
    chip: Chip,
    reason: String,
}

fn gate(state: &GateState) -> GateLine {
    GateLine {
        label: state.gate.label(),
        chip: obligations::views::gate_chip(state),
        reason: state.verdict.explanation.join(""),
    }
}

/// One count with the page it counts.
struct Figure {
    label: &'static str,
    value: String,
    note: String,
    href: String,
}

impl Figure {
    fn new(label: &'static str, value: String, href: String) -> Self {
        Self { label, value, note: String::new(), href }
    }

    fn overdue(mut self, count: u64) -> Self {
        if count > 0 {
            self.note = format!("うち期限切れ {count}件");
        }
        self
    }
}

impl Show {
    /// # Errors
    /// When the stored state is unknown.
    pub fn new(contract: &Contract, reader: &Actor, counts: &Counts<'_>, may_draft: bool) -> Result<Self> {
        let role = reader.role;
        let state = AppError::known(&contract.state, ContractState::from_code)?;
        let chosen = |item: &InformationItem| contract.items.iter().any(|code| code == item.code());
        Ok(Self {
            head: Head::new(contract, reader, Tab::Overview, contract.title.as_str())?,
            rows: facts(contract),
            items: InformationItem::ALL.iter().filter(|item| chosen(item)).map(|item| item.label()).collect(),
            figures: figures(contract, counts, reader.sees_people()),
            gates: counts.gates.iter().map(gate).collect(),
            standing: if role == Role::ContractorRecorder {
                String::new()
            } else {
                format!("/contracts/{}/standing", contract.id)
            },
            next: next_step(contract, role, state, counts.paper, counts.people)
                .filter(|_| may_draft || role.is_contractor()),
            ending: ending(contract, state).filter(|_| may_draft),
            edit: if may_draft && state.is_draft() {
                format!("/contracts/{}/edit", contract.id)
            } else {
                String::new()
            },
        })
    }
}

pub(super) fn facts(contract: &Contract) -> Vec<Row> {
    vec![
        Row::new("契約番号", &contract.number),
        Row::new("事業", &contract.programme_name),
        Row::new("受託者", &contract.contractor_name),
        Row::new("所管課", &contract.department_name),
        Row::new("年度", fiscal_year_label(contract.fiscal_year)),
        Row::new("契約期間", term(contract)),
        Row::new("締結日", contract.signed_on.map_or_else(|| "まだ締結していません".into(), wareki)),
    ]
}

fn figures(contract: &Contract, counts: &Counts<'_>, sees_people: bool) -> Vec<Figure> {
    let Counts { paper, duties, missing, people, .. } = counts;
    let to = |page: &str| format!("/contracts/{}/{page}", contract.id);
    let of_this = |list: &str| format!("/{list}?contract={}", contract.id);
    let obligations = Figure::new("残っている義務", format!("{}件", duties.open), to("obligations"));
    let mut all = vec![
        Figure::new("条項", format!("{}条", paper.clauses), to("clauses")),
        obligations.overdue(duties.late.unsigned_abs()),
    ];
    if let Some(missing) = missing {
        let papers = Figure::new("残っている提出物", format!("{}件", missing.owed), to("filings"));
        all.push(papers.overdue(missing.overdue));
    }
    let Some(people) = people else { return all };
    let is_over = contract.state == ContractState::Closed.code();
    let custodians = if is_over { 0 } else { people.custodians };
    all.push(Figure::new("いま有効な従事者", format!("{custodians}人"), to("roster")));
    let is_course = contract.has_sessions();
    if is_course {
        all.push(Figure::new("教室", format!("{}件", paper.courses), of_this("courses")));
    }
    if !sees_people {
        return all;
    }
    if contract.style == Style::Guidance.code() {
        let targets = Figure::new("保健指導の対象者", format!("{}人", people.services), to("guidance"));
        all.push(Figure { note: "辞退・途中終了を除く".into(), ..targets });
    } else if !is_course {
        all.push(Figure::new("個別支援", format!("{}件", people.services), of_this("services")));
    }
    all.push(Figure::new("参加者", format!("{}人", people.participants), of_this("participants")));
    all.push(Figure::new("報告", format!("{}件", people.reports), of_this("reports")));
    all
}
