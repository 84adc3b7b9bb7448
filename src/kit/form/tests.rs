//! Typed, read, refused.

use super::*;

fn typed(name: &str, value: &str) -> Form {
    Form::empty().with(name, value)
}

#[test]
fn a_missing_text_asks_for_itself() {
    let mut form = typed("family_name", " 　 ");
    assert_eq!(form.required("family_name", "姓", 40), None);
    assert_eq!(form.problem("family_name"), Some("姓を入力してください。"));
    assert_eq!(form.title_prefix(), "エラー：");
}

#[test]
fn blanks_around_a_text_go_and_rare_kanji_stay() {
    assert_eq!(typed("n", "　𠮷野家󠄁 ").required("n", "姓", 4), Some("𠮷野家󠄁".into()));
}

#[test]
fn length_counts_characters_and_control_characters_are_refused() {
    let mut form = typed("n", "あいう");
    assert_eq!(form.optional("n", "備考", 2), None);
    assert_eq!(form.problem("n"), Some("備考は2文字以内で入力してください。今は3文字です。"));
    assert_eq!(typed("n", "a\u{0}b").optional("n", "備考", 9), None);
    assert_eq!(typed("n", "a\nb").optional("n", "備考", 9), None);
    assert_eq!(typed("n", "山\u{202E}田").optional("n", "姓", 9), None);
    assert_eq!(typed("n", "a\r\nb\r\n").optional_lines("n", "備考", 9), Some("a\nb".into()));
    assert_eq!(typed("n", "a\u{7}").optional_lines("n", "備考", 9), None);
    assert_eq!(typed("n", "\r\n").required_lines("n", "備考", 9), None);
}

#[test]
fn only_offered_codes_are_taken() {
    assert_eq!(typed("sex", "f").choice("sex", "性別", &["f", "m"]), Some("f".into()));
    let mut form = typed("sex", "x");
    assert_eq!(form.optional_choice("sex", "性別", &["f", "m"]), None);
    assert_eq!(form.problem("sex"), Some("性別を選んでください。"));
    assert_eq!(Form::empty().optional_choice("sex", "性別", &["f"]), Some(String::new()));
    let mut days = typed("day", "wed").with("day", "mon");
    assert_eq!(days.choices("day", "曜日", &["mon", "wed"]), Some(vec!["mon".into(), "wed".into()]));
    assert_eq!(typed("day", "??").choices("day", "曜日", &["mon"]), None);
}

#[test]
fn numbers_in_any_width_are_read_and_the_range_is_kept() {
    assert_eq!(typed("n", "１，２００").whole_number("n", "金額", 0..=9999), Some(1200));
    assert_eq!(typed("n", "−５").whole_number("n", "差", -9..=9), Some(-5));
    let mut form = typed("n", "300");
    assert_eq!(form.whole_number("n", "定員", 1..=200), None);
    assert_eq!(form.problem("n"), Some("定員は1から200までの数字で入力してください。"));
    assert_eq!(typed("n", "十").whole_number("n", "定員", 1..=200), None);
    assert_eq!(typed("n", "99999999999999999999").whole_number("n", "定員", 1..=200), None);
    assert_eq!(typed("n", " ").optional_whole_number("n", "定員", 1..=200), Some(None));
}

#[test]
fn a_parser_says_what_is_wrong_in_its_own_words() {
    let mut form = typed("at", " x ");
    assert_eq!(form.parse("at", |s| if s == "x" { Err("日付を入力してください。") } else { Ok(1) }), None);
    assert_eq!(form.problem("at"), Some("日付を入力してください。"));
    assert_eq!(Form::empty().parse_optional("at", |_| Err::<u8, _>("no")), Some(None));
}

#[test]
fn secrets_are_read_but_never_printed() {
    let form = typed("password", "himitsu").with("name", "花子");
    assert_eq!((form.value("password"), form.echo("password")), ("himitsu", ""));
    assert_eq!(form.echo("name"), "花子");
    let shown = format!("{form:?}");
    assert!(!shown.contains("himitsu") && !shown.contains("花子"), "{shown}");
}

#[test]
fn the_first_problem_of_a_field_is_the_one_at_the_field() {
    let mut form = Form::empty();
    form.refuse("a", "一");
    form.refuse("a", "二");
    form.general("全体");
    assert_eq!(form.problem("a"), Some("一"));
    assert_eq!(form.problems().len(), 3);
    assert_eq!(form.problem("missing"), None);
}

#[test]
fn what_was_typed_moves_with_its_row() {
    let form = Form::empty().with("goals[1].text", "歩く").with("goals[10].text", "泳ぐ").with("do", "save");
    let moved = form.moved("goals[1]", "goals[0]");
    assert_eq!((moved.value("goals[0].text"), moved.value("goals[1].text")), ("歩く", ""));
    assert_eq!((moved.value("goals[10].text"), moved.value("do")), ("泳ぐ", "save"));
}
