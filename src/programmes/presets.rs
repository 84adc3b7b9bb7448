//! ひな形: the programmes that ship, as the TOML files under `presets/`. A ward takes one over as its own programme.

use std::sync::LazyLock;

use super::Definition;

static MEGURO: LazyLock<Definition> =
    LazyLock::new(|| shipped(include_str!("../../presets/meguro-senior-club.toml")));
static SHINJUKU: LazyLock<Definition> =
    LazyLock::new(|| shipped(include_str!("../../presets/shinjuku-short-intensive.toml")));

#[expect(clippy::expect_used, reason = "the text ships with the program, and a test reads every one")]
fn shipped(text: &str) -> Definition {
    toml::from_str(text).expect("a preset is a definition")
}

/// Every programme that ships, in the order a form offers them.
pub fn all() -> [&'static Definition; 2] {
    [meguro(), shinjuku()]
}

/// 目黒型 シニアの部活: 16 weekly sessions for up to 20 people, reported once per course.
pub fn meguro() -> &'static Definition {
    &MEGURO
}

/// 新宿型 通所型短期集中: three months for one person in eight steps, reported each month.
pub fn shinjuku() -> &'static Definition {
    &SHINJUKU
}

/// The preset of that code.
pub fn by_code(code: &str) -> Option<&'static Definition> {
    all().into_iter().find(|preset| preset.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{InformationItem as Item, ReportDue, VitalsRule};

    #[test]
    fn a_preset_printed_and_read_again_is_the_same() {
        for preset in all() {
            assert_eq!(by_code(&preset.code), Some(preset));
            let printed = toml::to_string(preset).unwrap();
            assert_eq!(&toml::from_str::<Definition>(&printed).unwrap(), preset);
        }
        assert_eq!(by_code("nowhere"), None);
    }

    #[test]
    fn the_course_has_the_numbers_of_its_source() {
        let plan = meguro().course().unwrap();
        assert_eq!((plan.sessions, plan.minutes, plan.capacity, plan.minimum), (16, 120, 20, 3));
        assert_eq!(plan.vitals, VitalsRule::BeforeAndAfter);
        assert_eq!(meguro().report_due(), Some(ReportDue::WeeksAfterEnd(2)));
        assert_eq!(meguro().goals.len(), 4);
        assert!(meguro().service().is_none());
        assert!(meguro().may_renew_into(3) && !meguro().may_renew_into(4));
    }

    #[test]
    fn the_service_has_eight_steps_in_order() {
        let plan = shinjuku().service().unwrap();
        assert_eq!(plan.steps.len(), 8);
        assert!(plan.steps.is_sorted_by_key(|step| step.step));
        assert_eq!((plan.months, plan.least_days_per_week, plan.most_days_per_week), (3, 1, 3));
        assert!(shinjuku().course().is_none());
        assert!(shinjuku().may_renew_into(9));
    }

    #[test]
    fn a_contract_starts_with_the_items_of_its_source() {
        let (course, service) = (&meguro().information_items, &shinjuku().information_items);
        assert!(!service.contains(&Item::Sex) && service.contains(&Item::CarePlan));
        assert!(course.contains(&Item::Sex) && !course.contains(&Item::MedicalHistory));
        assert!(course.is_sorted() && service.is_sorted());
    }
}
