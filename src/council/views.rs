//! What the pages of the papers print.

use askama::Template;

use super::{
    annex::Annex,
    basis::Law,
    db::{Basis, CouncilPaper},
    difference::{Change, Run},
    gate::Shut,
    loading::{Loaded, approval},
    marked::Marked,
    narrative::{EARLIER, FIELDS, earlier_field},
    paper::{compared, in_words},
    states::PaperState,
};
use crate::{
    contracts::{db::Contract, views::Head},
    kit::{
        form::{Choice, Form},
        fragment::Fragment,
        parts::{Chip, Link, Row, Tone},
    },
    vocab::{
        dates::{jst_date, jst_stamp, wareki},
        ids::AccountId,
    },
};

/// The basis and the versions of a contract.
#[derive(Template)]
#[template(path = "council/of_contract.html")]
pub struct ContractView {
    head: Head,
    rows: Vec<Row>,
    gate: Chip,
    shut: String,
    basis: Option<String>,
    lines: Vec<VersionLine>,
    begin: Option<String>,
}

pub struct VersionLine {
    href: String,
    label: String,
    annexes: String,
    made: String,
    decision: String,
    chip: Chip,
    is_open: bool,
}

pub fn version_line(row: &CouncilPaper, state: PaperState) -> VersionLine {
    let annexes: Vec<&str> = Annex::all_of(&row.annexes).into_iter().map(Annex::label).collect();
    VersionLine {
        href: format!("/council-papers/{}", row.id),
        label: format!("第{}版", row.number),
        annexes: annexes.join("・"),
        made: wareki(jst_date(row.made_at)),
        decision: approval(row).map_or_else(|| "—".into(), |one| in_words(&one)),
        chip: state.chip(),
        is_open: matches!(state, PaperState::Draft | PaperState::Submitted),
    }
}

impl ContractView {
    pub fn new(
        head: Head,
        contract: &Contract,
        basis: Option<&Basis>,
        shut: Option<Shut>,
        lines: Vec<VersionLine>,
        writes: bool,
    ) -> Self {
        let here = format!("/contracts/{}", contract.id);
        let has_open = lines.iter().any(|line| line.is_open);
        Self {
            head,
            rows: basis.map(basis_rows).unwrap_or_default(),
            gate: gate_chip(basis, shut),
            shut: shut.map(|why| why.to_string()).unwrap_or_default(),
            basis: writes.then(|| format!("{here}/council/basis")),
            begin: (writes && basis.is_some() && !has_open).then(|| format!("{here}/council-papers")),
            lines,
        }
    }
}

fn basis_rows(basis: &Basis) -> Vec<Row> {
    let law = Law::from_code(&basis.law);
    let needs = if basis.required {
        "承認を得てから締結する"
    } else {
        "承認がなくても締結できる"
    };
    vec![
        Row::new("法令", law.map_or("", Law::label)),
        Row::new("会議", &basis.body),
        Row::new("書類の名称", law.map_or("", Law::paper_title)),
        Row::new("契約の締結", needs),
        Row::new("設定した日", wareki(jst_date(basis.set_at))),
    ]
}

fn gate_chip(basis: Option<&Basis>, shut: Option<Shut>) -> Chip {
    match (basis, shut) {
        (None, _) => Chip::new(Tone::Neutral, "付議の設定なし"),
        (Some(basis), None) if !basis.required => Chip::new(Tone::Neutral, "承認は締結の条件ではありません"),
        (Some(_), None) => Chip::new(Tone::Success, "締結できます（承認ずみ）"),
        (Some(_), Some(_)) => Chip::new(Tone::Danger, "締結できません"),
    }
}

/// Which law and which body.
#[derive(Template)]
#[template(path = "council/basis.html")]
pub struct BasisView {
    form: Form,
    contract: String,
    laws: Vec<Choice>,
    action: String,
    back: String,
}

impl BasisView {
    pub fn new(contract: &Contract, form: Form) -> Self {
        let back = format!("/contracts/{}/council", contract.id);
        Self { form, contract: named(contract), laws: Law::choices(), action: format!("{back}/basis"), back }
    }
}

/// 「契第12号　シニアの教室」
fn named(contract: &Contract) -> String {
    format!("{}　{}", contract.number, contract.title)
}

fn trail(contract: &Contract) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(named(contract), format!("/contracts/{}", contract.id)),
        Link::new("付議", format!("/contracts/{}/council", contract.id)),
    ]
}

/// The words of a version.
#[derive(Template)]
#[template(path = "council/write.html")]
pub struct WriteView {
    trail: Vec<Link>,
    form: Form,
    title: String,
    annexes: Vec<Choice>,
    groups: Vec<Group>,
    earlier: Vec<[String; 4]>,
    action: String,
    back: String,
}

struct Group {
    heading: String,
    fields: Vec<WriteField>,
}

struct WriteField {
    code: &'static str,
    label: &'static str,
    hint: &'static str,
    rows: u8,
    needed: bool,
}

