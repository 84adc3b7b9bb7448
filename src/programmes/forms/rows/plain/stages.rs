//! 段階: one step of the programme, when and by whom it is done.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Stage, StageRecord, StageTiming, Who},
        forms::{
            Part, choices, count,
            field::{Field, Kind},
            pick, word,
        },
    },
};

const WHO: [Who; 3] = [Who::Ward, Who::Contractor, Who::Centre];
const EVERY_MONTHS: &str = "every_months";
const TIMINGS: [(&str, &str); 6] = [
    ("before", "始まる前"),
    ("first_day", "初日"),
    ("each_day", "毎回"),
    (EVERY_MONTHS, "◯か月に1回以上"),
    ("last_day", "最終日"),
    ("after", "終わった後"),
];
const RECORDS: [StageRecord; 14] = [
    StageRecord::ConsentAndIdentity,
    StageRecord::Screening,
    StageRecord::HomeAssessment,
    StageRecord::PlanAndExplanation,
    StageRecord::FirstDay,
    StageRecord::ServiceDays,
    StageRecord::Sessions,
    StageRecord::Assessment,
    StageRecord::Monitoring,
    StageRecord::FinalHomeVisit,
    StageRecord::CentreLiaison,
    StageRecord::RecruitmentCall,
    StageRecord::GuidanceContact,
    StageRecord::Report,
];

impl Listed for Stage {
    const ABOUT: About = About {
        path: "stages",
        part: Part::Stages,
        title: "段階",
        what: "段階",
        intro: "事業で行うことを、行う順に並べます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.stages
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.stages
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "stage"),
            label: String::new(),
            who: Who::Contractor,
            timing: StageTiming::After,
            record: StageRecord::Report,
        })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let who = choices(&WHO, |one| one.label().to_owned());
        let timings = TIMINGS.map(|(code, label)| Choice::new(code, label)).to_vec();
        let records = choices(&RECORDS, |one| one.label().to_owned());
        vec![
            Field::new(Kind::Line, named("label"), "名前").hint("例：事前の説明会"),
            Field::new(Kind::Radios(who), named("who"), "行う側"),
            Field::new(Kind::Radios(timings), named("timing"), "行うとき"),
            Field::new(Kind::Number, named("timing.every_months"), "◯に入る数")
                .optional()
                .hint("「◯か月に1回以上」のときだけ入力します。"),
            Field::new(Kind::Select(records), named("record"), "行ったことを残す記録"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let (timing, months) = match self.timing {
            StageTiming::EveryMonths(months) => (EVERY_MONTHS.to_owned(), months.to_string()),
            StageTiming::Before
            | StageTiming::FirstDay
            | StageTiming::EachDay
            | StageTiming::LastDay
            | StageTiming::After => (word(&self.timing), String::new()),
        };
        Form::empty()
            .with(&named("label"), &self.label)
            .with(&named("who"), word(&self.who))
            .with(&named("timing"), timing)
            .with(&named("timing.every_months"), months)
            .with(&named("record"), word(&self.record))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let label = form.required(&named("label"), "名前", MOST_NAME);
        let who = pick(form, &named("who"), "行う側", &WHO);
        let timing = timing(form, &named("timing"));
        let record = pick(form, &named("record"), "行ったことを残す記録", &RECORDS);
        Some(Self { code: self.code.clone(), label: label?, who: who?, timing: timing?, record: record? })
    }
}

fn timing(form: &mut Form, name: &str) -> Option<StageTiming> {
    Some(match form.choice(name, "行うとき", &TIMINGS.map(|(code, _)| code))?.as_str() {
        "before" => StageTiming::Before,
        "first_day" => StageTiming::FirstDay,
        "each_day" => StageTiming::EachDay,
        EVERY_MONTHS => {
            StageTiming::EveryMonths(count(form, &format!("{name}.{EVERY_MONTHS}"), "月の数", 60)?)
        }
        "last_day" => StageTiming::LastDay,
        _ => StageTiming::After,
    })
}
