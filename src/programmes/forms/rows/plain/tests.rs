//! A new row of every list, typed by its fields and said in words.

use super::{super::list::NEW, *};
use crate::{
    kit::form::Form,
    programmes::{
        Definition, check,
        forms::rows::{Rows, Way},
        presets::{self, meguro, sendai},
    },
};

/// A row of the kind as a person types it: what isn't named stays as the page begins.
fn new_row(
    plain: Plain,
    definition: &Definition,
    kind: &str,
    typed: &[(&str, &str)],
) -> Result<(Definition, Vec<String>), Form> {
    let (rows, at) = (Rows::Plain(plain), Rows::Plain(plain).len(definition));
    let begun = rows.begun(definition, at, kind).unwrap();
    let (shown, path) = (rows.filled(&begun, at), format!("{}[{at}]", rows.path()));
    let typed: Vec<(String, String)> =
        typed.iter().map(|(name, value)| (format!("{path}.{name}"), (*value).to_owned())).collect();
    let fields = rows.fields(&begun, at);
    let kept = fields.iter().filter(|field| typed.iter().all(|(name, _)| *name != field.name));
    let kept = kept.flat_map(|field| {
        shown.values(&field.name).into_iter().map(|value| (field.name.clone(), value.to_owned()))
    });
    let mut form = Form::from_pairs(kept.chain(typed.clone()).collect());
    match rows.read(&mut form, &begun, at) {
        Some(read) => {
            let said = rows.lines(&read, at);
            Ok((read, said))
        }
        None => Err(form),
    }
}

/// What is typed into fields, by the end of their path.
type Pairs = &'static [(&'static str, &'static str)];

const OF_EVERY_LIST: [(Plain, &str, Pairs, &str); 16] = [
    (
        Plain::Filings,
        NEW,
        &[
            ("title", "送迎計画書"),
            ("owes", "both"),
            ("form", "text"),
            ("decision", "approval"),
            ("due.event", "contract_signed"),
            ("due.offset", "business_days_after"),
            ("due.offset.number", "５"),
            ("due.closed_day", "next_open"),
        ],
        "「送迎計画書」：事業者と区が出します。期限は",
    ),
    (
        Plain::Filings,
        NEW,
        &[("title", "チラシ案"), ("occasion", "チラシを配る前に"), ("day", "配る日")],
        "出すとき：チラシを配る前に。「配る日」もいっしょに書きます。",
    ),
    (
        Plain::Instruments,
        "walk5_m",
        &[
            ("required", "yes"),
            ("may_make_up", "yes"),
            ("comparison", "absolute"),
            ("comparison.number", "０.５"),
        ],
        "5m最大歩行：はじめと終わりに測ります。必ず行います。別の日・郵送・電話で補えます。0.5以上変われば",
    ),
    (Plain::Staffing, NEW, &[("label", "送迎の運転者"), ("need", "one_per"), ("need.number", "8")], "8人"),
    (
        Plain::Consents,
        NEW,
        &[("label", "写真の撮影"), ("explanation", "広報に\n使います。"), ("required", "yes")],
        "「写真の撮影」：この同意がなければ参加できません。",
    ),
    (
        Plain::VenueItems,
        NEW,
        &[("text", "床の広さ"), ("measure", "square_metres_per_place"), ("measure.number", "3")],
        "3㎡",
    ),
    (Plain::EndChecks, NEW, &[("text", "窓を閉めた")], "回の終わりの確認：窓を閉めた"),
    (Plain::Documents, "name_tags", &[("title", "名札（春）")], "名札を「名札（春）」という題名で作ります。"),
    (
        Plain::Stages,
        NEW,
        &[
            ("label", "振り返り"),
            ("timing", "every_months"),
            ("timing.every_months", "2"),
            ("record", "monitoring"),
        ],
        "振り返り：2か月に1回以上、事業者が行い、「モニタリング」に残します。",
    ),
    (
        Plain::AddOns,
        NEW,
        &[("name", "認知症予防"), ("qualifications", "保健師\r\n\r\n 看護師 "), ("most_per_stay", "2")],
        "認知症予防",
    ),
    (
        Plain::Reports,
        NEW,
        &[("title", "月次報告書"), ("cadence", "monthly")],
        "「月次報告書」：月ごとに出します。期限は",
    ),
    (Plain::Staffing, NEW, &[("label", "歯科衛生士"), ("when", "add_on.oral")], "歯科衛生士"),
    (Plain::Questionnaires, NEW, &[("title", "終わりに")], "アンケート「終わりに」"),
    (
        Plain::ResultGroups,
        NEW,
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
        Plain::Selections,
        NEW,
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
        Plain::Contacts,
        NEW,
        &[("label", "追加の支援"), ("means", "letter"), ("month", "6"), ("minutes", "15")],
        "追加の支援：6か月目に、「手紙」で連絡します。15分以上行います。",
    ),
];

fn guided() -> &'static Definition {
    presets::by_code("shinjuku-guidance").unwrap()
}

