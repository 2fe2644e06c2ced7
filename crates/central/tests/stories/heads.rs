//! Signed heads: what they find that the chains alone cannot.

use std::path::Path;
use std::time::Duration;

use onemap_central::heads::Keeping;
use onemap_central::{Options, Running, serve};
use onemap_testkit::county::{PASSWORD, small_county};
use tempfile::TempDir;
use uuid::Uuid;

use crate::import::program;
use crate::place::{Place, on_postgres};
use crate::stage::{Person, small_hours, until};

/// A central that keeps signed heads.
struct Signed {
    place: Place,
    folder: TempDir,
    running: Option<Running>,
}

impl Signed {
    async fn new() -> Signed {
        let mut signed = Signed {
            place: Place::new(),
            folder: TempDir::new().unwrap(),
            running: None,
        };
        signed.start().await;
        signed
    }

    async fn start(&mut self) {
        let mut options = Options::local(self.place.address());
        options.sample = Some(Box::new(|| Ok(small_county())));
        options.now = small_hours();
        options.heads = Some(Keeping {
            folder: self.folder.path().join("heads"),
            key: self.folder.path().join("key"),
            every: Duration::from_millis(200),
        });
        self.running = Some(serve(options).await.unwrap());
    }

    async fn stop(&mut self) {
        let running = self.running.take().unwrap();
        running.stop();
        running.finished().await.unwrap();
    }

    async fn signed_in(&self, user: &str) -> Person {
        let address = format!("http://{}", self.running.as_ref().unwrap().address);
        Person::signed_in(&address, user, PASSWORD).await
    }

    fn heads(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("heads"))
            .unwrap()
            .count()
    }

    async fn verified(&self, with_heads: bool) -> (i32, String) {
        let database = self.place.address();
        let (heads, key) = (
            self.folder.path().join("heads"),
            self.folder.path().join("key.pub"),
        );
        let (heads, key) = (heads.display().to_string(), key.display().to_string());
        let mut arguments = vec!["verify-log", "--database", &database, "--language", "en"];
        if with_heads {
            arguments.extend(["--heads", &heads, "--public-key", &key]);
        }
        let (code, said, problems) = program(&arguments).await;
        (code, format!("{said}{problems}"))
    }

    async fn altered(&self, statements: &str) {
        for statement in statements.split(';') {
            self.place.altered(statement, Uuid::nil()).await;
        }
    }
}

/// A central that worked, kept a head at its end, and whose database was altered then.
async fn after(statements: &[(&str, &str)]) -> Signed {
    let mut signed = Signed::new().await;
    let operator = signed.signed_in("wangmin").await;
    operator.reports("路灯不亮", 2).await;
    signed.stop().await;
    for (sqlite, postgres) in statements {
        signed
            .altered(if on_postgres() { postgres } else { sqlite })
            .await;
    }
    signed
}

#[tokio::test]
async fn heads_are_kept_while_the_central_works_and_at_its_end_and_the_log_has_all_they_say() {
    let mut signed = Signed::new().await;
    let operator = signed.signed_in("wangmin").await;
    let before = signed.heads();
    operator.reports("路灯不亮", 2).await;
    until("a head of what was reported", async || {
        let heads = signed.heads();
        if heads > before { Ok(()) } else { Err(heads) }
    })
    .await;
    operator.reports("井盖破损", 3).await;
    signed.stop().await;
    let kept = signed.heads();
    let (code, said) = signed.verified(true).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("{kept} signed heads")), "{said}");

    signed.start().await;
    signed.stop().await;
    assert_eq!(
        signed.heads(),
        kept,
        "nothing came, so there is nothing to sign"
    );
    signed.start().await;
    signed
        .signed_in("wangmin")
        .await
        .reports("占道经营", 1)
        .await;
    signed.stop().await;
    assert!(
        signed.heads() > kept,
        "another start goes on with the same key"
    );
    let (code, said) = signed.verified(true).await;
    assert_eq!(code, 0, "{said}");
    is_private(&signed.folder.path().join("key"));
}

fn is_private(file: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "the key is for its owner only");
    }
    #[cfg(not(unix))]
    let _ = file;
}

#[tokio::test]
async fn an_end_of_the_audit_stream_that_was_cut_off_with_its_number_is_found_by_a_head_only() {
    let cut = "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit); \
               UPDATE audit_head SET last = last - 1";
    let guarded = format!("DROP TRIGGER audit_is_not_deleted; {cut}");
    let signed = after(&[(&guarded, cut)]).await;
    let (code, said) = signed.verified(false).await;
    assert_eq!(code, 0, "the chain alone does not see it: {said}");
    let (code, said) = signed.verified(true).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("audit stream was changed or cut off"),
        "{said}"
    );
}

#[tokio::test]
async fn a_case_that_was_cut_off_with_its_number_is_found_by_a_head_only() {
    let cut = "DELETE FROM parts WHERE case_id = (SELECT subject_id FROM events ORDER BY cursor DESC LIMIT 1); \
               DELETE FROM cases WHERE id = (SELECT subject_id FROM events ORDER BY cursor DESC LIMIT 1); \
               DELETE FROM events WHERE subject_id = (SELECT subject_id FROM events ORDER BY cursor DESC LIMIT 1)";
    let sqlite = format!(
        "{cut}; UPDATE sqlite_sequence SET seq = (SELECT max(cursor) FROM events) WHERE name = 'events'"
    );
    let postgres = format!("{cut}; UPDATE head SET cursor = (SELECT max(cursor) FROM events)");
    let signed = after(&[(&sqlite, &postgres)]).await;
    let (code, said) = signed.verified(false).await;
    assert_eq!(code, 0, "the chains alone do not see it: {said}");
    let (code, said) = signed.verified(true).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("log was changed or cut off"), "{said}");
}

#[tokio::test]
async fn a_head_that_was_altered_or_is_of_another_history_is_told() {
    let renamed =
        "UPDATE meta SET value = '00000000-0000-0000-0000-000000000001' WHERE key = 'history_id'";
    let signed = after(&[(renamed, "UPDATE head SET history_id = gen_random_uuid()")]).await;
    let (code, said) = signed.verified(true).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("another history"), "{said}");

    let folder = signed.folder.path().join("heads");
    let file = std::fs::read_dir(&folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("\"cursor\": ", "\"cursor\": 1", 1)).unwrap();
    let (code, said) = signed.verified(true).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("no head that this key has signed"), "{said}");
}
