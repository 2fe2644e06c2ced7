//! What the palette can do beside finding.

use leptos::prelude::{Set, With};
use onemap_domain::lane::Lane;
use onemap_protocol::text::Language;

use crate::backend;
use crate::sign_in::choose_language;
use crate::state::{Desk, Mode, Overlay, Theme, keep};
use crate::text::{t, word};

/// Something the palette does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    NewCase,
    Orders,
    Matrix,
    Indicators,
    Ways,
    Receptions,
    Supervision,
    Service,
    Index,
    Meetings,
    AllOpen,
    Lane(Lane),
    Theme(Theme),
    Language(Language),
    Help,
    Sources,
    Wall,
    Lock,
}

impl Command {
    /// What whoever is signed in may do here.
    pub fn all(desk: Desk) -> Vec<Command> {
        let mut all = Vec::new();
        if desk.takes_in_cases() {
            all.push(Command::NewCase);
        }
        if !backend::in_browser() {
            all.push(Command::Orders);
        }
        all.extend([Command::Matrix, Command::Indicators, Command::Ways]);
        if crate::receptions::is_kept(desk) {
            all.push(Command::Receptions);
        }
        if crate::supervision::is_for(desk) {
            all.push(Command::Supervision);
        }
        if crate::service::is_for(desk) {
            all.push(Command::Service);
        }
        if crate::index::is_for(desk) {
            all.push(Command::Index);
        }
        if crate::meetings::is_for(desk) {
            all.push(Command::Meetings);
        }
        all.push(Command::AllOpen);
        let lanes = desk.names.with(|names| {
            let profile = names.as_deref().map(|names| &names.profile);
            profile.map(|profile| profile.lanes().collect::<Vec<_>>())
        });
        let lanes = lanes.unwrap_or_else(|| Lane::ALL.to_vec());
        all.extend(lanes.into_iter().map(Command::Lane));
        all.extend(Theme::ALL.map(Command::Theme));
        all.extend(Language::ALL.map(Command::Language));
        all.extend([Command::Help, Command::Sources]);
        if desk.drives_the_wall() {
            all.push(Command::Wall);
        }
        all.push(Command::Lock);
        all
    }

    /// Its words.
    pub fn words(self) -> String {
        match self {
            Command::NewCase => t("new-case", &[]),
            Command::Orders => t("command-go-orders", &[]),
            Command::Matrix => t("matrix-title", &[]),
            Command::Indicators => t("indicators-title", &[]),
            Command::Ways => t("ways-title", &[]),
            Command::Receptions => t("receptions-title", &[]),
            Command::Supervision => t("supervision-title", &[]),
            Command::Service => t("service-title", &[]),
            Command::Index => t("index-title", &[]),
            Command::Meetings => t("meetings-title", &[]),
            Command::AllOpen => t("command-go-lane", &[("lane", &t("all-open", &[]))]),
            Command::Lane(lane) => t("command-go-lane", &[("lane", &word("lane", lane.name()))]),
            Command::Theme(theme) => t("command-theme", &[("theme", &word("theme", theme.name()))]),
            Command::Language(language) => t(&format!("language-{}", language.tag()), &[]),
            Command::Help => t("help-title", &[]),
            Command::Sources => t("sources-title", &[]),
            Command::Wall => t("wall-control", &[]),
            Command::Lock => t("command-lock", &[]),
        }
    }

    /// Pinyin initials and other words it is found by, in small letters.
    fn aliases(self) -> String {
        match self {
            Command::NewCase => t("alias-new-case", &[]),
            Command::Orders => t("alias-orders", &[]),
            Command::Matrix => t("alias-matrix", &[]),
            Command::Indicators => t("alias-indicators", &[]),
            Command::Ways => t("alias-ways", &[]),
            Command::Receptions => t("alias-receptions", &[]),
            Command::Supervision => t("alias-supervision", &[]),
            Command::Service => t("alias-service", &[]),
            Command::Index => t("alias-index", &[]),
            Command::Meetings => t("alias-meetings", &[]),
            Command::AllOpen => t("alias-all-open", &[]),
            Command::Lane(lane) => word("alias-lane", lane.name()),
            Command::Theme(theme) => word("alias-theme", theme.name()),
            Command::Language(language) => t(&format!("alias-language-{}", language.tag()), &[]),
            Command::Help => t("alias-help", &[]),
            Command::Sources => t("alias-sources", &[]),
            Command::Wall => t("alias-wall", &[]),
            Command::Lock => t("alias-lock", &[]),
        }
    }

    /// Whether it is meant by what was typed.
    pub fn is_meant_by(self, typed: &str) -> bool {
        let typed = typed.to_lowercase();
        self.words().to_lowercase().contains(&typed)
            || self
                .aliases()
                .split_whitespace()
                .any(|alias| alias.starts_with(&typed))
    }

    /// Its shortcut.
    pub const fn key(self) -> &'static str {
        match self {
            Command::NewCase => "N",
            Command::Orders => "G O",
            Command::Matrix => "G T",
            Command::Indicators => "G I",
            Command::Ways => "G P",
            Command::Receptions => "G R",
            Command::Supervision => "G S",
            Command::Service => "G Q",
            Command::Index => "G Z",
            Command::Meetings => "G M",
            Command::AllOpen => "G A",
            Command::Help => "?",
            _ => "",
        }
    }

    /// Does it.
    pub fn run(self, desk: Desk) {
        match self {
            Command::NewCase => desk.begin_case(None),
            Command::Orders => desk.mode.set(Mode::Orders),
            Command::Matrix => desk.mode.set(Mode::Matrix),
            Command::Indicators => desk.mode.set(Mode::Indicators),
            Command::Ways => desk.mode.set(Mode::Ways),
            Command::Receptions => desk.mode.set(Mode::Receptions),
            Command::Supervision => desk.mode.set(Mode::Supervision),
            Command::Service => desk.mode.set(Mode::Service),
            Command::Index => desk.mode.set(Mode::Index),
            Command::Meetings => desk.mode.set(Mode::Meetings),
            Command::AllOpen => {
                desk.mode.set(Mode::Desk);
                desk.lane.set(None);
            }
            Command::Lane(lane) => {
                desk.mode.set(Mode::Desk);
                desk.lane.set(Some(lane));
            }
            Command::Theme(theme) => {
                desk.theme.set(theme);
                keep("theme", theme.name());
            }
            Command::Language(language) => choose_language(desk, language),
            Command::Help => desk.overlay.set(Overlay::Help),
            Command::Sources => desk.overlay.set(Overlay::Sources),
            Command::Wall => desk.overlay.set(Overlay::Wall),
            Command::Lock => desk.overlay.set(Overlay::Lock),
        }
    }
}
