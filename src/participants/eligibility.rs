//! Whether a person may take part: 該当, 非該当 or 判定不能, with the sentence of the rule and the facts used.

use crate::verdict::{Finding, Verdict};

pub use crate::vocab::certification::Certification;

/// What is known about an applicant to a 目黒型 course; `None` is "not known". `legal_age` is the age in law on the
/// deciding day, which is reached on the day before the birthday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CourseApplicant {
    pub legal_age: Option<u8>,
    /// Insured by this ward, wherever the person lives (住所地特例 included).
    pub insured_here: Option<bool>,
    pub resident: Option<bool>,
    pub certification: Option<Certification>,
}

/// 目黒型: a 第1号被保険者 of the ward, or a resident aged 60–64; and not 要介護1–5.
pub fn course_eligibility(person: CourseApplicant) -> Verdict {
    first_insured(person).or(resident_60_to_64(person)).and(not_in_care(person.certification))
}

fn first_insured(person: CourseApplicant) -> Verdict {
    let of_age = age_finding(person.legal_age, |age| age >= 65);
    let insured = known(person.insured_here);
    let answer = of_age.and(insured);
    let facts = format!("{}・{}", age_words(person.legal_age), insured_words(person.insured_here));
    Verdict::new(answer, sentence("区の介護保険第1号被保険者（65歳以上）", answer, &facts))
}

fn resident_60_to_64(person: CourseApplicant) -> Verdict {
    let answer = age_finding(person.legal_age, |age| (60..=64).contains(&age)).and(known(person.resident));
    let residence = match person.resident {
        Some(true) => "区内在住",
        Some(false) => "区外在住",
        None => "住所は未確認",
    };
    let facts = format!("{}・{residence}", age_words(person.legal_age));
    Verdict::new(answer, sentence("60歳以上64歳以下の区民", answer, &facts))
}

fn not_in_care(certification: Option<Certification>) -> Verdict {
    let answer =
        certification.map_or(Finding::Undecidable, |certification| (!certification.is_care()).into());
    let facts = certification_words(certification);
    Verdict::new(answer, sentence("要介護1～5の認定がないこと", answer, &facts))
}

/// What is known about an applicant to a 新宿型 short-term intensive service; `None` is "not known".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServiceApplicant {
    pub certification: Option<Certification>,
    /// 介護予防支援 or 介護予防ケアマネジメント found that a short intensive service with professional guidance is
    /// expected to keep or improve the person's abilities.
    pub improvement_expected: Option<bool>,
}

/// 新宿型: 要支援1・2 or 事業対象者; and the care management expects the service to help.
pub fn service_eligibility(person: ServiceApplicant) -> Verdict {
    let entitled = person.certification.map_or(Finding::Undecidable, |certification| {
        (certification.is_support() || certification == Certification::ProgrammeTarget).into()
    });
    let facts = certification_words(person.certification);
    let entitled = Verdict::new(entitled, sentence("要支援1・2または事業対象者", entitled, &facts));
    let expected = known(person.improvement_expected);
    let facts = match person.improvement_expected {
        Some(true) => "見込みあり",
        Some(false) => "見込みなし",
        None => "未確認。地域包括支援センターに確認してください",
    };
    let rule = "介護予防ケアマネジメント等で、短期集中の支援による維持・向上が見込まれること";
    entitled.and(Verdict::new(expected, sentence(rule, expected, facts)))
}

fn known(fact: Option<bool>) -> Finding {
    fact.map_or(Finding::Undecidable, Finding::from)
}

fn age_finding(age: Option<u8>, rule: impl Fn(u8) -> bool) -> Finding {
    known(age.map(rule))
}

fn sentence(rule: &str, answer: Finding, facts: &str) -> String {
    format!("{rule}：{}（{facts}）。", answer.label())
}

fn age_words(age: Option<u8>) -> String {
    age.map_or_else(|| "年齢は未確認".to_owned(), |age| format!("{age}歳"))
}

fn insured_words(insured_here: Option<bool>) -> &'static str {
    match insured_here {
        Some(true) => "区の被保険者",
        Some(false) => "区の被保険者ではない",
        None => "保険者は未確認",
    }
}

fn certification_words(certification: Option<Certification>) -> String {
    certification.map_or_else(|| "認定は未確認".to_owned(), |certification| certification.label().to_owned())
}

