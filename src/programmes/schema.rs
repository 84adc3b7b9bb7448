//! JSON Schema of a definition, for editors of TOML files and for whoever makes them by program.

use serde_json::Value;

use super::{definition::Definition, wording::title};

/// The schema, with a Japanese title for each section.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Definition).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), "事業の定義".into());
    }
    let sections = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (field, section) in sections.into_iter().flatten() {
        if let (Some(title), Some(section)) = (title(field), section.as_object_mut()) {
            section.insert("title".to_owned(), title.into());
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_a_japanese_title() {
        let schema = schema();
        let sections = schema["properties"].as_object().unwrap();
        assert_eq!(sections.len(), 26);
        for (field, section) in sections {
            let title = section["title"].as_str().unwrap_or_default();
            assert!(!title.is_empty() && !title.is_ascii(), "{field}: {title}");
        }
    }

    #[test]
    fn a_schema_names_what_must_be_written() {
        let schema = schema();
        let required = schema["required"].as_array().unwrap();
        for field in ["code", "name", "style", "calendar", "eligibility", "places", "measurement"] {
            assert!(required.contains(&field.into()), "{field}");
        }
        assert!(!required.contains(&"goals".into()));
        assert_eq!(schema["additionalProperties"], false);
    }
}
