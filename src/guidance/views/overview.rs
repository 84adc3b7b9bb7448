//! The list of contracts, and everybody of one with every planned contact.

use askama::Template;

use crate::{
    guidance::{
        db::targets::{ContractLine, TargetRow},
        loading::Place,
        plan::{Standing, Step},
        states::TargetState,
    },
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Tag},
    },
    participants::{Person, shown_name},
    vocab::{
        dates::wareki,
        ids::{EnrolmentId, ParticipantId},
    },
};

#[derive(Template)]
#[template(path = "guidance/contracts.html")]
pub struct ContractsView {
    lines: Vec<ContractCells>,
}

struct ContractCells {
    href: String,
    number: String,
    title: String,
    contractor: String,
    term: String,
    targets: i64,
    started: i64,
}

impl ContractsView {
    pub fn new(lines: Vec<ContractLine>) -> Self {
        let cells = |line: ContractLine| ContractCells {
            href: format!("/contracts/{}/guidance", line.id),
            term: format!("{}〜{}", wareki(line.starts_on), wareki(line.ends_on)),
            number: line.number,
            title: line.title,
            contractor: line.contractor_name,
            targets: line.targets,
            started: line.started,
        };
        Self { lines: lines.into_iter().map(cells).collect() }
    }
}

/// One person of the list.
pub struct Line {
    pub participant: ParticipantId,
    pub state: TargetState,
    pub kana: String,
    pub number: i32,
    target: EnrolmentId,
    name: String,
    started: String,
    by_hand: bool,
    steps: Vec<Step>,
}

impl Line {
    pub fn new(row: &TargetRow, state: TargetState, steps: Vec<Step>) -> Self {
        Self {
            participant: row.participant,
            state,
            kana: String::new(),
            number: 0,
            target: row.id,
            name: String::new(),
            started: row.started_on.map(wareki).unwrap_or_default(),
            by_hand: row.by_hand,
            steps,
        }
    }

    pub fn name(&mut self, person: &Person) {
        self.name = shown_name(person);
        self.kana = person.identity.kana().trim().to_owned();
        self.number = person.number;
    }

    pub fn is_late(&self) -> bool {
        self.steps.iter().any(|step| step.standing == Standing::Late)
    }
}

/// How many stand where.
pub struct Counts {
    all: usize,
    late: usize,
    by_state: Vec<(TargetState, usize)>,
}

#[derive(Template)]
#[template(path = "guidance/overview.html")]
pub struct OverviewView {
    title: String,
    trail: Vec<Link>,
    tabs: Vec<Link>,
    counts: Counts,
    /// How many people a year the programme is meant for.
    about_people: u16,
    import_href: String,
    action: String,
    form: Form,
    states: Vec<Choice>,
    tags: Vec<Tag>,
    heads: Vec<Head>,
    rows: Vec<Cells>,
    pager: Pager,
}

/// A planned contact as a column.
struct Head {
    label: String,
    month: u8,
}

struct Cells {
    href: String,
    name: String,
    kana: String,
    chip: Chip,
    started: String,
    by_hand: bool,
    marks: Vec<Mark>,
}

struct Mark {
    class: &'static str,
    sign: &'static str,
    word: &'static str,
    day: String,
    href: String,
}

impl OverviewView {
    pub fn count(lines: &[Line]) -> Counts {
        let of = |state: TargetState| lines.iter().filter(|line| line.state == state).count();
        Counts {
            all: lines.len(),
            late: lines.iter().filter(|line| line.is_late()).count(),
            by_state: TargetState::ALL.map(|state| (state, of(state))).to_vec(),
        }
    }

    pub fn new(
        place: &Place,
        (trail, tabs): (Vec<Link>, Vec<Link>),
        (counts, lines, pager): (Counts, Vec<Line>, Pager),
        asked: &str,
        may_select: bool,
    ) -> Self {
        let base = format!("/contracts/{}/guidance", place.contract.id);
        let states: Vec<Choice> =
            std::iter::once(Choice::new("late", format!("遅れがある人（{}人）", counts.late)))
                .chain(counts.by_state.iter().map(|(state, count)| {
                    Choice::new(state.code(), format!("{}（{count}人）", state.label()))
                }))
                .collect();
        let tag = states
            .iter()
            .find(|choice| choice.code == asked)
            .map(|choice| Tag { label: format!("状態：{}", choice.label), remove_href: base.clone() });
        let heads = place.guidance.contacts.iter();
        Self {
            title: place.contract.title.clone(),
            trail,
            tabs,
            import_href: if may_select { format!("{base}/import") } else { String::new() },
            action: base,
            form: Form::empty().with("state", asked),
            states,
            tags: tag.into_iter().collect(),
            heads: heads.map(|contact| Head { label: contact.label.clone(), month: contact.month }).collect(),
            rows: lines.into_iter().map(cells).collect(),
            counts,
            about_people: place.guidance.about_people,
            pager,
        }
    }
}

fn cells(line: Line) -> Cells {
    let mark = |step: &Step| {
        let short = |day: time::Date| format!("{}/{}", u8::from(day.month()), day.day());
        let day = match (step.standing, step.done_on, step.days) {
            (_, Some(on), _) => short(on),
            (Standing::NotDue, ..) | (_, None, None) => String::new(),
            (_, None, Some((_, to))) => format!("〜{}", short(to)),
        };
        Mark {
            class: step.standing.class(),
            sign: step.standing.sign(),
            word: step.standing.label(),
            day,
            href: if step.standing == Standing::NotDue {
                String::new()
            } else {
                format!("/guidance/{}/contacts/{}", line.target, step.code)
            },
        }
    };
    Cells {
        href: format!("/guidance/{}", line.target),
        marks: line.steps.iter().map(mark).collect(),
        chip: line.state.chip(),
        name: line.name,
        kana: line.kana,
        started: line.started,
        by_hand: line.by_hand,
    }
}
