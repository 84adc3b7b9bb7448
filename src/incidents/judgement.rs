//! 報告の要否: the facts the ward enters, question by question; the answer is worked out by [`super::clocks`].

use time::Date;

use super::clocks::LeakFacts;
use crate::{
    kit::form::{Choice, Form},
    verdict::Finding,
    vocab::dates::{parse_date, wareki},
};

/// The questions that are answered with yes, no, or not known: field, label, hint.
pub const QUESTIONS: [(&str, &str, &str); 5] = [
    (
        "sensitive",
        "要配慮個人情報が含まれますか（①）",
        "病歴、障害、健康診断や基本チェックリストの結果、血圧、要介護度など",
    ),
    ("financial", "財産的な被害のおそれがありますか（②）", "口座番号、カード番号、暗証番号など"),
    ("wrongful", "不正の目的で行われたおそれがありますか（③）", "不正アクセス、盗難、従事者による持出しなど"),
    ("ordinance", "条例で定めた要配慮個人情報が含まれますか（⑤）", "区の条例に定めがなければ「いいえ」です"),
    (
        "encrypted",
        "高度な暗号化などで、ほかの人が読み取れない状態でしたか",
        "端末全体が暗号化され、鍵も一緒になくしていないときなど",
    ),
];

pub fn choices() -> Vec<Choice> {
    vec![
        Choice::new(Finding::Met.code(), "はい"),
        Choice::new(Finding::NotMet.code(), "いいえ"),
        Choice::new(Finding::Undecidable.code(), "まだ分からない"),
    ]
}

/// The form as it opens: the last facts, or what the report itself suggests. Records of participants hold health data.
pub fn blank(last: Option<&LeakFacts>, known_on: Date, affected: usize) -> Form {
    let unknown = Finding::Undecidable;
    let suggested = LeakFacts {
        known_on,
        people: u32::try_from(affected).ok().filter(|people| *people > 0),
        sensitive: if affected > 0 { Finding::Met } else { unknown },
        financial: unknown,
        wrongful: unknown,
        ordinance: unknown,
        encrypted: unknown,
    };
    let facts = last.unwrap_or(&suggested);
    let answers = [facts.sensitive, facts.financial, facts.wrongful, facts.ordinance, facts.encrypted];
    let form = Form::empty()
        .with("known_on", wareki(facts.known_on))
        .with("people", facts.people.map(|people| people.to_string()).unwrap_or_default());
    QUESTIONS.iter().zip(answers).fold(form, |form, ((name, ..), answer)| form.with(name, answer.code()))
}

/// Whether the day typed would begin the days of the law later than they have begun.
pub fn moves_the_clock(form: &Form, told_on: Date) -> bool {
    parse_date(form.value("known_on")).is_ok_and(|on| on > told_on)
}

/// Reads the facts. Nobody knew before it happened, and the ward knew at the latest when it was told (`told_on`).
pub fn read(form: &mut Form, happened_on: Date, told_on: Date) -> Option<LeakFacts> {
    let known_on = form.date("known_on", "区が知った日");
    if known_on.is_some_and(|on| on > told_on || on < happened_on) {
        form.refuse(
            "known_on",
            format!(
                "区が知った日は、事故の起きた日（{}）から、受託者の連絡か第一報が区に届いた日（{}）までの日を入力してください。法律の期限は、届いた日より後からは数えられません。",
                wareki(happened_on),
                wareki(told_on)
            ),
        );
    }
    let people = form.optional_whole_number("people", "本人の数", 0..=10_000_000);
    let codes = Finding::ALL.map(Finding::code);
    let answers = QUESTIONS.map(|(name, label, _)| {
        let code = form.choice(name, label, &codes)?;
        Finding::ALL.into_iter().find(|finding| finding.code() == code)
    });
    let [sensitive, financial, wrongful, ordinance, encrypted] = answers;
    let facts = LeakFacts {
        known_on: known_on?,
        people: people?.and_then(|people| u32::try_from(people).ok()),
        sensitive: sensitive?,
        financial: financial?,
        wrongful: wrongful?,
        ordinance: ordinance?,
        encrypted: encrypted?,
    };
    (!form.has_problems()).then_some(facts)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const HAPPENED: Date = date!(2026 - 11 - 18);
    const TODAY: Date = date!(2026 - 11 - 20);

    #[test]
    fn what_opens_can_be_sent_as_it_is() {
        let facts = read(&mut blank(None, TODAY, 0), HAPPENED, TODAY).unwrap();
        assert_eq!((facts.people, facts.sensitive), (None, Finding::Undecidable));
        let facts = read(&mut blank(None, TODAY, 3), HAPPENED, TODAY).unwrap();
        assert_eq!((facts.people, facts.sensitive), (Some(3), Finding::Met));
        assert_eq!(read(&mut blank(Some(&facts), HAPPENED, 0), HAPPENED, TODAY), Some(facts));
    }

    #[test]
    fn nobody_knew_before_or_will_know_tomorrow() {
        for day in [date!(2026 - 11 - 17), date!(2026 - 11 - 21)] {
            let mut form = blank(None, day, 0);
            assert!(read(&mut form, HAPPENED, TODAY).is_none());
            assert!(form.problem("known_on").is_some());
        }
        assert!(read(&mut Form::empty(), HAPPENED, TODAY).is_none());
    }
}
