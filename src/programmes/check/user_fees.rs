//! 利用者負担: fees nobody ever pays, and limits below one payment.

use super::Faults;
use crate::programmes::definition::{Definition, Price, Refund, UserBasis, UserFee};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    let most = definition.calendar.sessions.map(|count| count.most);
    for (at, fee) in definition.user_fees.iter().enumerate() {
        let path = format!("user_fees[{at}]");
        basis(fee, most, &path, faults);
        limit(fee, &path, faults);
    }
}

fn basis(fee: &UserFee, most: Option<u16>, path: &str, faults: &mut Faults) {
    let label = &fee.label;
    match &fee.basis {
        UserBasis::PerSession { first_free, .. } if most.is_some_and(|most| *first_free >= most) => faults.say(
            format!("{path}.basis.per_session.first_free"),
            format!(
                "「{label}」は{first_free}回まで無料ですが、回数は{}回までのため、だれも払いません。無料の回数を減らしてください。",
                most.unwrap_or_default()
            ),
        ),
        UserBasis::PrepaidBlock { sessions, refund, .. } => prepaid(label, *sessions, *refund, most, path, faults),
        UserBasis::PerSession { .. }
        | UserBasis::BurdenRatio { .. }
        | UserBasis::Once { .. }
        | UserBasis::PerMonth { .. } => {}
    }
}

fn prepaid(label: &str, sessions: u16, refund: Refund, most: Option<u16>, path: &str, faults: &mut Faults) {
    let path = format!("{path}.basis.prepaid_block");
    if sessions == 0 {
        faults.say(
            format!("{path}.sessions"),
            format!("「{label}」の前払いが0回分です。1以上にしてください。例：4"),
        );
    }
    if let Some(most) = most.filter(|most| sessions > *most) {
        let refunded = match refund {
            Refund::None => "返金しない決まりのため、使えない分まで払うことになります",
            Refund::Discretion | Refund::Unused => "必ず返金が起こります",
        };
        faults.say(
            format!("{path}.sessions"),
            format!("「{label}」は{sessions}回分の前払いですが、回数は{most}回までです。{refunded}。{most}回分以下にしてください。"),
        );
    }
}

fn limit(fee: &UserFee, path: &str, faults: &mut Faults) {
    let Some(most) = fee.most_per_month else { return };
    let path = format!("{path}.most_per_month");
    if most <= 0 {
        faults.say(
            path,
            format!(
                "「{}」の1か月の上限が0円以下です。1円以上にするか、上限がなければ消してください。",
                fee.label
            ),
        );
        return;
    }
    let price = match &fee.basis {
        UserBasis::PerSession { price, .. } | UserBasis::PerMonth { price } => price,
        UserBasis::PrepaidBlock { price, .. } | UserBasis::Once { price } => price,
        UserBasis::BurdenRatio { .. } => return,
    };
    if let Price::Yen(yen) = price
        && *yen > most
    {
        faults.say(
            path,
            format!(
                "「{}」の1か月の上限が1回分の額より小さくなっています。1回分の額以上にしてください。",
                fee.label
            ),
        );
    }
}
