//! Kayoi（かよい）: care-prevention services that a municipality entrusts to outside organisations.
//!
//! The table of contents; each folder is named after what its users say, in the word beside it.

// ── 組織と契約 ──────────────────────────────────────────────────────────────
pub mod access_reviews; // 操作記録の点検
pub mod accounts; // ログイン・アカウント
pub mod breaches; // 違反と対応
pub mod calendar_feeds; // 予定表の購読
pub mod certificates; // 認証
pub mod contracts; // 契約・特記事項・従事者名簿
pub mod council; // 審議会等への付議
pub mod data_flows; // 個人情報の流れ
pub mod filings; // 提出物
pub mod home; // ホーム
pub mod inspections; // 検査・視察・調査
pub mod job_windows; // 保守作業
pub mod lessons; // 教育・訓練
pub mod measures; // 対策の一覧
pub mod obligations; // 義務
pub mod organisations; // 担当課・包括・受託者
pub mod permits; // 許可
pub mod pledges; // 誓約書
pub mod programmes; // 事業の定義
pub mod requests; // 区の求め
pub mod surveys; // 調査票・計画・点検

// ── 教室の準備 ──────────────────────────────────────────────────────────────
pub mod briefings; // 体験・説明会
pub mod courses; // 教室・日程・中止・振替
pub mod name_tags; // 名札
pub mod staffing; // 計画・人員
pub mod trainings; // 研修
pub mod venues; // 会場

// ── 参加者 ──────────────────────────────────────────────────────────────────
pub mod applications; // 参加申込み
pub mod complaints; // 苦情・意見
pub mod consents; // 同意
pub mod enrolments; // 紹介・登録・待機
pub mod hearings; // 聞き取り
pub mod incidents; // 事故・急変
pub mod participants; // 参加者
pub mod person_papers; // 参加者ごとの書類

// ── 教室・個別支援・保健指導 ────────────────────────────────────────────────
pub mod add_ons; // 加算プログラム
pub mod assessments; // 評価
pub mod guidance; // 保健指導
pub mod services; // 個別支援
pub mod sessions; // 今日の教室
pub mod tablets; // 端末

// ── お金 ────────────────────────────────────────────────────────────────────
pub mod fees; // 委託料
pub mod user_fees; // 利用者負担

// ── 連絡・報告・書類 ────────────────────────────────────────────────────────
pub mod behind; // 集計値の内訳
pub mod documents; // PDF・表
pub mod figures; // 集計
pub mod liaison; // 連絡シート
pub mod reports; // 報告

// ── 受渡しと返還・消去 ──────────────────────────────────────────────────────
pub mod erasure; // 返還・消去・鍵の破棄
pub mod handovers; // 受渡し管理簿

// ── 土台 ────────────────────────────────────────────────────────────────────
pub mod app;
pub mod audit; // 監査
pub mod config;
pub mod database;
pub mod health;
pub mod kit; // context, permissions, routes, forms, pages
pub mod postgres;
pub mod routes;
pub mod sealing; // 個人情報の暗号
pub mod verdict; // 三値の判定
pub mod vocab; // 語彙

// ── 運用 ────────────────────────────────────────────────────────────────────
pub mod command; // what an operator types
pub mod demo; // 見本の区
