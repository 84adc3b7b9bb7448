use proptest::prelude::*;
use time::macros::date;

use super::*;
use crate::programmes::{Term, definition::Event};

fn rule(event: Event, offset: Offset, closed_day: ClosedDayPolicy) -> DueRule {
    DueRule { event, offset, closed_day }
}

fn from(rule: DueRule, event_on: Date) -> DueDay {
    due_day(rule, event_on, &ClosedDays::default())
}

fn in_term(starts_on: Date, ends_on: Date) -> Events {
    Events { term: Some(Term { starts_on, ends_on }), ..Events::default() }
}

fn dates(rule: DueRule, events: &Events) -> Vec<Date> {
    let found = due_days(rule, events, &ClosedDays::default());
    assert_eq!(found.undecided, None);
    found.days.into_iter().map(|day| day.due_on).collect()
}

/// A4.5: July to March, the 10th of the next month or the next open day.
#[test]
fn quarterly_reports_of_seven_years() {
    let report = rule(Event::QuarterEnd, Offset::DayOfNextMonth(10), ClosedDayPolicy::NextOpen);
    for (year, first, second, third) in [
        (2021, date!(2021 - 10 - 11), date!(2022 - 01 - 11), date!(2022 - 04 - 11)),
        (2022, date!(2022 - 10 - 11), date!(2023 - 01 - 10), date!(2023 - 04 - 10)),
        (2023, date!(2023 - 10 - 10), date!(2024 - 01 - 10), date!(2024 - 04 - 10)),
        (2024, date!(2024 - 10 - 10), date!(2025 - 01 - 10), date!(2025 - 04 - 10)),
        (2025, date!(2025 - 10 - 10), date!(2026 - 01 - 13), date!(2026 - 04 - 10)),
        (2026, date!(2026 - 10 - 13), date!(2027 - 01 - 12), date!(2027 - 04 - 12)),
        (2027, date!(2027 - 10 - 12), date!(2028 - 01 - 11), date!(2028 - 04 - 10)),
    ] {
        let july = date!(2021 - 07 - 01).replace_year(year).unwrap();
        let march = date!(2021 - 03 - 31).replace_year(year + 1).unwrap();
        assert_eq!(dates(report, &in_term(july, march)), [first, second, third], "{year}");
    }
    assert_eq!(
        from(report, date!(2026 - 09 - 30)).explanation,
        "各四半期の末日（令和8年9月30日）の翌月10日（令和8年10月10日）まで。土曜日のため翌開庁日（令和8年10月13日）までになります。"
    );
}

/// A4.6: five business days, the day after the base day is the first.
#[test]
fn erasure_reports_count_open_days() {
    let erasure = rule(Event::Erasure, Offset::BusinessDaysAfter(5), ClosedDayPolicy::None);
    for (base, due) in [
        (date!(2024 - 09 - 10), date!(2024 - 09 - 18)),
        (date!(2024 - 09 - 12), date!(2024 - 09 - 20)),
        (date!(2024 - 12 - 24), date!(2025 - 01 - 07)),
        (date!(2025 - 03 - 31), date!(2025 - 04 - 07)),
        (date!(2025 - 04 - 25), date!(2025 - 05 - 07)),
        (date!(2026 - 09 - 17), date!(2026 - 09 - 29)),
        (date!(2026 - 12 - 25), date!(2027 - 01 - 07)),
        (date!(2026 - 12 - 28), date!(2027 - 01 - 08)),
    ] {
        let day = from(erasure, base);
        assert_eq!((day.due_on, day.practical_on, day.grace_until), (due, None, None), "{base}");
    }
}

/// A4.9: strict date, open day to act by.
#[test]
fn meguro_dates() {
    use ClosedDayPolicy::{NextOpen, None as Strict};
    let three_weeks = rule(Event::Briefing, Offset::WeeksBefore(3), Strict);
    let one_week = rule(Event::Briefing, Offset::WeeksBefore(1), Strict);
    let report = rule(Event::CourseEnd, Offset::WeeksAfter(2), Strict);
    let rolling = DueRule { closed_day: NextOpen, ..report };
    let erasure = rule(Event::CourseEnd, Offset::MonthsAfter(1), Strict);
    let (holiday, before) = (date!(2024 - 05 - 06), date!(2024 - 05 - 02));
    let (year_end, new_year) = (date!(2024 - 12 - 30), date!(2025 - 01 - 06));
    for (rule, event, due, practical, grace) in [
        (three_weeks, date!(2024 - 06 - 03), date!(2024 - 05 - 13), None, None),
        (three_weeks, date!(2024 - 05 - 27), holiday, Some(before), None),
        (one_week, date!(2024 - 06 - 03), date!(2024 - 05 - 27), None, None),
        (report, date!(2024 - 09 - 19), date!(2024 - 10 - 03), None, None),
        (report, date!(2024 - 12 - 16), year_end, None, Some(new_year)),
        (rolling, date!(2024 - 12 - 16), new_year, None, None),
        (erasure, date!(2024 - 09 - 18), date!(2024 - 10 - 18), None, None),
    ] {
        let day = from(rule, event);
        assert_eq!(
            (day.due_on, day.practical_on, day.grace_until),
            (due, practical, grace),
            "{rule:?} {event}"
        );
    }
    assert_eq!(
        from(three_weeks, date!(2024 - 05 - 27)).explanation,
        "体験・説明会（令和6年5月27日）の3週間前（令和6年5月6日）まで。その日は振替休日のため、前開庁日（令和6年5月2日）までに済ませてください。"
    );
    assert_eq!(
        from(report, date!(2024 - 12 - 16)).explanation,
        "教室の最終回（令和6年12月16日）の2週間後（令和6年12月30日）まで。その日は年末年始ですが、期限を動かす決まりはありません。\
         翌開庁日（令和7年1月6日）までは遅れとして数えません。"
    );
}

