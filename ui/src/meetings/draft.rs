//! What is typed while something is decided, and the resolution that it makes.
//!
//! Deliberately absent: the rules. What cannot be read as a day or a department is said here;
//! everything else the console refuses.

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::record::{Becomes, RecordId, Resolution};
use onemap_protocol::problem::Problem;

use super::room::Chosen;

/// Within how many days a decision is to be carried out when nobody says otherwise.
const USUAL_DAYS: i64 = 3;

/// The day that a new decision begins with.
pub fn usual_day(today: Date) -> Date {
    today.saturating_add(USUAL_DAYS.days())
}

/// What a decision about a case usually becomes: whoever has it past its deadline is supervised,
/// any other case is ordered, and what is about no case is a note.
pub fn usual_form(case: Option<&Chosen>) -> Becomes {
    match case {
        None => Becomes::Note,
        Some(case) if case.lead.is_some() && case.late => Becomes::Supervision,
        Some(_) => Becomes::Order,
    }
}

/// The names in a text: one a line, or parted by commas and the like.
pub fn names(text: &str) -> Vec<String> {
    text.split(['\n', '、', '，', ',', '；', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A decision as it is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// About which case.
    pub case: RwSignal<Option<Chosen>>,
    /// In words.
    pub text: RwSignal<String>,
    /// What it becomes.
    pub becomes: RwSignal<Becomes>,
    /// The department's code; empty while none is chosen.
    pub department: RwSignal<String>,
    /// Somebody chose it; what the rules suggest does not change it any more.
    pub department_chosen: RwSignal<bool>,
    /// The person who answers for it.
    pub person: RwSignal<String>,
    /// `2026-11-24`
    pub by: RwSignal<String>,
}

impl Draft {
    /// A new one on this day.
    pub fn new(case: Option<Chosen>, today: Date) -> Draft {
        let lead = case.as_ref().and_then(|case| case.lead.clone());
        Draft {
            text: RwSignal::new(String::new()),
            becomes: RwSignal::new(usual_form(case.as_ref())),
            department: RwSignal::new(lead.map(|lead| lead.0).unwrap_or_default()),
            department_chosen: RwSignal::new(false),
            person: RwSignal::new(String::new()),
            by: RwSignal::new(usual_day(today).to_string()),
            case: RwSignal::new(case),
        }
    }

    /// Turns to another case, or to none.
    pub fn turn_to(self, case: Option<Chosen>) {
        self.becomes.set(usual_form(case.as_ref()));
        self.department_chosen.set(false);
        let lead = case.as_ref().and_then(|case| case.lead.clone());
        self.department
            .set(lead.map(|lead| lead.0).unwrap_or_default());
        self.case.set(case);
    }

    /// The department that is chosen; tracked.
    pub fn chosen_department(self) -> Option<DepartmentCode> {
        let code = self.department.get();
        (!code.is_empty()).then_some(DepartmentCode(code))
    }

    /// What it says, or the first field that cannot be read; not tracked.
    pub fn resolution(self, meeting: RecordId, area: AreaCode) -> Result<Resolution, Problem> {
        let by = self.by.with_untracked(|text| text.trim().parse().ok());
        Ok(Resolution {
            meeting: Some(meeting),
            area,
            case: self
                .case
                .with_untracked(|case| case.as_ref().map(|case| case.id)),
            text: self.text.get_untracked(),
            becomes: self.becomes.get_untracked(),
            department: untrack(|| self.chosen_department()),
            person: self.person.get_untracked(),
            by: by.ok_or_else(|| Problem::bad_field("by"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::case::CaseId;
    use uuid::Uuid;

    use super::*;

    fn case(lead: Option<&str>, late: bool) -> Chosen {
        Chosen {
            id: CaseId(Uuid::from_u128(7)),
            name: "KF202611180001".to_owned(),
            title: "下水道堵塞".to_owned(),
            lead: lead.map(|lead| DepartmentCode(lead.to_owned())),
            late,
        }
    }

    #[test]
    fn a_decision_has_three_days_unless_somebody_says_otherwise() {
        assert_eq!(usual_day(date(2026, 11, 29)), date(2026, 12, 2));
    }

    #[test]
    fn what_a_decision_becomes_begins_with_how_its_case_stands() {
        assert_eq!(usual_form(None), Becomes::Note);
        assert_eq!(usual_form(Some(&case(None, true))), Becomes::Order);
        assert_eq!(
            usual_form(Some(&case(Some("zhujian"), true))),
            Becomes::Supervision
        );
        assert_eq!(
            usual_form(Some(&case(Some("zhujian"), false))),
            Becomes::Order
        );
    }

    #[test]
    fn names_are_parted_as_people_part_them() {
        assert_eq!(
            names("陈宏、王敏，孙强\n 周勇 ,\n\n李军; "),
            ["陈宏", "王敏", "孙强", "周勇", "李军"]
        );
        assert!(names(" \n、").is_empty());
    }

    #[test]
    fn a_day_that_cannot_be_read_is_named_and_everything_else_is_the_consoles() {
        Owner::new().with(|| {
            let area: AreaCode = AreaCode::parse("520381").unwrap();
            let meeting = RecordId(Uuid::from_u128(1));
            let draft = Draft::new(Some(case(Some("zhujian"), true)), date(2026, 11, 18));
            let made = draft.resolution(meeting, area.clone()).unwrap();
            assert_eq!(made.by, date(2026, 11, 21));
            assert_eq!(made.department, Some(DepartmentCode("zhujian".to_owned())));
            assert_eq!(made.becomes, Becomes::Supervision);
            draft.turn_to(None);
            let made = draft.resolution(meeting, area.clone()).unwrap();
            assert_eq!((made.case, made.department), (None, None));
            draft.by.set(String::new());
            let problem = draft.resolution(meeting, area).unwrap_err();
            assert_eq!(problem.params["field"], "by");
        });
    }
}
