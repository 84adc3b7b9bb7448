//! 委託料: rules that pay for nothing, in vain, or in the wrong order.

use super::{Faults, due::style_name, tiers};
use crate::programmes::definition::{
    Basis, CancellationPay, Cap, Definition, FeeRule, FeeSchedule, HourBand, Tax, TierPer,
};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    for (at, schedule) in definition.fees.iter().enumerate() {
        let path = format!("fees[{at}]");
        let before = at.checked_sub(1).and_then(|before| definition.fees.get(before));
        self::schedule(definition, schedule, before, &path, faults);
        for (nth, rule) in schedule.rules.iter().enumerate() {
            let path = format!("{path}.rules[{nth}]");
            happens(definition, rule, &path, faults);
            basis(definition, rule, &path, faults);
            cancellations(definition, rule, &path, faults);
            if let Some(limit) = &rule.cap {
                cap(rule, limit, &format!("{path}.cap"), faults);
            }
        }
    }
}

fn schedule(
    definition: &Definition,
    schedule: &FeeSchedule,
    before: Option<&FeeSchedule>,
    path: &str,
    faults: &mut Faults,
) {
    faults.when(
        before.is_some_and(|before| before.from >= schedule.from),
        &format!("{path}.from"),
        "委託料の決まりが適用日の古い順に並んでいないか、同じ日が2つあります。古い順に並べ、日を分けてください。",
    );
    faults.when(
        schedule.rules.is_empty(),
        &format!("{path}.rules"),
        "委託料の決まりが1つもありません。加えるか、この適用日を消してください。",
    );
    match schedule.tax {
        Tax::Added(0) => {
            faults.say(format!("{path}.tax"), "加える消費税が0%です。加えないなら「税込み」にしてください。")
        }
        Tax::Added(percent) if percent > 100 => {
            faults.say(
                format!("{path}.tax"),
                format!("消費税が{percent}%になっています。100以下にしてください。例：10"),
            );
        }
        Tax::Added(_) | Tax::Included => {}
    }
    faults.when(
        schedule.net_of_user_fees && definition.user_fees.is_empty(),
        &format!("{path}.net_of_user_fees"),
        "利用者負担を差し引く決まりですが、利用者負担がありません。利用者負担を加えるか、差し引かないことにしてください。",
    );
}

/// What the rule counts has to happen in the programme. A visit to one person has a length as a session of a class has.
fn happens(definition: &Definition, rule: &FeeRule, path: &str, faults: &mut Faults) {
    let counts = match &rule.basis {
        Basis::PerSession { .. } | Basis::Tiered { per: TierPer::Session, .. } => "教室の回",
        Basis::PerCourse { .. } => "教室",
        Basis::PerHead { .. }
        | Basis::PerHeadSession { .. }
        | Basis::PerMonth { .. }
        | Basis::PerBlock { .. }
        | Basis::HourlyBands { .. }
        | Basis::Tiered { per: TierPer::Month, .. }
        | Basis::AddOn { .. } => return,
    };
    if !definition.style.has_sessions() {
        faults.say(
            format!("{path}.basis"),
            format!(
                "「{}」は{counts}の数で払いますが、{}には教室がないため、いつまでも0円です。1人1回ごと・月ごとなどにしてください。",
                rule.label,
                style_name(definition.style)
            ),
        );
    }
}

fn basis(definition: &Definition, rule: &FeeRule, path: &str, faults: &mut Faults) {
    match &rule.basis {
        Basis::AddOn { add_on, .. } if !definition.add_ons.iter().any(|known| known.code == *add_on) => faults.say(
            format!("{path}.basis.add_on.add_on"),
            format!("「{}」が払う加算「{add_on}」がありません。加算に加えるか、ある加算のコードにしてください。", rule.label),
        ),
        Basis::PerBlock { sessions: 0, .. } => faults.say(
            format!("{path}.basis.per_block.sessions"),
            format!("「{}」の1組が0回です。1以上にしてください。", rule.label),
        ),
        Basis::Tiered { tiers, .. } => {
            tiers::check(tiers, definition.places, &format!("{path}.basis.tiered.tiers"), faults);
        }
        Basis::HourlyBands { bands } => {
            self::bands(bands, definition.calendar.minutes, &format!("{path}.basis.hourly_bands.bands"), faults);
        }
        Basis::PerSession { .. }
        | Basis::PerHead { .. }
        | Basis::PerHeadSession { .. }
        | Basis::PerMonth { .. }
        | Basis::PerCourse { .. }
        | Basis::PerBlock { .. }
        | Basis::AddOn { .. } => {}
    }
}

fn bands(bands: &[HourBand], minutes: u16, path: &str, faults: &mut Faults) {
    let Some(last) = bands.last() else {
        faults.say(path, "時間の区分がありません。1つ以上加えてください。");
        return;
    };
    for (at, pair) in bands.windows(2).enumerate() {
        if let [shorter, longer] = pair
            && shorter.to_minutes >= longer.to_minutes
        {
            faults.say(
                format!("{path}[{}].to_minutes", at + 1),
                format!(
                    "時間の区分が短い順ではありません（{}分の次が{}分）。短い順に並べてください。",
                    shorter.to_minutes, longer.to_minutes
                ),
            );
        }
    }
    if last.to_minutes < minutes {
        faults.say(
            path,
            format!(
                "時間の区分は{}分までですが、1回は{minutes}分です。{minutes}分以上の区分を加えてください。",
                last.to_minutes
            ),
        );
    }
}

fn cancellations(definition: &Definition, rule: &FeeRule, path: &str, faults: &mut Faults) {
    if rule.counts_paid_cancellations && definition.cancellation.pay == CancellationPay::Never {
        faults.say(
            format!("{path}.counts_paid_cancellations"),
            format!(
                "「{}」は支払う中止を実施した回に数えますが、中止した回はいつも支払わない決まりです。中止の決まりに支払うときを書くか、数えないことにしてください。",
                rule.label
            ),
        );
    }
}

fn cap(rule: &FeeRule, cap: &Cap, path: &str, faults: &mut Faults) {
    let label = &rule.label;
    if cap.yen.is_none() && cap.times.is_none() {
        faults.say(
            path,
            format!("「{label}」の上限に金額も回数もありません。どちらかを書くか、上限を消してください。"),
        );
    }
    if cap.yen.is_some_and(|yen| yen <= 0) {
        faults.say(
            format!("{path}.yen"),
            format!("「{label}」の上限の金額が0円以下です。1円以上にしてください。"),
        );
    }
    if cap.times == Some(0) {
        faults.say(format!("{path}.times"), format!("「{label}」の上限が0回です。1以上にしてください。"));
    }
}
