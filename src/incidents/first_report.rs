//! 第一報: the form as typed, and what it says once it is read.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, Time, macros::offset};
use uuid::Uuid;

use super::kinds::{Kind, Told};
use crate::{
    kit::form::Form,
    sealing::Sealable,
    vocab::{
        dates::{jst_date, jst_time, parse_date, parse_time, short, wareki},
        ids::ParticipantId,
    },
};

/// The words of a report, sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Description {
    /// 何が起きたか.
    pub what: String,
    /// した対応; empty while nothing could be done yet.
    pub done: String,
}

impl Sealable for Description {
    const TABLE: &'static str = "incident";
}

/// A report as it is stored.
pub struct FirstReport {
    pub kind: Kind,
    pub happened_at: OffsetDateTime,
    /// When the contractor came to know of it: what has to be done at once is counted from here.
    pub known_at: OffsetDateTime,
    pub participant: Option<ParticipantId>,
    pub description: Description,
    /// When each of [`Told::ALL`] was told.
    pub told: [Option<OffsetDateTime>; 4],
}

/// Longest text of either field, in characters.
const TEXT: usize = 1_000;
const IN_FUTURE: &str = "今より前の時刻を入力してください。例：10:25";

/// The form as it opens: now is what is reported most often.
pub fn blank(now: OffsetDateTime) -> Form {
    Form::empty().with("happened_on", short(jst_date(now))).with("happened_at", jst_time(now))
}

/// Reads the form, or records its problems. `people` are those who may be chosen; nothing happened under the contract before
/// `first`.
pub fn read(
    form: &mut Form,
    people: &[ParticipantId],
    (first, now): (Date, OffsetDateTime),
) -> Option<FirstReport> {
    let kind =
        form.choice("kind", "種類", &Kind::OFFERED.map(Kind::code)).and_then(|code| Kind::from_code(&code));
    let day = form.parse("happened_on", parse_date);
    let time = form.parse("happened_at", parse_time);
    let happened_at = day.zip(time).map(|(day, time)| day.with_time(time).assume_offset(offset!(+9)));
    if happened_at.is_some_and(|at| at > now) {
        form.refuse("happened_at", IN_FUTURE);
    }
    if day.is_some_and(|day| day < first) {
        let first = wareki(first);
        let message = format!("契約の初めの日（{first}）以後の日を入力してください。");
        form.refuse_dated_back("happened_on", message);
    }
    let known_at = known_at(form, kind, happened_at, now);
    let codes: Vec<String> = people.iter().map(ToString::to_string).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let participant = form.optional_choice("participant", "本人", &codes);
    let what = form.required_lines("what", "何が起きたか", TEXT);
    let done = form.optional_lines("done", "した対応", TEXT);
    let told = Told::ALL.map(|one| told_at(form, one, known_at, now));
    let report = FirstReport {
        kind: kind?,
        happened_at: happened_at?,
        known_at: known_at?,
        participant: participant?.parse::<Uuid>().ok().map(ParticipantId),
        description: Description { what: what?, done: done? },
        told,
    };
    (!form.has_problems()).then_some(report)
}

/// Nothing typed: somebody was there when it happened. What becomes of data is seldom seen at once, so for another day than today
/// it has to be said.
fn known_at(
    form: &mut Form,
    kind: Option<Kind>,
    happened_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let day = form.parse_optional("known_on", parse_date)?;
    let time = form.parse_optional("known_at", parse_time)?;
    let happened_at = happened_at?;
    let at = match (day, time) {
        (None, None) if kind.is_some_and(Kind::is_data) && jst_date(happened_at) < jst_date(now) => {
            form.refuse(
                "known_on",
                "起きた日が今日より前です。いつ知ったか（知った日と時刻）を入力してください。",
            );
            return None;
        }
        (None, None) => return Some(happened_at),
        (Some(_), None) => {
            form.refuse("known_at", "知った時刻も入力してください。例：10:25");
            return None;
        }
        (day, Some(time)) => {
            day.unwrap_or_else(|| jst_date(happened_at)).with_time(time).assume_offset(offset!(+9))
        }
    };
    if at < happened_at || at > now {
        let field = if day.is_some() { "known_on" } else { "known_at" };
        form.refuse(field, "知った日時は、起きた日時から今までの間で入力してください。");
        return None;
    }
    Some(at)
}

/// A ticked party without a time was told now; a time without a tick is a tick.
pub fn told_at(
    form: &mut Form,
    one: Told,
    known_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let field = one.time_field();
    let time = form.parse_optional(&field, parse_time)?;
    let ticked = form.values("told").contains(&one.code());
    let at = match time {
        None => ticked.then_some(now),
        Some(time) => Some(first_after(known_at?, time)),
    };
    if at.is_some_and(|at| at > now) {
        let since = known_at.map(jst_time).unwrap_or_default();
        form.refuse(
            &field,
            format!(
                "{}に知らせた時刻は、起きた（知った）時刻{since}から今までの時刻を入力してください。",
                one.label()
            ),
        );
    }
    at
}

