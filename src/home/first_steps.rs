//! はじめに登録すること: what a new ward enters before it can work.

use super::db::foundations::Foundations;
use crate::kit::parts::{Chip, Task, Tone};

/// What a new ward enters, in the order in which one needs the other; nothing once there is a contract.
pub fn first_steps(found: &Foundations) -> Vec<Task> {
    if found.contract {
        return Vec::new();
    }
    let step = |label: &str, hint: &str, href: &str, done: bool| Task {
        label: label.into(),
        hint: hint.into(),
        href: href.into(),
        chip: if done {
            Chip::new(Tone::Success, "登録ずみ")
        } else {
            Chip::new(Tone::Warning, "未登録")
        },
    };
    vec![
        step("1　担当課", "契約と通知の窓口になる課", "/organisations/departments", found.department),
        step(
            "2　地域包括支援センターと担当地区",
            "参加者の住所の町丁目から、連絡シートの送り先が決まります",
            "/organisations/centres",
            found.centre && found.district,
        ),
        step(
            "3　受託者",
            "法人番号で登録し、最初の管理者のコードを渡します",
            "/organisations",
            found.contractor,
        ),
        step(
            "4　契約",
            "事業を選び、特記事項を取り込むと、義務の期限が決まります",
            "/contracts/new",
            found.contract,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_ward_is_led_to_its_first_contract_and_no_further() {
        let chips = |found: &Foundations| -> Vec<String> {
            first_steps(found).into_iter().map(|step| step.chip.text).collect()
        };
        let nothing = Foundations::default();
        assert_eq!(chips(&nothing), ["未登録"; 4]);
        let half = Foundations { department: true, centre: true, ..nothing };
        assert_eq!(
            chips(&half),
            ["登録ずみ", "未登録", "未登録", "未登録"],
            "a centre without districts is half done"
        );
        assert!(chips(&Foundations { contract: true, ..half }).is_empty());
    }
}
