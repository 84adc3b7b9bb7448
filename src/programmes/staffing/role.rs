//! One role: is it needed in this session, by how many, and who counts for it.

use super::{OnDuty, RoleAnswer, SessionFacts};
use crate::{
    programmes::definition::{AddOn, Need, StaffRole, Substitute, When},
    verdict::{Finding, Verdict},
};

/// Whether a person counts for a role, with the reason.
pub fn counts(role: &StaffRole, person: &OnDuty) -> Verdict {
    let name = &person.person;
    if !person.roles.is_empty() && !person.roles.contains(&role.code) {
        return Verdict::new(Finding::NotMet, format!("{name}：ほかの役割の担当です。"));
    }
    if person.substitute && role.substitute == Substitute::Nobody {
        return Verdict::new(Finding::NotMet, format!("{name}：この役割に代わりの人は認められません。"));
    }
    let accepted = on_list(person);
    if person.substitute && role.substitute == Substitute::Anyone {
        return accepted;
    }
    accepted.and(qualified(&role.qualifications, person))
}

/// Whether a person is on the accepted list.
pub(in crate::programmes) fn on_list(person: &OnDuty) -> Verdict {
    let name = &person.person;
    match person.accepted {
        Some(true) => Verdict::new(Finding::Met, format!("{name}：受理された従事者名簿にあります。")),
        Some(false) => Verdict::new(Finding::NotMet, format!("{name}：受理された従事者名簿にありません。")),
        None => Verdict::new(Finding::Undecidable, format!("{name}：従事者名簿にあるか確認できていません。")),
    }
}

/// Whether a person has one of the qualifications.
pub(in crate::programmes) fn qualified(asked: &[String], person: &OnDuty) -> Verdict {
    let name = &person.person;
    if asked.is_empty() {
        return Verdict::new(Finding::Met, format!("{name}：資格は問いません。"));
    }
    let Some(held) = &person.qualifications else {
        return Verdict::new(Finding::Undecidable, format!("{name}：資格が登録されていません。"));
    };
    match asked.iter().find(|qualification| held.contains(qualification)) {
        Some(qualification) => Verdict::new(Finding::Met, format!("{name}：{qualification}です。")),
        None => Verdict::new(Finding::NotMet, format!("{name}：{}の資格がありません。", asked.join("・"))),
    }
}

/// The role's answer: how many are needed, how many surely and perhaps count.
pub(super) fn answer(
    role: &StaffRole,
    add_ons: &[AddOn],
    on_duty: &[OnDuty],
    session: &SessionFacts,
) -> RoleAnswer {
    let is_needed = needed_now(&role.when, add_ons, session);
    let needed = if is_needed.answer == Finding::NotMet { Some(0) } else { needed(role.need, session) };
    let people: Vec<Verdict> = on_duty.iter().map(|person| counts(role, person)).collect();
    let number = |wanted: fn(Finding) -> bool| {
        u32::try_from(people.iter().filter(|person| wanted(person.answer)).count()).unwrap_or(u32::MAX)
    };
    let sure = number(|finding| finding == Finding::Met);
    let perhaps = number(|finding| finding != Finding::NotMet);
    let enough = match needed {
        Some(needed) if sure >= needed => Finding::Met,
        Some(needed) if perhaps < needed => Finding::NotMet,
        Some(_) | None => Finding::Undecidable,
    };
    // A role that may turn out not to be needed cannot fail yet.
    let answer = match (is_needed.answer, enough) {
        (Finding::Undecidable, Finding::NotMet) => Finding::Undecidable,
        (Finding::Met | Finding::NotMet | Finding::Undecidable, enough) => enough,
    };
    let mut explanation = is_needed.explanation;
    if needed != Some(0) {
        let asked =
            needed.map_or_else(|| "人数は参加者数が分かると決まります".to_owned(), |n| format!("{n}人必要"));
        let unclear = if perhaps > sure {
            format!("、確認できない人{}人", perhaps - sure)
        } else {
            String::new()
        };
        explanation.push(format!("{}：{asked}、満たす人{sure}人{unclear}。", role.label));
        explanation.extend(people.into_iter().flat_map(|person| person.explanation));
    }
    RoleAnswer {
        code: role.code.clone(),
        label: role.label.clone(),
        needed,
        verdict: Verdict { answer, explanation },
    }
}

/// Whether the session needs the role.
pub(super) fn needed_now(when: &When, add_ons: &[AddOn], session: &SessionFacts) -> Verdict {
    let sentence = when.sentence(add_ons);
    let (fact, missing) = match when {
        When::Always => (Some(true), ""),
        When::AddOn(code) => (
            session.add_ons.as_ref().map(|add_ons| add_ons.contains(code)),
            "加算プログラムがあるか分かりません。",
        ),
        When::MoreThan(most) => {
            (session.participants.map(|people| people > *most), "参加者数が分かりません。")
        }
        When::SupportedPeople => {
            (session.supported.map(|people| people > 0), "要支援の人・事業対象者が参加するか分かりません。")
        }
    };
    match fact {
        Some(true) => Verdict::new(Finding::Met, sentence),
        Some(false) => {
            Verdict::new(Finding::NotMet, format!("{sentence}この回は当てはまらないため、必要ありません。"))
        }
        None => Verdict::new(Finding::Undecidable, format!("{sentence}{missing}")),
    }
}

/// People needed; `None` when the number of participants is not known.
pub(super) fn needed(need: Need, session: &SessionFacts) -> Option<u32> {
    match need {
        Need::Fixed(people) => Some(u32::from(people)),
        Need::OnePer(each) => {
            session.participants.map(|people| u32::from(people).div_ceil(u32::from(each.max(1))))
        }
    }
}