#[test]
fn grace_is_not_late_and_a_practical_day_is_not_the_due_day() {
    let report = rule(Event::CourseEnd, Offset::WeeksAfter(2), ClosedDayPolicy::None);
    let day = from(report, date!(2024 - 12 - 16));
    assert_eq!(day.open_day(), Some(date!(2025 - 01 - 06)));
    assert!(!day.is_overdue(date!(2025 - 01 - 06)) && day.is_overdue(date!(2025 - 01 - 07)));
    let list = rule(Event::Briefing, Offset::WeeksBefore(3), ClosedDayPolicy::None);
    let day = from(list, date!(2024 - 05 - 27));
    assert_eq!(day.open_day(), Some(date!(2024 - 05 - 02)));
    assert!(!day.is_overdue(date!(2024 - 05 - 06)) && day.is_overdue(date!(2024 - 05 - 07)));
}

/// A4.10: an inspection in each fiscal year, overdue from the day after.
#[test]
fn the_yearly_inspection_is_overdue_after_the_fiscal_year() {
    let inspection = rule(Event::FiscalYearEnd, Offset::SameDay, ClosedDayPolicy::None);
    let events = in_term(date!(2022 - 04 - 01), date!(2023 - 03 - 31));
    let found = due_days(inspection, &events, &ClosedDays::default()).days;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].due_on, date!(2023 - 03 - 31));
    assert!(!found[0].is_overdue(date!(2023 - 03 - 31)) && found[0].is_overdue(date!(2023 - 04 - 01)));
    let longer = in_term(date!(2022 - 10 - 01), date!(2024 - 09 - 30));
    assert_eq!(
        dates(inspection, &longer),
        [date!(2023 - 03 - 31), date!(2024 - 03 - 31), date!(2024 - 09 - 30)]
    );
}

#[test]
fn months_follow_the_term() {
    let monthly = rule(Event::MonthEnd, Offset::DayOfNextMonth(31), ClosedDayPolicy::None);
    let events = in_term(date!(2026 - 12 - 10), date!(2027 - 02 - 03));
    assert_eq!(
        dates(monthly, &events),
        [date!(2027 - 01 - 31), date!(2027 - 02 - 28), date!(2027 - 03 - 31)]
    );
    let never = in_term(date!(2026 - 12 - 10), date!(2026 - 11 - 10));
    assert_eq!(dates(monthly, &never), Vec::<Date>::new());
}