/// The first such hour on a Japanese clock from `start` on: what was known before midnight may be told after it.
fn first_after(start: OffsetDateTime, time: Time) -> OffsetDateTime {
    let same_day = start.to_offset(offset!(+9)).replace_time(time);
    if same_day < start { same_day + Duration::DAY } else { same_day }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    const FIRST: Date = date!(2026 - 04 - 01);
    const NOW: OffsetDateTime = datetime!(2026-11-20 10:40:30 +9);

    fn typed() -> Form {
        let form = Form::empty().with("kind", "accident").with("happened_on", "R8.11.20");
        form.with("happened_at", "10:25").with("what", "立ち上がるときに転んだ")
    }

    #[test]
    fn the_shortest_report_is_a_kind_a_time_and_a_sentence() {
        let report = read(&mut typed(), &[], (FIRST, NOW)).unwrap();
        assert_eq!((report.kind, report.happened_at), (Kind::Accident, datetime!(2026-11-20 10:25 +9)));
        assert_eq!((report.participant, report.told), (None, [None; 4]));
        assert_eq!(report.description.done, "");
    }

    #[test]
    fn an_empty_form_asks_for_what_is_missing() {
        let mut form = Form::empty();
        assert!(read(&mut form, &[], (FIRST, NOW)).is_none());
        for field in ["kind", "happened_on", "happened_at", "what"] {
            assert!(form.problem(field).is_some(), "{field}");
        }
        assert!(form.problem("done").is_none() && form.problem("participant").is_none());
    }

    #[test]
    fn the_form_opens_with_now_and_is_readable_as_it_is() {
        let mut form = blank(NOW).with("kind", "loss").with("what", "名簿が1枚見当たらない");
        assert_eq!(read(&mut form, &[], (FIRST, NOW)).unwrap().happened_at, datetime!(2026-11-20 10:40 +9));
    }

    #[test]
    fn nothing_happens_and_nobody_is_told_in_the_future() {
        let mut form = typed().with("told_family_at", "10:41");
        assert!(read(&mut form, &[], (FIRST, NOW)).is_none());
        assert!(form.problem("told_family_at").is_some_and(|message| message.contains("家族")));
        let mut form = Form::empty().with("kind", "accident").with("happened_on", "R8.11.21");
        form = form.with("happened_at", "9:00").with("what", "転んだ");
        assert!(read(&mut form, &[], (FIRST, NOW)).is_none());
        assert!(form.problem("happened_at").is_some());
    }

    #[test]
    fn what_was_found_out_later_is_counted_from_the_day_it_was_known() {
        let found = |known: &[(&str, &str)]| {
            let form = Form::empty().with("kind", "loss").with("happened_on", "R8.11.8");
            let form = form.with("happened_at", "15:00").with("what", "名簿が1枚見当たらない");
            let mut form = known.iter().fold(form, |form, (field, typed)| form.with(field, *typed));
            read(&mut form, &[], (FIRST, NOW))
                .map(|report| report.known_at)
                .ok_or_else(|| form.problem("known_on").or(form.problem("known_at")).map(str::to_owned))
        };
        assert_eq!(
            found(&[("known_on", "R8.11.20"), ("known_at", "9:00")]),
            Ok(datetime!(2026-11-20 9:00 +9))
        );
        assert_eq!(found(&[("known_at", "16:00")]), Ok(datetime!(2026-11-08 16:00 +9)), "on the day itself");
        for (known, told) in [
            (&[][..], "いつ知ったか"),
            (&[("known_on", "R8.11.20")][..], "知った時刻も"),
            (&[("known_on", "R8.11.7"), ("known_at", "9:00")][..], "起きた日時から今まで"),
            (&[("known_on", "R8.11.20"), ("known_at", "10:41")][..], "起きた日時から今まで"),
        ] {
            assert!(found(known).unwrap_err().is_some_and(|said| said.contains(told)), "{known:?}");
        }
        assert_eq!(read(&mut typed(), &[], (FIRST, NOW)).unwrap().known_at, datetime!(2026-11-20 10:25 +9));
    }

    #[test]
    fn a_tick_means_now_and_a_time_means_a_tick() {
        let form = typed().with("told", "doctor").with("told_ward_at", "10時30分");
        let told = read(&mut { form }, &[], (FIRST, NOW)).unwrap().told;
        assert_eq!(told, [None, Some(NOW), Some(datetime!(2026-11-20 10:30 +9)), None]);
    }

    #[test]
    fn what_is_told_after_midnight_is_told_the_next_day() {
        let late = datetime!(2026-11-19 23:50 +9);
        assert_eq!(first_after(late, time::macros::time!(0:10)), datetime!(2026-11-20 0:10 +9));
        assert_eq!(first_after(late, time::macros::time!(23:50)), late);
    }

    #[test]
    fn only_people_of_the_list_can_be_chosen() {
        let somebody = ParticipantId(Uuid::from_u128(7));
        let form = || typed().with("participant", somebody.to_string());
        assert_eq!(read(&mut form(), &[somebody], (FIRST, NOW)).unwrap().participant, Some(somebody));
        assert!(read(&mut form(), &[], (FIRST, NOW)).is_none());
    }
}
