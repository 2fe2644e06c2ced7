//! Walking one case through the real window: acts in the words of a script, one person after the
//! other at the same desk.

use std::path::PathBuf;
use std::time::Duration;

use fantoccini::Locator;
use onemap_domain::case::{CaseId, Facts};
use onemap_domain::command::Command;
use onemap_testkit::county::facts;
use onemap_testkit::line::Line;

use crate::driver::Page;
use crate::town::{Town, eventually};

/// One thing to fill into a form, by its test id.
#[derive(Clone, Copy)]
pub enum Fill<'a> {
    /// Type a text.
    Text(&'a str, &'a str),
    /// Choose an option of a list.
    Choose(&'a str, &'a str),
    /// Press a button.
    Press(&'a str),
}

use Fill::{Choose, Press, Text};

/// A case at a desk.
pub struct Walk {
    /// The central and its files live as long as the walk.
    pub town: Town,
    pub page: Page,
    pub case: CaseId,
    who: Option<String>,
    // The window talks over it for as long as the walk goes.
    _line: Line,
}

impl Walk {
    /// A window in a town that works this way, and a case that `login` took in on another desk.
    pub async fn begin(profile: &'static str, login: &str, facts: Facts) -> Walk {
        Walk::begin_in(Town::working(profile).await, login, facts).await
    }

    /// A window in this town, and a case that `login` took in on another desk.
    pub async fn begin_in(town: Town, login: &str, facts: Facts) -> Walk {
        let taking_in = town.desk("intake").await;
        taking_in.on_line(login).await;
        let report = Command::Report {
            facts: Box::new(facts),
        };
        let submit = onemap_protocol::desk::Submit {
            case: None,
            revision: 0,
            command: report,
        };
        let case = taking_in.act(submit).await.unwrap().case;
        eventually("the report is at the central", async || {
            taking_in.status().await.waiting == 0
        })
        .await;
        let line = Line::to(town.address).await.unwrap();
        let page = town.window("window", line.address).await;
        Walk {
            town,
            page,
            case,
            who: None,
            _line: line,
        }
    }

    /// Sits somebody down at the desk and opens the case.
    pub async fn seat(&mut self, login: &str) {
        if self.who.as_deref() == Some(login) {
            return;
        }
        self.sits_down(login).await;
        self.open().await;
    }

    /// Somebody sits down at the desk and has opened nothing yet.
    pub async fn sits_down(&mut self, login: &str) {
        self.leaves().await;
        self.page.sign_in(login).await;
        self.page
            .becomes("status-link", "data-link", "online")
            .await;
        self.who = Some(login.to_owned());
    }

    /// Whoever sits there signs out.
    pub async fn leaves(&mut self) {
        if self.who.take().is_some() {
            self.page.click("user-menu").await;
            self.page.click("menu-sign-out").await;
        }
    }

    /// Opens the case from the list it is in.
    pub async fn open(&self) {
        let row = format!("[data-testid='case-row'][data-case='{}']", self.case);
        let panel = format!("[data-testid='case-panel'][data-case='{}']", self.case);
        // Which list it is in depends on what has arrived here by now.
        for _ in 0..20 {
            for list in ["lane-open", "lane-done"] {
                self.page.click(list).await;
                for _ in 0..15 {
                    if self.page.has(&row).await {
                        self.page.click_on(&row).await;
                        self.page.shows(&panel).await;
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(40)).await;
                }
            }
        }
        self.page.shows(&row).await;
    }

    /// The revision on the panel; `None` when the case is not shown any more.
    async fn revision(&self) -> Option<String> {
        let panel = format!("[data-testid='case-panel'][data-case='{}']", self.case);
        let panel = self.page.client.find(Locator::Css(&panel)).await.ok()?;
        panel.attr("data-revision").await.ok()?
    }

    /// Finds the button of a command, in the menu if it is not in sight.
    async fn button(&self, command: &str) -> String {
        let button = format!("[data-testid='action-{command}']");
        if !self.page.has(&button).await && self.page.has("[data-testid='action-more']").await {
            self.page.click("action-more").await;
        }
        self.page.shows(&button).await;
        button
    }

