//! The fonts papers are set in, read once: BIZ UDGothic, then Noto Sans JP for what it lacks.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// In a release build the fonts and their licences are inside the program; in a dev build they are read from the
/// repository.
#[derive(RustEmbed)]
#[folder = "assets/fonts"]
struct FontFiles;

const FILES: [&str; 3] = ["BIZUDGothic-Regular.ttf", "BIZUDGothic-Bold.ttf", "NotoSansJP-Regular.ttf"];

pub struct Fonts {
    pub book: LazyHash<FontBook>,
    pub list: Vec<Font>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::read);

/// The fonts of this program; `list` holds three of them in a sound build.
pub fn fonts() -> &'static Fonts {
    &FONTS
}

impl Fonts {
    fn read() -> Self {
        let list: Vec<Font> = FILES
            .into_iter()
            .filter_map(FontFiles::get)
            .flat_map(|file| Font::iter(bytes(file.data)))
            .collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&list)), list }
    }

    /// Whether any font can print the character.
    pub fn has(&self, c: char) -> bool {
        self.list.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::new(data),
        Cow::Owned(data) => Bytes::new(data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_fonts_cover_common_and_rare_name_characters() {
        assert_eq!(fonts().list.len(), 3);
        for c in "髙﨑濵瀨邊𩸽𠀋𠮷①㈱㍻〓—～○△×／－ｱ".chars() {
            assert!(fonts().has(c), "no font has {c}");
        }
        assert!(!fonts().has('😀'));
    }
}
