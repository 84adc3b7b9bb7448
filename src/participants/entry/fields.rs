//! The fields of the form: their names, and what can be chosen in them.

use super::contacts::CONTACT_FIELDS;
use crate::kit::form::Choice;

pub const SEXES: [(&str, &str); 3] = [("female", "女"), ("male", "男"), ("other", "その他")];
/// The free texts, in the order of the form: field, label, hint.
pub const TEXTS: [(&str, &str, &str); 8] = [
    ("service_use", "サービス利用状況", "例：訪問型サービス 週1回"),
    ("housing", "住居環境", "例：集合住宅の3階、エレベーターなし"),
    ("household", "世帯状況", "例：ひとり暮らし、長女が近くに住む"),
    ("mobility", "移動", "例：屋外はつえを使う"),
    ("toileting", "排泄", "例：自立"),
    ("meals", "食事", "例：自立、塩分をひかえている"),
    ("bathing", "入浴", "例：見守りが必要"),
    ("history", "既往歴", "例：高血圧（服薬中）、令和5年に右膝の手術"),
];

const OWN_FIELDS: [&str; 14] = [
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "born_on",
    "sex",
    "postal_code",
    "address",
    "telephone",
    "district",
    "certification",
    "certified_from",
    "certified_to",
    "centre_person",
];

/// Every field of the form, for the check page, which carries them on.
pub fn field_names() -> Vec<&'static str> {
    let contacts = CONTACT_FIELDS
        .iter()
        .flat_map(|c| [c.name, c.relation, c.relation_other, c.telephone, c.same, c.address]);
    OWN_FIELDS.into_iter().chain(contacts).chain(TEXTS.iter().map(|(name, _, _)| *name)).collect()
}

pub fn sex_choices() -> Vec<Choice> {
    SEXES.iter().map(|(code, label)| Choice::new(*code, *label)).collect()
}
