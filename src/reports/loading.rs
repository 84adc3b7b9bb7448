//! Assembling a report's content: from the records while it is in the making, from the snapshot once it is accepted.

use time::{Date, Duration};

use super::{
    asked::Asked,
    content::{Content, CourseFacts, Facts, Figures, Named, People, PersonNameText, Rows},
    db::{self, Report},
    narrative::Narrative,
};
use crate::{
    assessments::Policies,
    figures::{self, Check, CourseFigures, MonthFigures, checks},
    guidance::{self, GuidanceFigures},
    kit::{
        ctx::Ctx,
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    obligations, organisations,
    participants::{Register, people},
    programmes::{self, InformationItem, definition::Cadence, report_periods::ReportPeriod},
    sealing::Unit,
    vocab::{dates::jst_date, ids::ReportId},
};

/// A report with everything in it.
pub struct Loaded {
    pub report: Report,
    pub asked: Asked,
    pub content: Content,
    /// What to look at first; empty once accepted.
    pub checks: Vec<Check>,
}

/// The row alone, for pages without figures.
pub async fn report<P: Permission, M>(cx: &mut Ctx<P, M>, id: ReportId) -> Result<(Report, Asked)> {
    let report = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    cx.because_of(report.contract);
    let asked = Asked::by_code(programmes::of(cx.db(), report.programme).await?, &report.code)?;
    Ok((report, asked))
}

/// The words as stored; empty before anything was written.
pub fn narrative<P: Permission, M>(cx: &Ctx<P, M>, report: &Report) -> Result<Narrative> {
    match &report.sealed {
        Some(blob) => cx.open_paper(Unit::Unit(report.key_unit), report.id.0, report.sealed_version, blob),
        None => Ok(Narrative::default()),
    }
}

/// Whom a page names. One that only counts people opens nobody's record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    Everybody,
    Nobody,
    /// Those it turns out to show; the page says whom ([`Ctx::saw`]).
    Some,
}

/// The content as this reader may see it.
pub async fn whole<P: Permission, M>(cx: &mut Ctx<P, M>, id: ReportId) -> Result<Loaded> {
    load(cx, id, Naming::Everybody).await
}

/// The same without any name.
pub async fn nameless<P: Permission, M>(cx: &mut Ctx<P, M>, id: ReportId) -> Result<Loaded> {
    load(cx, id, Naming::Nobody).await
}

/// The same with the names an accepted report keeps, none of them seen yet.
pub async fn figures<P: Permission, M>(cx: &mut Ctx<P, M>, id: ReportId) -> Result<Loaded> {
    load(cx, id, Naming::Some).await
}

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ReportId, naming: Naming) -> Result<Loaded> {
    let (report, asked) = report(cx, id).await?;
    let frozen = report.snapshot.as_ref().filter(|_| report.state.is_frozen());
    let (content, checks) = match frozen {
        Some(blob) => {
            let mut content: Content =
                cx.open_paper(Unit::Unit(report.key_unit), report.id.0, report.version, blob)?;
            match naming {
                Naming::Everybody => cx.saw(content.people.0.keys().copied()),
                Naming::Nobody => content.people = People::default(),
                Naming::Some => {}
            }
            (content, Vec::new())
        }
        None => assembled(cx, &report, asked, naming).await?,
    };
    let content = if cx.actor().role.is_contractor() { content.projected(&report.items) } else { content };
    Ok(Loaded { report, asked, content, checks })
}

async fn assembled<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    report: &Report,
    asked: Asked,
    naming: Naming,
) -> Result<(Content, Vec<Check>)> {
    let (rows, registers) = rows(cx, report, asked, naming).await?;
    let figures = counted(&rows, report, asked)?;
    let checks = checked(&rows, &figures, asked);
    let people = named(cx, &report.items, report.period, registers)?;
    let (facts, narrative) = (facts(cx, report, asked), narrative(cx, report)?);
    Ok((Content { facts, people, figures, rows: Some(rows), narrative }, checks))
}

/// What was recorded until today of what a report counts, as this reader may see it.
pub async fn rows_today<P: Permission, M>(cx: &mut Ctx<P, M>, report: &Report, asked: Asked) -> Result<Rows> {
    let (rows, _) = rows(cx, report, asked, Naming::Some).await?;
    let hides_sex = cx.actor().role.is_contractor() && !report.items.contains(&InformationItem::Sex);
    Ok(if hides_sex { rows.without_sex() } else { rows })
}

/// What the report counts, and the sealed register rows of those it names.
async fn rows<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    report: &Report,
    asked: Asked,
    naming: Naming,
) -> Result<(Rows, Vec<Register>)> {
    let period = report.period(asked);
    if let Some(course) = report.course {
        let policies = Policies::from(&asked.programme.measurement);
        let (rows, registers) = match naming {
            Naming::Everybody => figures::course_with_people(cx.db(), course, policies).await?,
            Naming::Nobody | Naming::Some => (figures::course(cx.db(), course, policies).await?, Vec::new()),
        };
        let rows = match period.cadence {
            Cadence::PerCourse => rows,
            Cadence::Monthly | Cadence::Quarterly | Cadence::PerFiscalYear | Cadence::PerContract => {
                rows.within(period.first_on, period.last_on)
            }
        };
        return Ok((Rows::Course(Box::new(rows)), registers));
    }
    let (rows, people): (Rows, Vec<uuid::Uuid>) = match &asked.programme.guidance {
        Some(plan) => {
            let until = cx.today().min(period.last_on);
            let rows = guidance::rows_of(cx.db(), report.contract, plan, until).await?;
            let people = rows.people().map(|target| target.participant.0).collect();
            (Rows::Guidance(Box::new(rows)), people)
        }
        None => {
            let rows = figures::month(cx.db(), report.contract, period.first_on, period.last_on).await?;
            let people = rows.users.iter().map(|user| user.participant.0).collect();
            (Rows::Month(Box::new(rows)), people)
        }
    };
    let registers = match naming {
        Naming::Everybody => people::find_many(cx.db(), &people).await?,
        Naming::Nobody | Naming::Some => Vec::new(),
    };
    Ok((rows, registers))
}