    async fn fill(&self, fills: &[Fill<'_>]) {
        for fill in fills {
            match *fill {
                Text(id, text) => self.page.fill(id, text).await,
                Choose(id, value) => self.page.choose(id, value).await,
                Press(id) => self.page.click(id).await,
            }
        }
    }

    async fn form(&mut self, login: &str, command: &str, fills: &[Fill<'_>]) {
        self.seat(login).await;
        let button = self.button(command).await;
        self.page.hides(&format!("{button}[data-refusal]")).await;
        self.page.click_on(&button).await;
        self.page
            .shows(&format!("[data-testid='form'][data-command='{command}']"))
            .await;
        self.fill(fills).await;
        let send = match command {
            "dispatch" => "dispatch-send",
            _ => "form-submit",
        };
        self.page.click(send).await;
    }

    /// Gives a command and waits until the form has closed: it is in the outbox.
    pub async fn does(&mut self, login: &str, command: &str, fills: &[Fill<'_>]) {
        self.seat(login).await;
        let before = self.revision().await;
        self.form(login, command, fills).await;
        self.page.hides("[data-testid='form']").await;
        // What comes next must not be filled in from the state before. A case that left the
        // person's scope is only shown as it was.
        eventually("the panel shows what was done, or is gone", async || {
            self.revision().await != before || self.page.has("[data-testid='stale']").await
        })
        .await;
        // Confirmed before the next person sits down.
        self.page
            .hides("[data-testid='case-panel'][data-pending='true']")
            .await;
    }

    /// Gives a command that is refused with this code; the form stays, and is left.
    pub async fn is_refused(&mut self, login: &str, command: &str, fills: &[Fill<'_>], code: &str) {
        self.form(login, command, fills).await;
        self.page
            .shows(&format!("[data-testid='form'] [data-code='{code}']"))
            .await;
        self.page.click("form-cancel").await;
        self.page.hides("[data-testid='form']").await;
    }

    /// The command is grey with the reason of this code; the sentence that says it.
    pub async fn may_not(&mut self, login: &str, command: &str, code: &str) -> String {
        self.seat(login).await;
        let button = self.button(command).await;
        self.page
            .shows(&format!("{button}[data-refusal='{code}']"))
            .await;
        let title = self.page.select(&button).await.attr("title").await.unwrap();
        let why = title.unwrap_or_default();
        assert!(!why.is_empty(), "{command} says why it is not allowed");
        if self.page.has("[data-testid='action-menu']").await {
            self.page.click("action-more").await;
        }
        why
    }

    /// The case stands at a stage, and the lit node of the flow chart is the one that has it.
    pub async fn stands(&self, stage: &str) {
        self.page.becomes("case-panel", "data-stage", stage).await;
        self.page.becomes("flow", "data-stage", stage).await;
        let lit = "[data-testid='flow-step'][data-state='now']";
        if !matches!(stage, "evaluated" | "voided" | "declined") {
            let stages = self.page.select(lit).await.attr("data-stage-list").await;
            let stages = stages.unwrap().unwrap_or_default();
            assert!(
                stages.split([',', ' ']).any(|one| one == stage),
                "the lit node has {stages}, the case stands at {stage}"
            );
        }
    }

    /// A clock of the case is on the screen with its computation.
    pub async fn clock(&self, code: &str) {
        self.page
            .shows(&format!("[data-testid='clock-{code}']"))
            .await;
    }

    /// What stands on the panel under a test id.
    pub async fn shows(&self, id: &str) {
        self.page.shows(&format!("[data-testid='{id}']")).await;
    }

    /// Saves a picture of the window with the flow chart, when `ONEMAP_PICTURES` names a folder;
    /// without it the stories only look.
    pub async fn picture(&self, name: &str) {
        picture(&self.page, &format!("way-{name}")).await;
    }

    /// The window is closed.
    pub async fn end(self) {
        self.page.close().await;
    }
}

/// Scrolls to what a selector names, so that a picture has it.
pub async fn looks_at(walk: &Walk, selector: &str) {
    walk.page.shows(selector).await;
    let script = "document.querySelector(arguments[0]).scrollIntoView({block: 'center'})";
    let arguments = vec![selector.into()];
    walk.page.client.execute(script, arguments).await.unwrap();
}

/// Saves a picture of a window, when `ONEMAP_PICTURES` names a folder.
pub async fn picture(page: &Page, name: &str) {
    let Some(folder) = std::env::var_os("ONEMAP_PICTURES").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    let window = page.client.screenshot().await.unwrap();
    std::fs::write(folder.join(format!("{name}.png")), window).unwrap();
}

/// A matter of a category that came in by a channel.
pub fn matter(title: &str, category: &str, channel: &str) -> Facts {
    Facts {
        category: category.to_owned(),
        channel: channel.to_owned(),
        ..facts(title, 0)
    }
}
