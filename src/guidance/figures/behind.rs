//! The records behind the figures of a guidance contract, chosen by the functions that count them.

use time::Date;

use super::{
    CallFact, ContactFact, GuidanceFigure, GuidanceFigures, GuidanceRows, InquiryFact, TargetFact,
    key::{Contacted, Inquired},
    values::{self, PersonChange, Went},
};
use crate::{
    behind::{Behind, Counted, Page},
    enrolments::withdrawal::reason_label,
    guidance::{
        calls::{InquiryKind, Outcome},
        plan::Step,
        readings,
    },
    programmes::definition::{ContactMeans, Guidance},
    vocab::ids::ContractId,
};

/// The rows of a contract, ready to be asked for what is behind a figure.
pub struct GuidanceRecords<'a> {
    pub contract: ContractId,
    pub guidance: &'a Guidance,
    pub rows: &'a GuidanceRows,
}

/// A record about a target, on a page below theirs.
fn about(target: &TargetFact, on: Option<Date>, (what, note): (String, String), below: &str) -> Behind {
    Behind {
        on,
        what,
        person: Some(target.participant),
        note,
        page: Page::People(format!("/guidance/{}{below}", target.target)),
        counts: 1,
    }
}

fn whole(target: &TargetFact) -> Behind {
    let reason =
        target.reason.as_deref().map_or_else(String::new, |code| format!("（{}）", reason_label(code)));
    let note = format!("{}{reason}", target.state.label());
    about(target, None, ("対象者".to_owned(), note), "")
}

fn call((target, call): (&TargetFact, &CallFact)) -> Behind {
    let outcome = Outcome::from_code(&call.outcome).map_or("記録", Outcome::label);
    about(target, Some(call.on), ("参加を勧める電話".to_owned(), outcome.to_owned()), "#calls")
}

fn change((target, change): &(&TargetFact, PersonChange)) -> Behind {
    let days = target.results.iter().filter(|(_, readings)| readings.contains_key(&change.code));
    let shown = |number| readings::shown(&change.unit, number);
    let verdict = change.verdict.map_or_else(String::new, |verdict| format!("　{}", verdict.label()));
    let note = format!("{}→{}{verdict}", shown(change.first), shown(change.last));
    about(target, days.map(|(on, _)| *on).next_back(), (change.name.clone(), note), "#values")
}

