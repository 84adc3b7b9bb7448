//! 人員の確認: the staffing standard against each session of a course, in its order, with what changed in between. Pure.

use crate::{
    kit::parts::{Chip, Tone},
    programmes::{
        Definition,
        definition::{StaffRole, Substitute},
        staffing::{EarlierDuty, OnDuty, SessionFacts, StaffingAnswer, check_staffing, counts},
    },
    verdict::Finding,
};

/// A session as far as the standard asks for it.
#[derive(Debug, Clone, Default)]
pub struct Day {
    pub number: i32,
    pub cancelled: bool,
    pub held: bool,
    /// Who is meant to come; empty while nobody is planned.
    pub planned: Vec<OnDuty>,
    /// Who was there; empty before the day.
    pub actual: Vec<OnDuty>,
    pub facts: SessionFacts,
}

/// What the standard says of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionCheck {
    pub number: i32,
    pub finding: Finding,
    /// Why it isn't met or can't be told; empty when it is met.
    pub reasons: Vec<String>,
    /// A role that takes no substitute was had by one: the session may not stand like this.
    pub forbidden: Vec<String>,
    /// Changes of people that don't change the answer.
    pub warnings: Vec<String>,
}

impl SessionCheck {
    /// 充足・不足・判定不能
    pub fn label(&self) -> &'static str {
        match self.finding {
            Finding::Met => "充足",
            Finding::NotMet => "不足",
            Finding::Undecidable => "判定不能",
        }
    }

    pub fn chip(&self) -> Chip {
        let tone = match self.finding {
            Finding::Met => Tone::Success,
            Finding::NotMet => Tone::Danger,
            Finding::Undecidable => Tone::Neutral,
        };
        Chip::new(tone, self.label())
    }
}

/// The answers of a course's sessions; none for a cancelled one, nor when the programme asks for nobody.
pub fn check(programme: &Definition, days: &[Day]) -> Vec<SessionCheck> {
    if programme.staffing.is_empty() {
        return Vec::new();
    }
    let mut earlier: Vec<EarlierDuty> = Vec::new();
    days.iter().filter(|day| !day.cancelled).map(|day| one(programme, day, &mut earlier)).collect()
}

fn one(programme: &Definition, day: &Day, earlier: &mut Vec<EarlierDuty>) -> SessionCheck {
    let roles = &programme.staffing;
    let on_duty = if day.held || !day.actual.is_empty() { substitutes(day) } else { day.planned.clone() };
    let answer = check_staffing(programme.into(), &on_duty, &day.facts);
    let with_roles: Vec<OnDuty> = on_duty.iter().map(|person| in_roles(roles, person, &answer)).collect();
    let facts = SessionFacts { earlier: earlier.clone(), ..day.facts.clone() };
    let mut warnings = check_staffing(programme.into(), &with_roles, &facts).warnings;
    warnings.extend(differences(day));
    let had = with_roles.iter().flat_map(|person| {
        let of = |role: &String| EarlierDuty { role: role.clone(), person: person.person.clone() };
        person.roles.iter().map(of)
    });
    earlier.extend(had);
    let nobody = on_duty.is_empty() && !day.held;
    let finding = if nobody { Finding::Undecidable } else { answer.answer() };
    let reasons = if nobody {
        vec!["配置予定の従事者がまだ登録されていません。".to_owned()]
    } else if finding == Finding::Met {
        Vec::new()
    } else {
        reasons(&answer)
    };
    let warnings = warnings.into_iter().map(|text| format!("第{}回：{text}", day.number)).collect();
    SessionCheck {
        number: day.number,
        finding,
        reasons,
        forbidden: forbidden(roles, &on_duty, &answer),
        warnings,
    }
}

/// Whoever was there without being planned stands in for somebody.
fn substitutes(day: &Day) -> Vec<OnDuty> {
    let stands_in = |person: &OnDuty| {
        !day.planned.is_empty() && !day.planned.iter().any(|planned| planned.person == person.person)
    };
    let marked = |person: &OnDuty| OnDuty { substitute: stands_in(person), ..person.clone() };
    day.actual.iter().map(marked).collect()
}

/// The person with the roles they must have had: those that ask for a qualification they have, else those that ask for none.
fn in_roles(roles: &[StaffRole], person: &OnDuty, answer: &StaffingAnswer) -> OnDuty {
    let is_needed =
        |role: &StaffRole| answer.roles.iter().any(|one| one.code == role.code && one.needed != Some(0));
    let may: Vec<&StaffRole> =
        roles.iter().filter(|role| is_needed(role) && counts(role, person).answer == Finding::Met).collect();
    let special = may.iter().any(|role| !role.qualifications.is_empty());
    let mine = may.into_iter().filter(|role| role.qualifications.is_empty() != special);
    OnDuty { roles: mine.map(|role| role.code.clone()).collect(), ..person.clone() }
}

fn differences(day: &Day) -> Option<String> {
    if day.planned.is_empty() || day.actual.is_empty() {
        return None;
    }
    let names = |of: &[OnDuty], without: &[OnDuty]| -> Vec<String> {
        let missing = |person: &&OnDuty| !without.iter().any(|other| other.person == person.person);
        of.iter().filter(missing).map(|person| person.person.clone()).collect()
    };
    let (new, gone) = (names(&day.actual, &day.planned), names(&day.planned, &day.actual));
    match (new.is_empty(), gone.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("予定になかった{}が従事しました。", new.join("・"))),
        (true, false) => Some(format!("予定していた{}が従事していません。", gone.join("・"))),
        (false, false) => {
            Some(format!("予定していた{}に代わり、{}が従事しました。", gone.join("・"), new.join("・")))
        }
    }
}

