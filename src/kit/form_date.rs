//! Reading a date from a form.

use time::Date;

use super::form::Form;
use crate::vocab::dates::{DateProblem, parse_date};

impl Form {
    /// A date that must be there, asked for by the field's own name when it is missing.
    pub fn date(&mut self, name: &str, label: &str) -> Option<Date> {
        self.parse(name, |typed| match parse_date(typed) {
            Err(DateProblem::Missing) => Err(format!("{label}を入力してください。例：令和8年4月7日")),
            read => read.map_err(|problem| problem.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_missing_date_is_asked_for_by_the_name_of_its_field() {
        let mut form = Form::empty().with("done_on", "　");
        assert_eq!(form.date("done_on", "行った日"), None);
        assert_eq!(form.problem("done_on"), Some("行った日を入力してください。例：令和8年4月7日"));
        let mut form = Form::empty().with("done_on", "R8.4.7");
        assert_eq!(form.date("done_on", "行った日"), Some(date!(2026 - 04 - 07)));
    }
}
