//! What a liaison sheet says, composed from the collected rows the way the program composes it from stored ones.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use time::{Date, macros::format_description};
use uuid::Uuid;

use super::{Build, DemoProblem, Enrolled, Made, Participant, raw};
use crate::{
    assessments::instruments,
    documents::parts::PersonName,
    liaison::{
        Kind, LiaisonSnapshot, LiaisonText,
        composing::{
            Assessed, Audience, CourseAttendance, Marked, Member, Records, SessionDay, Subject, compose,
            results,
        },
    },
    participants::Identity,
    programmes::InformationItem,
    sealing::{Place, Unit},
    vocab::{
        dates::wareki,
        ids::{CentreId, ContractId, CourseId, EnrolmentId, ParticipantId, SessionId},
    },
};

impl Build<'_> {
    /// The paper that is sent for somebody, as the records stand.
    pub(super) fn paper(&self, enrolled: &Enrolled, conduct: &str) -> Made<LiaisonSnapshot> {
        let subject = self.subject(enrolled);
        let items: Vec<InformationItem> =
            subject.items.iter().filter_map(|code| InformationItem::from_code(code)).collect();
        let attendance = self.attended(subject.course);
        let names = self.names_for(&attendance, enrolled.participant.centre)?;
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
            results: results(&self.assessed(enrolled.id)),
        };
        Ok(compose(Kind::Sheet, records, words(conduct), self.day(-6)))
    }

    fn subject(&self, enrolled: &Enrolled) -> Subject {
        let find = |table: &str, id: &Value| {
            self.rows.of(table).iter().find(|row| row["id"] == *id).cloned().unwrap_or_default()
        };
        let row = find("enrolment", &Value::String(enrolled.id.to_string()));
        let contract = find("contract", &row["contract_id"]);
        let course = find("course", &row["course_id"]);
        let person = find("participant", &row["participant_id"]);
        let Participant { id, centre, .. } = enrolled.participant;
        Subject {
            enrolment: EnrolmentId(enrolled.id),
            state: text(&row, "state"),
            participant: ParticipantId(id),
            contract: ContractId(enrolled.contract),
            contract_title: text(&contract, "title"),
            programme: text(&contract, "programme"),
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

    fn attended(&self, course: Option<CourseId>) -> CourseAttendance {
        let here = course.map(|course| course.0.to_string()).unwrap_or_default();
        let of = |table: &'static str| self.rows.of(table).iter().filter(|row| row["course_id"] == *here);
        let session = |row: &Value| {
            Some(SessionDay {
                id: SessionId(read(&row["id"])?),
                number: read(&row["number"])?,
                held_on: day(&row["held_on"])?,
                state: text(row, "state"),
            })
        };
        let marked = |row: &Value| {
            Some(Marked {
                participant: ParticipantId(read(&row["participant_id"])?),
                session: SessionId(read(&row["session_id"])?),
                status: read(&row["status"])?,
            })
        };
        let mut members: Vec<Member> = of("enrolment")
            .filter(|row| row["state"] != "waiting")
            .filter_map(|row| self.member(row))
            .collect();
        members.sort_by_key(|member| member.name_tag);
        CourseAttendance::new(
            of("session").filter_map(session).collect(),
            members,
            of("attendance").filter_map(marked).collect(),
        )
    }

    fn member(&self, row: &Value) -> Option<Member> {
        let person =
            self.rows.of("participant").iter().find(|person| person["id"] == row["participant_id"])?;
        Some(Member {
            enrolment: EnrolmentId(read(&row["id"])?),
            participant: ParticipantId(read(&row["participant_id"])?),
            centre: CentreId(read(&person["centre_id"])?),
            district: self.named("district", "id", read(&person["district_id"])?),
            sex: text(person, "sex"),
            name_tag: read(&row["name_tag"]),
            enrolled_on: day(&row["enrolled_on"]),
            ended_on: day(&row["ended_on"]),
        })
    }

    fn names_for(
        &self,
        attendance: &CourseAttendance,
        centre: Uuid,
    ) -> Made<BTreeMap<ParticipantId, PersonName>> {
        let own = attendance.members().iter().filter(|member| member.centre.0 == centre);
        own.map(|member| {
            let identity = self.identity(member.participant.0)?;
            Ok((member.participant, PersonName::new(identity.name(), identity.kana())))
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
        let own = self
            .rows
            .of("assessment")
            .iter()
            .filter(|row| row["enrolment_id"] == enrolment.to_string() && row["timing"] != "monthly");
        own.filter_map(|row| {
            Some(Assessed {
                instrument: instruments::find(row["instrument"].as_str()?)?,
                is_post: row["timing"] == "post",
                done_on: day(&row["done_on"])?,
                answers: read(&row["answers"])?,
            })
        })
        .collect()
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
