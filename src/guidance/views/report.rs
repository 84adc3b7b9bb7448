//! The report on one person and the report on all: the same lines on the screen and on paper.

use std::collections::BTreeMap;

use askama::Template;
use time::Date;

use super::person::{self, Instruction, Values};
use crate::{
    behind::Listing,
    documents::{
        GuidanceOverall, GuidanceResult, Masthead,
        guidance_overall::{ContactRow, ValueRow, figures_outline},
        guidance_result::{DoctorsInstruction, GuidanceContact, GuidanceValue},
        parts::{Chart, Fact, PersonName},
    },
    guidance::{
        GuidanceFigures,
        db::records::ResultRow,
        figures::{PersonChange, ValueChange, values::of_person},
        loading::{Place, Target},
        plan::{Standing, Step},
        readings,
        words::{ContactWords, TargetWords},
    },
    kit::parts::{Link, Row},
    participants::shown_name,
    programmes::{InformationItem, definition::ContactMeans},
    vocab::{dates::wareki, decimal::Decimal},
};

/// When a value is said to have improved.
const RULE: &str = "選定の基準に使う検査値は、基準から離れる向きに変われば改善、近づく向きに変われば悪化とします。ほかの検査値は差だけを示します。";

/// A planned contact with its means, minutes and words.
pub struct Contacted {
    pub step: Step,
    pub record: Option<(String, i32, ContactWords)>,
}

/// What the report on a person says.
pub struct One {
    pub target: Target,
    pub words: TargetWords,
    pub contacts: Vec<Contacted>,
    pub instructions: Vec<Instruction>,
    pub results: Vec<ResultRow>,
    pub today: Date,
}

#[derive(Template)]
#[template(path = "guidance/report.html")]
pub struct OneView {
    name: String,
    trail: Vec<Link>,
    pdf_href: String,
    facts: Vec<Row>,
    person: Vec<Row>,
    contacts: Vec<GuidanceContact>,
    instructions: Vec<DoctorsInstruction>,
    lines: Vec<GuidanceValue>,
    values: Option<Values>,
    rule: &'static str,
}

impl OneView {
    pub fn new(one: &One, mut trail: Vec<Link>) -> Self {
        let name = shown_name(&one.target.person);
        let base = format!("/guidance/{}", one.target.row.id);
        trail.push(Link::new(&name, base.as_str()));
        trail.push(Link::new("指導結果報告書", "").current());
        let shows = one.target.place.shows_records();
        Self {
            trail,
            pdf_href: format!("{base}/report/pdf"),
            facts: one.facts(),
            person: person::person(&one.target, &one.words, one.today),
            contacts: one.contacts(),
            instructions: one.instructions(),
            lines: one.values(),
            values: shows.then(|| person::values(one.target.place.guidance, &one.results, None)),
            rule: RULE,
            name,
        }
    }
}

impl One {
    fn facts(&self) -> Vec<Row> {
        let mut rows = vec![
            Row::new("受託者", &self.target.place.contract.contractor_name),
            Row::new("状態", self.target.state.label()),
        ];
        rows.splice(0..0, person::facts(&self.target));
        rows
    }

    fn contacts(&self) -> Vec<GuidanceContact> {
        let shows = self.target.place.shows_records();
        self.contacts.iter().map(|contacted| contact(contacted, shows)).collect()
    }

    fn instructions(&self) -> Vec<DoctorsInstruction> {
        let one = |one: &Instruction| DoctorsInstruction {
            day: wareki(one.on),
            doctor: one.doctor.clone(),
            text: one.text.clone(),
        };
        self.instructions.iter().map(one).collect()
    }

