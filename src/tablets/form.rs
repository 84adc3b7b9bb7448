//! A registration and a permission as typed.

use time::Date;

use super::db::{Device, Gate};
use crate::{kit::form::Form, vocab::dates::wareki};

const LABEL: usize = 40;
const LONGEST: usize = 500;
/// Longest words of a decision, in characters.
pub const WORDS: usize = 2_000;

/// Reads a registration: the name on the device's back, what it is, where it is kept.
pub fn registration(form: &mut Form) -> Option<(String, Device)> {
    let label = form.required("label", "端末の名前", LABEL);
    let model = form.required_lines("model", "機種と管理番号", LONGEST);
    let keeping = form.required_lines("keeping", "保管と持ち運び", LONGEST);
    if !form.checked("locked", "yes") {
        form.refuse(
            "locked",
            "画面のロックと、端末全体の暗号化を設定してから登録してください。確かめて選んでください。",
        );
    }
    Some((label?, Device { model: model?, keeping: keeping? })).filter(|_| !form.has_problems())
}

/// The last day a tablet can be permitted on: of the contract, and of the permits that its clauses ask for.
pub fn last_day(gate: &Gate, contract_end: Date) -> Date {
    gate.until.map_or(contract_end, |until| until.min(contract_end))
}

/// Reads a permission: until when, and its conditions.
pub fn permission(form: &mut Form, (today, last): (Date, Date)) -> Option<(Date, String)> {
    let until = form.date("until", "許可の期限");
    if until.is_some_and(|day| day < today) {
        form.refuse("until", format!("今日（{}）以後の日を入力してください。", wareki(today)));
    }
    if until.is_some_and(|day| day > last) {
        form.refuse(
            "until",
            format!("{}以前の日を入力してください。契約と、持出し・複写の許可の期限までです。", wareki(last)),
        );
    }
    let words = form.optional_lines("words", "条件", WORDS);
    Some((until?, words?)).filter(|_| !form.has_problems())
}

/// Why a tablet can't be permitted under these clauses today, in a sentence.
pub fn shut(gate: &Gate) -> Option<String> {
    let (kind, mode) = gate.shut.as_deref()?.split_once('.')?;
    let what = if kind == "copying" { "複写・複製" } else { "持出し" };
    Some(if mode == "never" {
        format!(
            "この契約の特記事項は、個人情報の{what}を例外なく禁じています。端末に準備することはできません。"
        )
    } else {
        format!(
            "この契約の特記事項は、個人情報の{what}に区の承諾を求めています。先に、契約の「許可」の画面で「Kayoiの印刷・出力を含む」{what}の申請と承諾が要ります。"
        )
    })
}

/// Whether the clauses forbid it altogether.
pub fn is_forbidden(gate: &Gate) -> bool {
    gate.shut.as_deref().is_some_and(|code| code.ends_with(".never"))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_registration_names_the_device_and_that_it_is_locked() {
        let form =
            Form::empty().with("label", "端末A").with("model", "10型 資産12").with("keeping", "本社の金庫");
        let mut open = form.clone();
        assert!(registration(&mut open).is_none() && open.problem("locked").is_some());
        let (label, device) = registration(&mut form.with("locked", "yes")).unwrap();
        assert_eq!((label.as_str(), device.keeping.as_str()), ("端末A", "本社の金庫"));
    }

    #[test]
    fn a_permission_ends_with_the_permits_and_the_contract() {
        let (today, end) = (date!(2026 - 11 - 21), date!(2027 - 03 - 31));
        let gate = Gate { shut: None, until: Some(date!(2026 - 12 - 31)), permit: None };
        let last = last_day(&gate, end);
        assert_eq!(last, date!(2026 - 12 - 31));
        for (typed, fits) in [("R8.11.20", false), ("R8.11.21", true), ("R8.12.31", true), ("R9.1.1", false)]
        {
            let mut form = Form::empty().with("until", typed);
            assert_eq!(permission(&mut form, (today, last)).is_some(), fits, "{typed}");
        }
        let shut = |code: &str| shut(&Gate { shut: Some(code.into()), until: None, permit: None }).unwrap();
        assert!(
            shut("take_out.never").contains("例外なく")
                && shut("copying.consent").contains("複写・複製の申請")
        );
    }
}