#[test]
fn a_missing_day_is_named_and_an_event_that_does_not_happen_has_no_due_day() {
    let briefing = rule(Event::Briefing, Offset::WeeksBefore(3), ClosedDayPolicy::None);
    let unknown = due_days(briefing, &Events::default(), &ClosedDays::default());
    assert_eq!(unknown.undecided.as_deref(), Some("「体験・説明会」の日がまだ登録されていません。"));
    let without_term = due_days(
        rule(Event::MonthEnd, Offset::SameDay, ClosedDayPolicy::None),
        &Events::default(),
        &ClosedDays::default(),
    );
    assert_eq!(
        without_term.undecided.as_deref(),
        Some("契約の期間が分からないため、「各月の末日」からの期限を計算できません。")
    );
    let none: Events = serde_json::from_str(r#"{"days":{"briefing":[]}}"#).unwrap();
    assert_eq!(due_days(briefing, &none, &ClosedDays::default()), DueDays { days: vec![], undecided: None });
}

/// A Saturday: nobody is sent back to the Friday before.
#[test]
fn what_came_up_on_a_closed_day_is_owed_on_that_day() {
    let saturday = date!(2026 - 11 - 21);
    let day = came_up("知った日", (Offset::SameDay, ClosedDayPolicy::None), saturday, &ClosedDays::default());
    assert_eq!((day.due_on, day.practical_on, day.grace_until), (saturday, None, None));
    assert_eq!(day.explanation, "知った日（令和8年11月21日）の当日まで。");
    let moved = came_up(
        "知った日",
        (Offset::DaysAfter(5), ClosedDayPolicy::NextOpen),
        date!(2026 - 11 - 16),
        &ClosedDays::default(),
    );
    assert_eq!(moved.due_on, date!(2026 - 11 - 24), "a distance is still counted and moved");
}

#[test]
fn rules_read_as_sentences() {
    use ClosedDayPolicy::{NextOpen, None as Strict, PreviousOpen};
    for (rule, sentence) in [
        (
            rule(Event::Briefing, Offset::WeeksBefore(3), Strict),
            "体験・説明会の3週間前まで。閉庁日でも期限は動かず、前開庁日までに済ませるよう案内します。",
        ),
        (
            rule(Event::CourseEnd, Offset::WeeksAfter(2), Strict),
            "教室の最終回の2週間後まで。閉庁日でも期限は動きませんが、翌開庁日までは遅れとして数えません。",
        ),
        (
            rule(Event::QuarterEnd, Offset::DayOfNextMonth(10), NextOpen),
            "各四半期の末日の翌月10日まで。閉庁日のときは翌開庁日までになります。",
        ),
        (
            rule(Event::ContractStart, Offset::DaysBefore(1), PreviousOpen),
            "契約の開始日の1日前まで。閉庁日のときは前開庁日までになります。",
        ),
    ] {
        assert_eq!(rule.sentence(), sentence);
    }
}

/// A draft may say it; its trial doesn't count two hundred years of open days for every month.
#[test]
fn a_deadline_nobody_can_have_meant_has_no_days() {
    let begun = crate::programmes::worked();
    let far = rule(Event::MonthEnd, Offset::BusinessDaysAfter(65_535), ClosedDayPolicy::None);
    let found = due_days(far, &in_term(date!(2024 - 04 - 01), date!(2034 - 03 - 31)), &ClosedDays::default());
    assert!(found.days.is_empty() && found.undecided.unwrap().contains("65535開庁日"));
    let most = rule(Event::MonthEnd, Offset::BusinessDaysAfter(365), ClosedDayPolicy::None);
    assert_eq!(dates(most, &in_term(date!(2024 - 04 - 01), date!(2034 - 03 - 31))).len(), 120);
    assert!(crate::programmes::worked() - begun < 3_000);
}

fn any_rule() -> impl Strategy<Value = DueRule> {
    let offset = prop_oneof![
        Just(Offset::SameDay),
        any::<u16>().prop_map(Offset::DaysBefore),
        any::<u16>().prop_map(Offset::DaysAfter),
        any::<u16>().prop_map(Offset::WeeksBefore),
        any::<u16>().prop_map(Offset::WeeksAfter),
        any::<u16>().prop_map(Offset::MonthsAfter),
        (0_u16..=365).prop_map(Offset::BusinessDaysAfter),
        any::<u8>().prop_map(Offset::DayOfNextMonth),
    ];
    let policy = prop::sample::select(vec![
        ClosedDayPolicy::None,
        ClosedDayPolicy::NextOpen,
        ClosedDayPolicy::PreviousOpen,
    ]);
    (prop::sample::select(Event::ALL.to_vec()), offset, policy)
        .prop_map(|(event, offset, closed_day)| rule(event, offset, closed_day))
}

fn any_day() -> impl Strategy<Value = Date> {
    let near = date!(2000 - 01 - 01).to_julian_day()..date!(2060 - 01 - 01).to_julian_day();
    let far = Date::MIN.to_julian_day()..=Date::MAX.to_julian_day();
    prop_oneof![8 => near, 1 => far].prop_map(|day| Date::from_julian_day(day).unwrap())
}

proptest! {
    #[test]
    fn a_later_event_is_never_due_earlier(rule in any_rule(), a in any_day(), b in any_day()) {
        let (earlier, later) = (from(rule, a.min(b)), from(rule, a.max(b)));
        prop_assert!(earlier.due_on <= later.due_on);
        prop_assert!(earlier.last_day() <= later.last_day());
    }

    #[test]
    fn the_day_to_act_by_is_open_and_on_the_right_side(rule in any_rule(), event in any_day()) {
        let closed = ClosedDays::default();
        let day = from(rule, event);
        prop_assert!(!(day.practical_on.is_some() && day.grace_until.is_some()));
        prop_assert!(day.practical_on.is_none_or(|on| on < day.due_on && !closed.is_closed(on)));
        prop_assert!(day.grace_until.is_none_or(|on| on > day.due_on && !closed.is_closed(on)));
        prop_assert!(day.explanation.contains("まで。") && !rule.sentence().is_empty());
    }

    #[test]
    fn a_term_has_its_ends_in_order(rule in any_rule(), a in any_day(), b in any_day()) {
        let found = due_days(rule, &in_term(a, b), &ClosedDays::default());
        prop_assert!(found.days.windows(2).all(|pair| pair[0].event_on < pair[1].event_on));
        prop_assert!(found.days.windows(2).all(|pair| pair[0].due_on <= pair[1].due_on));
    }
}
