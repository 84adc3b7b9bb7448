//! Rows of questionnaires and of the guidance, typed by their fields.

use super::{
    super::{
        Rows, Way,
        list::NEW,
        tests::{Pairs, new_row, typed},
    },
    *,
};
use crate::{
    kit::form::Form,
    programmes::{
        check,
        definition::{AnswerForm, Style},
        forms::point_out,
        presets::{self, meguro},
    },
};

/// A question of every kind: what is typed, and what it then says.
const OF_EVERY_ANSWER: [(&str, Pairs, &str); 3] = [
    (
        "choice",
        &[("answer.choice[0].text", "はい"), ("answer.choice[3].text", "いいえ")],
        "質問「また来ますか」（1つ選ぶ：「はい」「いいえ」）",
    ),
    (
        "scale",
        &[("answer.scale.to", "７"), ("answer.scale.first", "いやだ"), ("answer.scale.last", "ぜひ")],
        "質問「また来ますか」（1（いやだ）から7（ぜひ）までの段階で答える）",
    ),
    ("free_text", &[], "質問「また来ますか」（文で答える）"),
];

#[test]
fn a_question_of_every_kind_is_added_and_turned_by_its_fields() {
    let (rows, at) = (Rows::Nested(Nested::Asked(0)), meguro().questionnaires[0].questions.len());
    for (kind, changes, said) in OF_EVERY_ANSWER {
        let changes = [changes, &[("text", "また来ますか")]].concat();
        let made = new_row(rows, meguro(), kind, &changes)
            .unwrap_or_else(|form| panic!("{kind}: {:?}", form.problems()));
        assert_eq!(rows.lines(&made, at), [said]);
        assert_eq!(check::check(&made), [], "{kind}");
        assert_eq!(rows.removed(&made, at).as_ref(), Some(meguro()));
        let other = if kind == "free_text" { "scale" } else { "free_text" };
        let turned = rows.begun(&made, at, other).unwrap().questionnaires.remove(0).questions.remove(at);
        assert_eq!((&turned.code[..], &turned.text[..]), ("question", "また来ますか"), "{kind}");
        assert_ne!(turned.answer, made.questionnaires[0].questions[at].answer, "{kind}");
    }
    assert_eq!(rows.other_kinds(meguro(), 0).len(), 2);
}

#[test]
fn an_option_keeps_its_code_and_no_code_comes_twice() {
    let rows = Rows::Nested(Nested::Asked(0));
    let option = |place: usize| format!("questionnaires[0].questions[4].answer.choice[{place}].text");
    let [gone, new] = [option(1), option(3)];
    let changes = [(gone.as_str(), ""), (new.as_str(), "まだ決めていない")];
    let mut form = typed(&rows.filled(meguro(), 4), &rows.fields(meguro(), 4), &changes);
    let read = rows.read(&mut form, meguro(), 4).unwrap();
    let AnswerForm::Choice(options) = &read.questionnaires[0].questions[4].answer else { panic!("{read:?}") };
    let codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
    assert_eq!(codes, ["yes", "no", "option"]);
    let empty = typed(&Form::empty(), &[], &[(&option(0), "")]);
    assert_eq!(rows.read(&mut empty.clone(), meguro(), 4), None, "a choice has options");
}

#[test]
fn a_guidance_comes_with_its_people_and_goes_with_its_lists() {
    let lists = Nested::IN_GUIDANCE.map(Rows::Nested);
    assert!(lists.iter().all(|list| !Rows::all(meguro()).contains(list)), "nothing without a guidance");
    assert_eq!(Rows::Guidance.begun(meguro(), 0, NEW), None, "a course has none");
    assert_eq!(Rows::Guidance.kinds(meguro()), []);
    let bare = Definition { style: Style::Guidance, ..meguro().clone() };
    let begun = Rows::Guidance.begun(&bare, 0, NEW).unwrap();
    let mut form = Form::empty().with("guidance.about_people", "２００");
    let made = Rows::Guidance.read(&mut form, &begun, 0).unwrap();
    assert_eq!(Rows::Guidance.lines(&made, 0), ["対象者は年におよそ200人です。"]);
    assert!(lists.iter().all(|list| Rows::all(&made).contains(list)));
    assert_eq!(Rows::Guidance.inside(0), lists);
    assert_eq!(Rows::Guidance.removed(&made, 0).as_ref(), Some(&bare));
    assert_eq!(Rows::Guidance.begun(&made, 1, NEW), None, "one is enough");
    assert_eq!(Rows::Guidance.moved(&made, 0, Way::Down), None);
    let mut form = Form::empty().with("guidance.about_people", "多数");
    assert_eq!(Rows::Guidance.read(&mut form, &begun, 0), None);
}

fn guided() -> &'static Definition {
    presets::by_code("shinjuku-guidance").unwrap()
}

