//! One answer to one kind of consent: explained when and by whom, agreed or refused, by the person or the family.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    kit::form::{Choice, Form},
    programmes::definition::Consent,
    vocab::dates::wareki,
};

/// Longest name, in characters.
const NAME: usize = 60;

/// An answer, dated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub agreed: bool,
    pub explained_on: Date,
    /// Who explained it.
    pub explained_by: String,
    pub answered_on: Date,
    pub by: Giver,
    /// Name and relation of the family member; empty when the person answered.
    pub family: String,
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    Person,
    Family,
}

impl Giver {
    pub const ALL: [Self; 2] = [Self::Person, Self::Family];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Family => "family",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|giver| giver.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "本人",
            Self::Family => "家族",
        }
    }
}

impl Given {
    pub fn answer(&self) -> &'static str {
        if self.agreed { "同意する" } else { "同意しない" }
    }

    /// 「本人」, or 「家族（長女 佐藤 恵）」.
    pub fn giver(&self) -> String {
        match self.by {
            Giver::Person => Giver::Person.label().to_owned(),
            Giver::Family => format!("{}（{}）", Giver::Family.label(), self.family),
        }
    }

    /// Everything in one line.
    pub fn line(&self) -> String {
        format!(
            "{}（{}に{}が説明し、{}に{}が回答）",
            self.answer(),
            wareki(self.explained_on),
            self.explained_by,
            wareki(self.answered_on),
            self.giver()
        )
    }
}

/// The fields of one kind's answer on a form.
#[derive(Clone, Debug)]
pub struct Fields {
    pub answer: String,
    pub explained_on: String,
    pub explained_by: String,
    pub answered_on: String,
    pub by: String,
    pub family: String,
}

impl Fields {
    pub fn of(kind: &str) -> Self {
        let name = |part: &str| format!("consent.{kind}.{part}");
        Self {
            answer: name("answer"),
            explained_on: name("explained_on"),
            explained_by: name("explained_by"),
            answered_on: name("answered_on"),
            by: name("by"),
            family: name("family"),
        }
    }
}

pub fn answers() -> Vec<Choice> {
    vec![Choice::new("agreed", "同意する"), Choice::new("refused", "同意しない")]
}

pub fn givers() -> Vec<Choice> {
    Giver::ALL.map(|giver| Choice::new(giver.code(), giver.label())).to_vec()
}

/// Reads one kind's answer. `Some(None)`: not answered yet; `None`: the problems are on the form.
pub fn read(form: &mut Form, kind: &Consent, today: Date) -> Option<Option<Given>> {
    let names = Fields::of(&kind.code);
    let answer = form.optional_choice(&names.answer, &kind.label, &["agreed", "refused"])?;
    if answer.is_empty() {
        return Some(None);
    }
    let label = |what: &str| format!("「{}」の{what}", kind.label);
    let explained_on = form.date(&names.explained_on, &label("説明した日"));
    let explained_by = form.required(&names.explained_by, &label("説明した人"), NAME);
    let answered_on = if form.value(&names.answered_on).trim().is_empty() {
        explained_on
    } else {
        form.date(&names.answered_on, &label("回答した日"))
    };
    let (by, family) = read_giver(form, kind, &names)?;
    let (explained_on, answered_on) = (explained_on?, answered_on?);
    let problem = if answered_on > today {
        Some("今日か、今日より前の日付を入力してください。".to_owned())
    } else if answered_on < explained_on {
        Some("説明した日か、それより後の日付を入力してください。".to_owned())
    } else {
        None
    };
    if let Some(problem) = problem {
        let field =
            if form.value(&names.answered_on).is_empty() { &names.explained_on } else { &names.answered_on };
        form.refuse(field, format!("{}は、{problem}", label("日付")));
        return None;
    }
    let agreed = answer == "agreed";
    Some(Some(Given { agreed, explained_on, explained_by: explained_by?, answered_on, by, family }))
}

/// The family answers only where the programme lets it.
fn read_giver(form: &mut Form, kind: &Consent, names: &Fields) -> Option<(Giver, String)> {
    let chosen = form.value(&names.by).to_owned();
    let by = if chosen.is_empty() { Giver::Person } else { Giver::from_code(&chosen)? };
    if by == Giver::Person {
        return Some((by, String::new()));
    }
    if !kind.family_may {
        form.refuse(&names.by, format!("「{}」は、本人だけが答えられます。", kind.label));
        return None;
    }
    let label = format!("「{}」に答えた家族の続柄と氏名", kind.label);
    Some((by, form.required(&names.family, &label, NAME)?))
}

/// The form that shows a stored answer.
pub fn fill(form: Form, kind: &str, given: &Given) -> Form {
    let names = Fields::of(kind);
    form.with(&names.answer, if given.agreed { "agreed" } else { "refused" })
        .with(&names.explained_on, wareki(given.explained_on))
        .with(&names.explained_by, &given.explained_by)
        .with(&names.answered_on, wareki(given.answered_on))
        .with(&names.by, given.by.code())
        .with(&names.family, &given.family)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    fn kind(family_may: bool) -> Consent {
        Consent {
            code: "service".into(),
            label: "事業の利用".into(),
            explanation: "説明".into(),
            required: true,
            family_may,
            cost: false,
        }
    }

    fn typed(by: &str, family: &str) -> Form {
        Form::empty()
            .with("consent.service.answer", "agreed")
            .with("consent.service.explained_on", "R8.11.2")
            .with("consent.service.explained_by", "今野")
            .with("consent.service.by", by)
            .with("consent.service.family", family)
    }

    #[test]
    fn an_answer_is_read_and_shown_again_as_it_was() {
        let given = read(&mut typed("", ""), &kind(false), TODAY).unwrap().unwrap();
        assert_eq!((given.by, given.agreed, given.answered_on), (Giver::Person, true, date!(2026 - 11 - 02)));
        let mut again = fill(Form::empty(), "service", &given);
        assert_eq!(read(&mut again, &kind(false), TODAY), Some(Some(given)));
    }

    #[test]
    fn nothing_ticked_is_not_answered_yet() {
        assert_eq!(read(&mut Form::empty(), &kind(true), TODAY), Some(None));
    }

    #[test]
    fn the_family_answers_only_where_it_may_and_by_name() {
        let mut form = typed("family", "長女 佐藤 恵");
        assert_eq!(read(&mut form, &kind(false), TODAY), None);
        assert_eq!(form.problem("consent.service.by"), Some("「事業の利用」は、本人だけが答えられます。"));
        let mut form = typed("family", "");
        assert_eq!(read(&mut form, &kind(true), TODAY), None);
        assert!(form.problem("consent.service.family").is_some());
        let given = read(&mut typed("family", "長女 佐藤 恵"), &kind(true), TODAY).unwrap().unwrap();
        assert_eq!(given.giver(), "家族（長女 佐藤 恵）");
    }

    #[test]
    fn nobody_agrees_before_the_explanation_or_in_the_future() {
        for day in ["R8.11.1", "R8.11.21"] {
            let mut form = typed("", "").with("consent.service.answered_on", day);
            assert_eq!(read(&mut form, &kind(true), TODAY), None, "{day}");
            assert!(form.problem("consent.service.answered_on").is_some(), "{day}");
        }
    }
}
