//! 人員: one role, how many people it needs, when, and who may stand in.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Need, StaffRole, Substitute, When},
        forms::{
            Part, count,
            field::{Field, Kind},
            lines, pick, word, yes,
        },
    },
};

const NEEDS: [(&str, &str); 2] = [("fixed", "◯人"), ("one_per", "参加者◯人につき1人")];
const SUBSTITUTES: [(Substitute, &str); 3] = [
    (Substitute::SameQualification, "同じ資格をもつ人だけが代わりになれる"),
    (Substitute::Anyone, "だれでも代わりになれる"),
    (Substitute::Nobody, "代わりはなく、いなければ教室を中止する"),
];
const MORE_THAN: &str = "more_than";
const MOST_PEOPLE: i64 = 1_000;
const MOST_QUALIFICATIONS: usize = 2_000;

/// The sessions in which a role may be needed: a word and its name.
fn whens(definition: &Definition) -> Vec<(String, String)> {
    let plain = [
        ("always", "いつも"),
        ("supported_people", "要支援の人か事業対象者が参加する回"),
        (MORE_THAN, "参加者が◯人を超える回"),
    ];
    let plain = plain.map(|(word, label)| (word.to_owned(), label.to_owned()));
    let add_ons = definition
        .add_ons
        .iter()
        .map(|one| (word_of(&When::AddOn(one.code.clone())), format!("「{}」を行う回", one.name)));
    plain.into_iter().chain(add_ons).collect()
}

fn word_of(when: &When) -> String {
    match when {
        When::Always => "always".to_owned(),
        When::AddOn(code) => format!("add_on.{code}"),
        When::MoreThan(_) => MORE_THAN.to_owned(),
        When::SupportedPeople => "supported_people".to_owned(),
    }
}

/// Qualifications, one a line.
pub(super) fn qualifications_field(name: String) -> Field {
    Field::new(Kind::Lines, name, "資格").optional().hint(
        "1行に1つ書いてください。どれか1つがあれば足ります。資格を問わないときは空欄にします。例：理学療法士",
    )
}

pub(super) fn qualifications(form: &mut Form, name: &str) -> Option<Vec<String>> {
    lines(form, name, "資格", MOST_QUALIFICATIONS)
}

impl Listed for StaffRole {
    const ABOUT: About = About {
        path: "staffing",
        part: Part::Staffing,
        title: "人員の基準",
        what: "役割",
        intro: "教室の回ごとに、すべての役割に人がいるかを確かめます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.staffing
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.staffing
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "role"),
            label: String::new(),
            qualifications: Vec::new(),
            need: Need::Fixed(1),
            when: When::default(),
            substitute: Substitute::default(),
            same_through_course: false,
            may_double: false,
        })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, definition: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let needs = NEEDS.map(|(code, label)| Choice::new(code, label)).to_vec();
        let whens = whens(definition).into_iter().map(|(code, label)| Choice::new(code, label)).collect();
        let substitutes = SUBSTITUTES.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
        vec![
            Field::new(Kind::Line, named("label"), "役割の名前").hint("例：運動の指導者"),
            qualifications_field(named("qualifications")),
            Field::new(Kind::Radios(needs), named("need"), "必要な人数"),
            Field::new(Kind::Number, named("need.number"), "人数の◯に入る数").unit("人"),
            Field::new(Kind::Radios(whens), named("when"), "必要な回"),
            Field::new(Kind::Number, named("when.more_than"), "「参加者が◯人を超える回」の人数")
                .unit("人")
                .optional()
                .hint("人数で決めるときだけ入力します。"),
            Field::new(Kind::Radios(substitutes), named("substitute"), "休んだときの代わり"),
            Field::new(Kind::Check, named("same_through_course"), "教室を通して同じ人が行う"),
            Field::new(Kind::Check, named("may_double"), "ほかの役割を兼ねてもよい"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let (need, number) = match self.need {
            Need::Fixed(people) => ("fixed", people),
            Need::OnePer(people) => ("one_per", people),
        };
        let more_than = match self.when {
            When::MoreThan(people) => people.to_string(),
            When::Always | When::AddOn(_) | When::SupportedPeople => String::new(),
        };
        Form::empty()
            .with(&named("label"), &self.label)
            .with(&named("qualifications"), self.qualifications.join("\n"))
            .with(&named("need"), need)
            .with(&named("need.number"), number.to_string())
            .with(&named("when"), word_of(&self.when))
            .with(&named("when.more_than"), more_than)
            .with(&named("substitute"), word(&self.substitute))
            .with(&named("same_through_course"), yes(self.same_through_course))
            .with(&named("may_double"), yes(self.may_double))
    }

    fn read(&self, form: &mut Form, path: &str, definition: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let label = form.required(&named("label"), "役割の名前", MOST_NAME);
        let qualifications = qualifications(form, &named("qualifications"));
        let need = need(form, &named("need"));
        let when = when(form, &named("when"), definition);
        let substitute =
            pick(form, &named("substitute"), "休んだときの代わり", &SUBSTITUTES.map(|(one, _)| one));
        Some(Self {
            code: self.code.clone(),
            label: label?,
            qualifications: qualifications?,
            need: need?,
            when: when?,
            substitute: substitute?,
            same_through_course: form.checked(&named("same_through_course"), "yes"),
            may_double: form.checked(&named("may_double"), "yes"),
        })
    }
}

fn need(form: &mut Form, name: &str) -> Option<Need> {
    let kind = form.choice(name, "必要な人数", &NEEDS.map(|(code, _)| code));
    let people = count(form, &format!("{name}.number"), "人数の◯に入る数", MOST_PEOPLE);
    let (kind, people) = (kind?, people?);
    Some(if kind == "one_per" { Need::OnePer(people) } else { Need::Fixed(people) })
}

fn when(form: &mut Form, name: &str, definition: &Definition) -> Option<When> {
    let offered = whens(definition);
    let words: Vec<&str> = offered.iter().map(|(word, _)| word.as_str()).collect();
    let chosen = form.choice(name, "必要な回", &words)?;
    if chosen == MORE_THAN {
        let people = count(form, &format!("{name}.{MORE_THAN}"), "超える人数", MOST_PEOPLE)?;
        return Some(When::MoreThan(people));
    }
    Some(match chosen.strip_prefix("add_on.") {
        Some(code) => When::AddOn(code.to_owned()),
        None if chosen == "always" => When::Always,
        None => When::SupportedPeople,
    })
}
