//! 誓約の文: what is promised, in the project's own words. A change makes a new wording; what was given keeps its own.

/// The wording that is given today.
pub const WORDING: i32 = 1;

/// What a person promises, point by point.
const POINTS: [&str; 7] = [
    "業務で知った参加者やその家族のことを、業務の外で話したり、見せたり、書き込んだりしません。契約が終わった後も、退職した後も同じです。",
    "個人情報は、この契約の業務のためだけに使い、必要のない人の情報は開きません。",
    "自分の利用者IDとパスワードを人に使わせず、席を離れるときは画面を閉じます。",
    "区の承諾なしに、個人情報を決められた場所の外へ持ち出さず、写しを作りません。",
    "書類と機器は施錠して保管し、不要になったものは決められた方法で返すか消します。",
    "なくした、漏れた、またはそのおそれがあると気づいたときは、すぐに取扱責任者に知らせます。",
    "従事者向けの教育と訓練を受け、取扱責任者と区の指示に従います。",
];

/// The words of today's wording as one text: a line each.
pub fn today() -> String {
    let mut text = String::from("この契約の業務で個人情報を取り扱うにあたり、次のことを守ると誓約します。");
    for (index, point) in POINTS.iter().enumerate() {
        text.push_str(&format!("\n{}　{point}", index + 1));
    }
    text
}

/// Whether somebody typed their own name: spaces of any width don't count.
pub fn is_own_name(typed: &str, name: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    !plain(typed).is_empty() && plain(typed) == plain(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_begin_with_what_they_are_for_and_number_their_points() {
        let text = today();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), POINTS.len() + 1);
        assert!(lines[0].ends_with("誓約します。") && lines[7].starts_with("7　"));
    }

    #[test]
    fn a_name_is_known_by_its_letters_not_by_its_spaces() {
        assert!(is_own_name("山田　花子", "山田 花子"));
        assert!(is_own_name("山田花子", "山田 花子"));
        assert!(!is_own_name("山田", "山田 花子"));
        assert!(!is_own_name("　", ""));
    }
}
