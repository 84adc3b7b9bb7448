//! A paper as somebody hands it in who fills every 記載事項 that the form asks for.

use super::client::{Client, Got};

impl Client {
    /// `list`: `/contracts/{id}/filings`. Fields that are given are left as they are.
    pub async fn hand_in_paper(
        &self,
        list: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Got {
        let of = |name: &str| fields.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        let asked = format!("{list}/new?code={}&for={}&again={}", of("code"), of("for"), of("again"));
        let page = self.get(&asked).await.body;
        let filled = particulars(&page);
        let mut all: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        all.retain(|(name, _)| !fields.iter().any(|(known, _)| known == name));
        all.extend_from_slice(fields);
        self.hand_in(list, &all, file).await
    }
}

/// The fields of a form that ask for a 記載事項, each with what fits it.
fn particulars(page: &str) -> Vec<(String, &'static str)> {
    let inputs = page.split('<').filter(|tag| tag.contains("name=\"particular_"));
    let field =
        |tag: &str| tag.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let value = |tag: &str| match () {
        () if tag.contains("input--middle") => "2020-01-06",
        () if tag.contains("input--short") => "200",
        () => "記入のとおり",
    };
    inputs.filter_map(|tag| Some((field(tag)?, value(tag)))).collect()
}