/// A row of every list of a guidance: what is typed, and what it then says.
const IN_GUIDANCE: [(Nested, Pairs, &str); 3] = [
    (
        Nested::ResultGroups,
        &[
            ("label", "骨"),
            ("values[0].name", "骨密度"),
            ("values[0].unit", "％"),
            ("values[2].name", "骨折歴"),
            ("values[2].unit", "あり1・なし0"),
        ],
        "検査結果「骨」：骨密度（％）、骨折歴",
    ),
    (
        Nested::Selections,
        &[
            ("label", "体重"),
            ("any[0].value", "bmi"),
            ("any[0].is", "below"),
            ("any[0].is.number", "１８．５"),
            ("any[1].value", "urine_sugar"),
            ("any[1].is", "at_least"),
            ("any[1].is.number", "2"),
        ],
        "体重：BMI（kg/㎡）が18.5未満、または尿糖が＋以上",
    ),
    (
        Nested::Contacts,
        &[("label", "追加の支援"), ("means", "letter"), ("month", "6"), ("minutes", "15")],
        "追加の支援：6か月目に、「手紙」で連絡します。15分以上行います。",
    ),
];

#[test]
fn a_row_of_every_list_of_a_guidance_is_added_by_its_fields() {
    for (nested, changes, said) in IN_GUIDANCE {
        let (rows, at) = (Rows::Nested(nested), Rows::Nested(nested).len(guided()));
        let made = new_row(rows, guided(), NEW, changes)
            .unwrap_or_else(|form| panic!("{nested:?}: {:?}", form.problems()));
        assert_eq!(rows.lines(&made, at).concat(), said);
        assert_eq!(check::check(&made), [], "{nested:?}");
        assert_eq!(rows.removed(&made, at).as_ref(), Some(guided()), "{nested:?}");
        let empty = new_row(rows, guided(), NEW, &[]).unwrap_err();
        let of_row = format!("{}[{at}].", rows.path());
        assert!(empty.has_problems(), "{nested:?}");
        assert!(empty.problems().iter().all(|one| one.field.starts_with(&of_row)), "{:?}", empty.problems());
    }
}

/// What is known of a value goes by its code: a name that a preset has too gets the preset's.
#[test]
fn a_check_up_value_keeps_its_code_and_a_known_name_gets_the_known_one() {
    let mut begun = guided().clone();
    begun.guidance.as_mut().unwrap().result_groups.retain(|group| group.code == "glucose");
    let typed = [
        ("label", "体"),
        ("values[0].name", "身長"),
        ("values[0].unit", "cm"),
        ("values[1].name", "握力"),
        ("values[2].name", "HbA1c"),
        ("values[2].unit", "％"),
    ];
    let made = new_row(Rows::Nested(Nested::ResultGroups), &begun, NEW, &typed).unwrap();
    let values = |definition: &Definition, at: usize| {
        definition.guidance.as_ref().unwrap().result_groups[at].values.clone()
    };
    assert_eq!(values(&made, 1), ["height:cm:身長", "value::握力", "hba1c_2:％:HbA1c"]);

    let rows = Rows::Nested(Nested::ResultGroups);
    let mut form = Form::empty().with("guidance.result_groups[1].label", "体");
    for (place, (name, unit)) in [("背の高さ", "cm"), ("", ""), ("", ""), ("脚力", "kg")].iter().enumerate()
    {
        let at = format!("guidance.result_groups[1].values[{place}]");
        form = form.with(&format!("{at}.name"), *name).with(&format!("{at}.unit"), *unit);
    }
    let read = rows.read(&mut form, &made, 1).unwrap();
    assert_eq!(values(&read, 1), ["height:cm:背の高さ", "value_2:kg:脚力"]);
    let mut form = Form::empty().with("guidance.result_groups[1].label", "体");
    form = form.with("guidance.result_groups[1].values[0].name", "血糖");
    form = form.with("guidance.result_groups[1].values[0].unit", "mg：dL");
    assert_eq!(rows.read(&mut form, &made, 1), None);
    assert!(form.problem("guidance.result_groups[1].values[0].unit").is_some());
}

/// A criterion may name a value that no group has any more: it is shown, and the check says so.
#[test]
fn what_a_criterion_names_stays_although_its_value_went() {
    let mut gone = guided().clone();
    gone.guidance.as_mut().unwrap().result_groups.retain(|group| group.code != "glucose");
    let rows = Rows::Nested(Nested::Selections);
    let mut form = rows.filled(&gone, 0);
    assert_eq!(rows.read(&mut form, &gone, 0).as_ref(), Some(&gone));
    let faults = rows.faults_of(&gone, 0, &check::check(&gone));
    assert_eq!(faults.len(), 2, "{faults:?}");
    point_out(&mut form, &rows.fields(&gone, 0), &faults);
    assert!(form.problem("guidance.selection[0].any[1].value").is_some(), "{:?}", form.problems());
}
