//! What the decoders of TOML and serde say, as a sentence for the person who wrote the text.

/// The sentence for a decoder's message. A message that is Japanese already is one of ours and stays.
pub fn sentence(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    if !first.is_ascii() && !first.contains('`') && !first.contains('"') {
        return first.to_owned();
    }
    unknown(first)
        .or_else(|| missing(first))
        .or_else(|| mistyped(first))
        .or_else(|| twice(first))
        .or_else(|| by_hint(first))
        .unwrap_or_else(|| {
            "書き方がTOMLの決まりに合っていません。引用符・かっこ・「=」の閉じ忘れや重なりを確かめてください。".to_owned()
        })
}

/// A field or a word that isn't known, with the ones that are.
fn unknown(message: &str) -> Option<String> {
    let (what, rest) = if let Some(rest) = message.strip_prefix("unknown field `") {
        ("項目", rest)
    } else {
        ("値", message.strip_prefix("unknown variant `")?)
    };
    let (name, expected) = split_name(rest);
    let known = quoted(expected);
    let mend = if known.is_empty() {
        "ここには書けません。消してください。".to_owned()
    } else {
        format!("使えるのは{}です。", known.join("、"))
    };
    Some(format!("「{}」という{what}はありません。{mend}", shown(name)))
}

/// The name up to its closing mark, and what follows.
fn split_name(rest: &str) -> (&str, &str) {
    let at = rest.find("`, expected").or_else(|| rest.find("`, there are"));
    at.map_or((rest.trim_end_matches('`'), ""), |at| {
        (rest.get(..at).unwrap_or(rest), rest.get(at + 1..).unwrap_or(""))
    })
}

fn missing(message: &str) -> Option<String> {
    let name = message.strip_prefix("missing field `")?.trim_end_matches('`');
    Some(format!("「{}」がありません。書き加えてください。", shown(name)))
}

fn twice(message: &str) -> Option<String> {
    let is_twice = message.starts_with("duplicate key") || message.starts_with("duplicate field");
    is_twice.then(|| "同じ項目が2回書かれています。片方を消してください。".to_owned())
}

/// A value of another kind than asked for.
fn mistyped(message: &str) -> Option<String> {
    let rest = ["invalid type: ", "invalid value: ", "invalid length "]
        .into_iter()
        .find_map(|prefix| message.strip_prefix(prefix))?;
    let (found, expected) = rest.rsplit_once(", expected ").unwrap_or((rest, ""));
    let mut expected = expected_words(expected);
    if !expected.contains("例：") {
        expected.push('。');
    }
    Some(format!("{}は使えません。{expected}", found_words(found)))
}

fn found_words(found: &str) -> String {
    let inner = |prefix: &str| found.strip_prefix(prefix).map(|rest| shown(rest.trim_matches(['`', '"'])));
    if let Some(text) = inner("string ") {
        format!("文字「{text}」")
    } else if let Some(number) = inner("integer ") {
        format!("数「{number}」")
    } else if let Some(number) = inner("floating point ") {
        format!("小数「{number}」")
    } else if let Some(truth) = inner("boolean ") {
        format!("「{truth}」")
    } else if found.starts_with("sequence") {
        "ここで一覧（[ ]）".to_owned()
    } else if found.starts_with("map") {
        "ここで項目の組（{ }、または引用符のない日付・時刻）".to_owned()
    } else {
        "この書き方".to_owned()
    }
}

fn expected_words(expected: &str) -> String {
    match expected.trim_matches('`') {
        "u8" => "0から255までの整数で書いてください".to_owned(),
        "u16" => "0から65535までの整数で書いてください".to_owned(),
        "i64" => "整数で書いてください。例：318000".to_owned(),
        "a string" | "string" | "str" => "文字を引用符で囲んで書いてください。例：\"教室\"".to_owned(),
        "a boolean" => "true か false で書いてください".to_owned(),
        "a sequence" => "[ ] で囲んだ一覧で書いてください".to_owned(),
        date if date.contains("Date") => {
            "\"2024-04-01\" のように引用符で囲んだ年月日で書いてください".to_owned()
        }
        time if time.contains("Time") => "\"16:00\" のように引用符で囲んだ時刻で書いてください".to_owned(),
        words if !words.is_ascii() => format!("{words}で書いてください"),
        words if words.starts_with("struct ") => "{ } で囲んだ項目の組で書いてください".to_owned(),
        words if words.contains("variant") || words.contains("enum") => {
            "選べる語（文字）か、{ 語 = 値 } の形で書いてください".to_owned()
        }
        _ => "見本のひな形と同じ形で書いてください".to_owned(),
    }
}

fn by_hint(message: &str) -> Option<String> {
    let words = if message.contains("component") || message.contains("unexpected trailing characters") {
        "日付は \"2024-04-01\"、時刻は \"16:00\" のように書いてください。"
    } else if message.contains("variant") || message.contains("wanted exactly 1") {
        "ここには語を1つだけ書いてください。例：rule = \"resident\"、rule = { all = [ … ] }"
    } else if message.contains("recursion limit") {
        "入れ子が深すぎます。条件をまとめて浅くしてください。"
    } else {
        return None;
    };
    Some(words.to_owned())
}

/// The words between backquotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(shown).collect()
}

/// A foreign word, cut where it would fill the page.
fn shown(word: &str) -> String {
    const MOST: usize = 60;
    let mut cut: String = word.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if word.chars().count() > MOST {
        cut.push('…');
    }
    cut
}
