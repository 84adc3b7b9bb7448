//! A row as it is typed.

use super::flow::{Flow, MOST_FLOWS, MOST_PARTIES, parties};
use crate::kit::form::Form;

/// Reads a row and its place; `others` are the rows already on the sheet.
pub fn read(form: &mut Form, others: &[Flow]) -> Option<(i32, Flow)> {
    let place = form.whole_number("place", "順番", 1..=99);
    let from = form.required("from", "渡す人・組織", 40);
    let to = form.required("to", "受け取る人・組織", 40);
    let what = form.required("what", "渡すもの", 120);
    let medium = form.required("medium", "媒体・方法", 60);
    let protection = form.required("protection", "保護の方法", 120);
    let when = form.required("when", "時期", 60);
    if from.is_some() && from == to {
        form.refuse("to", "渡す側と受け取る側が同じです。別の人・組織を入力してください。");
    }
    if form.has_problems() {
        return None;
    }
    let flow =
        Flow { from: from?, to: to?, what: what?, medium: medium?, protection: protection?, when: when? };
    let all: Vec<Flow> = others.iter().cloned().chain([flow.clone()]).collect();
    if all.len() > MOST_FLOWS || parties(&all).len() > MOST_PARTIES {
        form.general(format!(
            "1枚の図に載せられるのは、{MOST_FLOWS}行、{MOST_PARTIES}の人・組織までです。似た流れを1行にまとめてください。"
        ));
        return None;
    }
    Some((i32::try_from(place?).ok()?, flow))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(to: &str) -> Form {
        let fields = [
            ("place", "1"),
            ("from", "区"),
            ("what", "名簿"),
            ("medium", "CD-R"),
            ("protection", "暗号化"),
            ("when", "開始前"),
        ];
        fields.into_iter().fold(Form::empty().with("to", to), |form, (name, value)| form.with(name, value))
    }

    #[test]
    fn nobody_passes_to_themselves_and_the_sheet_has_an_end() {
        assert_eq!(read(&mut filled("受託者"), &[]).unwrap().1.to, "受託者");
        let mut same = filled("区");
        assert_eq!(read(&mut same, &[]), None);
        assert!(same.problem("to").is_some());
        let full = vec![Flow { from: "区".into(), to: "受託者".into(), ..Flow::default() }; MOST_FLOWS];
        let mut more = filled("受託者");
        assert_eq!(read(&mut more, &full), None);
        assert!(more.problem("").unwrap().contains("30行"));
    }
}
