//! 個人情報保護委員会への報告: that the ward sent 速報 or 確報, and on which day. Kayoi sends nothing itself.

use time::Date;

use crate::{
    kit::form::{Choice, Form},
    vocab::dates::wareki,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Prompt,
    Full,
}

impl Step {
    const ALL: [Self; 2] = [Self::Prompt, Self::Full];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Full => "full",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Prompt => "速報",
            Self::Full => "確報",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|step| Choice::new(step.code(), step.label())).to_vec()
    }
}

pub fn blank(today: Date) -> Form {
    Form::empty().with("reported_on", wareki(today))
}

/// Reads the form. `sent`: the steps that are recorded already.
pub fn read(form: &mut Form, sent: &[String], known_on: Date, today: Date) -> Option<(Step, Date)> {
    let step = form.choice("step", "報告の種類", &Step::ALL.map(Step::code));
    let step = step.as_deref().and_then(Step::from_code);
    if let Some(step) = step.filter(|step| sent.iter().any(|code| code == step.code())) {
        form.refuse("step", format!("{}は、すでに記録されています。", step.label()));
    }
    let on = form.date("reported_on", "報告した日");
    if on.is_some_and(|on| on < known_on || on > today) {
        form.refuse("reported_on", "区が知った日から今日までの日を入力してください。");
    }
    let read = (step?, on?);
    (!form.has_problems()).then_some(read)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn each_step_is_recorded_once_and_on_a_day_that_can_be() {
        let (known, today) = (date!(2026 - 11 - 18), date!(2026 - 11 - 20));
        let typed = |step: &str, day: &str| Form::empty().with("step", step).with("reported_on", day);
        assert_eq!(
            read(&mut typed("prompt", "R8.11.19"), &[], known, today),
            Some((Step::Prompt, date!(2026 - 11 - 19)))
        );
        assert_eq!(read(&mut typed("prompt", "R8.11.19"), &["prompt".into()], known, today), None);
        for day in ["R8.11.17", "R8.11.21"] {
            assert_eq!(read(&mut typed("full", day), &[], known, today), None, "{day}");
        }
    }
}
