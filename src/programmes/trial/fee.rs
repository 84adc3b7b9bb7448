//! 委託料: an invented month. People and days stand in for records: the first people attend every session that was held, and
//! an add-on that a person may have only so often goes round among them.

use std::collections::BTreeMap;

use time::{Date, Duration, PrimitiveDateTime, Time};

use super::super::{
    Definition,
    definition::{AddOn, CancellationCause, FeeSchedule, Price},
    fee::{CourseEnded, SessionState, Span},
    forms::field::{Field, Kind},
    simulate::{Enrolled, FeesAsked, MOST_PEOPLE, Person, Scenario, Session},
};
use crate::{
    kit::form::Form,
    vocab::dates::{parse_month, year_and_month},
};

/// Most sessions a month can be tried with: one a day.
const MOST_SESSIONS: i64 = 28;
const MOST_YEN: i64 = 1_000_000_000_000;

/// The prices that contracts fill in, by code.
fn prices(definition: &Definition) -> BTreeMap<&str, &str> {
    fn of(price: &Price) -> Option<(&str, &str)> {
        match price {
            Price::Contract { code, label } => Some((code.as_str(), label.as_str())),
            Price::Yen(_) => None,
        }
    }
    definition.fees.iter().flat_map(FeeSchedule::prices).filter_map(of).collect()
}

pub(super) fn fields(definition: &Definition) -> Vec<Field> {
    let mut fields = vec![
        Field::new(Kind::Line, "month", "どの月か").hint("例：令和8年8月、R8.8、2026-8"),
        Field::new(Kind::Number, "held", "実施した回").unit("回"),
        Field::new(Kind::Number, "users", "1回以上出席した人")
            .unit("人")
            .hint("この人たちは、すべての回に出席したものとします。"),
        Field::new(Kind::Number, "enrolled", "参加の登録がある人").unit("人").hint("出席した人を含みます。"),
        Field::new(Kind::Number, "late", "当日に決めた天候による中止").unit("回").optional(),
        Field::new(Kind::Number, "courses", "この月に終わった教室").unit("教室").optional(),
    ];
    fields.extend(definition.add_ons.iter().map(|add_on| {
        let name = format!("add_on.{}", add_on.code);
        let field =
            Field::new(Kind::Number, name, format!("{}を行った回", add_on.name)).unit("回").optional();
        match add_on.most_per_stay {
            Some(_) => field.hint("1回に1人が受け、出席した人に順に回ってくるものとして試算します。"),
            None => field,
        }
    }));
    let prices = prices(definition);
    if !prices.is_empty() {
        fields.push(Field::heading("契約の単価"));
    }
    fields.extend(
        prices
            .into_iter()
            .map(|(code, label)| Field::new(Kind::Number, format!("price.{code}"), label).unit("円")),
    );
    fields
}

pub(super) fn blank(definition: &Definition, today: Date) -> Form {
    let people = definition.places.minimum.max(5).to_string();
    Form::empty()
        .with("month", year_and_month(today))
        .with("held", "4")
        .with("users", &people)
        .with("enrolled", &people)
}

