//! 検査結果: one group of check-up results with its values. A value is written as `hba1c:％:HbA1c`; people type its name and
//! its unit, the code stays or is found.

use crate::{
    kit::form::Form,
    programmes::{
        definition::{Guidance, ResultGroup},
        forms::{
            Part,
            field::{Field, Kind},
            rows::{
                free_code,
                list::{About, Listed, MOST_NAME, new_code},
                repeated::{row, rows, typed_rows},
            },
        },
        guidance::CheckupValue,
        presets,
    },
};

const MOST_UNIT: usize = 30;
const HOW_UNITS_ARE_TYPED: &str = "－・±・＋で表す検査値は「段階」と書きます。例：mg/dL";
/// Between the parts of a written value.
const MARKS: [char; 2] = [':', '：'];

impl Listed for ResultGroup {
    const ABOUT: About = About {
        path: "result_groups",
        part: Part::Guidance,
        title: "検査結果",
        what: "検査結果の組",
        intro: "健診の検査値を、組に分けます。人ごとの検査結果は、この順に並びます。",
    };
    type Home = Guidance;

    fn rows(guidance: &Guidance) -> &Vec<Self> {
        &guidance.result_groups
    }

    fn rows_mut(guidance: &mut Guidance) -> &mut Vec<Self> {
        &mut guidance.result_groups
    }

    fn blank(guidance: &Guidance, _: &str) -> Option<Self> {
        let code = new_code::<Self>(guidance, "group");
        Some(Self { code, label: String::new(), values: Vec::new() })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Guidance) -> Vec<Field> {
        let of_row = |place: usize| {
            let named = |field: &str| format!("{path}.values[{place}].{field}");
            let (value, hint) = row(place, self.values.len(), "検査値");
            let unit = Field::new(Kind::Line, named("unit"), format!("{value}：単位")).optional();
            [
                Field::heading(value.as_str()),
                Field::new(Kind::Line, named("name"), format!("{value}：名前")).optional().hint(hint),
                if place == 0 { unit.hint(HOW_UNITS_ARE_TYPED) } else { unit },
            ]
        };
        let label = Field::new(Kind::Line, format!("{path}.label"), "組の名前").hint("例：血糖検査");
        std::iter::once(label).chain((0..rows(self.values.len())).flat_map(of_row)).collect()
    }

    fn filled(&self, path: &str) -> Form {
        let form = Form::empty().with(&format!("{path}.label"), &self.label);
        self.values.iter().enumerate().fold(form, |form, (place, written)| {
            let value = CheckupValue::read(written);
            form.with(&format!("{path}.values[{place}].name"), &value.name)
                .with(&format!("{path}.values[{place}].unit"), value.unit)
        })
    }

    fn read(&self, form: &mut Form, path: &str, guidance: &Guidance) -> Option<Self> {
        let label = form.required(&format!("{path}.label"), "組の名前", MOST_NAME);
        let mut codes: Vec<String> = guidance.values().map(|value| value.code.to_owned()).collect();
        let (path, many) = (format!("{path}.values"), rows(self.values.len()));
        let values = typed_rows(form, &path, &["name", "unit"], many, |form, at, place| {
            value(form, at, self.values.get(place).map(String::as_str), &mut codes)
        });
        Some(Self { code: self.code.clone(), label: label?, values: values? })
    }
}

/// The typed value as it is written. One that nobody changed stays as it was written.
fn value(form: &mut Form, at: &str, stored: Option<&str>, codes: &mut Vec<String>) -> Option<String> {
    let name = form.required(&format!("{at}.name"), "検査値の名前", MOST_NAME);
    let unit = unit(form, &format!("{at}.unit"));
    let (name, unit) = (name?, unit?);
    let stood = stored.map(CheckupValue::read);
    if let (Some(stored), Some(stood)) = (stored, &stood)
        && stood.name == name
        && stood.unit == unit
    {
        return Some(stored.to_owned());
    }
    let new = || free_code(known(&name).unwrap_or("value"), |code| codes.iter().any(|taken| taken == code));
    let code = stood.map_or_else(new, |stood| stood.code.to_owned());
    codes.push(code.clone());
    Some(format!("{code}:{unit}:{name}"))
}

fn unit(form: &mut Form, name: &str) -> Option<String> {
    let unit = form.optional(name, "単位", MOST_UNIT)?;
    if unit.contains(MARKS) {
        form.refuse(name, "単位に「：」は使えません。「/」などに替えてください。例：mg/dL");
        return None;
    }
    Some(unit)
}

/// The code of a value of that name in a preset: what is known of it, such as which numbers a body can have, goes by its
/// code.
fn known(name: &str) -> Option<&'static str> {
    let guidances = presets::all().into_iter().filter_map(|preset| preset.guidance.as_ref());
    guidances.flat_map(Guidance::values).find(|value| value.name == name).map(|value| value.code)
}
