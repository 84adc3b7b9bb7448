use super::*;
#[test]
fn presets_have_no_faults() {
    for text in [
        include_str!("../../../presets/meguro-senior-club.toml"),
        include_str!("../../../presets/shinjuku-short-intensive.toml"),
        include_str!("../sample.toml"),
    ] {
        assert_eq!(check(&toml::from_str(text).unwrap()), Vec::new());
    }
}
