//! The version of the row that a form was shown with.

use super::form::Form;

impl Form {
    /// 0, which no row has, when it is missing.
    pub fn version(&self) -> i32 {
        self.value("version").parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_version_is_that_of_no_row() {
        assert_eq!(Form::empty().with("version", "3").version(), 3);
        assert_eq!(Form::empty().with("version", "三").version(), 0);
    }
}
