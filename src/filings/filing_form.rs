//! 提出する内容: the form as typed with its file, and what it says once it is read.

use time::{Date, Duration};

use super::{
    attachment::{Attachment, MOST_BYTES},
    particulars::{self, Said},
};
use crate::{
    kit::{form::Form, typed::UploadedFile},
    programmes::definition::{Event, Filing, FilingForm},
    vocab::dates::wareki,
};

/// Characters of the words.
const LONGEST: usize = 4_000;
/// How far from today a typed day may lie: further away it is a slip of the pen.
const FAR: Duration = Duration::days(730);

/// What a person hands in.
pub struct Handed {
    /// 記載事項
    pub said: Vec<Said>,
    pub words: String,
    pub attachment: Option<Attachment>,
    /// The day its due day is counted from, where no record holds it.
    pub event_on: Option<Date>,
    /// The day the paper is about.
    pub day_on: Option<Date>,
}

/// Reads the form and its file, or records the problems. `typed`: the event whose day is asked for.
pub fn read(
    form: &mut Form,
    files: Vec<UploadedFile>,
    filing: &Filing,
    typed: Option<Event>,
    today: Date,
) -> Option<Handed> {
    let event_on = match typed {
        Some(event) => event_day(form, event, today).map(Some),
        None => Some(None),
    };
    let day_on = match &filing.day {
        Some(label) => {
            form.date("day_on", label).filter(|day| is_near(form, "day_on", *day, today)).map(Some)
        }
        None => Some(None),
    };
    let asked = particulars::of(&filing.code);
    let said = particulars::read(form, &asked, today);
    let words = if says_it_in_words(filing) {
        form.required_lines("words", "内容", LONGEST)
    } else {
        form.optional_lines("words", "補足", LONGEST)
    };
    let attachment = attached(form, files, filing.form == FilingForm::Attachment);
    let (said, words, attachment) = (said?, words?, attachment?);
    let handed = Handed { said, words, attachment, event_on: event_on?, day_on: day_on? };
    (!form.has_problems()).then_some(handed)
}

/// Whether free words are all it has: no file, and nothing asked by itself.
pub fn says_it_in_words(filing: &Filing) -> bool {
    filing.form == FilingForm::Text && particulars::of(&filing.code).is_empty()
}

fn event_day(form: &mut Form, event: Event, today: Date) -> Option<Date> {
    let day = form.date("event_on", &format!("{}の日", event.label()))?;
    if event != Event::Briefing && day > today {
        form.refuse("event_on", format!("今日（{}）以前の日を入力してください。", wareki(today)));
        return None;
    }
    is_near(form, "event_on", day, today).then_some(day)
}

fn is_near(form: &mut Form, field: &str, day: Date, today: Date) -> bool {
    let is_near = (day - today).abs() <= FAR;
    if !is_near {
        form.refuse(field, "今日から2年以上離れています。年を確かめて入力してください。");
    }
    is_near
}

/// `Some(None)`: nothing was attached, and nothing had to be.
pub fn attached(form: &mut Form, files: Vec<UploadedFile>, is_required: bool) -> Option<Option<Attachment>> {
    let Some(file) = files.into_iter().find(|file| file.field == "file") else {
        if is_required {
            form.refuse("file", "ファイルを選んでください。空のファイルは出せません。");
            return None;
        }
        return Some(None);
    };
    match Attachment::read(&file.name, file.bytes) {
        Ok(attachment) => Some(Some(attachment)),
        Err(problem) => {
            form.refuse("file", problem.to_string());
            None
        }
    }
}

/// What is said beside the file field.
pub fn file_hint() -> String {
    format!(
        "PDF、JPEG、PNG、Excel（.xlsx）、Word（.docx）、テキスト（.txt）。{}MBまで。中身は相手と自分の側だけが開けます。写真に残る撮影場所は、預かるときに取り除きます。",
        MOST_BYTES / 1024 / 1024
    )
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::meguro;

    const TODAY: Date = date!(2026 - 06 - 17);

    fn filing(code: &str) -> Filing {
        meguro().filings.iter().find(|filing| filing.code == code).unwrap().clone()
    }

    fn file(name: &str, bytes: &[u8]) -> Vec<UploadedFile> {
        vec![UploadedFile { field: "file".into(), name: name.into(), bytes: bytes.to_vec() }]
    }

    #[test]
    fn words_are_asked_of_a_text_and_a_file_of_an_attachment() {
        let mut plain = filing("training");
        plain.code = "report_of_ours".into();
        let mut form = Form::empty();
        assert!(read(&mut form, Vec::new(), &plain, None, TODAY).is_none());
        assert!(form.problem("words").is_some() && form.problem("file").is_none());
        let mut form = Form::empty();
        assert!(read(&mut form, Vec::new(), &filing("results"), None, TODAY).is_none());
        assert!(form.problem("words").is_none() && form.problem("file").is_some());
        let words = &mut Form::empty().with("words", "6月の研修に2人が参加");
        let handed = read(words, Vec::new(), &plain, None, TODAY);
        assert!(handed.is_some_and(|handed| handed.attachment.is_none()));
    }

    #[test]
    fn what_a_paper_has_to_say_is_asked_beside_its_words() {
        let mut form = Form::empty();
        assert!(read(&mut form, Vec::new(), &filing("training"), None, TODAY).is_none());
        assert!(form.problem("words").is_none() && form.problem("particular_3").is_some());
        let form = Form::empty().with("particular_1", "従事者研修").with("particular_2", "R8.6.1");
        let mut form = form.with("particular_3", "田中 花子");
        let handed = read(&mut form, Vec::new(), &filing("training"), None, TODAY).unwrap();
        assert_eq!(handed.said.len(), 3);
    }

    #[test]
    fn a_file_that_is_refused_says_why_at_its_field() {
        let mut form = Form::empty();
        assert!(read(&mut form, file("案.pdf", b"MZ"), &filing("flyer"), None, TODAY).is_none());
        assert!(form.problem("file").is_some_and(|problem| problem.contains("中身")));
    }

    #[test]
    fn a_typed_day_is_near_and_what_happened_is_over() {
        let day = |typed: &str, event| {
            let mut form = Form::empty().with("event_on", typed);
            (event_day(&mut form, event, TODAY), form.has_problems())
        };
        assert_eq!(day("R8.7.8", Event::Briefing), (Some(date!(2026 - 07 - 08)), false));
        assert_eq!(day("R8.7.8", Event::Erasure), (None, true));
        assert_eq!(day("R8.6.17", Event::Erasure), (Some(TODAY), false));
        assert_eq!(day("R18.7.8", Event::Briefing), (None, true));
    }

    #[test]
    fn a_paper_about_a_day_asks_for_it() {
        let mut about = filing("training");
        about.code = "report_of_ours".into();
        about.day = Some("送迎を始める日".into());
        let mut form = Form::empty().with("words", "来月から");
        assert!(read(&mut form, Vec::new(), &about, None, TODAY).is_none());
        assert!(form.problem("day_on").is_some_and(|problem| problem.contains("送迎を始める日")));
        let mut form = form.with("day_on", "R8.7.1");
        form = Form::from_pairs(vec![
            ("words".into(), form.value("words").into()),
            ("day_on".into(), form.value("day_on").into()),
        ]);
        let handed = read(&mut form, Vec::new(), &about, None, TODAY).unwrap();
        assert_eq!(handed.day_on, Some(date!(2026 - 07 - 01)));
    }
}
