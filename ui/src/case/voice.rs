//! The voice of the screen: names as the desk knows them, times as one says them today.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::department::DepartmentCode;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::CaseView;
use onemap_protocol::text::Language;
use onemap_protocol::told::Voice;

use super::{names, when};
use crate::state::{Book, Desk};
use crate::text::{language, t};

/// Who tells a case on the screen.
pub struct Screen<'a> {
    desk: Option<Desk>,
    book: Option<Arc<Book>>,
    view: Option<&'a CaseView>,
    now: Timestamp,
}

impl<'a> Screen<'a> {
    /// About one case; names are tracked, the time is not.
    pub fn of(desk: Desk, view: &'a CaseView) -> Screen<'a> {
        Screen {
            view: Some(view),
            ..Screen::at(desk, desk.now.get_untracked())
        }
    }

    /// About no case in particular, at this time.
    pub fn at(desk: Desk, now: Timestamp) -> Screen<'a> {
        Screen {
            desk: Some(desk),
            book: desk.names.get(),
            ..Screen::nameless(now)
        }
    }

    /// For what needs times and no names.
    pub fn nameless(now: Timestamp) -> Screen<'a> {
        Screen {
            desk: None,
            book: None,
            view: None,
            now,
        }
    }

    fn unit(
        &self,
        code: &DepartmentCode,
        name: impl Fn(Desk, &DepartmentCode) -> String,
    ) -> String {
        let known = self.desk.map(|desk| name(desk, code));
        known.unwrap_or_else(|| code.to_string())
    }
}

impl Voice for Screen<'_> {
    fn language(&self) -> Language {
        language()
    }

    fn profile(&self) -> Option<&Profile> {
        self.book.as_deref().map(|book| &book.profile)
    }

    fn department(&self, code: &DepartmentCode) -> String {
        self.unit(code, Desk::department_name)
    }

    fn department_short(&self, code: &DepartmentCode) -> String {
        self.unit(code, Desk::department_short)
    }

    fn case(&self, id: CaseId) -> String {
        let known = self.view.map(|view| names::other_case(view, id));
        known.unwrap_or_else(|| t("case-other-unseen", &[]))
    }

    fn moment(&self, at: Timestamp) -> String {
        when::moment(at, self.now)
    }

    fn day(&self, date: Date) -> String {
        when::day(date, self.now)
    }
}
