use proptest::prelude::*;

use super::variants::FAMILIES;
use super::*;

/// ux.md U20: names that lose something in a careless program. Written as escapes where an editor might.
const HARD_NAMES: &[&str] = &[
    "𠮷田",
    "𠮷野家",
    "髙橋",
    "山﨑",
    "濵田",
    "濱﨑",
    "渡邊",
    "渡邉",
    "渡邊\u{E0101}",
    "渡邉\u{E0102}",
    "渡邉\u{E010E}",
    "辻\u{E0100}",
    "葛\u{E0100}城",
    "葛\u{E0101}飾",
    "齋藤",
    "齊藤",
    "斎藤",
    "𣘺本",
    "𣇄子",
    "𩸽",
    "德\u{FE00}川",
    "\u{FA19}谷",
    "\u{FA1B}田",
    "\u{F9DC}",
    "佐々木",
    "三ヶ島",
    "か\u{3099}く",
    "ｱｷ子",
    "①郎",
    "㈱山田",
    "ﬁ",
    "O'Brien－Smith",
];

/// Only figures, Latin letters, hyphens and spaces are touched; and in these names one hyphen is all there is.
#[test]
fn hard_names_survive_byte_for_byte() {
    for name in HARD_NAMES {
        let expected = name.replace('－', "-");
        assert_eq!(half_digits(name), expected, "{name}");
    }
}

