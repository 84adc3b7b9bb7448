//! 試しの取込み: a list of invented people goes the whole way of a real one — the file is read, its headings are found, every line
//! is judged — but the last step. It has gone well when every line is judged as was foreseen.

use super::{
    columns, file,
    judging::{Judged, judge},
};
use crate::{
    kit::{ctx::Ctx, error::Result, permission::Permission},
    participants::districts,
};

/// What a line is to be judged as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreseen {
    Good,
    Doubtful,
    Bad,
}

const HEADINGS: &str = "姓,名,セイ,メイ,生年月日,性別,住所,地区";

/// People nobody is, with what is to become of them.
const INVENTED: [(&str, Foreseen); 6] = [
    ("架空,一郎,カクウ,イチロウ,昭和16年3月5日,男,架空町1-1", Foreseen::Good),
    ("仮名,花子,カメイ,ハナコ,S20.12.1,女,架空町1-2", Foreseen::Good),
    ("髙﨑,試,タカサキ,タメシ,1938-07-31,男,架空町1-3", Foreseen::Good),
    ("架空,一朗,カクウ,イチロウ,昭和16年3月5日,男,架空町2-1", Foreseen::Doubtful),
    ("検証,三郎,ケンショウ,サブロウ,昭和16年13月5日,男,架空町1-4", Foreseen::Bad),
    ("検証,四郎,,シロウ,昭和17年4月5日,男,架空町1-5", Foreseen::Bad),
];

/// What came of it.
pub struct Outcome {
    pub lines: usize,
    pub as_foreseen: usize,
}

impl Outcome {
    pub fn has_passed(&self) -> bool {
        self.lines > 0 && self.as_foreseen == self.lines
    }
}

/// The file, in the district that is asked for.
fn invented(district: &str) -> String {
    let lines = INVENTED.iter().map(|(line, _)| format!("{line},{district}\n"));
    format!("{HEADINGS}\n{}", lines.collect::<String>())
}

/// Runs it against the ward's own districts and register; writes nothing.
pub async fn rehearse<P: Permission, M: Send>(cx: &mut Ctx<P, M>) -> Result<Outcome> {
    let districts = districts(cx.db()).await?;
    let district = districts.first().map_or("", |one| one.name.as_str());
    let read = file::read(invented(district).as_bytes()).ok().and_then(|rows| columns::map(&rows).ok());
    let lines = read.map(|mapped| mapped.lines).unwrap_or_default();
    let judged = judge(cx, &lines).await?;
    let became = |one: &Judged| match one {
        Judged::Good(_) => Foreseen::Good,
        Judged::Doubtful(..) => Foreseen::Doubtful,
        Judged::Bad(_) => Foreseen::Bad,
    };
    let as_foreseen = judged.iter().zip(INVENTED).filter(|(one, (_, foreseen))| became(one) == *foreseen);
    Ok(Outcome { lines: INVENTED.len(), as_foreseen: as_foreseen.count() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_list_is_read_whole() {
        let rows = file::read(invented("架空町").as_bytes()).unwrap();
        let mapped = columns::map(&rows).unwrap();
        assert_eq!((mapped.lines.len(), mapped.ignored.len()), (INVENTED.len(), 0));
    }

    #[test]
    fn one_line_that_came_out_otherwise_is_enough_to_fail() {
        assert!(Outcome { lines: 6, as_foreseen: 6 }.has_passed());
        assert!(!Outcome { lines: 6, as_foreseen: 5 }.has_passed());
        assert!(!Outcome { lines: 0, as_foreseen: 0 }.has_passed());
    }
}
