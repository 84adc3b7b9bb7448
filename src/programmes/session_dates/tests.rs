use proptest::prelude::*;
use time::{Month, macros::date};

use super::*;
use crate::programmes::{
    Term,
    definition::{Forbidden, Per, Rhythm},
};

fn weekly(sessions: Option<(u16, u16)>, per_week: (u16, u16), forbidden: Vec<Forbidden>) -> Calendar {
    Calendar {
        sessions: sessions.map(|(least, most)| SessionCount { least, most }),
        rhythm: Rhythm { per: Per::Week, least: per_week.0, most: per_week.1 },
        months: 3,
        minutes: 90,
        forbidden,
        start: StartRule::Agreed,
        make_up_sessions: false,
    }
}

/// S3: 12 weekly sessions in three months, never at the turn of the year.
fn sendai() -> Calendar {
    weekly(Some((12, 12)), (1, 1), vec![Forbidden::YearEnd])
}

fn asked(start: Date, weekdays: &[Weekday]) -> DatesAsked {
    DatesAsked { start, weekdays: weekdays.to_vec(), weeks_of_month: vec![], count: None, term_ends_on: None }
}

fn made(calendar: &Calendar, asked: &DatesAsked) -> Result<SessionDates, DatesRefusal> {
    session_dates(calendar, asked, &ClosedDays::default())
}

fn days(dates: &SessionDates) -> Vec<Date> {
    dates.sessions.iter().map(|session| session.on).collect()
}

/// A4.3: the four worked cases.
#[test]
fn twelve_weekly_sessions_pass_over_the_turn_of_the_year() {
    for (start, weekday, skipped, last) in [
        (date!(2024 - 11 - 01), Weekday::Friday, vec![date!(2025 - 01 - 03)], date!(2025 - 01 - 24)),
        (date!(2024 - 12 - 01), Weekday::Monday, vec![date!(2024 - 12 - 30)], date!(2025 - 02 - 24)),
        (date!(2025 - 01 - 01), Weekday::Wednesday, vec![date!(2025 - 01 - 01)], date!(2025 - 03 - 26)),
        (date!(2024 - 10 - 01), Weekday::Tuesday, vec![], date!(2024 - 12 - 17)),
    ] {
        let dates = made(&sendai(), &asked(start, &[weekday])).unwrap();
        assert_eq!((dates.sessions.len(), days(&dates).last()), (12, Some(&last)), "{start}");
        let passed: Vec<Date> = dates.sessions.iter().flat_map(|s| &s.skipped).map(|s| s.on).collect();
        assert_eq!(passed, skipped, "{start}");
    }
    let december = made(&sendai(), &asked(date!(2024 - 12 - 01), &[Weekday::Monday])).unwrap();
    assert!(days(&december).contains(&date!(2025 - 01 - 13)), "成人の日 is kept");
    assert_eq!(
        december.sessions[4].reason().as_deref(),
        Some("12月30日（月）は年末年始のため行わず、次の1月6日（月）に続けます。")
    );
    assert_eq!(december.warnings.len(), 1, "the week of 30 December has none");
}

#[test]
fn twelve_sessions_that_do_not_fit_are_refused_with_the_days_in_the_way() {
    let strict = weekly(Some((12, 12)), (1, 1), vec![Forbidden::YearEnd, Forbidden::NationalHolidays]);
    let refusal = made(&strict, &asked(date!(2024 - 12 - 09), &[Weekday::Monday])).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "令和6年12月9日から3か月（令和7年3月8日まで）、週1回に12回は入りません（入るのは10回です）。\
         できない日：12月30日（月）は年末年始、1月13日（月）は祝日（成人の日）、2月24日（月）は振替休日。\
         開始日か曜日を選び直してください。"
    );
    let mut cut = asked(date!(2025 - 02 - 03), &[Weekday::Monday]);
    cut.term_ends_on = Some(date!(2025 - 03 - 31));
    assert!(matches!(made(&sendai(), &cut), Err(DatesRefusal::DoesNotFit { held: 9, needed: 12, .. })));
}

/// A5.11: months by the civil law.
#[test]
fn the_period_ends_by_the_civil_law() {
    for (start, end) in
        [(date!(2026 - 04 - 06), date!(2026 - 07 - 05)), (date!(2026 - 11 - 30), date!(2027 - 02 - 28))]
    {
        let open = weekly(None, (1, 1), vec![]);
        assert_eq!(made(&open, &asked(start, &[Weekday::Monday])).unwrap().period_ends_on, end);
    }
}

