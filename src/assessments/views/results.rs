//! One person's results: before and after side by side, the outcome with its rule, figures, the checklist's working.

use askama::Template;
use time::Date;

use crate::{
    assessments::{
        Answers, Change, Comparison, Finding, Instrument, Policies, Value,
        chart::{Figure, SlopeChart},
        checklist::{self, Answer, ChecklistAnswers},
        compare,
        comparison::Side,
        db::{Place, Stored},
        instruments::{self, Kind},
        measures::Sex,
        month::Month,
        questionnaire::views::Answered,
        recording::entry_href,
        score, score_for,
        sheets::{self, Mode, Occasion, Timing},
    },
    kit::parts::{Chip, Link, Row, Tone},
    person_papers::gives_results,
    programmes::Definition,
    vocab::dates::wareki,
};

/// Who reads the results, and when.
pub struct Reader {
    /// Of the person, where the reader may know it: cut-offs that hold for one sex need it.
    pub sex: Option<Sex>,
    pub may_record: bool,
    pub today: Date,
}

#[derive(Template)]
#[template(path = "assessments/person.html")]
pub struct PersonView {
    pub name: String,
    pub trail: Vec<Link>,
    pub places: Vec<Results>,
}

/// The results of one course or individual service.
pub struct Results {
    title: String,
    contract: String,
    sheets: Vec<SheetLinks>,
    rows: Vec<ResultRow>,
    rules: Vec<String>,
    figures: Vec<Figure>,
    checklist: Option<Checklist>,
    comments: Vec<Row>,
    /// Whether anything was taken in the months between.
    has_months: bool,
    pub answered: Vec<Answered>,
    /// The sheet for the person's own hands; empty where the programme gives none.
    result_sheet: String,
}

struct SheetLinks {
    name: &'static str,
    links: Vec<Link>,
}

struct ResultRow {
    name: &'static str,
    pre: Taken,
    months: Vec<Taken>,
    post: Taken,
    chip: Option<Chip>,
    working: String,
}

#[derive(Default)]
struct Taken {
    summary: String,
    /// Day, and the mode when it was not the hall.
    when: String,
    explanation: Vec<String>,
}

struct Checklist {
    criteria: Vec<Criterion>,
    explanation: Vec<(&'static str, Vec<String>)>,
    items: Vec<Item>,
}

struct Criterion {
    name: String,
    pre: Option<(Chip, String)>,
    post: Option<(Chip, String)>,
}

struct Item {
    label: String,
    pre: String,
    post: String,
}

/// The results of one place, from what was stored there. `comments` are already opened; `number` makes ids unique.
pub fn results_of(
    (place, programme): (&Place, &'static Definition),
    stored: &[Stored],
    comments: Vec<Row>,
    reader: &Reader,
    number: usize,
) -> Results {
    let mut results = Results {
        title: place.course_name.clone().unwrap_or_else(|| "個別支援".to_owned()),
        contract: place.contract_title.clone(),
        sheets: if reader.may_record { links(place, programme, reader.today) } else { Vec::new() },
        rows: Vec::new(),
        rules: Vec::new(),
        figures: Vec::new(),
        checklist: None,
        comments,
        has_months: false,
        answered: Vec::new(),
        result_sheet: if place.course.is_some() && !stored.is_empty() && gives_results(programme) {
            format!("/enrolments/{}/result-sheet", place.enrolment)
        } else {
            String::new()
        },
    };
    let policies = Policies::from(&programme.measurement);
    for instrument in instruments::all() {
        let series = Series::of(&instrument, stored);
        if series.is_empty() {
            continue;
        }
        let comparison = series.comparison(&policies);
        results.figures.extend(series.figure(&instrument, &comparison, number));
        results.rules.push(comparison.rule.to_string());
        results.has_months |= !series.months.is_empty();
        if matches!(instrument.kind, Kind::Checklist { .. }) {
            results.checklist = Some(checklist_of(answers_of(series.pre), answers_of(series.post)));
        }
        results.rows.push(row(&instrument, &series, comparison, reader.sex));
    }
    results
}

/// What is stored of one instrument: the beginning, the months in order, the end.
struct Series<'a> {
    pre: Option<&'a Stored>,
    months: Vec<&'a Stored>,
    post: Option<&'a Stored>,
}

impl<'a> Series<'a> {
    /// `stored` is in the order of the days.
    fn of(instrument: &Instrument, stored: &'a [Stored]) -> Self {
        let of = |timing: Timing| {
            stored.iter().filter(move |row| {
                row.instrument == instrument.code && row.timing == timing.code() && !row.answers.0.is_blank()
            })
        };
        Self {
            pre: of(Timing::Pre).next(),
            months: of(Timing::Monthly).collect(),
            post: of(Timing::Post).next(),
        }
    }

    fn is_empty(&self) -> bool {
        self.pre.is_none() && self.months.is_empty() && self.post.is_none()
    }

    /// Before and after alone: months never decide whether somebody improved.
    fn comparison(&self, policies: &Policies) -> Comparison {
        compare(self.pre.map(|row| &row.answers.0), self.post.map(|row| &row.answers.0), policies)
    }

    /// The values in order with the names of their occasions; what could not be measured is left out.
    fn values(&self) -> Vec<(String, Value)> {
        let all = self.pre.into_iter().chain(self.months.iter().copied()).chain(self.post);
        all.filter_map(|row| match score(&row.answers.0).side {
            Side::Measured(measured) => Some((row.occasion()?.word(), measured.value)),
            Side::NotPerformed(_) | Side::Open | Side::Absent => None,
        })
        .collect()
    }

