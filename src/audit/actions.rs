//! What each action of the stream is called on pages. A test holds this list against the actions the program writes.

/// (action, 日本語), by area.
pub const ACTIONS: &[(&str, &str)] = &[
    ("login.in", "ログイン"),
    ("login.out", "ログアウト"),
    ("login.refused", "ログイン失敗"),
    ("login.switch", "担当の切替"),
    ("login.leave_work", "担当を離れる"),
    ("login.end_all", "すべての端末でログアウト"),
    ("password.change", "パスワードの変更"),
    ("code.use", "コードの使用"),
    ("code.refused", "コードの誤り"),
    ("account.create", "アカウントの作成"),
    ("account.update", "アカウントの変更"),
    ("account.code", "コードの発行"),
    ("denied", "権限がなく拒否"),
];

/// The Japanese name; an action without one is shown as it is.
pub fn label(action: &str) -> &str {
    ACTIONS.iter().find(|(code, _)| *code == action).map_or(action, |(_, label)| label)
}
