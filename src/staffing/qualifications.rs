//! 資格: the words a programme asks for, and those that somebody has.

use crate::programmes::Definition;

/// Every qualification a role or an add-on of the programme asks for, each once, in the order of the definition.
pub fn asked(programme: &Definition) -> Vec<&str> {
    let roles = programme.staffing.iter().flat_map(|role| &role.qualifications);
    let add_ons = programme.add_ons.iter().flat_map(|add_on| &add_on.qualifications);
    let mut words: Vec<&str> = Vec::new();
    for word in roles.chain(add_ons) {
        if !words.contains(&word.as_str()) {
            words.push(word);
        }
    }
    words
}

/// What a line of the 従事者名簿 says somebody has; `None` when it says nothing at all. `free` is what was written in words,
/// such as 「理学療法士（第123456号）、介護福祉士」.
pub fn held(listed: Option<&[String]>, free: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = listed.unwrap_or_default().to_vec();
    let parts = free.split(['、', '，', ',', '・', '／', '/', '\n', '　', ' ']);
    let written = parts.filter_map(|part| part.split(['（', '(']).next()).map(str::trim);
    words.extend(written.filter(|word| !word.is_empty()).map(str::to_owned));
    (listed.is_some() || !words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::presets::{meguro, sendai};

    #[test]
    fn each_word_is_offered_once() {
        assert_eq!(asked(meguro()), ["管理栄養士", "看護師", "保健師", "歯科衛生士"]);
        let sendai = asked(sendai());
        assert_eq!(sendai.first(), Some(&"理学療法士"));
        assert_eq!(sendai.iter().filter(|word| **word == "歯科衛生士").count(), 1);
    }

    #[test]
    fn nothing_said_is_not_the_same_as_nothing_held() {
        let words = |listed: Option<&[&str]>, free: &str| {
            let listed: Option<Vec<String>> = listed.map(|l| l.iter().map(|w| (*w).to_owned()).collect());
            held(listed.as_deref(), free)
        };
        assert_eq!(words(None, ""), None);
        assert_eq!(words(Some(&[]), ""), Some(vec![]));
        let written = Some(vec!["理学療法士".to_owned(), "介護福祉士".to_owned()]);
        assert_eq!(words(None, "理学療法士（第123456号）、介護福祉士"), written);
        assert_eq!(words(Some(&["理学療法士"]), "介護福祉士"), written);
        assert!(!words(None, "准看護師").unwrap().contains(&"看護師".to_owned()));
    }
}
