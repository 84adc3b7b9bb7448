//! 選ぶ基準: one criterion, met by any of its values.

use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Guidance, Selection, ValueTest},
        forms::{
            Part,
            field::{Field, Kind},
            rows::{
                list::{About, Listed, MOST_NAME},
                repeated::{row, rows, typed_rows},
            },
            threshold,
        },
    },
};

const HOW_STEPS_ARE_TYPED: &str = "「段階」の検査値は、－を0、±を1、＋を2、＋＋を3とします。例：6.5";

impl Listed for Selection {
    const ABOUT: About = About {
        path: "selection",
        part: Part::Guidance,
        title: "選ぶ基準",
        what: "選ぶ基準",
        intro: "すべての基準を満たす人を選びます。1つの基準は、その検査値のどれか1つが当てはまれば満たします。",
    };
    type Home = Guidance;

    fn rows(guidance: &Guidance) -> &Vec<Self> {
        &guidance.selection
    }

    fn rows_mut(guidance: &mut Guidance) -> &mut Vec<Self> {
        &mut guidance.selection
    }

    fn blank(_: &Guidance, _: &str) -> Option<Self> {
        Some(Self { label: String::new(), any: Vec::new() })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    /// The words of a definition tell criteria by their name.
    fn code(&self) -> &str {
        &self.label
    }

    fn fields(&self, path: &str, guidance: &Guidance) -> Vec<Field> {
        let offered = offered(self, guidance);
        let of_row = |place: usize| {
            let at = format!("{path}.any[{place}]");
            let (test, hint) = row(place, self.any.len(), "検査値");
            let hint = if offered.is_empty() {
                "先に「検査結果」に、検査値を加えてください。".to_owned()
            } else {
                hint
            };
            let [limit, comparison] = threshold::fields(&format!("{at}.is"), &test).map(Field::optional);
            [
                Field::heading(test.as_str()),
                Field::new(Kind::Select(offered.clone()), format!("{at}.value"), test).optional().hint(hint),
                if place == 0 { limit.hint(HOW_STEPS_ARE_TYPED) } else { limit },
                comparison,
            ]
        };
        let label = Field::new(Kind::Line, format!("{path}.label"), "基準の名前")
            .hint("例：血糖が基準値を超えている");
        std::iter::once(label).chain((0..rows(self.any.len())).flat_map(of_row)).collect()
    }

    fn filled(&self, path: &str) -> Form {
        let form = Form::empty().with(&format!("{path}.label"), &self.label);
        self.any.iter().enumerate().fold(form, |form, (place, test)| {
            let at = format!("{path}.any[{place}]");
            threshold::fill(form.with(&format!("{at}.value"), &test.value), &format!("{at}.is"), test.is)
        })
    }

    fn read(&self, form: &mut Form, path: &str, guidance: &Guidance) -> Option<Self> {
        let label = form.required(&format!("{path}.label"), "基準の名前", MOST_NAME);
        let offered = offered(self, guidance);
        let codes: Vec<&str> = offered.iter().map(|choice| choice.code.as_str()).collect();
        let (path, many) = (format!("{path}.any"), rows(self.any.len()));
        let any = typed_rows(form, &path, &["value", "is", "is.number"], many, |form, at, _| {
            let value = form.choice(&format!("{at}.value"), "検査値", &codes);
            let is = threshold::read(form, &format!("{at}.is"));
            Some(ValueTest { value: value?, is: is? })
        });
        Some(Self { label: label?, any: any? })
    }
}

/// Every value of a check-up by its name, and those a test names although no group has them.
fn offered(selection: &Selection, guidance: &Guidance) -> Vec<Choice> {
    let known: Vec<Choice> = guidance.values().map(|value| Choice::new(value.code, value.label())).collect();
    let is_unknown = |test: &&ValueTest| known.iter().all(|choice| choice.code != test.value);
    let unknown = selection.any.iter().filter(is_unknown);
    let unknown =
        unknown.map(|test| Choice::new(&test.value, format!("{}（検査結果にありません）", test.value)));
    let unknown: Vec<Choice> = unknown.collect();
    [known, unknown].concat()
}
