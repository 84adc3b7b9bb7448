//! ひな形: the programmes that ship, as the TOML files under `presets/`. A ward takes one over as its own programme.

use std::sync::LazyLock;

use super::Definition;

static MEGURO: LazyLock<Definition> =
    LazyLock::new(|| shipped(include_str!("../../presets/meguro-senior-club.toml")));
static SHINJUKU: LazyLock<Definition> =
    LazyLock::new(|| shipped(include_str!("../../presets/shinjuku-short-intensive.toml")));
static SENDAI: LazyLock<Definition> =
    LazyLock::new(|| shipped(include_str!("../../presets/sendai-frailty.toml")));
static GUIDANCE: LazyLock<Definition> =
    LazyLock::new(|| shipped(include_str!("../../presets/shinjuku-guidance.toml")));

#[expect(clippy::expect_used, reason = "the text ships with the program, and a test reads every one")]
fn shipped(text: &str) -> Definition {
    toml::from_str(text).expect("a preset is a definition")
}

/// Every programme that ships, in the order a form offers them.
pub fn all() -> [&'static Definition; 4] {
    [meguro(), shinjuku(), sendai(), guidance()]
}

/// 目黒型 シニアの部活: 16 weekly sessions for up to 20 people, reported once per course.
pub fn meguro() -> &'static Definition {
    &MEGURO
}

/// 新宿型 通所型短期集中: three months for one person in eight steps, reported each month.
pub fn shinjuku() -> &'static Definition {
    &SHINJUKU
}

/// 仙台型 フレイル予防応援教室: monthly places, twelve weekly sessions in three months, reported by quarter.
pub fn sendai() -> &'static Definition {
    &SENDAI
}

/// 新宿型 糖尿病性腎症等重症化予防: people selected from check-up data, guided by contacts.
pub fn guidance() -> &'static Definition {
    &GUIDANCE
}

/// The preset of that code.
pub fn by_code(code: &str) -> Option<&'static Definition> {
    all().into_iter().find(|preset| preset.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{InformationItem as Item, VitalsRule};

    #[test]
    fn a_preset_has_no_fault_and_printed_and_read_again_is_the_same() {
        for preset in all() {
            assert_eq!(by_code(&preset.code), Some(preset));
            assert_eq!(crate::programmes::check::check(preset), [], "{}", preset.code);
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
        assert_eq!(meguro().goals.len(), 4);
        assert!(meguro().service().is_none());
        assert!(meguro().most_years == Some(3));
    }

    #[test]
    fn the_service_has_eight_steps_in_order() {
        let plan = shinjuku().service().unwrap();
        assert_eq!(plan.steps.len(), 8);
        assert!(plan.steps.is_sorted_by_key(|step| step.step));
        assert_eq!((plan.months, plan.least_days_per_week, plan.most_days_per_week), (3, 1, 3));
        assert!(shinjuku().course().is_none());
        assert!(shinjuku().most_years.is_none());
    }

    #[test]
    fn the_rolling_class_has_the_numbers_of_its_source() {
        let plan = sendai().course().unwrap();
        assert_eq!((plan.sessions, plan.minutes, plan.months, plan.capacity), (12, 120, 3, 10));
        assert!(sendai().measurement.result_sheet);
        for add_on in &sendai().add_ons {
            assert_eq!(
                (add_on.most_per_stay, add_on.most_per_contract),
                (Some(1), Some(3)),
                "{}",
                add_on.code
            );
        }
    }

    #[test]
    fn the_guidance_has_the_nine_groups_and_selects_by_values_of_them() {
        let guidance = by_code("shinjuku-guidance").unwrap().guidance.as_ref().unwrap();
        assert_eq!((guidance.result_groups.len(), guidance.about_people), (9, 200));
        let values = guidance.result_groups.iter().flat_map(|group| &group.values);
        let known: Vec<&str> = values.filter_map(|value| value.split(':').next()).collect();
        for test in guidance.selection.iter().flat_map(|selection| &selection.any) {
            assert!(known.contains(&test.value.as_str()), "{}", test.value);
        }
    }

    #[test]
    fn a_contract_starts_with_the_items_of_its_source() {
        let (course, service) = (&meguro().information_items, &shinjuku().information_items);
        assert!(!service.contains(&Item::Sex) && service.contains(&Item::CarePlan));
        assert!(course.contains(&Item::Sex) && !course.contains(&Item::MedicalHistory));
        assert!(course.is_sorted() && service.is_sorted());
    }
}
