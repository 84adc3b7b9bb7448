//! 出力の関門: whether what names people may leave Kayoi for a contractor today, an export or print being a copy that is taken
//! out. Asked where files are handed out, where an encrypted package is made, and where a file that came from outside is taken.

use super::db;
use crate::{
    audit::Event,
    kit::{ctx::Ctx, error::Result, permission::Permission},
};

/// Why it may not, in a sentence; `None` when it may, and for everybody but contractors.
pub async fn kept_in<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Option<String>> {
    if !cx.actor().role.is_contractor() {
        return Ok(None);
    }
    let today = cx.today();
    Ok(db::files_shut(cx.db(), today).await?.as_deref().map(sentence))
}

/// The attempt, for the audit stream.
pub fn refused<P: Permission>() -> Event {
    Event::new("file.refused").with("permission", P::NAME)
}

fn sentence(code: &str) -> String {
    let (kind, mode) = code.split_once('.').unwrap_or((code, "consent"));
    let what = if kind == "copying" { "複写・複製" } else { "持出し" };
    if mode == "never" {
        format!(
            "この契約の特記事項は、個人情報の{what}を例外なく禁じています。印刷と出力は{what}に当たるため、できません。要るときは区に頼んでください。"
        )
    } else {
        format!(
            "この契約の特記事項は、個人情報の{what}に区の承諾を求めています。印刷と出力は{what}に当たります。契約の「許可」の画面で「Kayoiの印刷・出力を含む」{what}を申請し、承諾を受けてください。"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_what_is_shut_and_what_opens_it() {
        assert!(sentence("copying.never").contains("複写・複製を例外なく禁じて"));
        assert!(sentence("take_out.consent").contains("持出しを申請し"));
    }
}
