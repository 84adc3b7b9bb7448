//! 個人情報の流れ over HTTP: typed rows and the ledger's plans on one sheet, as a drawing and as a table.

use super::world::World;

const ROW: [(&str, &str); 7] = [
    ("place", "2"),
    ("from", "受託者"),
    ("to", "配送会社"),
    ("what", "案内の封筒 <b>"),
    ("medium", "郵送"),
    ("protection", "追跡番号"),
    ("when", "毎月"),
];

#[tokio::test]
async fn the_drawing_and_the_table_show_the_same_rows() {
    let w = World::new().await;
    let (officer, manager, recorder) = (w.as_officer().await, w.as_manager().await, w.as_recorder().await);
    let path = format!("/contracts/{}/data-flows", w.home.contract.id);
    assert_eq!(manager.post(&path, &ROW).await.status, 403, "the ward writes");
    let short = officer.post(&path, &[("place", "1"), ("from", "受託者"), ("to", "受託者")]).await;
    assert!(short.status == 422 && short.body.contains("同じです") && short.body.contains("渡すものを入力"));
    assert_eq!(officer.post(&path, &ROW).await.status, 303);
    for reader in [&officer, &manager, &recorder] {
        let page = reader.get(&path).await.body;
        let svg = page.split("<svg").nth(1).and_then(|rest| rest.split("</svg>").next()).unwrap();
        assert!(
            svg.contains("<title id=\"flow-title\">個人情報の流れ</title>") && svg.contains("<desc"),
            "{svg}"
        );
        let table = page.split("<tbody>").nth(1).unwrap();
        for words in ["案内の封筒 &#60;b&#62;", "申込書", "参加予定者名簿", "配送会社"] {
            assert!(svg.contains(words) && table.contains(words), "{words}\n{page}");
        }
        assert!(!page.contains("<b>"), "typed text is no markup");
    }
    assert_eq!(w.as_undesignated().await.get(&path).await.status, 403);
    let paper = manager.get(&format!("{path}/pdf")).await;
    assert_eq!(paper.headers["content-type"], "application/pdf");

    let page = officer.get(&path).await.body;
    let links = page.split("href=\"").filter(|part| part.starts_with("/data-flows/"));
    let removal = links.last().and_then(|part| part.split('"').next()).unwrap();
    assert!(officer.get(removal).await.body.contains("案内の封筒"));
    assert_eq!(manager.post(removal, &[]).await.status, 403);
    assert_eq!(officer.post(removal, &[]).await.status, 303);
    assert_eq!(officer.post(removal, &[]).await.status, 404, "it is gone");
    assert!(!officer.get(&path).await.body.contains("配送会社"));
}
