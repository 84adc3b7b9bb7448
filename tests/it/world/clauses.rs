//! 特記事項 of the town's course contract: clauses bound to rules, and the duties that follow.

use kayoi::kit::permission::Role;
use uuid::Uuid;

use super::World;

impl World {
    /// Binds a clause of its own to these rules, under the town's course contract.
    pub async fn bind(&self, rules: &str) {
        let (ward, set) = (self.home.ward.id, Uuid::new_v4());
        let mut db = self.admin().await;
        let officer = self.home.account(Role::WardOfficer).id;
        for (sql, values) in [
        ("insert into clause_set (ward_id, id, name, made_at) values ($1, $2, '特記事項', now())", None),
        (
            "insert into clause (ward_id, id, clause_set_id, number, label, heading, heading_inherited, body, items)
             select ward_id, gen_random_uuid(), $2, 1, '第27条', heading, heading_inherited, body, items from clause where ward_id = $1 limit 1",
            None,
        ),
        (
            "insert into clause_binding (ward_id, clause_set_id, clause_number, version, rules, as_proposed, confirmed_at)
             values ($1, $2, 1, 1, $3::jsonb, false, now())",
            Some(rules),
        ),
    ] {
        let query = sqlx::query(sql).bind(ward).bind(set);
        let query = match values {
            Some(rules) => query.bind(rules),
            None => query,
        };
        query.execute(&mut db).await.unwrap();
    }
        sqlx::query("insert into contract_text (ward_id, id, contract_id, clause_set_id, applied_at, applied_by) values ($1, $2, $3, $2, now(), $4)")
        .bind(ward)
        .bind(set)
        .bind(self.home.contract.id)
        .bind(officer)
        .execute(&mut db)
        .await
        .unwrap();
    }

    /// `owed_by state handed_in` of the obligations of a rule.
    pub async fn duties(&self, rule: &str) -> Vec<String> {
        self.duties_about(rule, "").await
    }

    /// Those that came up with this row.
    pub async fn duties_about(&self, rule: &str, row: &str) -> Vec<String> {
        sqlx::query_scalar(
            "select owed_by || ' ' || state || case when handed_in_on is null then '' else ' handed_in' end
         from obligation where contract_id = $1 and rule = $2 and ($3 = '' or occurrence like '%:' || $3) order by 1",
        )
        .bind(self.home.contract.id)
        .bind(rule)
        .bind(row)
        .fetch_all(&mut self.admin().await)
        .await
        .unwrap()
    }
}
