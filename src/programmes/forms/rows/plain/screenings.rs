//! 体調確認: a sheet, and who decides where people have to be asked more. Its questions and outcomes are lists of their own.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::{DecidedBy, Screening},
        forms::{
            Part, choices,
            field::{Field, Kind},
            pick, word,
        },
    },
};

const DECIDERS: [DecidedBy; 3] = [DecidedBy::Ward, DecidedBy::Centre, DecidedBy::Contractor];

impl Listed for Screening {
    const ABOUT: About = About {
        path: "screenings",
        part: Part::Screenings,
        title: "確認シート",
        what: "確認シート",
        intro: "参加の前に体調を尋ねる用紙です。質問と、答えから決まる結果は、下の一覧で変えます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.screenings
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.screenings
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "sheet"),
            title: String::new(),
            questions: Vec::new(),
            outcomes: Vec::new(),
            hearing_by: DecidedBy::Ward,
        })
    }

    fn name(&self) -> String {
        self.title.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let deciders = choices(&DECIDERS, |one| one.label().to_owned());
        vec![
            Field::new(Kind::Line, format!("{path}.title"), "シートの名前").hint("例：体調確認シート"),
            Field::new(
                Kind::Radios(deciders),
                format!("{path}.hearing_by"),
                "「要聞き取り」のときに決める人",
            ),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty()
            .with(&format!("{path}.title"), &self.title)
            .with(&format!("{path}.hearing_by"), word(&self.hearing_by))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let title = form.required(&format!("{path}.title"), "シートの名前", MOST_NAME);
        let hearing_by = pick(form, &format!("{path}.hearing_by"), "決める人", &DECIDERS);
        Some(Self { title: title?, hearing_by: hearing_by?, ..self.clone() })
    }
}
