//! Everything one report says, as one value: facts, people, figures, words. A report in the making has it assembled
//! from the records on every reading; acceptance seals it as the snapshot all later readings are drawn from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::narrative::Narrative;
use crate::{
    documents::parts::PersonName,
    figures::{CourseFigures, MonthFigures, month::MonthRows, rows::CourseRows},
    guidance::{GuidanceFigures, GuidanceRows},
    programmes::InformationItem,
    sealing::Sealable,
    vocab::ids::ParticipantId,
};

#[derive(Clone, Serialize, Deserialize)]
pub struct Content {
    pub facts: Facts,
    pub people: People,
    pub figures: Figures,
    /// What the figures were counted from. Reports accepted before it was kept have none.
    #[serde(default)]
    pub rows: Option<Rows>,
    pub narrative: Narrative,
}

impl Sealable for Content {
    const TABLE: &'static str = "report.snapshot";
}

/// Personal data never reaches a log.
impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Content(…)")
    }
}

/// Whose report on what.
#[derive(Clone, Serialize, Deserialize)]
pub struct Facts {
    pub ward: String,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: String,
    pub programme: String,
    pub report_title: String,
    /// 報告書作成日
    pub prepared_on: Date,
    pub course: Option<CourseFacts>,
    /// 利用日数の定め, such as 「週1～3回」; for an individual service.
    pub rhythm: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct CourseFacts {
    pub name: String,
    pub venue: String,
    /// 「10:00～12:00」
    pub hours: String,
    pub capacity: u16,
}

/// The people of a report or a list, by id: figures hold ids alone.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct People(pub BTreeMap<ParticipantId, Named>);

/// A person as the report names them.
#[derive(Clone, Serialize, Deserialize)]
pub struct Named {
    pub name: Option<PersonNameText>,
    /// On the first day the report covers.
    pub age: Option<u8>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct PersonNameText {
    pub written: String,
    pub kana: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figures {
    Course(Box<CourseFigures>),
    Month(Box<MonthFigures>),
    Guidance(Box<GuidanceFigures>),
}

/// What the figures of a report are counted from.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    Course(Box<CourseRows>),
    Month(Box<MonthRows>),
    Guidance(Box<GuidanceRows>),
}

impl People {
    /// The name of somebody, when this reader may know it.
    pub fn name(&self, participant: Option<ParticipantId>) -> Option<PersonName> {
        let name = self.0.get(&participant?)?.name.as_ref()?;
        Some(PersonName::new(&name.written, &name.kana))
    }

    pub fn age(&self, participant: Option<ParticipantId>) -> Option<u8> {
        self.0.get(&participant?)?.age
    }

    fn project(&mut self, items: &[InformationItem]) {
        let keep = |item: InformationItem| items.contains(&item);
        for person in self.0.values_mut() {
            if !keep(InformationItem::BirthDate) {
                person.age = None;
            }
            if !keep(InformationItem::Name) {
                person.name = None;
            }
            if let Some(name) = person.name.as_mut().filter(|_| !keep(InformationItem::Kana)) {
                name.kana.clear();
            }
        }
    }
}

impl Figures {
    fn project(&mut self, with_sex: bool, with_support: bool) {
        match self {
            Self::Course(figures) => {
                figures.participation = figures.participation.projected(with_sex, with_support)
            }
            Self::Month(figures) => figures.attended = figures.attended.projected(with_sex, with_support),
            Self::Guidance(_) => {}
        }
    }
}

impl Rows {
    /// For a contract that doesn't tell the sexes.
    #[must_use]
    pub fn without_sex(self) -> Self {
        match self {
            Self::Course(rows) => Self::Course(Box::new(rows.without_sex())),
            Self::Month(rows) => Self::Month(Box::new(rows.without_sex())),
            Self::Guidance(rows) => Self::Guidance(rows),
        }
    }
}

impl Content {
    /// What a reader is shown under a contract that lists `items`. Snapshots hold everything, so this comes last.
    #[must_use]
    pub fn projected(mut self, items: &[InformationItem]) -> Self {
        let keep = |item: InformationItem| items.contains(&item);
        self.people.project(items);
        self.figures.project(keep(InformationItem::Sex), keep(InformationItem::Certification));
        if !keep(InformationItem::Sex) {
            self.rows = self.rows.map(Rows::without_sex);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::figures::{BySex, month::MonthRows};

    fn content() -> Content {
        let month = date!(2026 - 10 - 01);
        let mut figures = MonthFigures::of(month, &MonthRows::default());
        figures.attended = BySex { total: 3, male: 1, female: 2, other: 0, support: Some(2) };
        let name =
            PersonNameText { written: "髙橋　花子".into(), kana: "タカハシ　ハナコ".into() };
        Content {
            facts: Facts {
                ward: "みどり区".into(),
                contract_number: "1".into(),
                contract_title: "短期集中".into(),
                contractor: "あおぞら".into(),
                programme: "短期集中".into(),
                report_title: "利用実績報告書".into(),
                prepared_on: month,
                course: None,
                rhythm: String::new(),
            },
            people: People(BTreeMap::from([(
                ParticipantId(Uuid::from_u128(1)),
                Named { name: Some(name), age: Some(83) },
            )])),
            figures: Figures::Month(Box::new(figures)),
            rows: Some(Rows::Month(Box::default())),
            narrative: Narrative::default(),
        }
    }

    #[test]
    fn a_contractor_sees_the_contracts_items_only() {
        let person = Some(ParticipantId(Uuid::from_u128(1)));
        let shown = content().projected(&[InformationItem::Name]);
        assert_eq!(
            shown.people.name(person).map(|name| (name.written, name.kana)),
            Some(("髙橋　花子".into(), String::new()))
        );
        assert_eq!(shown.people.age(person), None);
        let Figures::Month(figures) = &shown.figures else { panic!("a month stays a month") };
        assert_eq!((figures.attended.total, figures.attended.female, figures.attended.support), (3, 0, None));
        assert!(content().projected(&[]).people.name(person).is_none());
        assert_eq!(content().projected(&InformationItem::ALL).people.age(person), Some(83));
    }

    #[test]
    fn a_snapshot_reads_back_as_it_was() {
        let kept = serde_json::to_string(&content()).unwrap();
        let read: Content = serde_json::from_str(&kept).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), kept);
    }
}
