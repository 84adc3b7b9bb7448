//! 人員・会場・加算・欠席: roles nobody can have, rules that reach nobody.

use super::Faults;
use crate::programmes::definition::{AddOn, Definition, Need, StaffRole, Substitute, VenueMeasure, When};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    for (at, role) in definition.staffing.iter().enumerate() {
        self::role(definition, role, &format!("staffing[{at}]"), faults);
    }
    for (at, item) in definition.venue.standard.iter().enumerate() {
        faults.when(
            item.measure == VenueMeasure::SquareMetresPerPlace(0),
            &format!("venue.standard[{at}].measure"),
            "1人あたりの広さが0㎡です。1以上にするか、「あるかどうか」の確認にしてください。",
        );
    }
    for (at, add_on) in definition.add_ons.iter().enumerate() {
        self::add_on(add_on, &format!("add_ons[{at}]"), faults);
    }
    absences(definition, faults);
}

fn role(definition: &Definition, role: &StaffRole, path: &str, faults: &mut Faults) {
    match role.need {
        Need::Fixed(0) => faults.say(
            format!("{path}.need"),
            format!("「{}」に必要な人数が0人です。1以上にするか、この役割を消してください。", role.label),
        ),
        Need::OnePer(0) => faults.say(
            format!("{path}.need"),
            format!(
                "「{}」が「参加者0人につき1人」になっています。1以上にしてください。例：参加者10人につき1人",
                role.label
            ),
        ),
        Need::Fixed(_) | Need::OnePer(_) => {}
    }
    empty_word(&role.qualifications, &format!("{path}.qualifications"), faults);
    match &role.when {
        When::AddOn(code) => match definition.add_ons.iter().find(|add_on| add_on.code == *code) {
            Some(add_on) => qualified(role, add_on, path, faults),
            None => faults.say(
                format!("{path}.when.add_on"),
                format!("「{}」が必要な加算「{code}」がありません。加算に加えるか、ある加算のコードにしてください。", role.label),
            ),
        },
        When::MoreThan(people) if *people >= definition.places.capacity => faults.say(
            format!("{path}.when.more_than"),
            format!(
                "「{}」は参加者が{people}人を超える回に必要ですが、定員が{}人のため、そうなる回がありません。人数を定員より小さくしてください。",
                role.label, definition.places.capacity
            ),
        ),
        When::Always | When::MoreThan(_) | When::SupportedPeople => {}
    }
    faults.when(
        role.same_through_course && !definition.style.has_sessions(),
        &format!("{path}.same_through_course"),
        "教室のない形の事業なのに、「教室を通して同じ人」の決まりがあります。消してください。",
    );
}

/// The role's people may give the add-on.
fn qualified(role: &StaffRole, add_on: &AddOn, path: &str, faults: &mut Faults) {
    if add_on.qualifications.is_empty() {
        return;
    }
    let outside: Vec<&str> = role
        .qualifications
        .iter()
        .filter(|qualification| !add_on.qualifications.contains(qualification))
        .map(String::as_str)
        .collect();
    if !outside.is_empty() {
        faults.say(
            format!("{path}.qualifications"),
            format!(
                "「{}」は{}でもよいとしていますが、「{}」を行えるのは{}だけです。資格をそろえてください。",
                role.label,
                outside.join("・"),
                add_on.name,
                add_on.qualifications.join("・")
            ),
        );
    }
    faults.when(
        role.substitute == Substitute::Anyone,
        &format!("{path}.substitute"),
        "加算を行うには資格が必要ですが、代わりの人の資格を問わないとしています。代わりの人にも同じ資格を求めてください。",
    );
}

fn add_on(add_on: &AddOn, path: &str, faults: &mut Faults) {
    empty_word(&add_on.qualifications, &format!("{path}.qualifications"), faults);
    for (field, most) in
        [("most_per_stay", add_on.most_per_stay), ("most_per_contract", add_on.most_per_contract)]
    {
        faults.when(
            most == Some(0),
            &format!("{path}.{field}"),
            "加算の回数の上限が0回です。1以上にするか、上限がなければ消してください。",
        );
    }
    if let (Some(stay), Some(contract)) = (add_on.most_per_stay, add_on.most_per_contract)
        && stay > contract
    {
        faults.say(
            format!("{path}.most_per_stay"),
            format!(
                "「{}」は1人{stay}回までですが、契約全体では{contract}回までです。1人の上限を契約全体の上限以下にしてください。",
                add_on.name
            ),
        );
    }
}

fn empty_word(words: &[String], path: &str, faults: &mut Faults) {
    faults.when(
        words.iter().any(|word| word.trim().is_empty()),
        path,
        "空の資格があります。資格の名前を書くか、消してください。",
    );
}

fn absences(definition: &Definition, faults: &mut Faults) {
    let rule = &definition.absences;
    let tells = rule.tell_first_session || rule.tell_in_a_row > 0;
    faults.when(
        tells && rule.tell.is_empty(),
        "absences.tell",
        "欠席を知らせる決まりがありますが、知らせる相手がありません。区か地域包括支援センターを選んでください。",
    );
    faults.when(
        !tells && !rule.tell.is_empty(),
        "absences.tell",
        "欠席を知らせる相手がありますが、いつ知らせるかが決まっていません。初回の欠席か、続いた回数を決めてください。",
    );
    let is_double =
        rule.tell.iter().enumerate().any(|(at, whom)| rule.tell.iter().take(at).any(|before| before == whom));
    faults.when(is_double, "absences.tell", "同じ相手が2回選ばれています。片方を消してください。");
    if let Some(count) = definition.calendar.sessions
        && u16::from(rule.tell_in_a_row) > count.most
    {
        faults.say(
            "absences.tell_in_a_row",
            format!(
                "連絡のない欠席が{}回続いたときに知らせる決まりですが、回数は{}回までです。回数以下にしてください。",
                rule.tell_in_a_row, count.most
            ),
        );
    }
}
