//! One day of each programme as the contractor's people record it, over HTTP: a class with a tablet, a day of an individual
//! service, a contact of a guidance. The other days of the year are only marked as held: their recording belongs to the tests of
//! the class itself.

use kayoi::kit::permission::Role;
use serde_json::json;
use sqlx::Row as _;
use uuid::Uuid;

use super::contract::{Year, done};

const CHECK_UP: &str = "氏名カナ,氏名,生年月日,性別,住所,電話,メール,傷病名,治療状況,健診日,HbA1c（％）,空腹時血糖,eGFR,尿蛋白,喫煙,備考";

impl Year {
    /// Somebody of the town who gets a place: `course.…` or `service.…`. Their participant and enrolment.
    pub async fn takes_in(&self, place: &str) -> (Uuid, String) {
        let (participant, today) = (self.w.home.people[0].id, self.today().to_string());
        let form = [
            ("place", place),
            ("applied_on", today.as_str()),
            ("insured_here", "yes"),
            ("resident", "yes"),
            ("improvement_expected", "yes"),
            ("decision", "書類を窓口で確かめた"),
        ];
        let to = format!("/participants/{participant}/enrolments");
        (participant, done(&self.officer().await.post(&to, &form).await))
    }

    /// A session on its day: who came, the readings before and after, and the end of it.
    pub async fn gives_session(&self, course: &str, on: &str, came: Uuid) {
        self.wait_until(on);
        let course: Uuid = course.rsplit('/').next().unwrap().parse().unwrap();
        let row = sqlx::query(
            "select s.id, d.id as designation from session s
             join designation d on d.ward_id = s.ward_id and d.contract_id = s.contract_id and d.account_id = $3
             join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state = 'accepted'
             where s.course_id = $1 and s.held_on = $2",
        )
        .bind(course)
        .bind(self.today())
        .bind(self.w.home.account(Role::ContractorRecorder).id)
        .fetch_one(&mut self.w.admin().await)
        .await
        .unwrap();
        let (session, staff): (Uuid, Uuid) = (row.get("id"), row.get("designation"));
        let (path, tablet) = (format!("/sessions/{session}"), self.as_one(Role::ContractorRecorder).await);
        assert_eq!(tablet.get(&format!("{path}/record")).await.status, 200);
        let at = self.w.app.clock.now().format(&time::format_description::well_known::Rfc3339).unwrap();
        for (field, value) in [("attendance", "present"), ("pre", "128/76/70"), ("post", "124/72/66")] {
            let operation = json!({ "key": Uuid::new_v4(), "participant": came, "field": field, "value": value, "base": 0, "at": at });
            let got =
                tablet.post_json(&format!("{path}/operations"), &json!({ "operations": [operation] })).await;
            assert!(got.status == 200 && got.body.contains("\"applied\""), "{field}: {}", got.body);
        }
        let staff = staff.to_string();
        let form = [("staff", staff.as_str()), ("content", "いす体操"), ("end_reason", "管理者が帰っていた")];
        done(&tablet.post(&format!("{path}/close"), &form).await);
        let closed = self.officer().await.get(&path).await.body;
        assert!(closed.contains("確定") && closed.contains("いす体操"), "{closed}");
    }

    /// The list of people to guide; `None` when the gate of real data is shut.
    pub async fn takes_in_check_ups(&self) -> Option<String> {
        let district = &self.w.home.centre.districts[0].1;
        let day = self.today().to_string();
        let line = format!(
            "ネンカン　サダコ,年間　貞子,S30.4.1,女,{district}1-2,03-0000-1111,,2型糖尿病,内服,{day},7.2,,48.5,2+,なし,x"
        );
        let to = format!("{}/guidance/import", self.contract);
        let officer = self.officer().await;
        let got = officer.upload(&to, ("list", "健診.csv", &format!("{CHECK_UP}\r\n{line}"))).await;
        if got.status == 422 {
            assert!(got.body.contains("ダミーデータで検証すること"), "{}", got.body);
            return None;
        }
        done(&officer.post(&done(&got), &[]).await);
        let id: Uuid = sqlx::query_scalar("select id from guidance_target where contract_id = $1")
            .bind(self.id)
            .fetch_one(&mut self.w.admin().await)
            .await
            .unwrap();
        Some(format!("/guidance/{id}"))
    }

    /// 試しの取込み: invented people, and another person of the ward accepts what came of it.
    pub async fn rehearses(&self) {
        let (officer, run) = (self.officer().await, "/participants/import/rehearsal");
        let acceptance = format!("{run}/acceptance");
        done(&officer.post(run, &[]).await);
        let own = officer.post(&acceptance, &[]).await;
        assert!(own.status == 422 && own.body.contains("自分で行った試しの取込み"), "{}", own.body);
        done(&self.w.role(Role::WardAdmin).await.post(&acceptance, &[]).await);
    }

    /// A call that wins somebody, and their first contact.
    pub async fn guides(&self, person: &str) {
        let (recorder, today) = (self.as_one(Role::ContractorRecorder).await, self.today().to_string());
        let call = [
            ("called_on", today.as_str()),
            ("called_at", "9:30"),
            ("outcome", "joined"),
            ("starts_on", today.as_str()),
            ("note", "午後なら電話に出られる"),
        ];
        done(&recorder.post(&format!("{person}/calls"), &call).await);
        let contact = [
            ("done_on", today.as_str()),
            ("means", "face_to_face"),
            ("minutes", "55"),
            ("content", "食事の話をした"),
            ("version", "0"),
        ];
        done(&recorder.post(&format!("{person}/contacts/first"), &contact).await);
    }
}
