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

const OF_EVERY_LIST: [(Plain, &str, Pairs, &str); 13] = [
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
];

#[test]
fn a_row_of_every_list_is_added_by_its_fields() {
    let mut without = sendai().clone();
    without.documents.clear();
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
