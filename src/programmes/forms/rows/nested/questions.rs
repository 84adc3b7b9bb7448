//! 確認シートの質問: one question with its kind of answer. The condition on which it is asked is a list of its own.

use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Ask, Screening, ScreeningQuestion},
        forms::{
            Part,
            field::{Field, Kind},
            rows::{
                list::{About, Listed, MOST_SENTENCE, new_code},
                options,
            },
            yes,
        },
    },
};

/// Every kind of answer: its word, its name, and what it is for.
const KINDS: [(&str, &str, &str); 4] = [
    ("yes_no", "はい・いいえ", ""),
    ("yes_no_unknown", "はい・いいえ・わからない", ""),
    ("choices", "選択肢から選ぶ", "当てはまるものをすべて選んでもらいます。"),
    ("words", "文で答える", "答えから結果を決めることはできません。"),
];

fn word_of(ask: &Ask) -> &'static str {
    match ask {
        Ask::YesNo => "yes_no",
        Ask::YesNoUnknown => "yes_no_unknown",
        Ask::Choices(_) => "choices",
        Ask::Words => "words",
    }
}

fn begun(kind: &str) -> Option<Ask> {
    Some(match kind {
        "yes_no" => Ask::YesNo,
        "yes_no_unknown" => Ask::YesNoUnknown,
        "choices" => Ask::Choices(Vec::new()),
        "words" => Ask::Words,
        _ => return None,
    })
}

impl Listed for ScreeningQuestion {
    const ABOUT: About = About {
        path: "questions",
        part: Part::Screenings,
        title: "質問",
        what: "質問",
        intro: "この順に尋ねます。",
    };
    type Home = Screening;

    fn rows(sheet: &Screening) -> &Vec<Self> {
        &sheet.questions
    }

    fn rows_mut(sheet: &mut Screening) -> &mut Vec<Self> {
        &mut sheet.questions
    }

    fn kinds(_: &Screening) -> Vec<Choice> {
        KINDS.map(|(word, name, hint)| Choice::new(word, name).hint(hint)).to_vec()
    }

    fn blank(sheet: &Screening, kind: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(sheet, "question"),
            text: String::new(),
            ask: begun(kind)?,
            when: None,
            reference_only: false,
        })
    }

    fn turned(&self, kind: &str) -> Option<Self> {
        let ask = begun(kind).filter(|_| word_of(&self.ask) != kind)?;
        Some(Self { ask, ..self.clone() })
    }

    fn name(&self) -> String {
        self.text.clone()
    }

    fn kind(&self) -> &'static str {
        let own = KINDS.iter().find(|(word, ..)| *word == word_of(&self.ask));
        own.map_or("", |(_, name, _)| name)
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Screening) -> Vec<Field> {
        let mut fields = vec![
            Field::new(Kind::Line, format!("{path}.text"), "質問の文").hint("例：胸の痛みがありますか"),
            Field::new(Kind::Check, format!("{path}.reference_only"), "参考に聞くだけにする")
                .hint("選ぶと、この答えから結果を決めることはできません。"),
        ];
        if let Ask::Choices(stored) = &self.ask {
            fields.extend(options::fields(&format!("{path}.ask.choices"), stored));
        }
        fields
    }

    fn filled(&self, path: &str) -> Form {
        let form = Form::empty()
            .with(&format!("{path}.text"), &self.text)
            .with(&format!("{path}.reference_only"), yes(self.reference_only));
        match &self.ask {
            Ask::Choices(stored) => options::fill(form, &format!("{path}.ask.choices"), stored),
            Ask::YesNo | Ask::YesNoUnknown | Ask::Words => form,
        }
    }

    fn read(&self, form: &mut Form, path: &str, _: &Screening) -> Option<Self> {
        let text = form.required(&format!("{path}.text"), "質問の文", MOST_SENTENCE);
        let ask = match &self.ask {
            Ask::Choices(stored) => {
                options::read(form, &format!("{path}.ask.choices"), stored).map(Ask::Choices)
            }
            Ask::YesNo | Ask::YesNoUnknown | Ask::Words => Some(self.ask.clone()),
        };
        Some(Self {
            text: text?,
            ask: ask?,
            reference_only: form.checked(&format!("{path}.reference_only"), "yes"),
            ..self.clone()
        })
    }
}
