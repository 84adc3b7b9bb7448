//! 中止: whether a cancelled session is paid.

use super::{
    count,
    field::{Field, Kind},
};
use crate::{
    kit::form::{Choice, Form},
    programmes::definition::CancellationPay,
    vocab::dates::parse_time,
};

const PAY: &str = "cancellation.pay";
const DAYS: &str = "cancellation.pay.free_until.days_before";
const AT: &str = "cancellation.pay.free_until.at";
const WORDS: [&str; 2] = ["never", "free_until"];

pub(super) fn fields() -> Vec<Field> {
    let ways = vec![
        Choice::new(WORDS[0], "支払わない"),
        Choice::new(WORDS[1], "決めた時刻による").hint(
            "下の時刻までに決めた中止は支払わず、それより後に決めた中止は実施したものとして支払います。",
        ),
    ];
    vec![
        Field::new(Kind::Radios(ways), PAY, "中止した回の委託料"),
        Field::new(Kind::Number, DAYS, "何日前か").unit("日前").optional().hint("前日は1、当日は0です。"),
        Field::new(Kind::Line, AT, "何時までか").optional().hint("その時刻ちょうどを含みます。例：16:00"),
    ]
}

pub(super) fn filled(pay: CancellationPay) -> Form {
    match pay {
        CancellationPay::Never => Form::empty().with(PAY, WORDS[0]),
        CancellationPay::FreeUntil { days_before, at } => Form::empty()
            .with(PAY, WORDS[1])
            .with(DAYS, days_before.to_string())
            .with(AT, format!("{}:{:02}", at.hour(), at.minute())),
    }
}

pub(super) fn read(form: &mut Form, pay: &mut CancellationPay) -> Option<()> {
    let way = form.choice(PAY, "中止した回の委託料", &WORDS)?;
    if way == WORDS[0] {
        *pay = CancellationPay::Never;
        return Some(());
    }
    let days_before = count(form, DAYS, "何日前か", 60);
    let at = form.parse(AT, parse_time);
    *pay = CancellationPay::FreeUntil { days_before: days_before?, at: at? };
    Some(())
}