fn counted(rows: &Rows, report: &Report, asked: Asked) -> Result<Figures> {
    Ok(match rows {
        Rows::Course(rows) => {
            Figures::Course(Box::new(CourseFigures::of(rows, &asked.programme.questionnaires)))
        }
        Rows::Month(rows) => Figures::Month(Box::new(MonthFigures::of(report.period, rows))),
        Rows::Guidance(rows) => Figures::Guidance(Box::new(GuidanceFigures::count(asked.guidance()?, rows))),
    })
}

fn checked(rows: &Rows, figures: &Figures, asked: Asked) -> Vec<Check> {
    let programme = asked.programme;
    match (rows, figures) {
        (Rows::Course(rows), Figures::Course(figures)) => {
            checks::course(rows, figures, &checks::Owed::by(programme))
        }
        (_, Figures::Month(figures)) => {
            checks::month(figures, programme.service().map_or(7, |plan| plan.most_days_per_week))
        }
        (_, Figures::Guidance(figures)) => checks::guidance(figures),
        (Rows::Month(_) | Rows::Guidance(_), Figures::Course(_)) => Vec::new(),
    }
}

/// Opens register rows for a reader, with the people's age on a day.
pub fn named<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    items: &[InformationItem],
    on: Date,
    registers: Vec<Register>,
) -> Result<People> {
    let items = cx.actor().role.is_contractor().then_some(items);
    let mut people = People::default();
    for register in registers {
        let person = people::open(cx, register, items)?;
        let age = person.age_on(on).and_then(|age| u8::try_from(age).ok());
        let name = (!person.identity.family_name.is_empty())
            .then(|| PersonNameText { written: person.identity.name(), kana: person.identity.kana() });
        people.0.insert(person.id, Named { name, age });
    }
    Ok(people)
}

fn facts<P: Permission, M>(cx: &Ctx<P, M>, report: &Report, asked: Asked) -> Facts {
    let hours = |course: &db::Course| {
        let ends = course.starts_at + Duration::minutes(i64::from(course.minutes));
        let clock = |time: time::Time| format!("{}:{:02}", time.hour(), time.minute());
        format!("{}〜{}", clock(course.starts_at), clock(ends))
    };
    Facts {
        ward: cx.actor().ward_name.clone(),
        contract_number: report.contract_number.clone(),
        contract_title: report.contract_title.clone(),
        contractor: report.contractor.clone(),
        programme: asked.programme.name.clone(),
        report_title: asked.title().to_owned(),
        prepared_on: report.submitted_at.map_or_else(|| cx.today(), jst_date),
        course: report.about.as_ref().map(|course| CourseFacts {
            name: course.name.clone(),
            venue: course.venue.clone(),
            hours: hours(course),
            capacity: u16::try_from(course.capacity).unwrap_or_default(),
        }),
        rhythm: asked
            .programme
            .service()
            .map(|plan| format!("週{}〜{}回", plan.least_days_per_week, plan.most_days_per_week))
            .unwrap_or_default(),
    }
}

impl Report {
    /// The obligation it answers.
    pub fn obligation(&self, asked: Asked) -> obligations::Named<'static> {
        obligations::Named::of_report(
            self.contract,
            &self.code,
            self.course.map(|course| course.0),
            self.period(asked),
        )
    }

    pub fn period(&self, asked: Asked) -> ReportPeriod {
        match (asked.cadence(), &self.about) {
            (Cadence::PerCourse, Some(course)) => {
                ReportPeriod::of_course(self.period, course.progress.last_on)
            }
            (cadence, _) => cadence.period_from(self.period, self.term).unwrap_or(ReportPeriod {
                cadence,
                first_on: self.period,
                last_on: self.term.ends_on,
            }),
        }
    }

    /// What it covers has come to its end, or it is due.
    pub async fn is_ripe(&self, db: &mut Reads, asked: Asked, today: Date) -> Result<bool> {
        if let (Cadence::PerCourse, Some(course)) = (asked.cadence(), &self.about) {
            return Ok(course.progress.is_finished());
        }
        let closed = organisations::closed_days(db).await?;
        Ok(self.period(asked).is_ripe(asked.report, self.term, (&closed, today)))
    }

    /// 「かわせみ体操教室」「令和8年10月分」「かわせみ体操教室　令和8年7月〜9月分」
    pub fn subject(&self, asked: Asked) -> String {
        let course = self.about.as_ref().map_or("", |course| course.name.as_str());
        subject(course, self.period(asked))
    }
}

/// A report's subject from the course's name, empty where there is none, and the period.
pub fn subject(course: &str, period: ReportPeriod) -> String {
    let parts = [course.to_owned(), period.label()];
    let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "契約期間の全体".to_owned() } else { said.join("　") }
}

/// 「令和8年10月分」
pub fn month_label(month: Date) -> String {
    format!("{}分", crate::vocab::dates::year_and_month(month))
}
