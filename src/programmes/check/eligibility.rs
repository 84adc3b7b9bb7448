//! 対象者: conditions nobody or everybody meets, and codes that lead nowhere.

use super::Faults;
use crate::{
    assessments::instruments,
    programmes::definition::{Condition, Definition, Instrument, Threshold},
    vocab::decimal::Decimal,
};

/// Most conditions side by side; more can't be read by anyone.
const MOST_PARTS: usize = 50;

/// Most levels of conditions in conditions.
pub const MOST_LEVELS: usize = 8;

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    tree(definition, &definition.eligibility.rule, "eligibility.rule", faults);
    for (at, priority) in definition.eligibility.priorities.iter().enumerate() {
        tree(definition, &priority.when, &format!("eligibility.priorities[{at}].when"), faults);
    }
}

fn tree(definition: &Definition, whole: &Condition, path: &str, faults: &mut Faults) {
    if levels(whole) > MOST_LEVELS {
        faults
            .say(path, format!("条件の入れ子が深すぎて読めません。{MOST_LEVELS}段までにまとめてください。"));
    }
    condition(definition, whole, path, faults);
}

/// Levels of a tree, the top included.
fn levels(tree: &Condition) -> usize {
    if let Condition::All(parts) | Condition::Any(parts) = tree {
        1 + parts.iter().map(levels).max().unwrap_or(0)
    } else if let Condition::Not(inner) = tree {
        1 + levels(inner)
    } else {
        1
    }
}

fn condition(definition: &Definition, tree: &Condition, path: &str, faults: &mut Faults) {
    match tree {
        Condition::All(parts) => several(definition, parts, &format!("{path}.all"), true, faults),
        Condition::Any(parts) => several(definition, parts, &format!("{path}.any"), false, faults),
        Condition::Not(inner) => condition(definition, inner, &format!("{path}.not"), faults),
        Condition::LegalAge { least, most, .. } => age(*least, *most, &format!("{path}.legal_age"), faults),
        Condition::Certification(among) => faults.when(
            among.is_empty(),
            &format!("{path}.certification"),
            "認定の区分が1つも選ばれていないため、だれも当てはまりません。1つ以上選んでください。",
        ),
        Condition::Restriction(name) => faults.when(
            name.trim().is_empty(),
            &format!("{path}.restriction"),
            "病気や制限の名前が空です。例：医師による運動の制限",
        ),
        Condition::Instrument { .. } | Condition::Question(_) | Condition::Screening { .. } => {
            codes(definition, tree, path, faults);
        }
        Condition::Resident
        | Condition::InsuredHere
        | Condition::UsesServices { .. }
        | Condition::OwnFacilityUser => {}
    }
}

/// Codes of instruments, questions and sheets that aren't there.
fn codes(definition: &Definition, leaf: &Condition, path: &str, faults: &mut Faults) {
    if let Condition::Instrument { code, .. } = leaf
        && Instrument::from_code(code).is_none()
    {
        let known = Instrument::ALL.map(|one| format!("{}（{}）", one.code(), one.label())).join("、");
        faults.say(
            format!("{path}.instrument.code"),
            format!("「{code}」という測定・質問票はありません。使えるのは{known}です。"),
        );
    }
    if let Condition::Instrument { code, is } = leaf {
        threshold(code, *is, &format!("{path}.instrument.is"), faults);
    }
    if let Condition::Question(code) = leaf
        && !definition.eligibility.questions.iter().any(|question| question.code == *code)
    {
        faults.say(
            format!("{path}.question"),
            format!("「{code}」という区の質問がありません。対象者の質問に加えるか、ある質問のコードにしてください。"),
        );
    }
    if let Condition::Screening { code, .. } = leaf
        && !definition.screenings.iter().any(|sheet| sheet.code == *code)
    {
        faults.say(
            format!("{path}.screening.code"),
            format!("「{code}」という確認シートがありません。体調確認に加えるか、あるシートのコードにしてください。"),
        );
    }
}

/// A score has a least and a most: a limit that both of them stand to alike tells nobody apart.
fn threshold(code: &str, is: Threshold, path: &str, faults: &mut Faults) {
    let Some(measure) = instruments::find(code).map(|found| found.yardstick()) else { return };
    let (low, high) = measure.soft_range;
    let [low, high] = [low, high].map(|end| Decimal(end.thousandths / 10));
    if measure.range_is_scale && is.holds(low) == is.holds(high) {
        let who = if is.holds(low) {
            "全員が当てはまります"
        } else {
            "だれも当てはまりません"
        };
        faults.say(
            path,
            format!(
                "「{}」は{low}から{high}までなので、「{}」には{who}。{low}から{high}までの人が分かれる数にしてください。",
                measure.name,
                is.words()
            ),
        );
    }
}

