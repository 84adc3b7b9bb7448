//! What a liaison sheet says, composed from the collected rows the way the program composes it from stored ones.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use time::{Date, macros::format_description};
use uuid::Uuid;

use super::{Build, DemoProblem, Enrolled, Made, Participant, raw};
use crate::{
    assessments::{
        Policies, instruments,
        questionnaire::{Replies, Words},
        sheets::Timing,
    },
    documents::parts::{PersonName, QuestionAnswer},
    figures::rows::{CourseRows, EnrolmentRow, MarkRow, SessionRow},
    liaison::{
        Kind, LiaisonSnapshot, LiaisonText,
        composing::{Assessed, Audience, CourseAttendance, Records, Results, Subject, compose, results},
    },
    participants::Identity,
    programmes::{self, InformationItem, Questionnaire, definition::Measurement},
    sealing::{Place, Unit},
    vocab::{
        dates::wareki,
        ids::{CentreId, ContractId, CourseId, EnrolmentId, ParticipantId, ProgrammeVersionId, SessionId},
    },
};

impl Build<'_> {
    /// The paper that is sent for somebody, as the records stand.
    pub(super) fn paper(&self, enrolled: &Enrolled, conduct: &str) -> Made<LiaisonSnapshot> {
        let subject = self.subject(enrolled);
        let items: Vec<InformationItem> =
            subject.items.iter().filter_map(|code| InformationItem::from_code(code)).collect();
        let rows = self.attended(subject.course);
        let names = self.names_for(&rows, enrolled.participant.centre)?;
        let attendance = CourseAttendance::new(&rows);
        let districts: Vec<String> = self
            .rows
            .of("district")
            .iter()
            .filter(|row| row["centre_id"] == subject.centre.0.to_string())
            .map(|row| text(row, "name"))
            .collect();
        let audience = Audience {
            districts: &districts,
            names: &names,
            shows_sex: items.contains(&InformationItem::Sex),
        };
        let (line, table) = match subject.course {
            Some(_) => (attendance.line(subject.participant), Some(attendance.table(&audience))),
            None => (self.service_line(enrolled.id), None),
        };
        let records = Records {
            ward: &self.named("ward", "ward_id", enrolled.participant.ward),
            subject: &subject,
            items: &items,
            identity: self.identity(enrolled.participant.id)?,
            sex: enrolled.participant.sex,
            certification: enrolled.participant.certification,
            term: attendance.term().unwrap_or_else(|| {
                subject.enrolled_on.map_or_else(String::new, |day| format!("{}から", wareki(day)))
            }),
            attendance: line,
            table,
            results: Results {
                questionnaire: self.answered(enrolled)?,
                ..results(&self.assessed(enrolled.id), &self.policies(subject.programme))
            },
        };
        Ok(compose(Kind::Sheet, records, words(conduct), self.day(-6)))
    }

    fn subject(&self, enrolled: &Enrolled) -> Subject {
        let find = |table: &str, id: &Value| {
            self.rows.of(table).iter().find(|row| row["id"] == *id).cloned().unwrap_or_default()
        };
        let row = find("enrolment", &Value::String(enrolled.id.to_string()));
        let contract = find("contract", &row["contract_id"]);
        let version = find("programme_version", &contract["programme_version_id"]);
        let course = find("course", &row["course_id"]);
        let person = find("participant", &row["participant_id"]);
        let Participant { id, centre, .. } = enrolled.participant;
        Subject {
            enrolment: EnrolmentId(enrolled.id),
            state: text(&row, "state"),
            participant: ParticipantId(id),
            contract: ContractId(enrolled.contract),
            contract_title: text(&contract, "title"),
            programme: ProgrammeVersionId(read(&contract["programme_version_id"]).unwrap_or_default()),
            programme_name: text(&version["definition"], "name"),
            items: read(&contract["items"]).unwrap_or_default(),
            contractor: text(&find("contractor", &contract["contractor_id"]), "name"),
            course: read(&row["course_id"]).map(CourseId),
            course_name: read(&course["name"]),
            venue: read(&course["venue"]),
            enrolled_on: day(&row["enrolled_on"]),
            ended_on: day(&row["ended_on"]),
            centre: CentreId(centre),
            centre_name: self.named("centre", "id", centre),
            district: text(&find("district", &person["district_id"]), "name"),
        }
    }

    fn named(&self, table: &str, key: &str, id: Uuid) -> String {
        self.rows
            .of(table)
            .iter()
            .find(|row| row[key] == id.to_string())
            .map(|row| text(row, "name"))
            .unwrap_or_default()
    }

    fn attended(&self, course: Option<CourseId>) -> CourseRows {
        let here = course.map(|course| course.0.to_string()).unwrap_or_default();
        let of = |table: &'static str| self.rows.of(table).iter().filter(|row| row["course_id"] == *here);
        let session = |row: &Value| {
            Some(SessionRow {
                id: SessionId(read(&row["id"])?),
                number: read(&row["number"])?,
                held_on: day(&row["held_on"])?,
                state: read(&row["state"])?,
                content: String::new(),
                cancel_reason: String::new(),
                makes_up: None,
            })
        };
        let mut enrolments: Vec<EnrolmentRow> = of("enrolment")
            .filter(|row| row["state"] != "waiting")
            .filter_map(|row| self.enrolment_row(row, &of("attendance").collect::<Vec<_>>()))
            .collect();
        enrolments.sort_by_key(|enrolment| enrolment.name_tag);
        CourseRows {
            sessions: of("session").filter_map(session).collect(),
            enrolments,
            ..CourseRows::default()
        }
    }

    fn enrolment_row(&self, row: &Value, marked: &[&Value]) -> Option<EnrolmentRow> {
        let person =
            self.rows.of("participant").iter().find(|person| person["id"] == row["participant_id"])?;
        let mark = |row: &&Value| {
            let session = SessionId(read(&row["session_id"])?);
            Some(MarkRow { session, status: read(&row["status"]), before: false, after: false, conflicts: 0 })
        };
        Some(EnrolmentRow {
            id: EnrolmentId(read(&row["id"])?),
            participant: ParticipantId(read(&row["participant_id"])?),
            stage: read(&row["state"])?,
            name_tag: read(&row["name_tag"]),
            enrolled_on: day(&row["enrolled_on"]),
            ended_on: day(&row["ended_on"]),
            stay_to: day(&row["stay_to"]),
            withdrawal_reason: None,
            sex: read(&person["sex"])?,
            support: false,
            district: self.named("district", "id", read(&person["district_id"])?),
            marks: marked
                .iter()
                .filter(|one| one["participant_id"] == row["participant_id"])
                .filter_map(mark)
                .collect(),
            assessments: Vec::new(),
            questionnaires: Vec::new(),
        })
    }

    /// The names of a course's people that their own centre may be told.
    fn names_for(&self, rows: &CourseRows, centre: Uuid) -> Made<BTreeMap<ParticipantId, PersonName>> {
        let is_own = |participant: ParticipantId| {
            let found = self.rows.of("participant").iter().find(|row| row["id"] == participant.to_string());
            found.is_some_and(|row| row["centre_id"] == centre.to_string())
        };
        let own = rows.enrolments.iter().filter(|one| is_own(one.participant));
        own.map(|one| {
            let identity = self.identity(one.participant.0)?;
            Ok((one.participant, PersonName::new(identity.name(), identity.kana())))
        })
        .collect()
    }

    fn identity(&self, participant: Uuid) -> Made<Identity> {
        let row = self
            .rows
            .of("participant")
            .iter()
            .find(|row| row["id"] == participant.to_string())
            .cloned()
            .unwrap_or_default();
        let ward: Uuid = read(&row["ward_id"]).unwrap_or_default();
        let version = read(&row["version"]).unwrap_or(1);
        let sealed = raw(row["sealed"].as_str().unwrap_or_default()).unwrap_or_default();
        self.keys
            .unseal(Unit::Ward(ward), Place { ward, row: participant, version }, &sealed)
            .map_err(DemoProblem::from)
    }

    fn assessed(&self, enrolment: Uuid) -> Vec<Assessed> {
        let own =
            self.rows.of("assessment").iter().filter(|row| row["enrolment_id"] == enrolment.to_string());
        own.filter_map(|row| {
            Some(Assessed {
                instrument: instruments::find(row["instrument"].as_str()?)?,
                timing: Timing::from_code(row["timing"].as_str()?)?,
                done_on: day(&row["done_on"])?,
                answers: read(&row["answers"])?,
            })
        })
        .collect()
    }

    /// By which rules the programme compares.
    fn policies(&self, version: ProgrammeVersionId) -> Policies {
        let version = self.rows.of("programme_version").iter().find(|row| row["id"] == version.0.to_string());
        let measurement: Option<Measurement> =
            version.and_then(|row| read(&row["definition"]["measurement"]));
        measurement.as_ref().map(Policies::from).unwrap_or_default()
    }

    fn answered(&self, enrolled: &Enrolled) -> Made<Vec<QuestionAnswer>> {
        let rows = self.rows.of("questionnaire_answer");
        let Some(row) = rows.iter().find(|row| row["enrolment_id"] == enrolled.id.to_string()) else {
            return Ok(Vec::new());
        };
        let Some(asked) = row["questionnaire"].as_str().and_then(asked_by) else {
            return Ok(Vec::new());
        };
        let words = match row["sealed"].as_str().and_then(raw) {
            Some(blob) => {
                let ward = enrolled.participant.ward;
                let place = Place { ward, row: read(&row["id"]).unwrap_or_default(), version: 1 };
                self.keys.unseal(Unit::Unit(enrolled.unit), place, &blob).map_err(DemoProblem::from)?
            }
            None => Words::default(),
        };
        let chosen = read(&row["chosen"]).unwrap_or_default();
        Ok(Replies { chosen, words }.lines(asked))
    }

    fn service_line(&self, enrolment: Uuid) -> String {
        let days = || {
            self.rows
                .of("service_record")
                .iter()
                .filter(|row| row["enrolment_id"] == enrolment.to_string() && row["step"] == "service_day")
        };
        format!(
            "記録のある{}日のうち {}日利用",
            days().count(),
            days().filter(|row| row["attended"] == true).count()
        )
    }
}

/// What a custodian of the demo writes beside the conduct.
fn words(conduct: &str) -> LiaisonText {
    LiaisonText {
        conduct: conduct.to_owned(),
        social:
            "教室で知り合った人と、週に一度の散歩を始めました。終了後は近くの自主グループを見学する予定です。"
                .to_owned(),
        impressions: "「外に出る日ができて、生活にはりが出た」とのことです。".to_owned(),
        message: "冬のあいだ外出が減ることを心配されています。来月に一度、電話で様子をうかがってください。"
            .to_owned(),
        comment:
            "開始時の測定では、立ち上がる力に比べて歩く速さがよく保たれています。家での体操を続けましょう。"
                .to_owned(),
        nearby: String::new(),
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

fn text(row: &Value, column: &str) -> String {
    row[column].as_str().unwrap_or_default().to_owned()
}

fn day(value: &Value) -> Option<Date> {
    Date::parse(value.as_str()?, format_description!("[year]-[month]-[day]")).ok()
}

/// The presets' questionnaire of that code.
fn asked_by(code: &str) -> Option<&'static Questionnaire> {
    programmes::presets::all().into_iter().filter_map(|one| one.questionnaire()).find(|one| one.code == code)
}
