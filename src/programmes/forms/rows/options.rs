//! 選択肢: the answers a question offers, one a line. A row left empty is left out; an option keeps its code when its words
//! change.

use super::{free_code, list::MOST_NAME, repeated};
use crate::{
    kit::form::Form,
    programmes::{
        definition::Answer,
        forms::field::{Field, Kind},
    },
};

/// Fewer are no choice.
const LEAST: usize = 2;

fn label(place: usize) -> String {
    format!("{}つ目の選択肢", place + 1)
}

pub(super) fn fields(path: &str, stored: &[Answer]) -> Vec<Field> {
    let last = rows(stored) - 1;
    let of_row = |place: usize| {
        let field = Field::new(Kind::Line, format!("{path}[{place}].text"), label(place));
        let field = if place < LEAST { field } else { field.optional() };
        match place {
            LEAST => field.hint("要らない選択肢は空欄にします。"),
            place if place == last => {
                field.hint("欄が足りないときは、いちど保存してから開き直します。空欄が増えます。")
            }
            _ => field,
        }
    };
    let heading = Field::heading("選択肢");
    std::iter::once(heading).chain((0..rows(stored)).map(of_row)).collect()
}

/// The stored options and the empty rows: a new question has room for the usual five.
fn rows(stored: &[Answer]) -> usize {
    (stored.len() + 3).max(5)
}

pub(super) fn fill(form: Form, path: &str, stored: &[Answer]) -> Form {
    let rows = stored.iter().enumerate();
    rows.fold(form, |form, (place, option)| form.with(&format!("{path}[{place}].text"), &option.text))
}

/// The typed options. A new one gets a code that none of the stored ones has had.
pub(super) fn read(form: &mut Form, path: &str, stored: &[Answer]) -> Option<Vec<Answer>> {
    let typed = |place: &usize| !form.value(&format!("{path}[{place}].text")).trim().is_empty();
    if (0..rows(stored)).filter(typed).count() < LEAST {
        let missing: Vec<usize> = (0..LEAST).filter(|place| !typed(place)).collect();
        for place in missing {
            let sentence = format!("{}を入力してください。選択肢は{LEAST}つ以上必要です。", label(place));
            form.refuse(&format!("{path}[{place}].text"), sentence);
        }
        return None;
    }
    let mut taken: Vec<String> = stored.iter().map(|option| option.code.clone()).collect();
    repeated::typed_rows(form, path, &["text"], rows(stored), |form, name, place| {
        let text = form.required(&format!("{name}.text"), &label(place), MOST_NAME)?;
        if let Some(known) = stored.get(place) {
            return Some(Answer { code: known.code.clone(), text });
        }
        let code = free_code("option", |code| taken.iter().any(|known| known == code));
        taken.push(code.clone());
        Some(Answer { code, text })
    })
}
