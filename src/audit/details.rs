//! What the particulars of an audit event are called on pages. The stream itself keeps the program's own words.

use serde_json::Value;

/// (key of the particulars, 日本語).
const KEYS: &[(&str, &str)] = &[
    ("action", "対応"),
    ("added", "追加した数"),
    ("applied", "記録した数"),
    ("as", "形式"),
    ("by", "決めた側"),
    ("cause", "理由の区分"),
    ("clauses", "条の数"),
    ("code", "コード"),
    ("conflict", "値が2つになった数"),
    ("contractor", "受託者の番号"),
    ("course_finished", "コースの終了"),
    ("decided", "値を決めた数"),
    ("duplicate", "二重に届いた数"),
    ("ends_reading", "Kayoiの情報の返還"),
    ("entries", "送られた数"),
    ("fields", "変えた項目"),
    ("follow_ups", "開いた欠席対応の数"),
    ("format", "形式"),
    ("from", "変更前"),
    ("from_on", "適用する日"),
    ("kind", "種類"),
    ("lines", "行数"),
    ("list", "一覧"),
    ("moved", "移した数"),
    ("number", "番号"),
    ("obligations", "義務の数"),
    ("obligations_closed", "済みにした義務の数"),
    ("of_others", "ほかの人が記録した数"),
    ("open", "残っている義務の数"),
    ("pack", "準備の番号"),
    ("packs", "終えた準備の数"),
    ("parked", "保留にした数"),
    ("parked_id", "保留の番号"),
    ("payable", "委託料の対象の数"),
    ("people", "人数"),
    ("period", "期間"),
    ("permission", "求めた権限"),
    ("price", "単価"),
    ("programme", "事業の型"),
    ("purpose", "利用目的"),
    ("reason", "わけ"),
    ("reference", "受付番号"),
    ("refused", "受け付けなかった数"),
    ("registered", "登録した数"),
    ("removed", "外した数"),
    ("required", "承認を条件とするか"),
    ("role", "役割"),
    ("route", "画面の住所"),
    ("rows", "行数"),
    ("rule", "義務の種類"),
    ("same", "同じ値だった数"),
    ("saved", "保存"),
    ("section", "項目"),
    ("sessions", "回の数"),
    ("set", "特記事項の番号"),
    ("sheet", "評価の種類"),
    ("sheets", "連絡シートの数"),
    ("silent_tablets", "連絡のない端末の数"),
    ("state", "状態"),
    ("step", "段階"),
    ("tablet", "端末の番号"),
    ("timing", "時期"),
    ("to", "変更後"),
    ("touched", "個人情報に触れたか"),
    ("unit", "単位"),
    ("unsent", "未送信の数"),
    ("until", "期限"),
    ("verdict", "判定"),
];

/// Values that are the same word wherever they stand.
const VALUES: &[(&str, &str)] = &[
    ("absence", "欠席の連絡"),
    ("active", "使用中"),
    ("attendance", "出欠表"),
    ("care_plan", "ケアプラン内容"),
    ("contractor", "受託者"),
    ("csv", "CSV（UTF-8）"),
    ("custody_receipt", "預かり証"),
    ("damages", "損害の賠償"),
    ("disabled", "停止"),
    ("dropped", "行わない"),
    ("enrolled", "参加中"),
    ("expired", "期限が過ぎた"),
    ("finished", "使い終わった"),
    ("form_token", "ほかの画面・期限切れの画面からの送信"),
    ("handovers", "受渡し管理簿"),
    ("imposed", "行う"),
    ("kcl", "基本チェックリスト"),
    ("measurements", "測定結果一覧"),
    ("not_found", "ないもの・見られないものの要求"),
    ("pdf", "PDF"),
    ("post", "終了時"),
    ("pre", "開始時"),
    ("publication", "公表"),
    ("revoked", "許可が取り消された"),
    ("roster", "参加者名簿"),
    ("sheet", "連絡シート"),
    ("stale", "先に変更されたものへの操作"),
    ("termination", "契約の解除"),
    ("waiting", "待機"),
    ("ward", "区"),
    ("xlsx", "Excel"),
];

/// One line for people: 「一覧：参加者名簿、形式：PDF」. A key or value without a name is shown as it is.
pub fn line(detail: &Value) -> String {
    let Some(fields) = detail.as_object() else { return String::new() };
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{}：{}", named(KEYS, key), said(value))).collect();
    fields.join("、")
}

fn said(value: &Value) -> String {
    match value {
        Value::Null => "なし".to_owned(),
        Value::Bool(yes) => if *yes { "はい" } else { "いいえ" }.to_owned(),
        Value::String(text) => named(VALUES, text).to_owned(),
        Value::Array(all) => all.iter().map(said).collect::<Vec<_>>().join("・"),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

fn named<'a>(names: &'a [(&str, &str)], code: &'a str) -> &'a str {
    names.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn particulars_are_read_in_japanese() {
        assert_eq!(line(&json!({ "as": "pdf", "list": "roster" })), "形式：PDF、一覧：参加者名簿");
        assert_eq!(line(&json!({ "people": 3, "course_finished": true })), "コースの終了：はい、人数：3");
        assert_eq!(line(&json!({ "unheard_of": ["pre", "post"] })), "unheard_of：開始時・終了時");
        assert_eq!(line(&Value::Null), "");
    }

    #[test]
    fn keys_and_values_stand_in_order_and_once() {
        assert!(KEYS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(VALUES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
