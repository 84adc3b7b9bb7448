mod information_items;
pub mod definition;
pub mod eligibility;
pub mod screening;
pub use information_items::InformationItem;

/// The smallest definition that is whole, for tests to change.
#[cfg(test)]
pub fn sample() -> definition::Definition {
    toml::from_str(include_str!("sample.toml")).unwrap()
}
