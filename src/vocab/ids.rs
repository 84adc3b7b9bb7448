//! 識別子: one type per kind of thing, so that a course's id cannot be passed where a ward's is meant.
//!
//! The registry below is alphabetical. Ids are UUIDs of version 7 made by the request's context; they are never
//! read by people, who see 契約番号 and the like. No `Deref` and no `From<Uuid>`: write `.0` where a plain UUID
//! is meant, so that it shows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $id:ident,)+) => {
        /// The names of all kinds of id, alphabetical, for the tests that compare them with the schema.
        pub const REGISTRY: &[&str] = &[$(stringify!($id)),+];

        $(
            $(#[doc = $doc])+
            #[derive(
                Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, sqlx::Type,
            )]
            #[sqlx(transparent)]
            #[serde(transparent)]
            pub struct $id(pub Uuid);

            impl fmt::Display for $id {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.hyphenated().fmt(f)
                }
            }

            impl FromStr for $id {
                type Err = uuid::Error;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    text.parse().map(Self)
                }
            }
        )+
    };
}

ids! {
    /// 利用者アカウント: a person who may log in.
    AccountId,
    /// 行った加算プログラム: one add-on in one session.
    AddOnId,
    /// 参加申込み.
    ApplicationId,
    /// 評価: one participant's measurements before or after a course.
    AssessmentId,
    /// 出欠: one participant in one session.
    AttendanceId,
    /// 違反・損害の記録.
    BreachId,
    /// 体験・説明会.
    BriefingId,
    /// 地域包括支援センター.
    CentreId,
    /// 受託者の認証の1件.
    CertificateId,
    /// 要介護認定等の履歴の1件.
    CertificationId,
    /// 特記事項の1条.
    ClauseId,
    /// 特記事項の1組.
    ClauseSetId,
    /// 区の閉庁日の登録1件.
    ClosedDayId,
    /// 苦情・意見の受付の1件.
    ComplaintId,
    /// 同意の1件.
    ConsentId,
    /// 違反への対応（指導・公表・解除・賠償）の決定.
    ConsequenceDecisionId,
    /// 違反への対応（指導・公表・解除・賠償）の1件.
    ConsequenceId,
    /// 弁明.
    ConsequenceStatementId,
    /// 契約.
    ContractId,
    /// 契約が持つ文書（特記事項・仕様書）の1つ.
    ContractTextId,
    /// 受託者.
    ContractorId,
    /// 審議会等への付議書の1版.
    CouncilPaperId,
    /// 教室（コース）.
    CourseId,
    /// 賠償金の支払の1回.
    DamagesPaymentId,
    /// 個人情報の流れの1行.
    DataFlowId,
    /// 区の所管課.
    DepartmentId,
    /// 従事者名簿に受け付けたアカウントの1件.
    DesignationId,
    /// 地区.
    DistrictId,
    /// 参加（登録）: one participant in one course.
    EnrolmentId,
    /// 返還・消去の報告.
    ErasureId,
    /// 消去の証拠写真.
    ErasurePhotoId,
    /// データ消去計画書.
    ErasurePlanId,
    /// 提出物の1件.
    FilingId,
    /// 欠席などの後の確認.
    FollowUpId,
    /// 保健指導の対象者の取込みの1回.
    GuidanceBatchId,
    /// 保健指導についての問い合わせ・意見・苦情.
    GuidanceInquiryId,
    /// 保健指導の1日分の検査値.
    GuidanceResultId,
    /// 受渡し管理簿の1件.
    HandoverId,
    /// 聞き取りの依頼の1件.
    HearingId,
    /// 受け渡した物: one thing that came, with all that became of it.
    HeldItemId,
    /// 一括取込の1回.
    ImportBatchId,
    /// 事故・急変の報告.
    IncidentId,
    /// 事故の続報・最終報告の1通.
    IncidentReportId,
    /// 個別事業計画の1版.
    IndividualPlanId,
    /// 是正の回答の1回.
    InspectionAnswerId,
    /// 検査・視察・調査.
    InspectionId,
    /// 検査の項目の1件.
    InspectionPointId,
    /// 保守作業の作業時間.
    JobWindowId,
    /// 鍵の破棄の提案.
    KeyDestructionId,
    /// 教育・訓練.
    LessonId,
    /// 教育・訓練の1人の結果.
    LessonResultId,
    /// 連絡シート.
    LiaisonSheetId,
    /// ブラウザーでのログイン.
    LoginId,
    /// 対策の一覧の1版.
    MeasureListId,
    /// 義務: something a contract's clause asks for.
    ObligationId,
    /// 出来事: something that came up under a contract.
    OccasionId,
    /// 操作: one thing a browser asked for, recognised if it asks again.
    OperationId,
    /// 端末から届き、人が決めるのを待つ記録.
    ParkedOperationId,
    /// 参加者.
    ParticipantId,
    /// 許可の申請.
    PermitId,
    /// 誓約書.
    PledgeId,
    /// 事業.
    ProgrammeId,
    /// 事業の定義の1版.
    ProgrammeVersionId,
    /// 提供記録の交付の1回.
    RecordHandoverId,
    /// 紹介.
    ReferralId,
    /// 実施報告.
    ReportId,
    /// 従事者名簿.
    RosterId,
    /// 保存した検索条件.
    SearchId,
    /// サービス提供の記録.
    ServiceRecordId,
    /// 教室の回.
    SessionId,
    /// 調査票・計画・点検の1版.
    SurveyId,
    /// 端末.
    TabletId,
    /// 端末への準備.
    TabletPackId,
    /// 端末の消去記録.
    TabletWipeId,
    /// 区の研修会・説明会・連絡会.
    TrainingId,
    /// 利用者負担の領収書の1通.
    UserFeeReceiptId,
    /// 区.
    WardId,
    /// 区の求めへの回答の1回.
    WardRequestAnswerId,
    /// 区の求め.
    WardRequestId,
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, extract::Path, http::Request, routing::get};
    use tower::ServiceExt;

    use super::*;

    const TEXT: &str = "0193486f-35f6-7a00-8000-0123456789ab";

    #[test]
    fn the_registry_is_alphabetical_without_repeats() {
        assert!(REGISTRY.windows(2).all(|pair| pair[0] < pair[1]), "{REGISTRY:?}");
        assert_eq!(REGISTRY.len(), 79);
    }

    #[test]
    fn an_id_is_written_and_read_with_hyphens() {
        let id: ReportId = TEXT.parse().unwrap();
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{TEXT}\""));
        assert_eq!(serde_json::from_str::<ReportId>(&format!("\"{TEXT}\"")).unwrap(), id);
        assert!("0193486f".parse::<ReportId>().is_err());
    }

    async fn status_of(path: &str) -> u16 {
        let show = |Path((course, session)): Path<(CourseId, SessionId)>| async move {
            assert_eq!(course.0, session.0);
        };
        let router: Router = Router::new().route("/courses/{course}/sessions/{session}", get(show));
        let request = Request::get(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn ids_are_path_parameters() {
        assert_eq!(status_of(&format!("/courses/{TEXT}/sessions/{TEXT}")).await, 200);
        assert_eq!(status_of(&format!("/courses/{TEXT}/sessions/12")).await, 400);
    }

    #[test]
    fn the_database_sees_a_plain_uuid() {
        use sqlx::{Postgres, Type, TypeInfo};
        assert_eq!(<WardId as Type<Postgres>>::type_info().name(), "UUID");
        assert_eq!(<Vec<WardId> as Type<Postgres>>::type_info().name(), "UUID[]");
    }
}