pub(super) fn scenario(form: &mut Form, definition: &Definition) -> Option<Scenario> {
    let month = form.parse("month", parse_month).map(Span::month_of);
    let held = form.whole_number("held", "実施した回", 0..=MOST_SESSIONS);
    let users = form.whole_number("users", "出席した人", 0..=i64::from(MOST_PEOPLE));
    let enrolled = form.whole_number("enrolled", "参加の登録がある人", 0..=i64::from(MOST_PEOPLE));
    let late = form.optional_whole_number("late", "中止", 0..=MOST_SESSIONS);
    let courses = form.optional_whole_number("courses", "終わった教室", 0..=100);
    let prices: Vec<Option<(String, i64)>> = prices(definition)
        .into_iter()
        .map(|(code, label)| {
            Some((code.to_owned(), form.yen(&format!("price.{code}"), label, 0..=MOST_YEN)?))
        })
        .collect();
    let add_ons: Vec<Option<Given<'_>>> =
        definition.add_ons.iter().map(|add_on| given(form, add_on, held)).collect();
    if let (Some(users), Some(enrolled)) = (users, enrolled)
        && enrolled < users
    {
        form.refuse("enrolled", "参加の登録がある人は、出席した人と同じか、それより多くしてください。");
    }
    let (month, late, held, users) = (month?, late?.unwrap_or_default(), held?, users?);
    if held + late > MOST_SESSIONS {
        form.refuse("late", format!("実施した回と中止を合わせて{MOST_SESSIONS}回までにしてください。"));
    }
    let add_ons: Vec<Given<'_>> = add_ons.into_iter().collect::<Option<_>>()?;
    let mut sessions: Vec<Session> =
        (0..held).map(|place| held_session(definition, day(month, place), users, &add_ons, place)).collect();
    sessions.extend((held..held + late).map(|place| cancelled(day(month, place))));
    Some(Scenario {
        prices: prices.into_iter().collect::<Option<_>>()?,
        people: (1..=enrolled?).map(|number| (person(number), with_place(month))).collect(),
        sessions,
        fees: Some(FeesAsked {
            period: month,
            courses_ended: (0..courses?.unwrap_or_default())
                .map(|number| CourseEnded { course: format!("教室{}", number + 1), on: month.to })
                .collect(),
            user_fees_received: Vec::new(),
            so_far: BTreeMap::new(),
        }),
        ..Scenario::default()
    })
}

/// An add-on, and in how many of the sessions it was given.
type Given<'a> = (&'a AddOn, i64);

fn given<'a>(form: &mut Form, add_on: &'a AddOn, held: Option<i64>) -> Option<Given<'a>> {
    let name = format!("add_on.{}", add_on.code);
    let times = form.optional_whole_number(&name, &add_on.name, 0..=MOST_SESSIONS)?.unwrap_or_default();
    if let Some(held) = held.filter(|held| *held < times) {
        form.refuse(
            &name,
            format!("{}を行った回は、実施した回（{held}回）までにしてください。", add_on.name),
        );
    }
    Some((add_on, times))
}

fn day(month: Span, place: i64) -> Date {
    month.from.checked_add(Duration::days(place)).unwrap_or(month.to).min(month.to)
}

fn person(number: i64) -> String {
    format!("{number}人目")
}

fn with_place(month: Span) -> Person {
    let enrolled = Enrolled { from: month.from, to: None };
    Person { enrolled: Some(enrolled), burden_tenths: Some(1), ..Person::default() }
}

fn held_session(definition: &Definition, on: Date, users: i64, add_ons: &[Given<'_>], place: i64) -> Session {
    let given: Vec<&AddOn> =
        add_ons.iter().filter(|(_, times)| place < *times).map(|(add_on, _)| *add_on).collect();
    let limited = given.iter().filter(|add_on| add_on.most_per_stay.is_some());
    Session {
        minutes: Some(definition.calendar.minutes),
        attended: (1..=users).map(person).collect(),
        takers: limited.map(|add_on| (add_on.code.clone(), in_turn(users, place))).collect(),
        add_ons: given.iter().map(|add_on| add_on.code.clone()).collect(),
        ..session(on, SessionState::Held)
    }
}

/// Whose turn it is, one person after the other; nobody's when nobody came.
fn in_turn(users: i64, place: i64) -> Vec<String> {
    place.checked_rem(users).map(|turn| person(turn + 1)).into_iter().collect()
}

/// Called off in the morning of the day itself.
fn cancelled(on: Date) -> Session {
    let decided_at = PrimitiveDateTime::new(on, Time::MIDNIGHT) + Duration::hours(8);
    session(on, SessionState::Cancelled { decided_at, cause: CancellationCause::Weather })
}

fn session(on: Date, state: SessionState) -> Session {
    Session {
        id: None,
        course: String::new(),
        on,
        minutes: None,
        state,
        attended: Vec::new(),
        absent: Vec::new(),
        absent_without_notice: Vec::new(),
        add_ons: Vec::new(),
        takers: BTreeMap::new(),
        staff: None,
        end_checks: None,
    }
}
