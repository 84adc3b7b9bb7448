//! Sizes of files and databases as people say them.

const MB: i64 = 1024 * 1024;
const GB: i64 = 1024 * MB;

/// `5.0GB`, `1.2MB`, `340KB`: one digit behind the point, rounded down.
pub fn size_words(bytes: i64) -> String {
    let tenths = |unit: i64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        GB.. => format!("{}GB", tenths(GB)),
        MB.. => format!("{}MB", tenths(MB)),
        _ => format!("{}KB", (bytes / 1024).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_as_people_say_it() {
        assert_eq!(size_words(10), "1KB");
        assert_eq!(size_words(340 * 1024), "340KB");
        assert_eq!(size_words(1_258_291), "1.1MB");
        assert_eq!(size_words(10 * MB), "10.0MB");
        assert_eq!(size_words(5 * GB + GB / 2), "5.5GB");
    }
}