    /// Every value that was taken, with its change where there are two days.
    fn values(&self) -> Vec<GuidanceValue> {
        if !self.target.place.shows_records() {
            return Vec::new();
        }
        let guidance = self.target.place.guidance;
        let days: Vec<_> = self.results.iter().map(|row| (row.taken_on, row.figures.0.clone())).collect();
        let changes = of_person(guidance, &days);
        let line = |value: crate::programmes::guidance::CheckupValue<'_>| {
            let first = days.iter().find_map(|(_, readings)| readings.get(value.code).copied())?;
            let change = changes.iter().find(|change| change.code == value.code);
            Some(GuidanceValue {
                name: readings::name(&value),
                first: readings::shown(value.unit, first),
                last: change.map(|change| readings::shown(value.unit, change.last)),
                difference: change
                    .filter(|_| !readings::is_worded(value.unit))
                    .map(|change| signed(change.difference())),
                verdict: change
                    .and_then(|change: &PersonChange| change.verdict)
                    .map(|v| v.label().to_owned()),
            })
        };
        guidance.values().filter_map(line).collect()
    }

    /// The same as a paper.
    pub fn paper(&self, masthead: Masthead) -> GuidanceResult {
        let identity = &self.target.person.identity;
        let has_name = !identity.name().trim().is_empty();
        // The name has its kana beside it already.
        let known = person::known(&self.target, &self.words, self.today).into_iter();
        let known = known.filter(|one| one.item != InformationItem::Kana);
        let charts = self.target.place.shows_records().then(|| {
            let values = person::values(self.target.place.guidance, &self.results, None);
            values.figures.into_iter().filter_map(|figure| {
                Some(Chart {
                    alt: figure.caption_sentence.clone(),
                    caption: figure.caption_sentence,
                    svg: figure.svg?,
                })
            })
        });
        GuidanceResult {
            masthead,
            facts: self.facts().into_iter().map(|row| Fact::new(row.label, row.value)).collect(),
            participant: has_name.then(|| PersonName::new(identity.name(), identity.kana())),
            person: known.map(|one| Fact { label: one.label.to_owned(), value: one.text }).collect(),
            contacts: self.contacts(),
            instructions: self.instructions(),
            values: self.values(),
            rule: RULE.to_owned(),
            charts: charts.into_iter().flatten().collect(),
        }
    }
}

fn contact(contacted: &Contacted, shows: bool) -> GuidanceContact {
    let step = &contacted.step;
    let standing = match (step.standing, step.days) {
        (Standing::Late | Standing::Planned, Some((_, to))) => {
            format!("{}（期間は{}まで）", step.standing.label(), wareki(to))
        }
        (standing, _) => standing.label().to_owned(),
    };
    let text = |text: &String| Some(text.clone()).filter(|text| shows && !text.is_empty());
    let words = contacted.record.as_ref().map(|(_, _, words)| words);
    GuidanceContact {
        label: step.label.clone(),
        done_on: step.done_on.map(wareki),
        how: contacted.record.as_ref().map_or(standing, |(means, minutes, _)| {
            let means = ContactMeans::from_code(means).map_or("", ContactMeans::label);
            if *minutes > 0 { format!("{means}・{minutes}分") } else { means.to_owned() }
        }),
        content: words.and_then(|words| text(&words.content)),
        goals: words.and_then(|words| text(&words.goals)),
        next: words.and_then(|words| text(&words.next)),
    }
}

/// With a plus sign for a rise.
fn signed(difference: Decimal) -> String {
    if difference.0 > 0 { format!("+{difference}") } else { difference.to_string() }
}

/// What one figure was counted from.
#[derive(Template)]
#[template(path = "guidance/figure.html")]
pub struct FigureView {
    pub trail: Vec<Link>,
    pub tabs: Vec<Link>,
    pub title: String,
    pub value: String,
    pub listing: Listing,
    pub back: String,
}

#[derive(Template)]
#[template(path = "guidance/figures.html")]
pub struct AllView {
    title: String,
    trail: Vec<Link>,
    tabs: Vec<Link>,
    pdf_href: String,
    facts: Vec<Row>,
    figures: GuidanceFigures,
    rule: &'static str,
    list_href: String,
    inquiries_href: String,
    /// The address below which each figure leads to its records.
    at: String,
}

impl AllView {
    pub fn new(
        place: &Place,
        figures: GuidanceFigures,
        (trail, tabs): (Vec<Link>, Vec<Link>),
        today: Date,
    ) -> Self {
        let base = format!("/contracts/{}/guidance", place.contract.id);
        Self {
            title: place.contract.title.clone(),
            trail,
            tabs,
            pdf_href: format!("{base}/figures/pdf"),
            facts: facts(place, today),
            figures,
            rule: RULE,
            at: format!("{base}/figures"),
            inquiries_href: format!("{base}/inquiries"),
            list_href: base,
        }
    }

