//! 添付した写真 over HTTP: wherever a picture is attached, it comes back without the place it was taken at, and still opens.

use kayoi::kit::permission::Role;
use typst::{
    foundations::Bytes,
    visualize::{ExchangeFormat, RasterImage},
};
use uuid::Uuid;

use super::world::{Client, Got, World};

const JPEG: &[u8] = include_bytes!("../fixtures/photo.jpg");
const PNG: &[u8] = include_bytes!("../fixtures/photo.png");
/// What a camera writes beside a picture: which side is up (6: turned by a quarter), and where it stood.
const EXIF: &[u8] = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0\0\0\0\0\0\0GPS 35.6938N 139.7036E";
/// Pixels of the fixtures, wide and high.
const SIZE: (u32, u32) = (16, 8);

/// As a phone takes it: the Exif right after the start.
fn jpeg() -> Vec<u8> {
    let exif = [b"Exif\0\0", EXIF].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&JPEG[..2], b"\xFF\xE1", &length, &exif, &JPEG[2..]].concat()
}

/// The Exif right after the header, which is 25 bytes after the 8 that every PNG begins with.
fn png() -> Vec<u8> {
    let length = u32::try_from(EXIF.len()).unwrap().to_be_bytes();
    [&PNG[..33], &length, b"eXIf", EXIF, b"CRC!", &PNG[33..]].concat()
}

fn names_the_place(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| three == b"GPS") || bytes.windows(4).any(|four| four == b"139.")
}

/// What came back is a picture of that size, and no place.
#[track_caller]
fn opens(file: &Got, format: ExchangeFormat, (width, height): (u32, u32)) {
    assert_eq!(file.status, 200, "{}", file.body);
    assert!(!names_the_place(&file.bytes));
    let picture = RasterImage::plain(Bytes::new(file.bytes.clone()), format).unwrap();
    assert_eq!((picture.width(), picture.height()), (width, height));
}

async fn pledge_on_paper(w: &World) -> Uuid {
    sqlx::query_scalar(
        "select id from pledge where ward_id = $1 and means = 'paper' order by handed_at desc limit 1",
    )
    .bind(w.home.ward.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap()
}

/// Handed in by the contractor under that name; answers with what leads to it.
async fn attached(client: &Client, path: &str, fields: &[(&str, &str)], name: &str) -> String {
    let bytes = if name.ends_with("png") { png() } else { jpeg() };
    assert!(names_the_place(&bytes), "the camera told it");
    let sent = client.hand_in_paper(path, fields, Some((name, &bytes))).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location().to_owned()
}

#[tokio::test]
async fn a_filing_a_pledge_and_an_answer_keep_no_place() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let contract = w.home.contract.id;
    let mut again = String::new();
    for (name, format) in [("案.jpg", ExchangeFormat::Jpg), ("案.png", ExchangeFormat::Png)] {
        // A JPEG goes on lying on the side that its camera told; a PNG was never turned.
        let size = if name.ends_with("jpg") { (SIZE.1, SIZE.0) } else { SIZE };
        let fields = [("code", "flyer"), ("again", again.as_str()), ("words", "チラシの案です")];
        let filing = attached(&manager, &format!("/contracts/{contract}/filings"), &fields, name).await;
        opens(&officer.get(&format!("{filing}/file")).await, format, size);
        let returned = officer.post(&format!("{filing}/return"), &[("reason", "撮り直してください")]).await;
        assert_eq!(returned.status, 303, "so that the next one may stand in its place");
        again = filing.rsplit('/').next().unwrap().to_owned();

        let asked = [("contract", contract.to_string()), ("kind", "papers".to_owned())];
        let asked = asked.each_ref().map(|(name, value)| (*name, value.as_str()));
        let asked = [asked[0], asked[1], ("due_on", "2026/06/24"), ("words", "写真を出してください")];
        let request = officer.post("/requests", &asked).await;
        let answer = [("stance", "done"), ("words", "倉庫です")];
        attached(&manager, &format!("{}/answers", request.location()), &answer, name).await;
        let page = officer.get(request.location()).await.body;
        let file = page.split('"').find(|part| part.ends_with("/file")).unwrap();
        opens(&officer.get(file).await, format, size);
    }
    let who = w.home.account(Role::ContractorManager).id.to_string();
    let fields = [("account", who.as_str()), ("given_on", "R8.6.16")];
    attached(&manager, &format!("/contracts/{contract}/pledges"), &fields, "誓約書.jpeg").await;
    let pledge = pledge_on_paper(&w).await;
    opens(&officer.get(&format!("/pledges/{pledge}/file")).await, ExchangeFormat::Jpg, (SIZE.1, SIZE.0));
}
