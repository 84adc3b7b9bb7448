//! A town with one of everything, so that every route and every table has something to show or to hide.

use std::collections::BTreeMap;

use kayoi::{
    applications::{Applicant, Sheet, TakenAt},
    assessments::{
        Answers,
        questionnaire::{Mode, Replies},
        self_health::SelfHealthAnswer,
    },
    consents::{Given, Giver},
    demo::{
        build::{
            Account, Aftermath, Briefing, Broken, Build, Centre, Contacted, Contract, Contractor, Course,
            Custodian, Damaged, Enrolled, Handed, Inquired, Job, Letter, Login, Looked, Mark, Mishap,
            NewApplication, NewContract, NewCourse, NewParticipant, Participant, Plan, Planned, Reached,
            Referred, Requested, Seen, Selected, SheetState, Step, Submission, Taken, Taught, Voice, Ward,
        },
        people,
    },
    guidance::{
        readings::Readings,
        words::{ContactWords, TargetWords},
    },
    hearings::Request,
    kit::permission::Role,
    obligations::{Arisen, Occasion},
    permits::kinds::Kind,
    programmes::{
        absences::{FollowUp, Notice, Task},
        definition::TellWhom,
        meguro, presets, shinjuku,
    },
    sealing::{Sealable, Unit},
    vocab::ids::DistrictId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;
use uuid::Uuid;

/// Stands in every name of the other town; no page of the home town may ever show it.
pub const CANARY: &str = "隣町カナリア";

/// A search as the register keeps it.
#[derive(Serialize, Deserialize)]
struct Asked {
    typed: String,
}

impl Sealable for Asked {
    const TABLE: &'static str = "search";
}

/// An uploaded list as the register keeps it.
#[derive(Serialize, Deserialize)]
struct Waiting {
    lines: Vec<()>,
    ignored: Vec<String>,
}

impl Sealable for Waiting {
    const TABLE: &'static str = "import_batch";
}

/// Uploaded check-up data as the guidance keeps it.
#[derive(Serialize, Deserialize)]
struct CheckUps {
    lines: Vec<()>,
    ignored: Vec<String>,
}

impl Sealable for CheckUps {
    const TABLE: &'static str = "guidance_batch";
}

pub struct Town {
    pub ward: Ward,
    pub centre: Centre,
    pub contractor: Contractor,
    /// A course contract with an accepted 従事者名簿.
    pub contract: Contract,
    /// An individual service.
    pub service_contract: Contract,
    /// A guidance with one person half-way through it.
    pub guided_contract: Contract,
    pub guided: Enrolled,
    pub custodians: Vec<Custodian>,
    /// Eight weekly sessions, the third of them today; three people.
    pub course: Course,
    pub enrolled: Vec<Enrolled>,
    pub in_service: Enrolled,
    pub people: Vec<Participant>,
    /// A contractor's person who is in no accepted 従事者名簿.
    pub undesignated: Account,
    /// The operator's job window that is open, from an hour ago for four hours.
    pub window: Uuid,
    accounts: BTreeMap<Role, Account>,
}

impl Town {
    /// `mark` stands in front of every name but the contractor's: a corporation's facts are public and known to all wards.
    pub fn found(build: &mut Build, mark: &str) -> Self {
        let tag = format!("{:08x}", build.dice.throw() & 0xffff_ffff);
        let code = format!("{:06}", build.dice.throw() % 100_000_000);
        let ward = build
            .ward(&format!("t{code}{tag}"), &format!("{mark}試み町{tag}"), &format!("{mark}福祉課"))
            .unwrap();
        let centre = build.centre(
            &ward,
            &format!("{mark}中央包括"),
            &format!("{mark}福祉会"),
            &[&format!("{mark}一丁目"), &format!("{mark}二丁目")],
        );
        let number = 1_000_000_000_000 + build.dice.throw() % 8_999_999_999_999;
        let contractor = build.contractor(&number.to_string(), &format!("法人{tag}"), "東都一番地");
        let accounts: BTreeMap<Role, Account> = Role::ALL
            .into_iter()
            .map(|role| (role, account(build, (&ward, &centre, &contractor), role, mark, &tag)))
            .collect();
        let login = format!("late.{tag}");
        let undesignated = build.contractor_account(
            &contractor,
            Role::ContractorManager,
            Login { login_name: &login, name: &format!("{mark}名簿外"), hash: None },
        );
        let paper = build
            .clause_set(
                &ward,
                &format!("{mark}特記事項"),
                &format!(
                    "１ {mark}秘密を守ること。\n２ {mark}名簿を提出すること。\n３ {mark}作業場所の届を出さなければならない。\n\
                     ４ {mark}個人情報の事故が起きたときは、区に報告すること。\n"
                ),
            )
            .unwrap();
        let starts_on = build.day(-40);
        let mut contract = |number, programme| {
            let title = format!("{mark}委託");
            let new = NewContract {
                number,
                title: &title,
                programme,
                starts_on,
                ends_on: starts_on + Duration::days(200),
                state: "active",
                clause_set: Some(&paper),
            };
            build.contract(&ward, &contractor, &new).unwrap()
        };
        let (course_contract, service_contract) = (contract("一号", meguro()), contract("二号", shinjuku()));
        let guided_contract = contract("三号", presets::guidance());
        build.draft(&ward, shinjuku());
        let voice = Arisen {
            occasion: Occasion::Complaint,
            on: build.day(-3),
            key: "1".into(),
            subject: format!("{mark}音量"),
            due_on: None,
        };
        build.occasion(&course_contract, voice, accounts[&Role::WardOfficer].id);
        let officer = &accounts[&Role::WardOfficer];
        let staff = [
            (&accounts[&Role::ContractorManager], "管理者", "保健師"),
            (&accounts[&Role::ContractorRecorder], "運動指導", "指導員"),
        ];
        let custodians = build.roster_accepted(&course_contract, officer, &staff);
        let for_service = build.roster_accepted(&service_contract, officer, &staff);
        let for_guidance = build.roster_accepted(&guided_contract, officer, &staff);
        build.roster_pending(
            &course_contract,
            2,
            Some((officer, &format!("{mark}資格の写し"))),
            &[(&undesignated, "看護", "看護師")],
        );
        let people: Vec<Participant> = (0..4).map(|_| somebody(build, &ward, &centre, mark)).collect();
        let first_on = build.day(-14);
        let new = NewCourse {
            name: &format!("{mark}からだ教室"),
            venue: &format!("{mark}会館"),
            starts_at: time::macros::time!(14:00),
            capacity: 10,
            first_on,
            sessions: 8,
            state: "running",
        };
        let course = build.course(&course_contract, &new).unwrap();
        let enrolled: Vec<Enrolled> = people
            .iter()
            .take(3)
            .enumerate()
            .map(|(i, person)| build.enrol(&course, person, Some(i + 1)))
            .collect();
        let in_service = build.enrol_in_service(&service_contract, &people[3], first_on).unwrap();
        let job = Job {
            operator: &accounts[&Role::Operator],
            admin: &accounts[&Role::WardAdmin],
            from: build.now - Duration::hours(1),
            hours: 4,
            purpose: &format!("{mark}点検"),
            touches: &format!("{mark}サーバー"),
            reached: Step::Approved,
        };
        let window = build.job_window(&ward, &course_contract, &job).unwrap();
        let guided = guide(build, &guided_contract, &people[0], (officer, &for_guidance[1]), mark);
        let town = Self {
            ward,
            centre,
            contractor,
            contract: course_contract,
            service_contract,
            guided_contract,
            guided,
            custodians,
            course,
            enrolled,
            in_service,
            people,
            undesignated,
            window,
            accounts,
        };
        town.record(build, mark);
        town.surround(build, mark);
        town.hand_over(build, mark);
        town.lay(build, mark);
        town.write_papers(build, mark, &for_service);
        town
    }

    pub fn account(&self, role: Role) -> &Account {
        &self.accounts[&role]
    }

    /// What was recorded: two held sessions, assessments, a follow-up, steps of the individual service.
    fn record(&self, build: &mut Build, mark: &str) {
        let memo = format!("{mark}右ひざに痛み");
        let by = &self.custodians[1];
        for session in &self.course.sessions[..2] {
            for enrolled in &self.enrolled {
                let mark = Mark {
                    status: Some("present"),
                    pre: Some((128, 74, 70)),
                    post: Some((132, 76, 74)),
                    memo: Some(&memo),
                    flags: &["centre"],
                };
                build.attendance(&self.course, session, enrolled, by, &mark).unwrap();
            }
            build.close(&self.course, session, &self.custodians, 3, 0);
        }
        let task = FollowUp {
            session: 1,
            task: Task::Notify { because: Notice::FirstSession },
            tell: vec![TellWhom::Ward, TellWhom::Centre],
            by: Some(self.course.sessions[0].on),
            explanation: memo.clone(),
        };
        build
            .follow_up(&self.course, &self.course.sessions[0], &self.enrolled[0], task, Some((by, &memo)))
            .unwrap();
        let loss = Mishap {
            kind: "loss",
            what: &memo,
            done: &memo,
            by,
            opened: Some((self.account(Role::WardOfficer), false)),
        };
        let incident =
            build.incident(&self.course, &self.course.sessions[0], &self.enrolled[0], &loss).unwrap();
        let officer = self.account(Role::WardOfficer);
        let looked = Looked {
            on: self.course.sessions[0].on,
            place: &memo,
            summary: &memo,
            wrong: &memo,
            done: &memo,
            also: &memo,
            officer,
            by,
        };
        build.inspection(&self.contract, &looked).unwrap();
        let requested =
            Requested { on: self.course.sessions[0].on, asked: &memo, words: Some(&memo), officer, by };
        build.request(&self.contract, &requested).unwrap();
        build.access_review(&self.contract, (looked.on, &memo), officer).unwrap();
        let broken = Broken {
            on: self.course.sessions[0].on,
            what: &memo,
            guidance: &memo,
            statement: &memo,
            reason: &memo,
            improve: &memo,
            publication: &memo,
            officer,
            by,
        };
        build.breach(&self.contract, &broken).unwrap();
        let damaged = Damaged {
            on: build.day(-30),
            what: &memo,
            claim: &memo,
            payee: &memo,
            owed: 50_000,
            paid: 30_000,
            officer,
        };
        build.damage(&self.contract, &damaged).unwrap();
        let followed = Aftermath { incident, changed: &memo, instruction: &memo, by, officer };
        build.aftermath(&self.course, &self.course.sessions[0], &self.enrolled[0], &followed).unwrap();
        self.apply(build, mark, &memo);
        let health = Answers::SelfHealth(SelfHealthAnswer { rank: Some(2), ..SelfHealthAnswer::blank() });
        let taken = Taken { timing: "pre", on: self.course.sessions[1].on, by, comment: Some(&memo) };
        build.assessment(&self.enrolled[0], &health, &taken).unwrap();
        let asked = meguro().questionnaire().unwrap();
        let mut replies = Replies::default();
        assert!(replies.chosen.choose(&asked.questions[0], "very"));
        replies.words.0.insert("good".into(), memo.clone());
        build.questionnaire(&self.enrolled[0], asked, &replies, Mode::Written, (taken.on, by)).unwrap();
        build
            .service_record(
                &self.in_service,
                kayoi::services::records::Kind::HomeVisit,
                self.course.sessions[0].on,
                by,
                &memo,
            )
            .unwrap();
    }

    /// An application that waits for the ward, and a consent.
    fn apply(&self, build: &mut Build, mark: &str, memo: &str) {
        let (by, on) = (&self.custodians[1], build.day(-2));
        let (district, place) = self.centre.districts[0].clone();
        let mut dice = build.dice.clone();
        let mut identity = people::identity(&mut dice, build.today, &self.ward.name, &place, "female");
        build.dice = dice;
        identity.family_name = format!("{mark}申込");
        let applicant = Applicant {
            identity,
            sex: "female".into(),
            district: DistrictId(district),
            district_name: place,
            certification: "none".into(),
            certified_from: None,
            certified_to: None,
        };
        let mut sheet = Sheet::blank(applicant, TakenAt::Briefing);
        sheet.remark = memo.to_owned();
        let new = NewApplication {
            definition: meguro(),
            sheet: &sheet,
            applied_on: on,
            starts_on: None,
            state: "submitted",
            by,
            accepted: None,
        };
        let application = build.application(&self.contract, &new).unwrap();
        let request = Request {
            contract: self.ward.name.clone(),
            sheet: "体調確認シート".into(),
            reasons: vec![memo.to_owned()],
            answers: vec![("入院しましたか".into(), memo.to_owned())],
            name: format!("{mark}申込 花子"),
            person: Vec::new(),
            applied_on: on,
        };
        build.hearing(&self.contract, (application, self.centre.id), ("condition", &request), by).unwrap();
        let given = Given {
            agreed: true,
            explained_on: on,
            explained_by: memo.to_owned(),
            answered_on: on,
            by: Giver::Family,
            family: memo.to_owned(),
        };
        build.consent(&self.enrolled[0], ("service", true), &given, by, None).unwrap();
    }

    /// What surrounds the class: plans, hall, an add-on, a briefing, a training.
    fn surround(&self, build: &mut Build, mark: &str) {
        let (course, manager) = (&self.course, &self.custodians[0]);
        let (content, aim) = (format!("{mark}いす体操"), format!("{mark}体を知る"));
        let plan = Plan { content: &content, aim: &aim, add_ons: &[] };
        for session in &course.sessions[..3] {
            build.plan(course, session, &plan, &self.custodians);
        }
        build.venue_check(course, "aed", true, manager);
        let reason = format!("{mark}管理者が不在");
        build.end_check(course, &course.sessions[0], "restored", None, manager);
        build.end_check(course, &course.sessions[0], "reported", Some(&reason), manager);
        build.add_on(course, &course.sessions[1], "oral", manager, &self.enrolled);
        let (venue, notes) = (format!("{mark}会館"), format!("{mark}資料が足りない"));
        let briefing =
            Briefing { on: build.day(-30), venue: &venue, done: &["trial"], came: Some(12), notes: &notes };
        build.briefing(course, &briefing, manager);
        let officer = self.account(Role::WardOfficer).clone();
        let on = build.day(-20);
        let training = build.training(&self.ward, "meeting", &format!("{mark}連絡会"), on, &officer);
        build.trained(training, &self.contract, manager, on);
        build.pledge(&self.contract, &self.custodians[1], None);
        let (title, told) = (format!("{mark}守り方の教育"), format!("{mark}読み合わせた"));
        let taught = Taught { kind: "protection", title: &title, on, report: Some(&told), received: None };
        build.lesson(&self.contract, &taught, &self.custodians).unwrap();
        build.permit(&self.contract, (Kind::TakeOut, true), manager, None).unwrap();
        super::laying::tablet(build, self, &format!("{mark}端末")).unwrap();
        let to = build.day(30);
        build.certificate(&self.contract, &format!("{mark}認証"), to, (manager.account, None));
        build.survey(&self.contract, ("survey_sheet", &told), manager.account, Reached::Submitted).unwrap();
    }

    /// What crossed between organisations, and what somebody left lying about.
    fn write_papers(&self, build: &mut Build, mark: &str, for_service: &[Custodian]) {
        let (text, answer) = (format!("{mark}様子"), format!("{mark}回答"));
        let centre = self.account(Role::CentreStaff).clone();
        let letter = Letter { by: &self.custodians[0], centre: &centre, text: &text, answer: &answer };
        build.sheet(&self.enrolled[0], SheetState::Returned, &letter).unwrap();
        build.sheet(&self.enrolled[1], SheetState::Sent, &letter).unwrap();
        build.sheet(&self.in_service, SheetState::Draft, &Letter { by: &for_service[0], ..letter }).unwrap();
        let officer = self.account(Role::WardOfficer).clone();
        build.calendar_feed(self.ward.id, &officer);
        let submission = Submission {
            state: "submitted",
            due_on: build.day(10),
            by: &self.custodians[0],
            officer: &officer,
            narrative: &text,
        };
        build.course_report(&self.course, &submission).unwrap();
        build.monthly_report(&self.service_contract, build.day(-16), &submission).unwrap();
        build
            .referral(
                &self.contract,
                &self.people[0],
                &Referred { from: Some(&self.centre), by: &centre, state: "proposed", why: &text },
            )
            .unwrap();
        let paper = Handed {
            code: "flyer",
            occurrence: None,
            subject: "",
            said: &[],
            words: &text,
            file: Some((&format!("{mark}チラシ.txt"), &text)),
            by: self.custodians[0].account,
            on: build.day(-3),
            decided: None,
            replaces: None,
        };
        build.filing(&self.contract, meguro(), &paper).unwrap();
        let voice = Voice {
            of: Some(&self.people[0]),
            from: &text,
            means: "phone",
            content: &text,
            response: Some((&text, &text)),
            on: build.day(-2),
            reported_on: None,
            closed_on: None,
            by: &self.custodians[0],
        };
        build.complaint(&self.contract, &voice).unwrap();
        let planned = Planned {
            goals: &text,
            actions: &text,
            cautions: &text,
            made_on: build.day(-10),
            explained: Some((&text, &text)),
            agreed_on: None,
            by: &self.custodians[1],
        };
        build.individual_plan(&self.course, &self.enrolled[0], &planned).unwrap();
        build
            .record_handover(&self.course, &self.enrolled[0], &self.custodians[1], build.day(-1), &text)
            .unwrap();
        let paid = (build.day(-2), &self.custodians[0], text.as_str());
        build.user_fee_receipt(&self.contract, &self.people[0], (1, 1_200), paid).unwrap();
        for person in &self.people {
            let seen = Seen::object(person.id).under(&self.contract).of(person);
            build.remember(&officer, &self.ward, "2026-06-17T09:30:00+09:00", "participant.view", &seen);
        }
        let (search, batch, code) = (build.id(), build.id(), build.id());
        let unit = Unit::Ward(self.ward.id);
        let asked = build.seal(unit, self.ward.id, search, 1, &Asked { typed: text.clone() }).unwrap();
        let waiting = Waiting { lines: Vec::new(), ignored: vec![text.clone()] };
        let waiting = build.seal(unit, self.ward.id, batch, 1, &waiting).unwrap();
        build.rows.add("search", json!({ "ward_id": self.ward.id, "id": search, "account_id": officer.id, "sealed": asked, "made_at": "2026-06-17T09:00:00+09:00" }));
        build.rows.add("import_batch", json!({ "ward_id": self.ward.id, "id": batch, "account_id": officer.id, "file_name": format!("{mark}名簿.csv"), "sealed": waiting, "made_at": "2026-06-17T09:00:00+09:00", "state": "previewed" }));
        let checkups = build.id();
        let waiting = CheckUps { lines: Vec::new(), ignored: vec![text.clone()] };
        let waiting = build.seal(unit, self.ward.id, checkups, 1, &waiting).unwrap();
        build.rows.add("guidance_batch", json!({ "ward_id": self.ward.id, "id": checkups, "contract_id": self.guided_contract.id, "account_id": officer.id, "file_name": format!("{mark}健診.csv"), "sealed": waiting, "made_at": "2026-06-17T09:00:00+09:00", "state": "previewed" }));
        build.rows.add("one_time_code", json!({ "id": code, "account_id": centre.id, "ward_id": self.ward.id, "contractor_id": null, "purpose": "reset", "code_hash": "\\x00", "issued_at": "2026-06-17T09:00:00+09:00", "expires_at": "2026-06-20T09:00:00+09:00", "used_at": null }));
    }
}

fn account(
    build: &mut Build,
    (ward, centre, contractor): (&Ward, &Centre, &Contractor),
    role: Role,
    mark: &str,
    tag: &str,
) -> Account {
    let login_name = format!("{role:?}.{tag}").to_lowercase();
    let name = format!("{mark}{}", role.label());
    let login = Login { login_name: &login_name, name: &name, hash: None };
    if role.is_centre() {
        build.centre_account(ward, centre, role, login)
    } else if role.acts_under_contract() {
        build.contractor_account(contractor, role, login)
    } else {
        build.ward_account(ward, role, login)
    }
}

/// Somebody who was selected, called, won, contacted once, measured twice; and a complaint.
fn guide(
    build: &mut Build,
    contract: &Contract,
    person: &Participant,
    (officer, by): (&Account, &Custodian),
    mark: &str,
) -> Enrolled {
    let text = format!("{mark}塩分をひかえる");
    let values = |hba1c: i64, egfr: i64| -> Readings {
        let number = |code: &str, number| (code.to_owned(), kayoi::vocab::decimal::Decimal(number));
        [number("hba1c", hba1c), number("egfr", egfr)].into()
    };
    let words = TargetWords {
        email: "hana@example.jp".into(),
        diagnosis: text.clone(),
        treatment: text.clone(),
        working: vec![text.clone()],
        reason: String::new(),
    };
    let selected = Selected {
        on: contract.starts_on,
        by: officer,
        finding: "met",
        by_hand: false,
        words: &words,
        checkup_on: contract.starts_on - Duration::days(20),
        readings: &values(720, 4_850),
    };
    let guided = build.target(contract, person, &selected).unwrap();
    let started_on = contract.starts_on + Duration::days(3);
    build.guidance_call(&guided, (started_on, 10), ("joined", &text), by).unwrap();
    build.guidance_start(&guided, started_on);
    let words = ContactWords { content: text.clone(), goals: text.clone(), next: text.clone() };
    let first = Contacted {
        planned: "first",
        on: started_on + Duration::days(2),
        means: "face_to_face",
        minutes: 60,
        words: &words,
        by,
    };
    build.guidance_contact(&guided, &first).unwrap();
    build.guidance_instruction(&guided, started_on, (&text, &text), by).unwrap();
    build.guidance_result(
        &guided,
        (started_on + Duration::days(10), "clinic"),
        &values(690, 4_700),
        by.account,
    );
    let complaint = Inquired {
        kind: "complaint",
        on: started_on,
        summary: &text,
        escalated: true,
        response: Some((&text, started_on)),
        by,
    };
    build.guidance_inquiry(contract, Some(person), &complaint).unwrap();
    guided
}

/// A person whose every text carries the mark.
fn somebody(build: &mut Build, ward: &Ward, centre: &Centre, mark: &str) -> Participant {
    let mut dice = build.dice.clone();
    let mut identity = people::identity(&mut dice, build.today, &ward.name, &centre.districts[0].1, "female");
    build.dice = dice;
    for field in [
        &mut identity.family_name,
        &mut identity.history,
        &mut identity.household,
        &mut identity.centre_person,
    ] {
        *field = format!("{mark}{field}");
    }
    let new = NewParticipant { sex: "female", certification: "support_1", identity };
    build.participant(ward, centre, centre.districts[0].0, new).unwrap()
}