    /// Two values and more make a figure. Ranks of a scale are words, not amounts, so they have none; neither have
    /// values that may not be compared.
    fn figure(&self, instrument: &Instrument, comparison: &Comparison, number: usize) -> Option<Figure> {
        let values = self.values();
        let comparable = self.post.is_none() || comparison.values.is_some();
        if values.len() < 2 || !comparable || matches!(instrument.kind, Kind::SelfHealth { .. }) {
            return None;
        }
        let id = format!("slope-{number}-{}", instrument.code.replace('_', "-"));
        Some(SlopeChart::over(&id, instrument.yardstick(), &values).figure())
    }
}

fn row(instrument: &Instrument, series: &Series<'_>, comparison: Comparison, sex: Option<Sex>) -> ResultRow {
    let is_pair = series.pre.is_some() && series.post.is_some();
    ResultRow {
        name: instrument.name,
        pre: series.pre.map(|row| taken(row, sex)).unwrap_or_default(),
        months: series.months.iter().map(|row| taken(row, sex)).collect(),
        post: series.post.map(|row| taken(row, sex)).unwrap_or_default(),
        chip: is_pair.then(|| change_chip(comparison.change)),
        working: if is_pair { comparison.working } else { String::new() },
    }
}

/// The sheets a recorder may open: each at the beginning and at the end, the monthly one in each month so far.
fn links(place: &Place, programme: &'static Definition, today: Date) -> Vec<SheetLinks> {
    let to = |code: &str, occasion: Occasion| {
        Link::new(occasion.word(), entry_href(place.enrolment, code, occasion))
    };
    let ends = |sheet: sheets::Sheet| SheetLinks {
        name: sheet.name,
        links: Timing::ENDS.map(|timing| to(sheet.code, Occasion { timing, month: None })).to_vec(),
    };
    let months =
        Month::through(place.enrolled_on.unwrap_or(today), place.ended_on.unwrap_or(today).min(today));
    let monthly = |sheet: sheets::Sheet| SheetLinks {
        name: sheet.name,
        links: months
            .iter()
            .map(|month| to(sheet.code, Occasion { timing: Timing::Monthly, month: Some(*month) }))
            .collect(),
    };
    let offered = sheets::offered(programme).into_iter().map(ends);
    offered.chain(sheets::monthly(programme).map(monthly)).filter(|one| !one.links.is_empty()).collect()
}

fn taken(row: &Stored, sex: Option<Sex>) -> Taken {
    let scored = score_for(&row.answers.0, sex);
    let mode = Mode::from_code(&row.mode)
        .filter(|mode| *mode != Mode::Hall)
        .map_or_else(String::new, |mode| format!("・{}", mode.word()));
    let is_checklist = matches!(row.answers.0, Answers::Checklist(_));
    Taken {
        summary: scored.summary,
        when: format!("{}{mode}", wareki(row.done_on)),
        // The checklist has a table of its own.
        explanation: if is_checklist { Vec::new() } else { scored.explanation },
    }
}

fn change_chip(change: Change) -> Chip {
    let tone = match change {
        Change::Improved => Tone::Success,
        Change::Kept => Tone::Info,
        Change::Worsened => Tone::Warning,
        Change::Excluded => Tone::Neutral,
    };
    Chip::new(tone, change.word())
}

fn answers_of(row: Option<&Stored>) -> Option<&ChecklistAnswers> {
    match row.map(|row| &row.answers.0) {
        Some(Answers::Checklist(answers)) => Some(answers),
        Some(Answers::SarcF(_) | Answers::SelfHealth(_) | Answers::Measured(_)) | None => None,
    }
}

fn checklist_of(pre: Option<&ChecklistAnswers>, post: Option<&ChecklistAnswers>) -> Checklist {
    let (before, after) = (pre.map(checklist::score), post.map(checklist::score));
    let found = |result: &Option<checklist::ChecklistResult>, id: &str| {
        let criterion = result.as_ref()?.criteria.iter().find(|criterion| criterion.id == id)?;
        Some((finding_chip(criterion.finding), criterion.working.clone()))
    };
    let criterion = |criterion: &checklist::Criterion| Criterion {
        name: format!("{}{}", criterion.mark, criterion.name),
        pre: found(&before, criterion.id),
        post: found(&after, criterion.id),
    };
    let item = |item: &checklist::Item| Item {
        label: format!("{} {}", item.no, item.question),
        pre: pre.map(|answers| answer_words(answers, item.no)).unwrap_or_default(),
        post: post.map(|answers| answer_words(answers, item.no)).unwrap_or_default(),
    };
    let sentences = |timing: Timing, result: Option<checklist::ChecklistResult>| {
        Some((timing.word(), result?.explanation))
    };
    Checklist {
        criteria: checklist::CRITERIA.iter().map(criterion).collect(),
        items: checklist::ITEMS.iter().map(item).collect(),
        explanation: [sentences(Timing::Pre, before), sentences(Timing::Post, after)]
            .into_iter()
            .flatten()
            .collect(),
    }
}

fn finding_chip(finding: Finding) -> Chip {
    let tone = match finding {
        Finding::Applies => Tone::Warning,
        Finding::DoesNotApply => Tone::Success,
        Finding::Undecided => Tone::Neutral,
    };
    Chip::new(tone, finding.word())
}

/// 「いいえ（該当）」; the body size for No.12.
fn answer_words(answers: &ChecklistAnswers, no: u8) -> String {
    let said = if no == checklist::BMI_ITEM {
        answers.body().map_or_else(|| "未回答".to_owned(), |body| format!("BMI {}", body.bmi_shown()))
    } else {
        match answers.answer(no) {
            Answer::Yes => "はい",
            Answer::No => "いいえ",
            Answer::Missing => "未回答",
        }
        .to_owned()
    };
    if answers.scores(no) == Some(true) { format!("{said}（該当）") } else { said }
}