#[cfg(test)]
mod tests {
    use super::Finding::{Met, NotMet, Undecidable};
    use super::*;

    fn applicant(age: u8, insured: bool, resident: bool, certification: Certification) -> CourseApplicant {
        CourseApplicant {
            legal_age: Some(age),
            insured_here: Some(insured),
            resident: Some(resident),
            certification: Some(certification),
        }
    }

    /// The worked cases 1–8 of 目黒型. Below 65 nobody is a 第1号被保険者.
    #[test]
    fn the_worked_cases_of_a_course() {
        let cases = [
            (applicant(66, true, true, Certification::None), Met),
            (applicant(62, false, true, Certification::None), Met),
            (applicant(59, false, true, Certification::None), NotMet),
            (applicant(70, true, true, Certification::Support2), Met),
            (applicant(70, true, true, Certification::Care1), NotMet),
            (applicant(68, false, true, Certification::None), NotMet),
            (applicant(68, true, false, Certification::None), Met),
            (applicant(63, false, false, Certification::None), NotMet),
        ];
        for (number, (person, expected)) in (1..).zip(cases) {
            let verdict = course_eligibility(person);
            assert_eq!(verdict.answer, expected, "case {number}: {:?}", verdict.explanation);
        }
    }

    #[test]
    fn ages_at_the_borders() {
        let answer =
            |age, insured| course_eligibility(applicant(age, insured, true, Certification::None)).answer;
        assert_eq!([59, 60, 64].map(|age| answer(age, false)), [NotMet, Met, Met]);
        assert_eq!([64, 65].map(|age| answer(age, true)), [Met, Met]);
        assert_eq!(answer(65, false), NotMet);
    }

    #[test]
    fn what_nobody_knows_is_undecidable_unless_it_does_not_matter() {
        let full = applicant(70, true, true, Certification::None);
        let answer = |person| course_eligibility(person).answer;
        assert_eq!(answer(CourseApplicant { certification: None, ..full }), Undecidable);
        assert_eq!(answer(CourseApplicant { insured_here: None, ..full }), Undecidable);
        assert_eq!(answer(CourseApplicant { legal_age: None, ..full }), Undecidable);
        assert_eq!(answer(CourseApplicant { resident: None, ..full }), Met);
        assert_eq!(
            answer(CourseApplicant { legal_age: None, ..applicant(0, true, true, Certification::Care3) }),
            NotMet
        );
        assert_eq!(
            answer(CourseApplicant {
                certification: None,
                ..applicant(59, false, true, Certification::None)
            }),
            NotMet
        );
        assert_eq!(answer(CourseApplicant::default()), Undecidable);
    }

    #[test]
    fn the_explanation_names_every_rule_and_its_facts() {
        let verdict = course_eligibility(applicant(62, false, true, Certification::None));
        assert_eq!(
            verdict.explanation,
            [
                "区の介護保険第1号被保険者（65歳以上）：非該当（62歳・区の被保険者ではない）。",
                "60歳以上64歳以下の区民：該当（62歳・区内在住）。",
                "要介護1～5の認定がないこと：該当（認定なし）。",
            ]
        );
    }

    #[test]
    fn the_worked_cases_of_an_individual_service() {
        let answer = |certification, improvement_expected| {
            service_eligibility(ServiceApplicant { certification, improvement_expected }).answer
        };
        for entitled in [Certification::Support1, Certification::Support2, Certification::ProgrammeTarget] {
            assert_eq!(answer(Some(entitled), Some(true)), Met);
            assert_eq!(answer(Some(entitled), Some(false)), NotMet);
            assert_eq!(answer(Some(entitled), None), Undecidable);
        }
        for other in [Certification::None, Certification::Care1, Certification::Care5] {
            assert_eq!(answer(Some(other), Some(true)), NotMet);
            assert_eq!(answer(Some(other), None), NotMet);
        }
        assert_eq!(answer(None, Some(true)), Undecidable);
        assert_eq!(answer(None, Some(false)), NotMet);
    }

    #[test]
    fn certification_codes_are_those_of_claims() {
        let codes = Certification::ALL.map(Certification::code);
        assert_eq!(codes, ["01", "06", "12", "13", "21", "22", "23", "24", "25"]);
        for certification in Certification::ALL {
            assert_eq!(Certification::from_code(certification.code()), Some(certification));
        }
        assert_eq!(Certification::from_code("11"), None);
    }
}
