//! パスフレーズ: made by Kayoi for one encrypted file, shown once, kept nowhere.

/// Letters that nobody confuses on paper or on the telephone.
const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz-";
const GROUPS: usize = 5;
const GROUP: usize = 5;

/// 25 letters of 31 in groups of five: 123 random bits.
pub fn passphrase() -> Result<String, getrandom::Error> {
    let mut groups = Vec::with_capacity(GROUPS);
    for _ in 0..GROUPS {
        groups.push(group()?);
    }
    Ok(groups.join("-"))
}

fn group() -> Result<String, getrandom::Error> {
    let (mut group, mut byte) = (String::new(), [0; 1]);
    while group.len() < GROUP {
        getrandom::fill(&mut byte)?;
        let letter = char::from(LETTERS[usize::from(byte[0] & 31)]);
        if letter != '-' {
            group.push(letter);
        }
    }
    Ok(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_long_readable_and_never_the_same() {
        let (one, other) = (passphrase().unwrap(), passphrase().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [GROUP; GROUPS]);
        assert!(!one.contains(['0', '1', 'i', 'l', 'o']), "{one}");
        assert!(one.chars().all(|c| c == '-' || LETTERS.contains(&(c as u8))));
    }
}
