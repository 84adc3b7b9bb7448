//! 見えない文字: characters that show nothing and deceive whoever reads: they turn the direction of reading or make two
//! names out of what looks like one.

/// Control characters but for line breaks and tabs, and those without a shape that turn or join what stands beside them.
pub fn is_unseen(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_deceives_is_told_from_rare_letters() {
        for seen in ['a', '髙', '\n', '\t', '　', '\u{E0100}', '𠮷', 'が'] {
            assert!(!is_unseen(seen), "{seen:?}");
        }
        for unseen in ['\0', '\u{85}', '\u{AD}', '\u{200B}', '\u{200D}', '\u{202E}', '\u{2066}', '\u{FEFF}'] {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
    }
}