/// A4.10: thirteen weeks of one to three sessions a week.
#[test]
fn thirteen_weeks_hold_thirteen_to_thirty_nine_sessions() {
    use Weekday::{Friday, Monday, Tuesday, Wednesday};
    let shinjuku = weekly(None, (1, 3), vec![]);
    let held = |weekdays: &[Weekday]| {
        made(&shinjuku, &asked(date!(2026 - 04 - 06), weekdays)).map(|dates| dates.sessions.len())
    };
    assert_eq!(held(&[Monday]), Ok(13));
    assert_eq!(held(&[Monday, Wednesday, Friday]), Ok(39));
    let four = held(&[Monday, Tuesday, Wednesday, Friday]).unwrap_err();
    assert_eq!(
        four.to_string(),
        "曜日の数（4日）が、事業の決まり（週1回から3回まで）と合いません。曜日を選び直してください。"
    );
    let rhythm = shinjuku.rhythm;
    let visits = [6, 7, 8, 9].map(|day| Date::from_calendar_date(2026, Month::April, day).unwrap());
    let off = rhythm.off(&visits, date!(2026 - 04 - 06), date!(2026 - 04 - 22));
    let found: Vec<_> = off.iter().map(|o| (o.from, o.count, o.kind)).collect();
    assert_eq!(
        found,
        [(date!(2026 - 04 - 06), 4, OffKind::TooMany), (date!(2026 - 04 - 13), 0, OffKind::TooFew)]
    );
}

/// S4: 16 sessions; the first Thursday of September.
#[test]
fn sixteen_sessions_end_before_christmas() {
    let meguro = Calendar { months: 4, ..weekly(Some((16, 16)), (1, 1), vec![]) };
    let dates = made(&meguro, &asked(date!(2024 - 09 - 05), &[Weekday::Thursday])).unwrap();
    assert_eq!(days(&dates).last(), Some(&date!(2024 - 12 - 19)));
}

#[test]
fn a_monthly_rhythm_takes_the_weeks_that_were_chosen() {
    let monthly = Calendar {
        rhythm: Rhythm { per: Per::Month, least: 2, most: 2 },
        ..weekly(None, (1, 1), vec![Forbidden::NationalHolidays])
    };
    let mut first_and_third = asked(date!(2026 - 05 - 01), &[Weekday::Wednesday]);
    first_and_third.weeks_of_month = vec![1, 3];
    let dates = made(&monthly, &first_and_third).unwrap();
    assert_eq!(
        days(&dates),
        [
            date!(2026 - 05 - 13),
            date!(2026 - 05 - 20),
            date!(2026 - 06 - 03),
            date!(2026 - 06 - 17),
            date!(2026 - 07 - 01),
            date!(2026 - 07 - 15)
        ]
    );
    assert_eq!(dates.sessions[0].skipped[0].why, "振替休日");
    assert!(dates.warnings.is_empty());
}

#[test]
fn a_yearly_rhythm_stops_at_its_most_in_each_fiscal_year() {
    let yearly =
        Calendar { rhythm: Rhythm { per: Per::Year, least: 1, most: 2 }, ..weekly(None, (1, 1), vec![]) };
    let dates = made(&yearly, &asked(date!(2027 - 02 - 01), &[Weekday::Monday])).unwrap();
    assert_eq!(
        days(&dates),
        [date!(2027 - 02 - 01), date!(2027 - 02 - 08), date!(2027 - 04 - 05), date!(2027 - 04 - 12)]
    );
}

#[test]
fn every_kind_of_forbidden_day_says_why() {
    let closed = ClosedDays { local: vec![date!(2026 - 06 - 23)], ..ClosedDays::default() };
    let winter = Forbidden::Between { from_month: 12, from_day: 20, to_month: 1, to_day: 10 };
    let summer = Forbidden::Between { from_month: 8, from_day: 10, to_month: 8, to_day: 16 };
    for (rule, day, why) in [
        (Forbidden::YearEnd, date!(2026 - 12 - 29), Some("年末年始")),
        (Forbidden::YearEnd, date!(2026 - 12 - 28), None),
        (Forbidden::NationalHolidays, date!(2026 - 09 - 22), Some("国民の休日")),
        (Forbidden::NationalHolidays, date!(2021 - 10 - 11), None),
        (Forbidden::Saturdays, date!(2026 - 11 - 21), Some("土曜日")),
        (Forbidden::Sundays, date!(2026 - 11 - 21), None),
        (Forbidden::Sundays, date!(2026 - 11 - 22), Some("日曜日")),
        (Forbidden::WardClosedDays, date!(2026 - 06 - 23), Some("区の閉庁日")),
        (Forbidden::WardClosedDays, date!(2026 - 11 - 22), None),
        (winter, date!(2027 - 01 - 10), Some("休みの期間（12月20日から1月10日まで）")),
        (winter, date!(2026 - 12 - 20), Some("休みの期間（12月20日から1月10日まで）")),
        (winter, date!(2027 - 01 - 11), None),
        (summer, date!(2026 - 08 - 16), Some("休みの期間（8月10日から8月16日まで）")),
        (summer, date!(2026 - 08 - 09), None),
    ] {
        assert_eq!(rule.why(day, &closed).as_deref(), why, "{rule:?} {day}");
    }
}

