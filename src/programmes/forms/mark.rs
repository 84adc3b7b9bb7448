//! 目印: what a form was made from, in a few characters that travel with it. What is stored has still the same mark as long as
//! nobody changed it, whatever else of the draft was changed meanwhile.

use sha2::{Digest, Sha256};

use super::Part;
use crate::{
    kit::form::Form,
    programmes::{Definition, forms::field::Field},
};

/// Said above what was typed when it no longer fits what is stored.
pub const CHANGED: &str = "この画面を開いたあとに、ここの内容が変わりました（別のタブか、ほかの人が保存しました）。入力した内容は残してあります。今の内容と見比べてから、もう一度保存してください。";

/// The mark of what these words say.
pub fn mark<S: AsRef<str>>(said: impl IntoIterator<Item = S>) -> String {
    let mut hash = Sha256::new();
    for one in said {
        let one = one.as_ref();
        hash.update(one.len().to_be_bytes());
        hash.update(one);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Everything the fields hold, in their order.
pub(super) fn values(fields: &[Field], form: &Form) -> Vec<String> {
    let of = |field: &Field| form.values(&field.name).join("\u{1F}");
    fields.iter().filter(|field| !field.is_heading()).map(of).collect()
}

impl Part {
    pub fn mark(self, definition: &Definition) -> String {
        mark(values(&self.fields(), &self.filled(definition)))
    }
}
