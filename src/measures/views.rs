//! What the pages of the list of measures print.

use askama::Template;

use super::{
    AcceptMeasures, MarkMeasures, PrintMeasures,
    db::MeasureList,
    items::{measures_of, usages},
    marks::{key, words},
    states::Progress,
    tables::{MeasureTable, Sides, tables},
};
use crate::{
    contracts::{db::Contract, views::Head},
    kit::{
        ctx::Actor,
        form::{Choice, Form},
        parts::{Chip, Link, Row},
        permission::Permission,
    },
    vocab::{
        dates::{jst_date, jst_stamp, wareki},
        side::Side,
    },
};

/// The versions of a contract.
#[derive(Template)]
#[template(path = "measures/of_contract.html")]
pub struct ContractView {
    head: Head,
    lines: Vec<VersionLine>,
    begins: bool,
    form: Form,
    action: String,
}

pub struct VersionLine {
    href: String,
    label: String,
    lists: String,
    begun: String,
    accepted: String,
    chip: Chip,
}

pub fn version_line(list: &MeasureList, progress: Progress) -> VersionLine {
    let lists: Vec<&str> = usages(list.has_connection).iter().map(|usage| usage.label()).collect();
    VersionLine {
        href: format!("/measures/{}", list.id),
        label: format!("第{}版", list.number),
        lists: lists.join("・"),
        begun: wareki(jst_date(list.begun_at)),
        accepted: list.accepted_at.map_or_else(|| "—".into(), |at| wareki(jst_date(at))),
        chip: progress.chip(),
    }
}

impl ContractView {
    /// A next version begins with the lists of the last.
    pub fn new(head: Head, contract: &Contract, lines: Vec<VersionLine>, begins: bool) -> Self {
        let joins = lines.first().is_some_and(|line| line.lists.contains('・'));
        let form = if joins { Form::empty().with("connection", "yes") } else { Form::empty() };
        Self { head, lines, begins, form, action: format!("/contracts/{}/measures", contract.id) }
    }
}

/// What the reader may do with a version.
pub struct Reader {
    marks: Vec<Side>,
    accepts: bool,
    prints: bool,
    signs_for: Side,
}

impl Reader {
    pub fn of(actor: &Actor, progress: Progress) -> Self {
        let by = actor.role.side();
        let may_mark = |side: &Side| MarkMeasures::allows(actor.role) && progress.mark(*side, by).is_ok();
        Self {
            marks: [Side::Ward, Side::Contractor].into_iter().filter(may_mark).collect(),
            accepts: AcceptMeasures::allows(actor.role) && progress.accept(actor.account).is_ok(),
            prints: PrintMeasures::allows(actor.role),
            signs_for: by,
        }
    }
}

/// One version with what changed.
#[derive(Template)]
#[template(path = "measures/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    compared: String,
    acts: Vec<Link>,
    paper: Option<String>,
    tables: Vec<MeasureTable>,
    history: Vec<Row>,
}

impl ShowView {
    pub fn new(
        list: &MeasureList,
        before: Option<&MeasureList>,
        progress: Progress,
        reader: &Reader,
    ) -> Self {
        let id = list.id;
        let mut acts = Vec::new();
        if reader.accepts {
            acts.push(Link::new("一覧を確認する", format!("/measures/{id}/acceptance")));
        }
        acts.extend(reader.marks.iter().map(|side| {
            let whose = if *side == reader.signs_for { "自分の側" } else { side.label() };
            Link::new(
                format!("{whose}の対策に印を付ける"),
                format!("/measures/{id}/marks?side={}", side.code()),
            )
        }));
        Self {
            trail: trail(list),
            title: format!("対策の一覧　第{}版", list.number),
            chip: progress.chip(),
            compared: before.map(|one| format!("第{}版", one.number)).unwrap_or_default(),
            acts,
            paper: reader.prints.then(|| format!("/measures/{id}/pdf")),
            tables: tables(sides(list), before.map(sides)),
            history: hands(list),
        }
    }
}

pub fn sides(list: &MeasureList) -> Sides<'_> {
    Sides {
        has_connection: list.has_connection,
        ward: list.ward_marks.as_deref(),
        contractor: list.contractor_marks.as_deref(),
    }
}

/// Who began, marked and accepted a version, and when. A name that the reader may not see is told by its side.
pub fn hands(list: &MeasureList) -> Vec<Row> {
    let person = |name: &Option<String>, side: Side| {
        name.clone().unwrap_or_else(|| format!("{}の担当者", side.label()))
    };
    let mut rows = vec![Row::new(
        "版の始まり",
        format!("{}　{}", jst_stamp(list.begun_at), person(&list.begun_by, Side::Ward)),
    )];
    let steps = [
        ("区の対策の印", list.ward_at, &list.ward_by, Side::Ward),
        ("受託者の対策の印", list.contractor_at, &list.contractor_by, Side::Contractor),
        ("区の確認", list.accepted_at, &list.accepted_by, Side::Ward),
    ];
    rows.extend(steps.into_iter().filter_map(|(label, at, by, side)| {
        at.map(|at| Row::new(label, format!("{}　{}", jst_stamp(at), person(by, side))))
    }));
    rows
}

fn trail(list: &MeasureList) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(
            format!("{}　{}", list.contract_number, list.contract_title),
            format!("/contracts/{}", list.contract),
        ),
        Link::new("対策の一覧", format!("/contracts/{}/measures", list.contract)),
    ]
}

/// The marks of one side.
#[derive(Template)]
#[template(path = "measures/mark.html")]
pub struct MarkView {
    trail: Vec<Link>,
    form: Form,
    title: &'static str,
    lead: &'static str,
    side: &'static str,
    version: i32,
    groups: Vec<Group>,
    choices: Vec<Choice>,
    action: String,
    back: String,
}

struct Group {
    heading: String,
    fields: Vec<(String, &'static str)>,
}

impl MarkView {
    pub fn new(list: &MeasureList, side: Side, form: Form) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for usage in usages(list.has_connection) {
            for measure in measures_of(*usage) {
                let heading = format!("{}：{}", usage.label(), measure.kind.label());
                let field = (key(*usage, &measure), words(&measure, side));
                match groups.last_mut().filter(|group| group.heading == heading) {
                    Some(group) => group.fields.push(field),
                    None => groups.push(Group { heading, fields: vec![field] }),
                }
            }
        }
        let (title, lead) = match side {
            Side::Ward => ("区が行う対策", "区が行うものには○、行う必要がないものには−を付けてください。"),
            Side::Contractor => {
                ("受託者が行う対策", "受託者が行うものには○、行う必要がないものには−を付けてください。")
            }
        };
        Self {
            trail: trail(list),
            form,
            title,
            lead,
            side: side.code(),
            version: list.version,
            groups,
            choices: vec![Choice::new("yes", "○ 行う"), Choice::new("no", "− 必要がない")],
            action: format!("/measures/{}/marks", list.id),
            back: format!("/measures/{}", list.id),
        }
    }
}

/// The question before a version is accepted.
#[derive(Template)]
#[template(path = "measures/accept.html")]
pub struct AcceptView {
    what: String,
    version: i32,
    action: String,
    back: String,
}

impl AcceptView {
    pub fn new(list: &MeasureList) -> Self {
        let back = format!("/measures/{}", list.id);
        Self {
            what: format!("{}　対策の一覧　第{}版", list.contract_title, list.number),
            version: list.version,
            action: format!("{back}/acceptance"),
            back,
        }
    }
}