fn several(definition: &Definition, parts: &[Condition], path: &str, all: bool, faults: &mut Faults) {
    let how = if all { "すべて" } else { "いずれか" };
    if parts.is_empty() {
        faults.say(
            path,
            format!("「次の{how}に当てはまること」の中に条件がありません。条件を1つ以上加えてください。"),
        );
    }
    if parts.len() > MOST_PARTS {
        faults.say(
            path,
            format!("条件が{}個並んでいます。{MOST_PARTS}個までにまとめてください。", parts.len()),
        );
        return;
    }
    for (at, part) in parts.iter().enumerate() {
        let path = format!("{path}[{at}]");
        clash(definition, parts, at, all, &path, faults);
        condition(definition, part, &path, faults);
    }
}

/// Whether the part at its place contradicts another.
fn clash(
    definition: &Definition,
    parts: &[Condition],
    at: usize,
    all: bool,
    path: &str,
    faults: &mut Faults,
) {
    let (how, result) = if all {
        ("すべて", "だれも当てはまりません")
    } else {
        ("いずれか", "だれでも当てはまります")
    };
    let Some(part) = parts.get(at) else { return };
    if let Some(opposite) = denied(part, all).iter().find(|denied| parts.contains(denied)) {
        faults.say(
            path,
            format!(
                "「{}」と、その反対の両方が「{how}」の中にあるため、{result}。片方を消してください。",
                definition.condition_words(opposite)
            ),
        );
    }
    if all && parts.iter().take(at).any(|before| exclude(before, part)) {
        faults.say(
            path,
            format!(
                "「{}」は、前の条件と両立しないため、{result}。どちらかを直してください。",
                definition.condition_words(part)
            ),
        );
    }
}

/// What a condition denies: the inner one; where all must be met, also each of several of which none may be.
fn denied(part: &Condition, all: bool) -> &[Condition] {
    let Condition::Not(inner) = part else { return &[] };
    if let (Condition::Any(parts), true) = (inner.as_ref(), all) {
        parts
    } else {
        std::slice::from_ref(inner)
    }
}

/// Whether no person meets both.
fn exclude(one: &Condition, other: &Condition) -> bool {
    if let (Condition::Certification(one), Condition::Certification(other)) = (one, other) {
        return !one.is_empty() && !other.is_empty() && !one.iter().any(|each| other.contains(each));
    }
    if let (Condition::Certification(asked), Condition::Not(inner))
    | (Condition::Not(inner), Condition::Certification(asked)) = (one, other)
        && let Condition::Certification(barred) = inner.as_ref()
    {
        return !asked.is_empty() && asked != barred && asked.iter().all(|each| barred.contains(each));
    }
    if let (
        Condition::LegalAge { least, most, on },
        Condition::LegalAge { least: least_too, most: most_too, on: on_too },
    ) = (one, other)
    {
        let above = |least: &Option<u8>, most: &Option<u8>| {
            least.zip(*most).is_some_and(|(least, most)| least > most)
        };
        return on == on_too && (above(least, most_too) || above(least_too, most));
    }
    false
}

fn age(least: Option<u8>, most: Option<u8>, path: &str, faults: &mut Faults) {
    match (least, most) {
        (None, None) => {
            faults.say(
                path,
                "年齢の条件に下限も上限もありません。どちらかを書くか、この条件を消してください。",
            );
        }
        (Some(least), Some(most)) if least > most => faults
            .say(path, format!("{least}歳以上{most}歳以下の人はいません。下限を上限以下にしてください。")),
        (Some(_) | None, Some(_)) | (Some(_), None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_lies_in_the_range_of_the_score() {
        use Threshold::{Above, AtLeast, AtMost, Below};
        let told = |code: &str, of: fn(Decimal) -> Threshold, limit: i32| {
            let mut faults = Faults::default();
            threshold(code, of(Decimal::whole(limit)), "at", &mut faults);
            faults.0.into_iter().next().map(|fault| fault.sentence).unwrap_or_default()
        };
        assert_eq!(
            told("sarc_f", AtLeast, 40),
            "「SARC-Fの合計」は0から10までなので、「40以上」にはだれも当てはまりません。0から10までの人が分かれる数にしてください。"
        );
        assert!(told("sarc_f", Above, 10).contains("だれも") && told("sarc_f", Below, 0).contains("だれも"));
        assert!(told("kcl", AtLeast, 0).contains("全員が") && told("health", AtMost, 5).contains("全員が"));
        for (code, of, limit) in
            [("sarc_f", AtLeast as fn(_) -> _, 4), ("sarc_f", AtLeast, 10), ("kcl", AtMost, 0)]
        {
            assert_eq!(told(code, of, limit), "", "{code} {limit}");
        }
        assert_eq!(told("grip", AtLeast, 400), "", "no scale");
    }
}
