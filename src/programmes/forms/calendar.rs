//! 日程: sessions, rhythm, months, minutes, forbidden days and the rule of the first day.

use unicode_normalization::UnicodeNormalization;

use super::{
    choices, count,
    field::{Field, Kind},
    in_their_order, optional_count, pick, ticked, word,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::definition::{Calendar, Forbidden, Per, Rhythm, SessionCount, StartRule},
};

const PER: [Per; 3] = [Per::Week, Per::Month, Per::Year];
const NAMED: [Forbidden; 5] = [
    Forbidden::YearEnd,
    Forbidden::NationalHolidays,
    Forbidden::Saturdays,
    Forbidden::Sundays,
    Forbidden::WardClosedDays,
];
const LEAST: &str = "calendar.sessions.least";
const MOST: &str = "calendar.sessions.most";
const SPANS: &str = "calendar.forbidden.between";
const START: &str = "calendar.start";
const CUTOFF: &str = "calendar.start.first_of_next_month.cutoff_day";
const INSIDE: &str = "calendar.start.first_of_next_month.finish_inside_contract";
const STARTS: [&str; 2] = ["agreed", "first_of_next_month"];

pub(super) fn fields() -> Vec<Field> {
    let starts = vec![
        Choice::new(STARTS[0], "教室と一緒に、または決めた日から"),
        Choice::new(STARTS[1], "申込みの翌月1日から（空きがなければ次の月）"),
    ];
    let per = choices(&PER, |per| format!("{}ごと", per.label()));
    vec![
        Field::heading("回数と間隔"),
        Field::new(Kind::Number, LEAST, "全体の回数（少なくとも）").unit("回").optional().hint(
            "回数が決まっているときは、次の欄と同じ数にします。間隔だけを定めるときは、両方を空欄にします。",
        ),
        Field::new(Kind::Number, MOST, "全体の回数（多くても）").unit("回").optional(),
        Field::new(Kind::Radios(per), "calendar.rhythm.per", "間隔の単位"),
        Field::new(Kind::Number, "calendar.rhythm.least", "その間に（少なくとも）").unit("回"),
        Field::new(Kind::Number, "calendar.rhythm.most", "その間に（多くても）").unit("回"),
        Field::new(Kind::Number, "calendar.months", "期間").unit("か月"),
        Field::new(Kind::Number, "calendar.minutes", "1回の時間")
            .unit("分")
            .hint("前後の体調確認を含みます。"),
        Field::heading("行わない日"),
        Field::new(Kind::Boxes(choices(&NAMED, Forbidden::sentence)), "calendar.forbidden", "行わない日"),
        Field::new(Kind::Lines, SPANS, "毎年の行わない期間")
            .optional()
            .hint("1行に1つ書いてください。例：8月13日から8月15日"),
        Field::new(Kind::Check, "calendar.make_up_sessions", "中止した回を、協議のうえ別の日に行える"),
        Field::heading("始める日"),
        Field::new(Kind::Radios(starts), START, "参加を始める日"),
        Field::new(Kind::Number, CUTOFF, "申込みの締切日")
            .unit("日")
            .optional()
            .hint("翌月1日から始めるときだけ。この日を過ぎた申込みは、もう1か月後になります。"),
        Field::new(Kind::Check, INSIDE, "契約の期間の中で終わる人だけを受け付ける"),
    ]
}

pub(super) fn filled(calendar: &Calendar) -> Form {
    let number = |count: Option<u16>| count.map(|count| count.to_string()).unwrap_or_default();
    let spans: Vec<String> =
        calendar.forbidden.iter().filter(|day| is_span(day)).map(|day| day.sentence()).collect();
    let mut form = Form::empty()
        .with(LEAST, number(calendar.sessions.map(|count| count.least)))
        .with(MOST, number(calendar.sessions.map(|count| count.most)))
        .with("calendar.rhythm.per", word(&calendar.rhythm.per))
        .with("calendar.rhythm.least", calendar.rhythm.least.to_string())
        .with("calendar.rhythm.most", calendar.rhythm.most.to_string())
        .with("calendar.months", calendar.months.to_string())
        .with("calendar.minutes", calendar.minutes.to_string())
        .with(SPANS, spans.join("\n"))
        .with("calendar.make_up_sessions", if calendar.make_up_sessions { "yes" } else { "" });
    for day in calendar.forbidden.iter().filter(|day| !is_span(day)) {
        form = form.with("calendar.forbidden", word(day));
    }
    match calendar.start {
        StartRule::Agreed => form.with(START, STARTS[0]),
        StartRule::FirstOfNextMonth { cutoff_day, finish_inside_contract } => form
            .with(START, STARTS[1])
            .with(CUTOFF, number(cutoff_day.map(u16::from)))
            .with(INSIDE, if finish_inside_contract { "yes" } else { "" }),
    }
}

