//! 境目: a number, and how a value has to stand to it.

use super::{
    decimal,
    field::{Field, Kind},
};
use crate::{
    kit::form::{Choice, Form},
    programmes::definition::Threshold,
};

const COMPARISONS: [(&str, &str); 4] =
    [("at_least", "以上"), ("above", "を超える"), ("at_most", "以下"), ("below", "未満")];

/// Where the number of a threshold is typed.
fn number(path: &str) -> String {
    format!("{path}.number")
}

/// `of` is what stands so to the number.
pub(super) fn fields(path: &str, of: &str) -> [Field; 2] {
    let comparisons = COMPARISONS.map(|(code, label)| Choice::new(code, label)).to_vec();
    [
        Field::new(Kind::Number, number(path), format!("{of}：境目の数")),
        Field::new(Kind::Select(comparisons), path, format!("{of}：境目との比べ方")),
    ]
}

pub(super) fn fill(form: Form, path: &str, threshold: Threshold) -> Form {
    let (comparison, limit) = match threshold {
        Threshold::AtLeast(limit) => ("at_least", limit),
        Threshold::Above(limit) => ("above", limit),
        Threshold::AtMost(limit) => ("at_most", limit),
        Threshold::Below(limit) => ("below", limit),
    };
    form.with(path, comparison).with(&number(path), limit.to_string())
}

pub(super) fn read(form: &mut Form, path: &str) -> Option<Threshold> {
    let limit = decimal(form, &number(path));
    let comparison = form.choice(path, "境目との比べ方", &COMPARISONS.map(|(code, _)| code))?;
    let limit = limit?;
    Some(match comparison.as_str() {
        "at_least" => Threshold::AtLeast(limit),
        "above" => Threshold::Above(limit),
        "at_most" => Threshold::AtMost(limit),
        _ => Threshold::Below(limit),
    })
}