#[test]
fn a_row_of_every_list_is_added_by_its_fields() {
    let mut without = sendai().clone();
    without.documents.clear();
    without.guidance.clone_from(&guided().guidance);
    without.measurement.instruments.clear();
    for (plain, kind, typed, said) in OF_EVERY_LIST {
        let (made, lines) = new_row(plain, &without, kind, typed)
            .unwrap_or_else(|form| panic!("{plain:?}: {:?}", form.problems()));
        assert!(lines.concat().contains(said), "{plain:?}: {lines:?}");
        let (rows, at) = (Rows::Plain(plain), Rows::Plain(plain).len(&without));
        assert_eq!(rows.len(&made), at + 1);
        assert_eq!(rows.removed(&made, at).as_ref(), Some(&without), "{plain:?}");
    }
}

#[test]
fn codes_are_new_and_lines_are_kept_apart() {
    let typed = [("name", "体操"), ("qualifications", "保健師\r\n\r\n 看護師 ")];
    let (once, _) = new_row(Plain::AddOns, sendai(), NEW, &typed).unwrap();
    let (twice, _) = new_row(Plain::AddOns, &once, NEW, &typed).unwrap();
    let added = &twice.add_ons[sendai().add_ons.len()..];
    assert_eq!(added.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["add_on", "add_on_2"]);
    assert_eq!(added[0].qualifications, ["保健師", "看護師"]);
    assert!(check::check(&twice).iter().all(|fault| !fault.path.starts_with("add_ons")));
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
    let (made, _) = new_row(Plain::ResultGroups, &begun, NEW, &typed).unwrap();
    let values = |definition: &Definition, at: usize| {
        definition.guidance.as_ref().unwrap().result_groups[at].values.clone()
    };
    assert_eq!(values(&made, 1), ["height:cm:身長", "value::握力", "hba1c_2:％:HbA1c"]);

    let rows = Rows::Plain(Plain::ResultGroups);
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
    let rows = Rows::Plain(Plain::Selections);
    let mut form = rows.filled(&gone, 0);
    assert_eq!(rows.read(&mut form, &gone, 0).as_ref(), Some(&gone));
    let faults = rows.faults_of(&gone, 0, &check::check(&gone));
    assert_eq!(faults.len(), 2, "{faults:?}");
    crate::programmes::forms::point_out(&mut form, &rows.fields(&gone, 0), &faults);
    assert!(form.problem("guidance.selection[0].any[1].value").is_some(), "{:?}", form.problems());
}

#[test]
fn an_empty_row_names_its_fields() {
    for preset in presets::all() {
        for plain in Plain::ALL {
            let rows = Rows::Plain(plain);
            let kinds = rows.kinds(preset);
            let Some(kind) = kinds.first() else { continue };
            let (at, path) = (rows.len(preset), rows.path());
            let begun = rows.begun(preset, at, &kind.code).unwrap();
            let mut form = Form::empty();
            assert_eq!(rows.read(&mut form, &begun, at), None, "{plain:?}");
            let is_its_own = |field: &str| field.starts_with(&format!("{path}[{at}]."));
            assert!(
                form.has_problems() && form.problems().iter().all(|one| is_its_own(&one.field)),
                "{plain:?}"
            );
            assert_eq!(rows.begun(preset, at, "no-such-kind"), None, "{plain:?}");
        }
    }
}

#[test]
fn a_number_that_a_choice_needs_is_asked_for() {
    let cases: [(Plain, &str, Pairs, &str); 5] = [
        (
            Plain::Filings,
            NEW,
            &[("title", "a"), ("due.event", "month_end"), ("due.offset", "days_after")],
            "due.offset.number",
        ),
        (Plain::Staffing, NEW, &[("label", "a"), ("when", "more_than")], "when.more_than"),
        (Plain::VenueItems, NEW, &[("text", "a"), ("measure", "square_metres_per_place")], "measure.number"),
        (Plain::Stages, NEW, &[("label", "a"), ("timing", "every_months")], "timing.every_months"),
        (
            Plain::Instruments,
            "grip",
            &[("comparison", "absolute"), ("comparison.number", "多め")],
            "comparison.number",
        ),
    ];
    let mut without = meguro().clone();
    without.measurement.instruments.clear();
    for (plain, kind, typed, asked) in cases {
        let at = Rows::Plain(plain).len(&without);
        let form = new_row(plain, &without, kind, typed).unwrap_err();
        let name = format!("{}[{at}].{asked}", Rows::Plain(plain).path());
        assert!(form.problem(&name).is_some(), "{plain:?}: {:?}", form.problems());
    }
}

#[test]
fn no_paper_and_no_instrument_comes_twice() {
    let preset = sendai();
    let paper = Rows::Plain(Plain::Documents);
    let taken = crate::programmes::forms::word(&preset.documents[0].kind);
    assert_eq!(paper.begun(preset, paper.len(preset), &taken), None);
    let measured = Rows::Plain(Plain::Instruments);
    let taken = preset.measurement.instruments[0].instrument.code();
    assert_eq!(measured.begun(preset, measured.len(preset), taken), None);
    assert_eq!(measured.begun(preset, 0, "grip"), None, "a row stays what it is");
    assert_eq!(measured.moved(preset, 0, Way::Up), None);
}