#[test]
fn a_choice_that_contradicts_the_programme_is_refused() {
    let start = date!(2024 - 10 - 01);
    let refused = |change: fn(&mut DatesAsked)| {
        let mut choice = asked(start, &[Weekday::Tuesday]);
        change(&mut choice);
        made(&sendai(), &choice).unwrap_err()
    };
    assert_eq!(refused(|choice| choice.weekdays.clear()), DatesRefusal::NoWeekday);
    assert_eq!(refused(|choice| choice.weeks_of_month = vec![6]), DatesRefusal::BadWeekOfMonth);
    assert_eq!(
        refused(|choice| choice.count = Some(11)),
        DatesRefusal::CountOutOfRange { least: 12, most: 12 }
    );
    let ended = date!(2024 - 09 - 30);
    assert_eq!(refused(|c| c.term_ends_on = Some(date!(2024 - 09 - 30))), DatesRefusal::AfterTerm(ended));
    let no_period = Calendar { months: 0, ..sendai() };
    assert_eq!(made(&no_period, &asked(start, &[Weekday::Tuesday])), Err(DatesRefusal::NoPeriod));
}

#[test]
fn a_session_moves_only_between_its_neighbours_to_a_day_that_is_allowed() {
    let days = [date!(2024 - 09 - 05), date!(2024 - 09 - 12), date!(2024 - 09 - 19)];
    let term = Term { starts_on: date!(2024 - 09 - 01), ends_on: date!(2024 - 12 - 31) };
    let calendar = weekly(None, (1, 1), vec![Forbidden::NationalHolidays, Forbidden::YearEnd]);
    let to = |index, day| {
        may_move(&calendar, &ClosedDays::default(), term, &days, index, day).map(|off| off.len())
    };
    assert_eq!(to(1, date!(2024 - 09 - 13)), Ok(0));
    assert_eq!(to(1, date!(2024 - 09 - 12)), Ok(0));
    assert_eq!(to(1, date!(2024 - 09 - 18)), Ok(2), "none in one week, two in the next");
    assert_eq!(to(1, date!(2024 - 09 - 16)), Err(MoveRefusal::Forbidden("祝日（敬老の日）".to_owned())));
    assert_eq!(to(1, date!(2024 - 09 - 19)), Err(MoveRefusal::DayTaken));
    assert_eq!(to(1, date!(2024 - 09 - 20)), Err(MoveRefusal::OutOfOrder));
    assert_eq!(to(1, date!(2024 - 09 - 04)), Err(MoveRefusal::OutOfOrder));
    assert_eq!(to(0, date!(2024 - 08 - 31)), Err(MoveRefusal::OutsideTerm));
    assert_eq!(to(2, date!(2024 - 12 - 31)), Err(MoveRefusal::Forbidden("年末年始".to_owned())));
    assert_eq!(to(3, date!(2024 - 12 - 26)), Err(MoveRefusal::NoSuchSession));
}

#[test]
fn a_cancelled_session_is_held_later_only_where_the_programme_says_so() {
    let held = [date!(2024 - 09 - 05), date!(2024 - 09 - 19)];
    let term = Term { starts_on: date!(2024 - 09 - 01), ends_on: date!(2024 - 12 - 31) };
    let never = weekly(None, (1, 1), vec![]);
    let agreed = Calendar { make_up_sessions: true, ..never.clone() };
    let to = |calendar, day| may_make_up(calendar, &ClosedDays::default(), term, &held, day);
    assert_eq!(to(&never, date!(2024 - 09 - 26)), Err(MoveRefusal::NoMakeUp));
    assert_eq!(to(&agreed, date!(2024 - 09 - 19)), Err(MoveRefusal::DayTaken));
    assert_eq!(to(&agreed, date!(2025 - 01 - 09)), Err(MoveRefusal::OutsideTerm));
    let warned = to(&agreed, date!(2024 - 09 - 20)).unwrap();
    let found: Vec<_> = warned.iter().map(|off| (off.from, off.kind)).collect();
    assert_eq!(found, [(date!(2024 - 09 - 09), OffKind::TooFew), (date!(2024 - 09 - 16), OffKind::TooMany)]);
}

