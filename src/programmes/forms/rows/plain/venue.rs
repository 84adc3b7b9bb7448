//! 会場: what a place must have, and what is looked at at the end of a session.

use super::{About, Listed, MOST_SENTENCE, new_code};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{EndCheck, VenueItem, VenueMeasure},
        forms::{
            Part, count,
            field::{Field, Kind},
            yes,
        },
    },
};

const PRESENT: &str = "present";
const AREA: &str = "square_metres_per_place";
const MEASURES: [(&str, &str); 2] =
    [(PRESENT, "あるかどうか"), (AREA, "定員1人あたりの広さ（調理場などを除く床の面積）")];

impl Listed for VenueItem {
    const ABOUT: About = About {
        path: "venue.standard",
        part: Part::Venue,
        title: "会場の基準",
        what: "会場の基準",
        intro: "初めの回の前に、会場ごとに確かめます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.venue.standard
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.venue.standard
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "item"),
            text: String::new(),
            measure: VenueMeasure::Present,
            blocks_start: false,
        })
    }

    fn name(&self) -> String {
        self.text.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let measures = MEASURES.map(|(code, label)| Choice::new(code, label)).to_vec();
        vec![
            Field::new(Kind::Line, named("text"), "確かめること").hint("例：AEDがある"),
            Field::new(Kind::Radios(measures), named("measure"), "確かめ方"),
            Field::new(Kind::Number, named("measure.number"), "定員1人あたりの広さ")
                .unit("㎡")
                .optional()
                .hint("広さで確かめるときだけ入力します。"),
            Field::new(Kind::Check, named("blocks_start"), "満たすまで教室を開けない"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let (measure, number) = match self.measure {
            VenueMeasure::Present => (PRESENT, String::new()),
            VenueMeasure::SquareMetresPerPlace(metres) => (AREA, metres.to_string()),
        };
        Form::empty()
            .with(&named("text"), &self.text)
            .with(&named("measure"), measure)
            .with(&named("measure.number"), number)
            .with(&named("blocks_start"), yes(self.blocks_start))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let text = form.required(&named("text"), "確かめること", MOST_SENTENCE);
        let measure = match form.choice(&named("measure"), "確かめ方", &MEASURES.map(|(code, _)| code)) {
            Some(word) if word == AREA => count(form, &named("measure.number"), "定員1人あたりの広さ", 1_000)
                .map(VenueMeasure::SquareMetresPerPlace),
            Some(_) => Some(VenueMeasure::Present),
            None => None,
        };
        Some(Self {
            code: self.code.clone(),
            text: text?,
            measure: measure?,
            blocks_start: form.checked(&named("blocks_start"), "yes"),
        })
    }
}

impl Listed for EndCheck {
    const ABOUT: About = About {
        path: "venue.end_checks",
        part: Part::Venue,
        title: "回の終わりの確認",
        what: "回の終わりの確認",
        intro: "教室の回が終わるたびに、会場で確かめます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.venue.end_checks
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.venue.end_checks
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self { code: new_code::<Self>(definition, "check"), text: String::new() })
    }

    fn name(&self) -> String {
        self.text.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        vec![Field::new(Kind::Line, format!("{path}.text"), "確かめること").hint("例：机と椅子を元に戻した")]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty().with(&format!("{path}.text"), &self.text)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let text = form.required(&format!("{path}.text"), "確かめること", MOST_SENTENCE)?;
        Some(Self { text, ..self.clone() })
    }
}