fn is_span(day: &Forbidden) -> bool {
    matches!(day, Forbidden::Between { .. })
}

pub(super) fn read(form: &mut Form, calendar: &mut Calendar) -> Option<()> {
    let sessions = session_count(form);
    let per = pick(form, "calendar.rhythm.per", "間隔の単位", &PER);
    let least = count(form, "calendar.rhythm.least", "間隔の回数（少なくとも）", 400);
    let most = count(form, "calendar.rhythm.most", "間隔の回数（多くても）", 400);
    let months = count(form, "calendar.months", "期間", 120);
    let minutes = count(form, "calendar.minutes", "1回の時間", 1_440);
    let named = ticked(form, "calendar.forbidden", "行わない日", &NAMED);
    let spans = spans(form);
    let start = start_rule(form);
    calendar.sessions = sessions?;
    calendar.rhythm = Rhythm { per: per?, least: least?, most: most? };
    calendar.months = months?;
    calendar.minutes = minutes?;
    calendar.forbidden = in_their_order(named?.into_iter().chain(spans?).collect(), &calendar.forbidden);
    calendar.make_up_sessions = form.checked("calendar.make_up_sessions", "yes");
    calendar.start = start?;
    Some(())
}

/// Both numbers, or neither.
fn session_count(form: &mut Form) -> Option<Option<SessionCount>> {
    let least = optional_count(form, LEAST, "全体の回数（少なくとも）", 1_000)?;
    let most = optional_count(form, MOST, "全体の回数（多くても）", 1_000)?;
    match (least, most) {
        (Some(least), Some(most)) => Some(Some(SessionCount { least, most })),
        (None, None) => Some(None),
        (Some(_), None) => refused(form, MOST),
        (None, Some(_)) => refused(form, LEAST),
    }
}

fn refused<T>(form: &mut Form, name: &str) -> Option<T> {
    form.refuse(name, "全体の回数は、少ないほうと多いほうの両方を入力するか、両方を空欄にしてください。");
    None
}

fn start_rule(form: &mut Form) -> Option<StartRule> {
    let way = form.choice(START, "参加を始める日", &STARTS)?;
    if way == STARTS[0] {
        return Some(StartRule::Agreed);
    }
    let cutoff_day = optional_count(form, CUTOFF, "申込みの締切日", 31)?;
    Some(StartRule::FirstOfNextMonth { cutoff_day, finish_inside_contract: form.checked(INSIDE, "yes") })
}

/// One span a line: four numbers with anything between them.
fn spans(form: &mut Form) -> Option<Vec<Forbidden>> {
    let typed = form.optional_lines(SPANS, "毎年の行わない期間", 2_000)?;
    let mut found = Vec::new();
    for line in typed.lines().filter(|line| !line.trim().is_empty()) {
        let narrow: String = line.nfkc().collect();
        let numbers: Vec<u8> =
            narrow.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
        let [from_month, from_day, to_month, to_day] = numbers[..] else {
            form.refuse(SPANS, format!("「{line}」を読み取れません。例：8月13日から8月15日"));
            return None;
        };
        found.push(Forbidden::Between { from_month, from_day, to_month, to_day });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::meguro;

    #[test]
    fn spans_are_read_in_any_writing_and_what_is_none_is_named() {
        let mut form = Form::empty().with(SPANS, "８月１３日から８月１５日\n12/28-1/5");
        let between = |from_month, from_day, to_month, to_day| Forbidden::Between {
            from_month,
            from_day,
            to_month,
            to_day,
        };
        assert_eq!(spans(&mut form), Some(vec![between(8, 13, 8, 15), between(12, 28, 1, 5)]));
        let mut form = Form::empty().with(SPANS, "お盆");
        assert_eq!(spans(&mut form), None);
        assert!(form.problem(SPANS).unwrap().contains("お盆"));
    }

    #[test]
    fn one_number_of_sessions_alone_is_refused() {
        let mut calendar = meguro().calendar.clone();
        let mut form = Form::empty().with(LEAST, "12");
        assert_eq!(read(&mut form, &mut calendar), None);
        assert!(form.problem(MOST).is_some());
    }
}
