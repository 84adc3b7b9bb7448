//! 報告: its title, how often, and by when. Its sections are rows of their own.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::{Cadence, DueRule, Event, Offset, Report},
        forms::{
            Part, choices, due,
            field::{Field, Kind},
            pick, word,
        },
    },
    vocab::business_days::ClosedDayPolicy,
};

const CADENCES: [Cadence; 5] =
    [Cadence::PerCourse, Cadence::Monthly, Cadence::Quarterly, Cadence::PerFiscalYear, Cadence::PerContract];

impl Listed for Report {
    const ABOUT: About = About {
        path: "reports",
        part: Part::Reports,
        title: "報告",
        what: "報告",
        intro: "事業者が出す報告です。報告書の中の項目は、下の一覧で変えます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.reports
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.reports
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "report"),
            title: String::new(),
            cadence: Cadence::Monthly,
            due: DueRule {
                event: Event::MonthEnd,
                offset: Offset::DayOfNextMonth(10),
                closed_day: ClosedDayPolicy::default(),
            },
            sections: Vec::new(),
        })
    }

    fn name(&self) -> String {
        self.title.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let cadences = choices(&CADENCES, |one| one.label().to_owned());
        let mut fields = vec![
            Field::new(Kind::Line, format!("{path}.title"), "報告の名前").hint("例：月次報告書"),
            Field::new(Kind::Select(cadences), format!("{path}.cadence"), "回数"),
        ];
        fields.extend(due::fields(&format!("{path}.due"), false));
        fields
    }

    fn filled(&self, path: &str) -> Form {
        let form = Form::empty()
            .with(&format!("{path}.title"), &self.title)
            .with(&format!("{path}.cadence"), word(&self.cadence));
        due::fill(form, &format!("{path}.due"), Some(self.due))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let title = form.required(&format!("{path}.title"), "報告の名前", MOST_NAME);
        let cadence = pick(form, &format!("{path}.cadence"), "回数", &CADENCES);
        let due = due::read(form, &format!("{path}.due"));
        Some(Self { title: title?, cadence: cadence?, due: due?, ..self.clone() })
    }
}