impl GuidanceRecords<'_> {
    pub fn figures(&self) -> GuidanceFigures {
        GuidanceFigures::count(self.guidance, self.rows)
    }

    /// What a figure was counted from.
    pub fn behind(&self, figure: GuidanceFigure) -> Counted {
        let rows = self.rows;
        match figure {
            GuidanceFigure::Recruited(recruit) => Counted::sum(rows.recruited(recruit).map(whole).collect()),
            GuidanceFigure::Calls => Counted::sum(rows.calls().map(call).collect()),
            GuidanceFigure::Ending(line, recruit) => {
                Counted::sum(rows.left(recruit, &self.reason(line)).map(whole).collect())
            }
            GuidanceFigure::Contacts(line, of) => {
                let planned = self.guidance.contacts.iter().enumerate();
                let wanted = planned.filter(|(at, _)| line.is_none_or(|line| line == *at));
                let mut all: Vec<Behind> = wanted.flat_map(|(_, one)| self.contacts(&one.code, of)).collect();
                all.sort_by_key(|one| one.on);
                Counted::sum(all)
            }
            GuidanceFigure::Value(line, went) => Counted::sum(self.changes(line, went)),
            GuidanceFigure::Medians(line) => Counted::of(
                self.of_value(line, super::ValueChange::medians),
                self.changes(line, Went::Anywhere),
            ),
            GuidanceFigure::Means(line) => Counted::of(
                self.of_value(line, super::ValueChange::means),
                self.changes(line, Went::Anywhere),
            ),
            GuidanceFigure::Inquiries(line, of) => Counted::sum(self.inquiries(line, of)),
            GuidanceFigure::PersonDone(line) => {
                let person = rows.people().nth(line);
                let contacts =
                    person.into_iter().flat_map(|one| one.contacts.iter().map(move |it| (one, it)));
                Counted::sum(contacts.map(|(one, contact)| self.contact(one, contact)).collect())
            }
            GuidanceFigure::PersonLate(line) => {
                let person = rows.people().nth(line);
                let late = person.into_iter().flat_map(|one| one.late().map(move |step| (one, step)));
                Counted::sum(late.map(|(one, step)| self.late(one, step)).collect())
            }
        }
    }

    /// What the figure is called where its records are listed.
    pub fn title(&self, figure: GuidanceFigure) -> String {
        let contact = |line: Option<usize>| {
            let planned = line.and_then(|line| self.guidance.contacts.get(line));
            planned.map_or("支援の合計", |one| one.label.as_str())
        };
        let value = |line| {
            values::changed(self.guidance, self.rows)
                .nth(line)
                .map(|(value, _)| value.name)
                .unwrap_or_default()
        };
        match figure {
            GuidanceFigure::Recruited(recruit) => recruit.label().to_owned(),
            GuidanceFigure::Calls => "電話の回数".to_owned(),
            GuidanceFigure::Ending(line, recruit) => {
                format!("{}　{}", reason_label(&self.reason(line)), recruit.label())
            }
            GuidanceFigure::Contacts(line, of) => format!("{}　{}", contact(line), of.label()),
            GuidanceFigure::Value(line, went) => format!("{}　{}", value(line), went.label()),
            GuidanceFigure::Medians(line) => format!("{}　中央値", value(line)),
            GuidanceFigure::Means(line) => format!("{}　平均", value(line)),
            GuidanceFigure::Inquiries(line, of) => {
                let kind = InquiryKind::ALL.get(line).map_or("", |kind| kind.label());
                format!("{kind}　{}", of.label())
            }
            GuidanceFigure::PersonDone(_) => "この人への支援".to_owned(),
            GuidanceFigure::PersonLate(_) => "この人への支援の遅れ".to_owned(),
        }
    }

    /// The code of a line of the reasons.
    fn reason(&self, line: usize) -> String {
        super::endings(self.rows).into_iter().nth(line).map(|one| one.reason).unwrap_or_default()
    }

    fn contacts(&self, code: &str, of: Contacted) -> Vec<Behind> {
        let by = |means: Option<ContactMeans>| {
            let done =
                self.rows.contacts(code).filter(move |(_, one)| means.is_none_or(|it| it == one.means));
            done.map(|(target, one)| self.contact(target, one))
        };
        match of {
            Contacted::Done => by(None).collect(),
            Contacted::By(means) => by(Some(means)).collect(),
            Contacted::Late => self.rows.late(code).map(|(target, step)| self.late(target, step)).collect(),
            Contacted::Minutes => {
                let minutes = |(target, one): (&TargetFact, &ContactFact)| Behind {
                    counts: u32::try_from(one.minutes).unwrap_or_default(),
                    ..self.contact(target, one)
                };
                self.rows.contacts(code).map(minutes).collect()
            }
        }
    }

    fn contact(&self, target: &TargetFact, contact: &ContactFact) -> Behind {
        let planned = self.guidance.contacts.iter().find(|one| one.code == contact.planned);
        let label = planned.map_or(contact.planned.as_str(), |one| one.label.as_str());
        let note = format!("{}・{}分", contact.means.label(), contact.minutes);
        let below = format!("/contacts/{}", contact.planned);
        about(target, Some(contact.on), (label.to_owned(), note), &below)
    }

    fn late(&self, target: &TargetFact, step: &Step) -> Behind {
        let note = format!("記録がありません（{}）", step.days_words());
        about(target, step.days.map(|(_, to)| to), (step.label.clone(), note), "#steps")
    }

    fn changes(&self, line: usize, went: Went) -> Vec<Behind> {
        let people = values::changed(self.guidance, self.rows).nth(line).map(|(_, people)| people);
        people.iter().flatten().filter(|(_, one)| went.has(one)).map(change).collect()
    }

    fn of_value(&self, line: usize, shown: impl Fn(&super::ValueChange) -> String) -> String {
        values::changes(self.guidance, self.rows).get(line).map(shown).unwrap_or_default()
    }

    fn inquiries(&self, line: usize, of: Inquired) -> Vec<Behind> {
        let Some(kind) = InquiryKind::ALL.get(line) else { return Vec::new() };
        let counts = |one: &&InquiryFact| match of {
            Inquired::All => true,
            Inquired::Escalated => one.escalated,
            Inquired::Answered => one.answered,
        };
        let inquiry = |one: &InquiryFact| Behind {
            on: Some(one.on),
            what: kind.label().to_owned(),
            person: None,
            note: if one.answered { "回答ずみ" } else { "未回答" }.to_owned(),
            page: Page::People(format!("/contracts/{}/guidance/inquiries/{}", self.contract, one.id)),
            counts: 1,
        };
        self.rows.inquiries(*kind).filter(counts).map(inquiry).collect()
    }
}
