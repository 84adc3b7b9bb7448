//! An application, a decision and an ending as typed.

use time::Date;

use super::{db::Said, kinds::Kind};
use crate::{kit::form::Form, vocab::dates::wareki};

const LONGEST: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub said: Said,
    pub starts_on: Date,
    pub ends_on: Date,
    pub covers_files: bool,
}

/// Reads an application: nothing begins before today or goes on after the contract.
pub fn application(form: &mut Form, kind: Kind, today: Date, contract_end: Date) -> Option<Applied> {
    let mut said = Said::default();
    for field in kind.fields() {
        if let Some(words) = form.required_lines(field.name, field.label, LONGEST) {
            said.0.insert(field.name.to_owned(), words);
        }
    }
    let starts_on = form.date("starts_on", "始める日");
    let ends_on = form.date("ends_on", "終わる日");
    if starts_on.is_some_and(|day| day < today) {
        form.refuse_dated_back(
            "starts_on",
            format!("今日（{}）以後の日を入力してください。さかのぼった申請はできません。", wareki(today)),
        );
    }
    if ends_on.is_some_and(|day| day > contract_end) {
        form.refuse(
            "ends_on",
            format!("契約の終了日（{}）以前の日を入力してください。", wareki(contract_end)),
        );
    }
    if starts_on.zip(ends_on).is_some_and(|(from, to)| to < from) {
        form.refuse("ends_on", "始める日以後の日を入力してください。");
    }
    if kind == Kind::ReOutsourcing && !form.checked("no_further", "yes") {
        form.refuse("no_further", "相手がさらに別の者に任せることはできません。確かめて選んでください。");
    }
    if form.has_problems() {
        return None;
    }
    let covers_files = kind.covers_files() && form.checked("covers_files", "yes");
    Some(Applied { said, starts_on: starts_on?, ends_on: ends_on?, covers_files })
}

/// Reads an approval: its conditions, and for a re-outsourcing the days on which the partner was looked up, since
/// it was applied for.
pub fn approval(
    form: &mut Form,
    kind: Kind,
    (applied_on, today): (Date, Date),
) -> Option<(String, Option<(Date, Date)>)> {
    let conditions = form.optional_lines("words", "条件", LONGEST);
    if kind != Kind::ReOutsourcing {
        return conditions.filter(|_| !form.has_problems()).map(|words| (words, None));
    }
    let mut looked_up =
        |name: &str, label: &str| form.day_since(name, label, ("申請の日", applied_on), today);
    let suspension = looked_up("suspension_checked_on", "指名停止を確かめた日");
    let gangs = looked_up("gangs_checked_on", "暴力団排除を確かめた日");
    Some((conditions?, Some((suspension?, gangs?))))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 06 - 17);
    const APPLIED: Date = date!(2026 - 06 - 10);
    const END: Date = date!(2027 - 03 - 31);

    fn filled(kind: Kind) -> Form {
        let form = Form::empty().with("starts_on", "R8.6.17").with("ends_on", "R8.6.30");
        kind.fields().iter().fold(form, |form, field| form.with(field.name, "言葉"))
    }

    #[test]
    fn an_application_says_everything_its_kind_asks() {
        for kind in Kind::ALL {
            let mut empty = Form::empty();
            assert_eq!(application(&mut empty, kind, TODAY, END), None);
            assert!(kind.fields().iter().all(|field| empty.problem(field.name).is_some()));
            let mut form = filled(kind).with("no_further", "yes").with("covers_files", "yes");
            let applied = application(&mut form, kind, TODAY, END).unwrap();
            assert_eq!(applied.said.0.len(), kind.fields().len());
            assert_eq!(applied.covers_files, kind.covers_files());
        }
    }

    #[test]
    fn nothing_is_dated_back_or_outlives_the_contract() {
        let with = |from: &str, to: &str| {
            let kind = Kind::Copying;
            let form = Form::empty().with("starts_on", from).with("ends_on", to);
            kind.fields().iter().fold(form, |form, field| form.with(field.name, "言葉"))
        };
        for (from, to, field) in [
            ("R8.6.16", "R8.6.30", "starts_on"),
            ("R8.6.20", "R8.6.19", "ends_on"),
            ("R8.6.20", "R9.4.1", "ends_on"),
        ] {
            let mut form = with(from, to);
            assert_eq!(application(&mut form, Kind::Copying, TODAY, END), None, "{from} {to}");
            assert!(form.problem(field).is_some());
            assert_eq!(form.is_dated_back(), field == "starts_on");
        }
    }

    #[test]
    fn a_partner_gives_nothing_further_and_is_looked_up() {
        let mut form = filled(Kind::ReOutsourcing);
        assert!(
            application(&mut form, Kind::ReOutsourcing, TODAY, END).is_none()
                && form.problem("no_further").is_some()
        );
        assert_eq!(approval(&mut Form::empty(), Kind::ReOutsourcing, (APPLIED, TODAY)), None);
        let mut late =
            Form::empty().with("suspension_checked_on", "R8.6.18").with("gangs_checked_on", "R8.6.17");
        assert!(approval(&mut late, Kind::ReOutsourcing, (APPLIED, TODAY)).is_none());
        let mut early =
            Form::empty().with("suspension_checked_on", "R8.6.9").with("gangs_checked_on", "R8.6.17");
        assert!(
            approval(&mut early, Kind::ReOutsourcing, (APPLIED, TODAY)).is_none() && early.is_dated_back()
        );
        let mut form =
            Form::empty().with("suspension_checked_on", "R8.6.16").with("gangs_checked_on", "R8.6.17");
        let read = approval(&mut form, Kind::ReOutsourcing, (APPLIED, TODAY)).unwrap();
        assert_eq!(read.1, Some((date!(2026 - 06 - 16), TODAY)));
        assert_eq!(
            approval(&mut Form::empty(), Kind::Copying, (APPLIED, TODAY)),
            Some((String::new(), None))
        );
    }
}