impl WriteView {
    pub fn new(paper: &Loaded, form: Form) -> Self {
        let groups = [None, Some(Annex::Outsourcing), Some(Annex::Development), Some(Annex::Connection)];
        let back = format!("/council-papers/{}", paper.row.id);
        Self {
            trail: trail(&paper.contract),
            form,
            title: format!("付議書を書く　第{}版", paper.row.number),
            annexes: Annex::ALL.map(|annex| Choice::new(annex.code(), annex.label())).to_vec(),
            groups: groups.into_iter().map(group).collect(),
            earlier: (0..EARLIER)
                .map(|nth| ["body", "meeting", "on", "what"].map(|part| earlier_field(part, nth)))
                .collect(),
            action: back.clone(),
            back,
        }
    }
}

fn group(annex: Option<Annex>) -> Group {
    let heading = annex.map_or_else(|| "事業の概要".into(), |annex| format!("別紙（{}）", annex.label()));
    let fields = FIELDS.iter().filter(|field| field.annex == annex).map(|field| WriteField {
        code: field.code,
        label: field.label,
        hint: field.hint,
        rows: field.rows,
        needed: field.needed,
    });
    Group { heading, fields: fields.collect() }
}

/// One version with what changed.
#[derive(Template)]
#[template(path = "council/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    compared: String,
    same: bool,
    acts: Vec<Link>,
    pdf: String,
    marked: Marked,
    earlier: Vec<(String, String)>,
    drawing: Option<Fragment>,
    history: Vec<Row>,
}

impl ShowView {
    pub fn new(
        paper: &Loaded,
        marked: Marked,
        before: Option<&CouncilPaper>,
        drawing: Option<Fragment>,
        reader: AccountId,
    ) -> Self {
        let compared = before.and_then(compared).unwrap_or_default();
        let earlier = marked.earlier.iter().map(|one| (in_words(one), one.what.clone())).collect();
        Self {
            trail: trail(&paper.contract),
            title: format!("{}　第{}版", marked.title, paper.row.number),
            chip: paper.state.chip(),
            same: !compared.is_empty() && !marked.has_changes(),
            compared,
            acts: acts(paper, reader),
            pdf: format!("/council-papers/{}/pdf", paper.row.id),
            marked,
            earlier,
            drawing,
            history: history(paper),
        }
    }
}

fn acts(paper: &Loaded, reader: AccountId) -> Vec<Link> {
    let here = format!("/council-papers/{}", paper.row.id);
    if paper.state.write().is_ok() {
        vec![Link::new("書く", format!("{here}/edit")), Link::new("提出に進む", format!("{here}/submission"))]
    } else if paper.state.decide(paper.submission(), reader).is_ok() {
        vec![Link::new("結果を記録する", format!("{here}/decision"))]
    } else {
        Vec::new()
    }
}

fn history(paper: &Loaded) -> Vec<Row> {
    let row = &paper.row;
    let by = |name: &Option<String>| name.clone().unwrap_or_else(|| "区の担当者".into());
    let mut rows = vec![Row::new("版の始まり", format!("{}　{}", jst_stamp(row.made_at), by(&row.made_by)))];
    rows.extend(
        row.submitted_at.map(|at| Row::new("提出", format!("{}　{}", jst_stamp(at), by(&row.submitted_by)))),
    );
    rows.extend(
        approval(row).map(|one| Row::new("結果", format!("{}　{}", in_words(&one), paper.state.chip().text))),
    );
    rows.extend(
        row.recorded_at
            .map(|at| Row::new("結果の記録", format!("{}　{}", jst_stamp(at), by(&row.recorded_by)))),
    );
    rows
}

/// The question before a version is submitted, or what it lacks.
#[derive(Template)]
#[template(path = "council/submit.html")]
pub struct SubmitView {
    what: String,
    lacks: Vec<String>,
    version: i32,
    action: String,
    edit: String,
    measures: String,
    back: String,
}

impl SubmitView {
    pub fn new(paper: &Loaded, lacks: Vec<String>) -> Self {
        let back = format!("/council-papers/{}", paper.row.id);
        Self {
            what: format!("{}　付議書　第{}版", named(&paper.contract), paper.row.number),
            lacks,
            version: paper.row.version,
            action: format!("{back}/submission"),
            edit: format!("{back}/edit"),
            measures: format!("/contracts/{}/measures", paper.contract.id),
            back,
        }
    }
}

/// What the body decided.
#[derive(Template)]
#[template(path = "council/decide.html")]
pub struct DecideView {
    trail: Vec<Link>,
    form: Form,
    what: String,
    outcomes: Vec<Choice>,
    action: String,
    back: String,
}

impl DecideView {
    pub fn new(paper: &Loaded, form: Form) -> Self {
        let back = format!("/council-papers/{}", paper.row.id);
        Self {
            trail: trail(&paper.contract),
            form,
            what: format!("付議書　第{}版", paper.row.number),
            outcomes: vec![
                Choice::new(PaperState::Approved.code(), "承認（了承）"),
                Choice::new(PaperState::Deferred.code(), "継続（次の版をあらためて付議する）"),
            ],
            action: format!("{back}/decision"),
            back,
        }
    }
}

/// The words of a run, for the template.
impl Run {
    pub fn is_added(&self) -> bool {
        self.change == Change::Added
    }

    pub fn is_removed(&self) -> bool {
        self.change == Change::Removed
    }
}