/// A line for each role that isn't met.
fn reasons(answer: &StaffingAnswer) -> Vec<String> {
    let open = answer.roles.iter().filter(|role| role.verdict.answer != Finding::Met);
    let mut reasons: Vec<String> = open.map(|role| role.verdict.explanation.concat()).collect();
    if reasons.is_empty() {
        reasons.push(answer.together.explanation.concat());
    }
    reasons
}

fn forbidden(roles: &[StaffRole], on_duty: &[OnDuty], answer: &StaffingAnswer) -> Vec<String> {
    let lacking = |role: &&StaffRole| {
        role.substitute == Substitute::Nobody
            && on_duty.iter().any(|person| person.substitute)
            && answer.roles.iter().any(|one| one.code == role.code && one.verdict.answer == Finding::NotMet)
    };
    let sentence = |role: &StaffRole| {
        format!(
            "「{}」に代わりの人は認められません。予定の人が従事できないときは、区に連絡して中止にしてください。",
            role.label
        )
    };
    roles.iter().filter(lacking).map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::presets::{meguro, sendai};

    fn person(name: &str, qualifications: &[&str]) -> OnDuty {
        OnDuty {
            person: name.to_owned(),
            qualifications: Some(qualifications.iter().map(|word| (*word).to_owned()).collect()),
            accepted: Some(true),
            ..OnDuty::default()
        }
    }

    fn day(number: i32, actual: &[OnDuty], add_ons: &[&str]) -> Day {
        let add_ons = Some(add_ons.iter().map(|code| (*code).to_owned()).collect());
        let facts = SessionFacts { participants: Some(8), add_ons, ..SessionFacts::default() };
        Day { number, held: true, actual: actual.to_vec(), facts, ..Day::default() }
    }

    /// S4 別紙1-5(1): the same people through a course, and those who give the talks may come besides.
    #[test]
    fn a_change_of_the_lead_is_warned_of_and_a_guests_talk_is_not() {
        let (ko, otsu, nurse) = (person("甲", &[]), person("乙", &[]), person("丙", &["看護師"]));
        let days = [
            day(1, std::slice::from_ref(&ko), &[]),
            day(2, &[ko.clone(), nurse], &["oral"]),
            day(3, std::slice::from_ref(&otsu), &[]),
            day(4, &[otsu], &["oral"]),
        ];
        let found = check(meguro(), &days);
        assert_eq!(
            found.iter().map(SessionCheck::label).collect::<Vec<_>>(),
            ["充足", "充足", "充足", "不足"]
        );
        assert!(found[0].warnings.is_empty() && found[1].warnings.is_empty() && found[3].warnings.is_empty());
        assert_eq!(
            found[2].warnings,
            ["第3回：「教室の従事者」が乙に替わりました。教室を通して同じ人が担当する決まりです。"]
        );
        let why = found[3].reasons.concat();
        assert!(why.contains("「口腔機能向上の講話」を行う回に必要です。") && !why.contains("oral"), "{why}");
    }

    /// S3 8(2): somebody who stands in needs the same qualification.
    #[test]
    fn a_substitute_without_the_qualification_is_too_few() {
        let planned = vec![person("甲", &["理学療法士"]), person("戊", &[])];
        let with = |who: OnDuty| Day { planned: planned.clone(), ..day(1, &[who, person("戊", &[])], &[]) };
        let same = &check(sendai(), &[with(person("乙", &["保健師"]))])[0];
        assert_eq!((same.finding, same.warnings.len()), (Finding::Met, 1), "{same:?}");
        assert_eq!(same.warnings[0], "第1回：予定していた甲に代わり、乙が従事しました。");
        let other = &check(sendai(), &[with(person("乙", &["介護福祉士"]))])[0];
        assert_eq!(
            (other.finding, other.forbidden.len()),
            (Finding::NotMet, 0),
            "it warns and forbids nothing"
        );
        let unknown = OnDuty { qualifications: None, ..person("乙", &[]) };
        assert_eq!(check(sendai(), &[with(unknown)])[0].label(), "判定不能");
    }

    #[test]
    fn a_role_that_takes_no_substitute_forbids() {
        let mut strict = sendai().clone();
        strict.staffing.truncate(1);
        strict.staffing[0].substitute = Substitute::Nobody;
        let planned = vec![person("甲", &["理学療法士"])];
        let stood_in = Day { planned, ..day(1, &[person("乙", &["理学療法士"])], &[]) };
        let found = &check(&strict, &[stood_in])[0];
        assert!(found.forbidden[0].contains("代わりの人は認められません"), "{found:?}");
    }

    #[test]
    fn before_anybody_is_planned_nothing_can_be_told_and_a_cancelled_session_isnt_asked() {
        let open = Day { number: 5, ..Day::default() };
        let cancelled = Day { number: 6, cancelled: true, ..Day::default() };
        let found = check(meguro(), &[open, cancelled]);
        assert_eq!((found.len(), found[0].label(), found[0].number), (1, "判定不能", 5));
    }
}