    /// The same as a paper.
    pub fn paper(
        place: &Place,
        figures: &GuidanceFigures,
        masthead: Masthead,
        today: Date,
    ) -> GuidanceOverall {
        GuidanceOverall {
            outline: figures_outline(),
            ..overall(figures, facts_of(facts(place, today)), masthead)
        }
    }
}

/// The figures as a paper without any section yet: the report on a contract chooses its own.
pub fn overall(figures: &GuidanceFigures, facts: Vec<Fact>, masthead: Masthead) -> GuidanceOverall {
    GuidanceOverall {
        masthead,
        outline: Vec::new(),
        words: BTreeMap::new(),
        facts,
        recruitment: facts_of(recruitment(figures)),
        endings: endings(figures),
        means: means(),
        contacts: contacts(figures),
        values: figures.values.iter().map(value).collect(),
        rule: RULE.to_owned(),
        inquiries: inquiries(figures),
        people: Vec::new(),
    }
}

fn facts_of(rows: Vec<Row>) -> Vec<Fact> {
    rows.into_iter().map(|row| Fact::new(row.label, row.value)).collect()
}

/// 「HbA1c 7.1→6.9（改善）」
pub fn change_words(change: &PersonChange) -> String {
    let shown = |number| readings::shown(&change.unit, number);
    let verdict = change.verdict.map_or_else(String::new, |verdict| format!("（{}）", verdict.label()));
    format!("{} {}→{}{verdict}", change.name, shown(change.first), shown(change.last))
}

fn facts(place: &Place, today: Date) -> Vec<Row> {
    let contract = &place.contract;
    vec![
        Row::new("契約", format!("{}　{}", contract.number, contract.title)),
        Row::new("受託者", &contract.contractor_name),
        Row::new("契約期間", format!("{}〜{}", wareki(contract.starts_on), wareki(contract.ends_on))),
        Row::new("数えた日", wareki(today.min(contract.ends_on))),
    ]
}

fn recruitment(figures: &GuidanceFigures) -> Vec<Row> {
    let all = &figures.recruitment;
    let people = |count: usize| format!("{count}人");
    vec![
        Row::new("対象者", format!("{}人（うち区が加えた人 {}人）", all.selected, all.by_hand)),
        Row::new("電話をした人", format!("{}人（のべ{}回）", all.called, all.calls)),
        Row::new("参加すると答えた人", people(all.consented)),
        Row::new("参加中", people(all.taking_part)),
        Row::new("最後まで終えた人", people(all.completed)),
        Row::new("途中でやめた人", people(all.dropped_out)),
        Row::new("辞退した人", people(all.declined)),
        Row::new("返事がまだの人", people(all.open)),
    ]
}

fn endings(figures: &GuidanceFigures) -> Vec<[String; 3]> {
    let line = |count: &crate::guidance::figures::EndingCount| {
        [count.label.clone(), count.declined.to_string(), count.dropped_out.to_string()]
    };
    figures.endings.iter().map(line).collect()
}

fn means() -> Vec<String> {
    ContactMeans::ALL.map(|means| means.label().to_owned()).to_vec()
}

fn contacts(figures: &GuidanceFigures) -> Vec<ContactRow> {
    let row = |contact: &crate::guidance::figures::ContactCount| ContactRow {
        label: contact.label.clone(),
        done: contact.done,
        by_means: contact.by_means.to_vec(),
        late: contact.late,
        minutes: contact.minutes,
    };
    figures.contacts.iter().map(row).collect()
}

fn value(change: &ValueChange) -> ValueRow {
    let went = match (change.improved, change.worsened) {
        (Some(improved), Some(worsened)) => {
            format!("改善{improved}・変化なし{}・悪化{worsened}", change.unchanged)
        }
        _ => format!("上がった{}・変化なし{}・下がった{}", change.rose, change.unchanged, change.fell),
    };
    ValueRow {
        name: change.heading(),
        people: change.people,
        median: change.medians(),
        mean: change.means(),
        went,
    }
}

fn inquiries(figures: &GuidanceFigures) -> Vec<[String; 4]> {
    let line = |count: &crate::guidance::figures::InquiryCount| {
        [
            count.kind.label().to_owned(),
            count.count.to_string(),
            count.escalated.to_string(),
            count.answered.to_string(),
        ]
    };
    figures.inquiries.iter().map(line).collect()
}