/// A7.6: variation selectors and old forms meet in search; the common characters around them do not change.
#[test]
fn written_names_meet_their_common_form_in_search() {
    for (name, key) in [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("濵田", "浜田"),
        ("濱﨑", "浜崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("渡邊\u{E0101}", "渡辺"),
        ("渡邉\u{E010E}", "渡辺"),
        ("辻\u{E0100}", "辻"),
        ("葛\u{FE00}城", "葛城"),
        ("齋藤", "斉藤"),
        ("齊藤", "斉藤"),
        ("斎藤", "斉藤"),
        ("𠮷田", "吉田"),
        ("𣘺本", "橋本"),
        ("𡈽屋", "土屋"),
        ("\u{FA19}谷", "神谷"),
        ("佐々木", "佐佐木"),
        ("齋々", "斉斉"),
        ("三ヶ島", "三ケ島"),
        ("山田　太郎", "山田太郎"),
        ("ＳＭＩＴＨ John", "smithjohn"),
        ("か\u{3099}く", "がく"),
        ("々木", "々木"),
    ] {
        assert_eq!(fold_name(name), key, "{name}");
    }
    assert_ne!(fold_name("山田"), fold_name("山本"));
}

/// No kanji is in two families and no common form folds on.
#[test]
fn the_families_do_not_overlap() {
    let mut all: Vec<char> =
        FAMILIES.iter().flat_map(|(common, others)| others.chars().chain([*common])).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

/// ux.md §11: ひらがな and 半角カナ are accepted, 全角カタカナ is stored.
#[test]
fn readings_are_stored_in_full_width_katakana() {
    for (typed, stored) in [
        ("やまだ", "ヤマダ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ヤマダ", "ヤマダ"),
        ("ヤマタ゛", "ヤマダ"),
        ("か\u{3099}", "ガ"),
        ("ﾊﾟﾊﾞ", "パバ"),
        ("ゔぃくとる", "ヴィクトル"),
        ("ｳﾞｨ", "ヴィ"),
        ("きょうこ", "キョウコ"),
        ("キヨウコ", "キヨウコ"),
        ("ほった", "ホッタ"),
        ("ｵｰﾉ", "オーノ"),
        ("オ−ノ", "オーノ"),
        ("よ-こ", "ヨーコ"),
        ("ジョン・スミス", "ジョン・スミス"),
        ("ｼﾞｮﾝ･ｽﾐｽ", "ジョン・スミス"),
        (" マリア  クララ ", "マリア　クララ"),
        ("いすゞ", "イスヾ"),
        ("ゐゑを", "ヰヱヲ"),
    ] {
        assert_eq!(katakana(typed).as_deref(), Ok(stored), "{typed}");
    }
    for typed in ["", "　", "・"] {
        assert_eq!(katakana(typed), Err(KanaProblem::Missing), "{typed}");
    }
    for (typed, found) in
        [("山だ", '山'), ("ヤマダ1", '1'), ("Yamada", 'Y'), ("-ヤマダ", '-'), ("ア゛", '゛')]
    {
        assert_eq!(katakana(typed), Err(KanaProblem::NotKana { found }), "{typed}");
    }
    assert_eq!(format!("{:?}", KanaProblem::NotKana { found: '山' }), "NotKana(…)");
}

/// A7.6: pairs that search must bring together.
#[test]
fn readings_that_sound_alike_share_a_key() {
    for (one, other) in [
        ("ｷﾖｳｺ", "キョウコ"),
        ("ﾎﾂﾀ", "ホッタ"),
        ("きょうこ", "キョーコ"),
        ("ヨーコ", "ヨウコ"),
        ("オオノ", "オーノ"),
        ("オオノ", "オウノ"),
        ("ケイコ", "ケーコ"),
        ("ゆーこ", "ユウコ"),
        ("ヴ", "ブ"),
        ("チヂワ", "チジワ"),
        ("アイヅ", "アイズ"),
        ("カヲル", "カオル"),
        ("ヰノウヱ", "イノウエ"),
        ("ジョン・スミス", "ジョンスミス"),
        ("ヤマダ　ハナコ", "やまだはなこ"),
        ("サカヶミ", "サカケミ"),
    ] {
        assert_eq!(fold_kana(one), fold_kana(other), "{one} {other}");
    }
    for (one, other) in
        [("ヤマサキ", "ヤマザキ"), ("オノ", "オオノ"), ("ハット", "バット"), ("サト", "サトウ")]
    {
        assert_ne!(fold_kana(one), fold_kana(other), "{one} {other}");
    }
    assert_eq!(fold_kana("キョウコ"), "キヨオコ");
}

#[test]
fn prefixes_are_cut_between_characters() {
    assert_eq!(prefixes("ヤマダ", 2), ["ヤ", "ヤマ"]);
    assert_eq!(prefixes("𠮷田", 9), ["𠮷", "𠮷田"]);
    assert!(prefixes("", 3).is_empty());
    assert!(prefixes("ヤマダ", 0).is_empty());
}

/// ux.md §11: hyphens by what stands beside them, and nothing else in an address.
#[test]
fn figures_and_hyphens_of_an_address_become_half_width() {
    for (typed, stored) in [
        ("目黒区上目黒２－１９－１５", "目黒区上目黒2-19-15"),
        ("上目黒２ー１９ー１５", "上目黒2-19-15"),
        ("上目黒2−19‐15", "上目黒2-19-15"),
        ("コーポ山田１０１", "コーポ山田101"),
        ("コーポＡ－２", "コーポA-2"),
        ("サンハイツ３号　Ｂ棟", "サンハイツ3号 B棟"),
        ("2ータワー", "2ータワー"),
        ("東－西ビル", "東－西ビル"),
        ("１～３階", "1～3階"),
        ("髙﨑ﾋﾞﾙ①", "髙﨑ﾋﾞﾙ①"),
        ("（２）", "(2)"),
        ("ー", "ー"),
    ] {
        assert_eq!(half_digits(typed), stored, "{typed}");
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(kana in "[ァ-ヶー]{0,12}", name in "[一-龠㐀-䶵々ヶ\u{20BB7}\u{E0100}]{0,8}") {
        let (kana, name) = (fold_kana(&kana), fold_name(&name));
        prop_assert_eq!(fold_kana(&kana), kana.as_str());
        prop_assert_eq!(fold_name(&name), name.as_str());
    }

    #[test]
    fn the_key_of_a_beginning_is_the_beginning_of_the_key(kana in "[ァ-ヶー]{1,12}") {
        let key = fold_kana(&kana);
        for beginning in prefixes(&kana, 12) {
            prop_assert!(key.starts_with(&fold_kana(&beginning)), "{} {}", kana, beginning);
        }
    }

    #[test]
    fn stored_readings_stay_as_they_are(kana in "[ぁ-ゖァ-ヶーｦ-ﾝ]{1,12}") {
        if let Ok(stored) = katakana(&kana) {
            prop_assert_eq!(katakana(&stored), Ok(stored.clone()));
            prop_assert_eq!(fold_kana(&stored), fold_kana(&kana));
        }
    }

    #[test]
    fn kanji_and_kana_are_never_narrowed(text in "[一-龠ぁ-ゖァ-ヶｦ-ﾟ\u{20000}-\u{2A6DF}\u{FA0E}-\u{FA6D}\u{E0100}-\u{E01EF}]{0,12}") {
        prop_assert_eq!(half_digits(&text), text);
    }
}
