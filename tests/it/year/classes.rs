//! Courses, their 体験・説明会 and their sessions, as far as due days follow from them.

use sqlx::Row as _;
use uuid::Uuid;

use super::contract::{Year, day, done};

impl Year {
    /// A weekly course from that day on; its address. `count` is empty for a class that goes on as long as the contract.
    pub async fn opens_course(&self, name: &str, first_on: &str, count: &str) -> String {
        let id = self.id.to_string();
        let fields = [
            ("contract", id.as_str()),
            ("name", name),
            ("venue", "中央会館"),
            ("first_on", first_on),
            ("starts_at", "14:00"),
            ("minutes", "120"),
            ("count", count),
            ("capacity", "10"),
            ("minimum", "0"),
        ];
        done(&self.officer().await.post("/courses", &fields).await)
    }

    pub async fn announces_briefing(&self, course: &str, on: &str) {
        let fields = [
            ("scope", "contract"),
            ("held_on", on),
            ("starts_at", "13:30"),
            ("minutes", "120"),
            ("venue", "中央会館"),
        ];
        done(&self.officer().await.post(&format!("{course}/briefings"), &fields).await);
    }

    /// Marks every session until today as held.
    pub async fn holds_its_sessions(&self) {
        sqlx::query("update session set state = 'closed', closed_at = $2 where contract_id = $1 and held_on <= $3 and state = 'planned'")
            .bind(self.id)
            .bind(self.w.app.clock.now())
            .bind(self.today())
            .execute(&mut self.w.admin().await)
            .await
            .unwrap();
    }

    pub async fn moves_last_session(&self, course: &str, to: &str) {
        let course: Uuid = course.rsplit('/').next().unwrap().parse().unwrap();
        let row =
            sqlx::query("select id, version from session where course_id = $1 order by held_on desc limit 1")
                .bind(course)
                .fetch_one(&mut self.w.admin().await)
                .await
                .unwrap();
        let (id, version): (Uuid, i32) = (row.get("id"), row.get("version"));
        let fields =
            [("to", &*day(to).to_string()), ("reason", "会場の都合"), ("version", &*version.to_string())];
        done(&self.officer().await.post(&format!("/sessions/{id}/move"), &fields).await);
    }
}
