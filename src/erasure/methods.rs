//! 消去の方法: how a medium was cleared, what the method fits, and what has to be shown for it. Source: S3 行政情報2(6)①②, A4.6.

use thiserror::Error;

use crate::kit::form::Choice;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// By erasing software of a standard (NIST SP 800-88 or the same quality), as often as its method wants.
    Software,
    /// Destroyed; degaussing by the current method of the standard among it.
    Physical,
    /// The key was destroyed of what had always been encrypted.
    Cryptographic,
    /// Paper: shredded, dissolved or burnt.
    Shredded,
}

/// What a photo shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// The medium, with its serial number or model to be read.
    Medium,
    /// The screen that says that erasing ended well.
    Screen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MethodProblem {
    #[error("紙は、裁断・溶解・焼却で消去します。")]
    PaperIsShredded,
    #[error("裁断・溶解・焼却は、紙の方法です。記録媒体やファイルは、ほかの方法を選んでください。")]
    OnlyPaperIsShredded,
    #[error("記録媒体の型式を入力してください。")]
    NoModel,
    #[error("記録媒体のシリアル番号か製造番号を入力してください。ないときは「なし」と入力します。")]
    NoSerial,
    #[error("使った消去ソフトと方式を入力してください。例：◯◯消去 DoD 3回")]
    NoTool,
}

impl Method {
    pub const ALL: [Self; 4] = [Self::Software, Self::Physical, Self::Cryptographic, Self::Shredded];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::Physical => "physical",
            Self::Cryptographic => "cryptographic",
            Self::Shredded => "shredded",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Software => "消去ソフト（NIST SP 800-88などの方式）",
            Self::Physical => "物理破壊（磁気消去を含む）",
            Self::Cryptographic => "暗号化技術を利用した消去（鍵の破棄）",
            Self::Shredded => "裁断・溶解・焼却（紙）",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|method| Choice::new(method.code(), method.label())).to_vec()
    }

    /// What has to be photographed.
    pub fn evidence(self) -> &'static [Shows] {
        match self {
            Self::Software => &[Shows::Medium, Shows::Screen],
            Self::Physical | Self::Cryptographic => &[Shows::Medium],
            Self::Shredded => &[],
        }
    }

    /// Whether it fits what is erased and is described well enough.
    ///
    /// # Errors
    /// [`MethodProblem`].
    pub fn check(self, is_paper: bool, words: &MediumWords) -> Result<(), MethodProblem> {
        match (self, is_paper) {
            (Self::Shredded, true) => Ok(()),
            (Self::Shredded, false) => Err(MethodProblem::OnlyPaperIsShredded),
            (_, true) => Err(MethodProblem::PaperIsShredded),
            (_, false) if words.model.is_empty() => Err(MethodProblem::NoModel),
            (_, false) if words.serial.is_empty() => Err(MethodProblem::NoSerial),
            (Self::Software, false) if words.tool.is_empty() => Err(MethodProblem::NoTool),
            (Self::Software | Self::Physical | Self::Cryptographic, false) => Ok(()),
        }
    }
}

/// Which medium it was.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MediumWords {
    pub model: String,
    pub serial: String,
    /// The software and its method; empty for others.
    pub tool: String,
}

impl crate::sealing::Sealable for MediumWords {
    const TABLE: &'static str = "erasure_line";
}

impl Shows {
    pub const ALL: [Self; 2] = [Self::Medium, Self::Screen];

    /// The word stored in the database, and the field of the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::Screen => "screen",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shows| shows.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Medium => "記録媒体（シリアル番号か型式の分かるもの）",
            Self::Screen => "消去が完了した画面",
        }
    }
}

/// What photos these methods want that are not there.
pub fn missing(methods: &[Method], photos: &[Shows]) -> Vec<Shows> {
    Shows::ALL
        .into_iter()
        .filter(|shows| {
            methods.iter().any(|method| method.evidence().contains(shows)) && !photos.contains(shows)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> MediumWords {
        MediumWords { model: "ABC-12".into(), serial: "S1".into(), tool: "消去ソフト 3回".into() }
    }

    #[test]
    fn a_method_fits_its_medium_and_says_which_it_was() {
        assert_eq!(Method::Shredded.check(true, &MediumWords::default()), Ok(()));
        assert_eq!(Method::Shredded.check(false, &words()), Err(MethodProblem::OnlyPaperIsShredded));
        for method in [Method::Software, Method::Physical, Method::Cryptographic] {
            assert_eq!(method.check(true, &words()), Err(MethodProblem::PaperIsShredded));
            assert_eq!(method.check(false, &words()), Ok(()));
            let bare = MediumWords { model: String::new(), ..words() };
            assert_eq!(method.check(false, &bare), Err(MethodProblem::NoModel));
            let bare = MediumWords { serial: String::new(), ..words() };
            assert_eq!(method.check(false, &bare), Err(MethodProblem::NoSerial));
        }
        let bare = MediumWords { tool: String::new(), ..words() };
        assert_eq!(Method::Software.check(false, &bare), Err(MethodProblem::NoTool));
        assert_eq!(Method::Physical.check(false, &bare), Ok(()));
    }

    #[test]
    fn software_shows_the_screen_and_the_rest_the_medium() {
        assert_eq!(missing(&[Method::Software], &[]), [Shows::Medium, Shows::Screen]);
        assert_eq!(missing(&[Method::Physical, Method::Shredded], &[]), [Shows::Medium]);
        assert_eq!(missing(&[Method::Software], &[Shows::Medium]), [Shows::Screen]);
        assert!(missing(&[Method::Shredded], &[]).is_empty());
        assert!(Method::ALL.iter().all(|one| Method::from_code(one.code()) == Some(*one)));
        assert!(Shows::ALL.iter().all(|one| Shows::from_code(one.code()) == Some(*one)));
    }
}