#[test]
fn the_calendar_reads_as_a_sentence() {
    let start = StartRule::FirstOfNextMonth { cutoff_day: Some(25), finish_inside_contract: true };
    assert_eq!(
        Calendar { start, ..sendai() }.sentence(),
        "3か月の間に、全12回、週1回、1回90分行います。年末年始（12月29日から1月3日まで）は行わず、次にできる週に繰り下げます。\
         申込みの翌月1日から参加します。参加する月のどれかに空きがないときは翌々月1日から、それも空きがないときは待機です。\
         25日を過ぎた申込みは翌月の申込みとして扱います。契約の期間内に終わる人だけが始められます。"
    );
    let shinjuku = weekly(None, (1, 3), vec![]).sentence();
    assert!(shinjuku.starts_with("3か月の間に、週1回から3回まで、1回90分行います。"), "{shinjuku}");
}

fn any_forbidden() -> impl Strategy<Value = Forbidden> {
    prop_oneof![
        Just(Forbidden::YearEnd),
        Just(Forbidden::NationalHolidays),
        Just(Forbidden::Saturdays),
        Just(Forbidden::Sundays),
        Just(Forbidden::WardClosedDays),
        any::<(u8, u8, u8, u8)>().prop_map(|(from_month, from_day, to_month, to_day)| Forbidden::Between {
            from_month,
            from_day,
            to_month,
            to_day
        }),
    ]
}

prop_compose! {
    fn any_calendar()(
        sessions in proptest::option::of((any::<u16>(), any::<u16>())),
        per in prop_oneof![Just(Per::Week), Just(Per::Month), Just(Per::Year)],
        (least, most) in prop_oneof![(0_u16..4, 0_u16..8), any::<(u16, u16)>()],
        months in any::<u8>(),
        forbidden in prop::collection::vec(any_forbidden(), 0..4),
    ) -> Calendar {
        Calendar { rhythm: Rhythm { per, least, most }, months, ..weekly(sessions, (1, 1), forbidden) }
    }
}

prop_compose! {
    fn any_choice()(
        start in Date::MIN.to_julian_day()..=Date::MAX.to_julian_day(),
        near in date!(2020-01-01).to_julian_day()..date!(2030-01-01).to_julian_day(),
        is_near in prop::bool::weighted(0.9),
        weekdays in prop::collection::vec(0_u8..7, 0..4),
        weeks_of_month in prop::collection::vec(0_u8..7, 0..3),
        count in proptest::option::of(0_u16..40),
        term in proptest::option::of(0_i32..400),
    ) -> DatesAsked {
        let start = if is_near { near } else { start };
        let day = |julian: i32| Date::from_julian_day(julian).unwrap_or(Date::MAX);
        DatesAsked {
            start: day(start),
            weekdays: weekdays.into_iter().map(|n| Weekday::Monday.nth_next(n)).collect(),
            weeks_of_month,
            count,
            term_ends_on: term.map(|ahead| day(start + ahead)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn days_ascend_inside_the_period_and_are_never_forbidden(calendar in any_calendar(), choice in any_choice()) {
        let closed = ClosedDays { local: vec![choice.start], ..ClosedDays::default() };
        prop_assert!(!calendar.sentence().is_empty());
        match session_dates(&calendar, &choice, &closed) {
            Err(refusal) => prop_assert!(refusal.to_string().ends_with("てください。") || refusal.to_string().contains("例：")),
            Ok(dates) => {
                let days = days(&dates);
                prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
                for day in &days {
                    prop_assert!((choice.start..=dates.period_ends_on).contains(day));
                    prop_assert!(choice.weekdays.contains(&day.weekday()));
                    prop_assert!(why_forbidden(&calendar.forbidden, *day, &closed).is_none());
                }
                prop_assert!(choice.term_ends_on.is_none_or(|term| dates.period_ends_on <= term));
                prop_assert!(choice.count.is_none_or(|count| days.len() == usize::from(count)));
                let off = calendar.rhythm.off(&days, choice.start, dates.period_ends_on);
                prop_assert!(off.iter().all(|off| off.kind == OffKind::TooFew));
            }
        }
    }
}
