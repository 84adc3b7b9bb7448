//! What a password must be: long, not a well-known one, not the account's own name. No rules of composition, no expiry
//! (NIST SP 800-63B-4, S4 第18条(5)).

use unicode_normalization::UnicodeNormalization;

pub const SHORTEST: usize = 15;
pub const LONGEST: usize = 128;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    #[error("パスワードは{SHORTEST}文字以上にしてください。単語をいくつか並べると覚えやすくなります。")]
    Short,
    #[error("パスワードは{LONGEST}文字以内にしてください。")]
    Long,
    #[error("よく使われる文字の並びは推測されます。ほかのパスワードにしてください。")]
    Common,
    #[error("利用者IDを含まないパスワードにしてください。")]
    HasLoginName,
}

/// NFC, so that the same password typed on another keyboard is the same.
pub fn normalize(password: &str) -> String {
    password.nfc().collect()
}

pub fn check(password: &str, login_name: &str) -> Result<(), PasswordProblem> {
    let folded = password.to_lowercase();
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordProblem::Short);
    }
    if length > LONGEST {
        return Err(PasswordProblem::Long);
    }
    if folded.contains(login_name) {
        return Err(PasswordProblem::HasLoginName);
    }
    if is_common(&folded) { Err(PasswordProblem::Common) } else { Ok(()) }
}

/// Few different characters, a run, or a well-known word repeated.
fn is_common(folded: &str) -> bool {
    const WORDS: [&str; 14] = [
        "password",
        "passw0rd",
        "qwerty",
        "asdfgh",
        "zxcvbn",
        "123456",
        "abcdef",
        "111111",
        "kayoi",
        "かよい",
        "パスワード",
        "letmein",
        "admin",
        "welcome",
    ];
    let distinct: std::collections::BTreeSet<char> = folded.chars().collect();
    let mut rest = folded.to_owned();
    for word in WORDS {
        rest = rest.replace(word, "");
    }
    distinct.len() < 6 || rest.chars().filter(|c| c.is_alphanumeric()).count() < 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unlikely_is_all_that_is_asked() {
        assert_eq!(check("short-password", "yamada"), Err(PasswordProblem::Short));
        assert_eq!(check("aaaaaaaaaaaaaaaaaa", "yamada"), Err(PasswordProblem::Common));
        assert_eq!(check("password123456password", "yamada"), Err(PasswordProblem::Common));
        assert_eq!(check("yamada no okashi ga suki", "yamada"), Err(PasswordProblem::HasLoginName));
        assert_eq!(check(&"長い".repeat(65), "yamada"), Err(PasswordProblem::Long));
        assert_eq!(check("朝の散歩と緑茶とねこの昼寝が好き", "yamada"), Ok(()));
        assert_eq!(check("correct horse battery", "yamada"), Ok(()));
    }
}
