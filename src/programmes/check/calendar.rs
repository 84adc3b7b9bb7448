//! 日程・定員・中止: numbers that can't be met together.

use std::collections::BTreeSet;

use super::Faults;
use crate::programmes::definition::{
    Calendar, CancellationCause, Counted, Definition, Forbidden, Per, SessionCount, StartRule, Style,
};

/// Longest course or stay that is looked at when a way out is proposed.
const MOST_MONTHS: u8 = 36;
/// Days of so many months in the calendar's favour, up to a year.
const LONGEST: [u32; 13] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337, 366];
/// Longest possible session, in minutes.
const MOST_MINUTES: u16 = 24 * 60;

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    numbers(&definition.calendar, faults);
    fit(&definition.calendar, faults);
    forbidden(&definition.calendar, faults);
    start(definition, faults);
    places(definition, faults);
    cancellation(definition, faults);
    faults.when(
        definition.most_years == Some(0),
        "most_years",
        "続けられる年度の数が0です。1以上にするか、上限がなければ消してください。",
    );
}

fn numbers(calendar: &Calendar, faults: &mut Faults) {
    faults.when(calendar.months == 0, "calendar.months", "期間が0か月です。1以上にしてください。");
    faults.when(calendar.minutes == 0, "calendar.minutes", "1回の時間が0分です。1以上にしてください。例：90");
    faults.when(
        calendar.minutes > MOST_MINUTES,
        "calendar.minutes",
        "1回の時間が24時間を超えています。分で書いてください。例：90",
    );
    range(faults, "calendar.rhythm", calendar.rhythm.least, calendar.rhythm.most);
    faults.when(
        calendar.rhythm.most == 0,
        "calendar.rhythm.most",
        "頻度の上限が0回です。1以上にしてください。",
    );
    if let Some(SessionCount { least, most }) = calendar.sessions {
        range(faults, "calendar.sessions", least, most);
        faults.when(most == 0, "calendar.sessions.most", "回数の上限が0回です。1以上にしてください。");
    }
}

fn range(faults: &mut Faults, path: &str, least: u16, most: u16) {
    if least > most {
        faults.say(
            path,
            format!("下限の{least}回が上限の{most}回より多くなっています。下限を上限以下にしてください。"),
        );
    }
}

/// Whether all sessions have room in the months.
fn fit(calendar: &Calendar, faults: &mut Faults) {
    let Some(SessionCount { most: wanted, .. }) = calendar.sessions else { return };
    if calendar.months == 0 || calendar.rhythm.most == 0 {
        return;
    }
    let possible = most_sessions(calendar.rhythm.per, calendar.rhythm.most, calendar.months);
    if u32::from(wanted) <= possible {
        return;
    }
    let (per, each) = (calendar.rhythm.per.label(), calendar.rhythm.most);
    let longer = (calendar.months..=MOST_MONTHS)
        .find(|months| most_sessions(calendar.rhythm.per, each, *months) >= u32::from(wanted))
        .map(|months| format!("期間を{months}か月以上にするか、"));
    let spans = possible / u32::from(each);
    let oftener = u32::from(wanted).div_ceil(spans.max(1));
    faults.say(
        "calendar.sessions",
        format!(
            "{per}{each}回で{}か月では最大{possible}回です。{wanted}回にするには、{}{per}{oftener}回以上にしてください。回数を{possible}回以下にすることもできます。",
            calendar.months,
            longer.unwrap_or_default()
        ),
    );
}

/// Most sessions that have room in so many months.
fn most_sessions(per: Per, each: u16, months: u8) -> u32 {
    let spans = match per {
        Per::Week => longest(months).div_ceil(7),
        Per::Month => u32::from(months),
        Per::Year => u32::from(months).div_ceil(12),
    };
    spans.saturating_mul(u32::from(each))
}

fn longest(months: u8) -> u32 {
    let (years, rest) = (u32::from(months / 12), usize::from(months % 12));
    years * 366 + LONGEST.get(rest).copied().unwrap_or(0)
}

fn forbidden(calendar: &Calendar, faults: &mut Faults) {
    for (at, rule) in calendar.forbidden.iter().enumerate() {
        let path = format!("calendar.forbidden[{at}]");
        faults.when(
            calendar.forbidden.iter().take(at).any(|before| before == rule),
            &path,
            "同じ休みの決まりが2回あります。片方を消してください。",
        );
        if let Forbidden::Between { from_month, from_day, to_month, to_day } = *rule
            && !(is_day(from_month, from_day) && is_day(to_month, to_day))
        {
            faults.say(
                format!("{path}.between"),
                format!("{from_month}月{from_day}日から{to_month}月{to_day}日までという日はありません。暦にある月と日にしてください。"),
            );
        }
    }
}

fn is_day(month: u8, day: u8) -> bool {
    // A leap year, so that 29 February is a day.
    time::Month::try_from(month).is_ok_and(|month| (1..=month.length(2024)).contains(&day))
}

fn start(definition: &Definition, faults: &mut Faults) {
    let StartRule::FirstOfNextMonth { cutoff_day, .. } = definition.calendar.start else { return };
    let path = "calendar.start.first_of_next_month";
    faults.when(
        definition.style == Style::Course,
        path,
        "「翌月1日から参加」の決まりがありますが、この教室は全員が同じ日に始めます。形を「随時参加の教室」にするか、決まりを「教室の開始日から」にしてください。",
    );
    faults.when(
        definition.places.counted == Counted::PerCourse,
        path,
        "「翌月1日から参加」の決まりでは月ごとの空きを見ますが、定員が教室ごとです。定員を月ごとにしてください。",
    );
    if let Some(day) = cutoff_day
        && !(1..=31).contains(&day)
    {
        faults.say(
            format!("{path}.cutoff_day"),
            format!("締切日が{day}日になっています。1から31までの日にしてください。"),
        );
    }
}

fn places(definition: &Definition, faults: &mut Faults) {
    let places = definition.places;
    faults.when(places.capacity == 0, "places.capacity", "定員が0人です。1以上にしてください。例：20");
    if places.capacity > 0 && places.minimum > places.capacity {
        faults.say(
            "places.minimum",
            format!(
                "最少催行人数の{}人が定員の{}人より多くなっています。定員以下にしてください。",
                places.minimum, places.capacity
            ),
        );
    }
    faults.when(
        definition.style == Style::RollingCourse && places.counted != Counted::PerMonth,
        "places.counted",
        "随時参加の教室は月ごとに人が入れ替わるため、定員を月ごとに数える必要があります。定員を月ごとにしてください。",
    );
    faults.when(
        !definition.style.has_sessions() && places.counted == Counted::PerCourse,
        "places.counted",
        "教室のない形の事業なのに、定員が教室ごとです。定員を月ごとか契約全体にしてください。",
    );
}

fn cancellation(definition: &Definition, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (at, rule) in definition.cancellation.causes.iter().enumerate() {
        let path = format!("cancellation.causes[{at}].cause");
        if !seen.insert(rule.cause.code()) {
            faults.say(
                &path,
                format!("中止の理由「{}」が2回あります。片方を消してください。", rule.cause.label()),
            );
        }
        faults.when(
            rule.cause == CancellationCause::BelowMinimum && definition.places.minimum == 0,
            &path,
            "「最少催行人数に満たない」という中止の理由がありますが、最少催行人数が決まっていません。最少催行人数を1以上にするか、この理由を消してください。",
        );
    }
}
