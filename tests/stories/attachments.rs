//! Photos: attached off line, sent in pieces behind the orders, going on from where they were.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use onemap_domain::case::{ATTACHMENT_BYTES, CaseId, ContentHash, MediaType};
use onemap_domain::command::Command;
use onemap_protocol::attachment::PIECE;
use onemap_protocol::desk::{
    AskUnsent, AttachFile, KeepAttachment, Link, ReadAttachment, SetLine, Unsent, UnsentState,
};
use onemap_protocol::problem::Problem;
use onemap_testkit::county::{facts, order, story_case};
use onemap_testkit::line::Behaviour;

use crate::driver::{screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::{Walk, picture};

/// A photo of so many pieces, and a half.
fn photo(pieces: u64) -> Vec<u8> {
    let head = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".iter().copied();
    let body = (0..pieces * PIECE + PIECE / 2).map(|at| (at % 251) as u8 ^ (at / 65_521) as u8);
    head.chain(body).collect()
}

impl OpenDesk {
    async fn attach(&self, case: CaseId, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        let revision = self.view(case).await?.case.revision;
        let file = AttachFile {
            case,
            revision,
            name: name.to_owned(),
            base64: STANDARD.encode(bytes),
        };
        self.act(file).await.map(|_| ())
    }

    async fn reads_attachment(&self, case: CaseId, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
        let sha256 = ContentHash::of(bytes);
        let content = self.ask(ReadAttachment { case, sha256 }).await?;
        assert_eq!(content.media_type, MediaType::of(bytes).unwrap());
        Ok(STANDARD.decode(content.base64).unwrap())
    }

    async fn unsent(&self, case: Option<CaseId>) -> Vec<Unsent> {
        self.ask(AskUnsent { case }).await.unwrap()
    }

    async fn pulls_the_line(&self, up: bool) {
        self.act(SetLine { up }).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_attached_off_line_goes_on_from_where_it_was_after_a_cut_and_a_restart() {
    let town = Town::new().await;
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    desk.pulls_the_line(false).await;
    let case = desk.report("路灯不亮").await.unwrap();
    let photo = photo(12);
    desk.attach(case, "路灯.jpg", &photo).await.unwrap();

    let view = desk.view(case).await.unwrap();
    assert!(view.pending);
    let attached = &view.case.attachments[0];
    assert_eq!(attached.attachment.name, "路灯.jpg");
    assert_eq!(attached.attachment.size, photo.len() as u64);
    assert_eq!(attached.by.0, "wangmin");
    let unsent = desk.unsent(Some(case)).await;
    assert_eq!((unsent.len(), unsent[0].held), (1, 0));
    assert_eq!(unsent[0].state, UnsentState::BehindOrder);
    let read = desk.reads_attachment(case, &photo).await.unwrap();
    assert!(read == photo, "one's own can be read without the line");

    line.cut_after_sending(4 * PIECE);
    desk.pulls_the_line(true).await;
    eventually("the line is cut in the middle of it", async || {
        line.is_cut()
    })
    .await;
    eventually("the desk notices", async || {
        matches!(desk.status().await.link, Link::Offline { .. })
    })
    .await;
    assert_eq!(desk.status().await.waiting, 0, "the orders went first");
    let held = desk.unsent(None).await[0].held;
    assert!(0 < held && held < photo.len() as u64, "{held}");
    desk.desk.close().await;

    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    eventually("the central has all of it", async || {
        desk.unsent(None).await.is_empty()
    })
    .await;
    let rest = photo.len() as u64 - held;
    let sent = line.sent();
    println!("{held} bytes were held; {sent} were sent for the rest of {rest}");
    assert!(
        sent < rest + PIECE,
        "not from the beginning: {sent} for {rest}"
    );

    let other = town.desk("b").await;
    other.on_line("lijun").await;
    let read = other.reads_attachment(case, &photo).await.unwrap();
    assert!(read == photo, "another desk reads the same bytes");
    let sha256 = ContentHash::of(&photo);
    let kept = other.act(KeepAttachment { case, sha256 }).await.unwrap();
    assert_eq!(kept.name, "路灯.jpg");
    assert!(std::fs::read(kept.path).unwrap() == photo);
    other.pulls_the_line(false).await;
    let again = other.reads_attachment(case, &photo).await.unwrap();
    assert!(again == photo, "what was fetched stays readable");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_costs_one_piece_at_most_and_doubles_nothing() {
    let town = Town::new().await;
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    let case = desk.report("应答丢失").await.unwrap();
    eventually("the case is there", async || {
        desk.status().await.waiting == 0
    })
    .await;
    let photo = photo(2);
    line.behave(Behaviour::AnswersLost);
    desk.attach(case, "一.jpg", &photo).await.unwrap();
    eventually("an answer is lost", async || line.swallowed() > 0).await;
    line.behave(Behaviour::Whole);
    eventually("the central has all of it", async || {
        desk.unsent(None).await.is_empty()
    })
    .await;
    let view = desk.view(case).await.unwrap();
    assert_eq!(view.case.attachments.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_photo_or_too_large_is_refused_before_anything_is_kept() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let case = story_case(3);
    let too_large = vec![0xFF; ATTACHMENT_BYTES as usize + 1];
    let wrong: [(&[u8], &str); 4] = [
        (b"MZ\x90\0 a program", "attachment_kind"),
        (b"<svg onload='alert(1)'/>", "attachment_kind"),
        (b"", "field_missing"),
        (&too_large, "attachment_too_large"),
    ];
    for (bytes, code) in wrong {
        let problem = desk.attach(case, "照片.jpg", bytes).await.unwrap_err();
        assert_eq!(problem.code, code);
    }
    let photo = photo(0);
    desk.attach(case, "照片.jpg", &photo).await.unwrap();
    let twice = desk.attach(case, "又.jpg", &photo).await.unwrap_err();
    assert_eq!(twice.code, "attached_already");
    let attachment = desk.view(case).await.unwrap().case.attachments[0]
        .attachment
        .clone();
    let bare = desk.give(case, Command::Attach { attachment }).await;
    assert_eq!(bare.unwrap_err().code, "bad_input", "not without its bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_a_case_sees_none_of_its_attachments() {
    let town = Town::new().await;
    let (centre, office) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    office.on_line("zhujian").await;
    let case = centre.report("内部情况").await.unwrap();
    let photo = photo(1);
    centre.attach(case, "现场.jpg", &photo).await.unwrap();
    eventually("the central has all of it", async || {
        centre.unsent(None).await.is_empty()
    })
    .await;
    let hidden = office.reads_attachment(case, &photo).await.unwrap_err();
    assert_eq!(hidden.code, "not_found");

    let verify = Command::Verify {
        note: "属实".to_owned(),
    };
    let establish = Command::Establish {
        urgency: onemap_domain::case::Urgency::Normal,
    };
    for command in [verify, establish, order("zhujian")] {
        centre.give(case, command).await.unwrap();
    }
    eventually("the clerk finds it", async || {
        office.view(case).await.is_ok()
    })
    .await;
    let read = office.reads_attachment(case, &photo).await.unwrap();
    assert!(read == photo);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_chosen_in_the_window_sent_and_seen() {
    if screen() {
        within_minutes(Box::pin(chosen_in_the_window())).await;
    }
}

async fn chosen_in_the_window() {
    let mut walk = Walk::begin("liaocheng", "wangmin", facts("路灯不亮", 1)).await;
    walk.seat("wangmin").await;
    let page = &walk.page;
    page.shows("[data-testid='attachments-none']").await;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icons/128x128.png");
    // What a file dialog would do; the field itself is not in sight.
    page.find("attachment-file")
        .await
        .send_keys(file)
        .await
        .unwrap();
    page.shows("[data-testid='attachment']").await;
    page.hides("[data-testid='attachment-standing']").await;
    page.click("attachment-open").await;
    page.shows("[data-testid='attachment-picture']").await;
    picture(page, "row-attachments").await;

    let no_picture = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let field = page.find("attachment-file").await;
    field.send_keys(no_picture).await.unwrap();
    page.becomes("attachment-problem", "data-code", "attachment_kind")
        .await;
    let there = std::fs::read(file).unwrap();
    let other = walk.town.desk("other").await;
    other.on_line("lijun").await;
    let read = other.reads_attachment(walk.case, &there).await.unwrap();
    assert!(read == there, "another desk has the same picture");
    walk.page.close().await;
}
