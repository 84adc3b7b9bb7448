//! 面: which page of fields a section stands on, and what it is made of.

use super::{
    absences, basics, calendar, cancellation, field::Field, information_items, measurement, places,
    rows::Rows,
};
use crate::{kit::form::Form, programmes::Definition};

/// One page of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Basics,
    InformationItems,
    Stages,
    Eligibility,
    Screenings,
    Consents,
    Calendar,
    Places,
    Cancellation,
    Staffing,
    Venue,
    AddOns,
    Measurement,
    Questionnaires,
    Absences,
    Guidance,
    Fees,
    UserFees,
    Reports,
    Filings,
    Documents,
}

impl Part {
    pub const ALL: [Self; 21] = [
        Self::Basics,
        Self::InformationItems,
        Self::Stages,
        Self::Eligibility,
        Self::Screenings,
        Self::Consents,
        Self::Calendar,
        Self::Places,
        Self::Cancellation,
        Self::Staffing,
        Self::Venue,
        Self::AddOns,
        Self::Measurement,
        Self::Questionnaires,
        Self::Absences,
        Self::Guidance,
        Self::Fees,
        Self::UserFees,
        Self::Reports,
        Self::Filings,
        Self::Documents,
    ];

    /// The word in the address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::InformationItems => "information_items",
            Self::Stages => "stages",
            Self::Eligibility => "eligibility",
            Self::Screenings => "screenings",
            Self::Consents => "consents",
            Self::Calendar => "calendar",
            Self::Places => "places",
            Self::Cancellation => "cancellation",
            Self::Staffing => "staffing",
            Self::Venue => "venue",
            Self::AddOns => "add_ons",
            Self::Measurement => "measurement",
            Self::Questionnaires => "questionnaires",
            Self::Absences => "absences",
            Self::Guidance => "guidance",
            Self::Fees => "fees",
            Self::UserFees => "user_fees",
            Self::Reports => "reports",
            Self::Filings => "filings",
            Self::Documents => "documents",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// The page on which a section's fields stand.
    pub fn of_section(section: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.sections().contains(&section))
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Basics => "基本",
            Self::InformationItems => "情報項目",
            Self::Stages => "段階",
            Self::Eligibility => "対象者",
            Self::Screenings => "体調確認",
            Self::Consents => "同意",
            Self::Calendar => "日程",
            Self::Places => "定員",
            Self::Cancellation => "中止",
            Self::Staffing => "人員",
            Self::Venue => "会場",
            Self::AddOns => "加算プログラム",
            Self::Measurement => "評価",
            Self::Questionnaires => "アンケート",
            Self::Absences => "欠席",
            Self::Guidance => "保健指導",
            Self::Fees => "委託料",
            Self::UserFees => "利用者負担",
            Self::Reports => "報告",
            Self::Filings => "提出書類",
            Self::Documents => "書類",
        }
    }

    /// The sections whose fields stand on this page.
    pub fn sections(self) -> &'static [&'static str] {
        match self {
            Self::Basics => &["name", "source", "style", "most_years", "goals"],
            Self::InformationItems => &["information_items"],
            Self::Stages => &["stages"],
            Self::Eligibility => &["eligibility"],
            Self::Screenings => &["screenings"],
            Self::Consents => &["consents"],
            Self::Calendar => &["calendar"],
            Self::Places => &["places"],
            Self::Cancellation => &["cancellation"],
            Self::Staffing => &["staffing"],
            Self::Venue => &["venue"],
            Self::AddOns => &["add_ons"],
            Self::Measurement => &["measurement"],
            Self::Questionnaires => &["questionnaires"],
            Self::Absences => &["absences"],
            Self::Guidance => &["guidance"],
            Self::Fees => &["fees"],
            Self::UserFees => &["user_fees"],
            Self::Reports => &["reports"],
            Self::Filings => &["filings"],
            Self::Documents => &["documents"],
        }
    }

    /// The lists on this page, whose rows have pages of their own.
    pub fn rows(self, definition: &Definition) -> Vec<Rows> {
        Rows::all(definition).into_iter().filter(|rows| rows.part() == self && rows.stands_alone()).collect()
    }

    /// The fields beside the lists; none where a page has lists alone.
    pub fn fields(self) -> Vec<Field> {
        self.inputs().map(|inputs| (inputs.fields)()).unwrap_or_default()
    }

    /// The form as the definition says it.
    pub fn filled(self, definition: &Definition) -> Form {
        self.inputs().map(|inputs| (inputs.filled)(definition)).unwrap_or_default()
    }

    /// The definition as the form says it; `None` when the form has problems or the page has no fields.
    pub fn read(self, form: &mut Form, stored: &Definition) -> Option<Definition> {
        let mut definition = stored.clone();
        let read = (self.inputs()?.read)(form, &mut definition);
        (read.is_some() && !form.has_problems()).then_some(definition)
    }

    fn inputs(self) -> Option<Inputs> {
        Some(match self {
            Self::Basics => Inputs { fields: basics::fields, filled: basics::filled, read: basics::read },
            Self::InformationItems => Inputs {
                fields: information_items::fields,
                filled: information_items::filled,
                read: information_items::read,
            },
            Self::Calendar => Inputs {
                fields: calendar::fields,
                filled: |of| calendar::filled(&of.calendar),
                read: |form, of| calendar::read(form, &mut of.calendar),
            },
            Self::Places => Inputs {
                fields: places::fields,
                filled: |of| places::filled(of.places),
                read: |form, of| places::read(form, &mut of.places),
            },
            Self::Cancellation => Inputs {
                fields: cancellation::fields,
                filled: |of| cancellation::filled(of.cancellation.pay),
                read: |form, of| cancellation::read(form, &mut of.cancellation.pay),
            },
            Self::Absences => Inputs {
                fields: absences::fields,
                filled: |of| absences::filled(&of.absences),
                read: |form, of| absences::read(form, &mut of.absences),
            },
            Self::Measurement => Inputs {
                fields: measurement::fields,
                filled: |of| measurement::filled(&of.measurement),
                read: |form, of| measurement::read(form, &mut of.measurement),
            },
            Self::Stages
            | Self::Eligibility
            | Self::Screenings
            | Self::Consents
            | Self::Staffing
            | Self::Venue
            | Self::AddOns
            | Self::Questionnaires
            | Self::Guidance
            | Self::Fees
            | Self::UserFees
            | Self::Reports
            | Self::Filings
            | Self::Documents => return None,
        })
    }
}

/// The fields of a page: which there are, what a definition fills them with, and what they say when they are read.
struct Inputs {
    fields: fn() -> Vec<Field>,
    filled: fn(&Definition) -> Form,
    read: fn(&mut Form, &mut Definition) -> Option<()>,
}
