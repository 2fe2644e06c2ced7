//! The minutes of a meeting: its frozen pack, what was decided at it, and what came of the
//! decisions before.
//!
//! A meeting that has not ended has minutes, too; they say so. What the pack froze stays as it was;
//! only the decisions of this meeting stand as they are known now, and what the reader may not see,
//! or what was sealed since, is taken out.

use onemap_domain::case::CaseId;
use onemap_domain::pack::Pack;
use onemap_domain::people::User;
use onemap_domain::record::{Matter, Meeting};
use onemap_exchange::paper::{Minutes, Part, Row, Section};
use onemap_protocol::desk::{KeepMinutes, Kept, PaperForm, RecordRow};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::told::Voice;

use super::decided::{Taken, cases_of};
use super::speaker::{Teller, date};
use super::{decided, frame, tables};
use crate::meeting::{Nameable, cases_in, cut, may_tell};
use crate::{Console, Paper, Reads, Submit, mask};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn keep_minutes(&self, ask: &KeepMinutes) -> Result<Kept, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let row = self.ports.record(&user.scope, ask.meeting).await?;
        let (mut meeting, pending) = row
            .and_then(meeting)
            .ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let mut taken = self.decisions(&user).await?;
        taken.retain(|taken| taken.decision.resolution.meeting == Some(ask.meeting));
        let cases = cases_in(&meeting.pack).chain(cases_of(&taken));
        let cases: Vec<CaseId> = cases.collect();
        let nameable = self.nameable(&user, &cases).await?;
        cut(&mut meeting.pack, &user.scope.area, &nameable);
        taken.retain(|taken| may_tell(&taken.decision.resolution, &nameable, &user));
        let (name, minutes) = {
            let teller = self.teller(ask.language, &county);
            let name = held(&teller, &meeting.pack);
            let day = date(meeting.pack.at).to_string();
            let name = teller.say("paper-minutes-name", &[("meeting", &name), ("day", &day)]);
            let sources = Sources {
                meeting: &meeting,
                pending,
                taken: &taken,
                nameable: &nameable,
            };
            (name, of(&teller, &user, &sources))
        };
        let paper = match ask.form {
            PaperForm::Pdf => Paper::Print(minutes.markup()),
            PaperForm::Word => Paper::File {
                ending: "docx",
                bytes: minutes.word().map_err(unwritten)?,
            },
        };
        self.ports.keep_paper(&name, paper).await
    }
}

/// A fault of the program, told as one.
pub(super) fn unwritten(fault: impl ToString) -> Problem {
    Problem::new(ProblemCode::Internal).with("reference", fault.to_string())
}

fn meeting(row: RecordRow) -> Option<(Meeting, bool)> {
    match row.record.matter {
        Matter::Meeting(meeting) => Some((meeting, row.pending)),
        _ => None,
    }
}

/// What a meeting is called: 每日晨会.
pub(super) fn held(teller: &Teller<'_>, pack: &Pack) -> String {
    teller.word("rhythm", pack.rhythm.name())
}

/// What the minutes are made from.
struct Sources<'a> {
    meeting: &'a Meeting,
    pending: bool,
    taken: &'a [Taken],
    nameable: &'a Nameable,
}

fn of(teller: &Teller<'_>, user: &User, sources: &Sources<'_>) -> Minutes {
    let pack = &*sources.meeting.pack;
    let name = held(teller, pack);
    let day = teller.day(date(pack.at));
    let days = tables::days(teller, pack.days);
    // What is of one day, week or month says so by the name of its meeting.
    let subject = if pack.rhythm.is_long(pack.days) {
        "paper-minutes-of-days"
    } else {
        "paper-minutes-of"
    };
    let about = [("meeting", name.as_str()), ("day", &day), ("days", &days)];
    let subject = teller.say(subject, &about);
    let mut contents = vec![
        ("paper-minutes-figures", tables::figures(teller, pack)),
        ("paper-minutes-owed", decided::owed(teller, pack)),
        ("paper-minutes-cases", tables::cases(teller, &pack.listed)),
        ("paper-minutes-spots", tables::spots(teller, pack)),
        (
            "paper-minutes-taken",
            decided::taken(teller, sources.taken, sources.nameable),
        ),
    ];
    if !pack.duties.is_empty() {
        contents.insert(4, ("paper-minutes-duties", tables::duties(teller, pack)));
    }
    if let (Some(index), Some((_, figures))) = (tables::index(teller, pack), contents.first_mut()) {
        figures.push(index);
    }
    let note = sources.meeting.closed.as_ref().map(|closed| &closed.note);
    if let Some(note) = note.filter(|note| !note.is_empty()) {
        contents.push(("paper-minutes-note", vec![Part::Words(mask::written(note))]));
    }
    let sections = contents.into_iter().enumerate();
    Minutes {
        frame: frame(teller, user, "paper-minutes", subject.clone()),
        organisation: teller.county.register.name.clone(),
        subject,
        marks: marks(teller, sources),
        head: head(teller, sources.meeting),
        sections: sections
            .map(|(index, (title, parts))| section(teller, index, title, parts))
            .collect(),
        end: end(teller, user, sources),
    }
}

fn section(teller: &Teller<'_>, index: usize, title: &str, mut parts: Vec<Part>) -> Section {
    let number = teller.say("paper-numerals", &[]).chars().nth(index);
    let number = number.map_or_else(|| (index + 1).to_string(), String::from);
    let title = teller.say(title, &[]);
    // That there was nothing is worth a word in minutes.
    if parts.is_empty() {
        parts.push(Part::Words(teller.say("paper-minutes-none", &[])));
    }
    Section {
        title: teller.say(
            "paper-minutes-section",
            &[("number", &number), ("title", &title)],
        ),
        parts,
    }
}

fn marks(teller: &Teller<'_>, sources: &Sources<'_>) -> Vec<String> {
    let unended = sources.meeting.closed.is_none();
    let marks = [
        (unended, "paper-minutes-unended"),
        (is_pending(sources), "pending"),
        (teller.simulated, "simulated"),
    ];
    let marks = marks.into_iter().filter(|(stands, _)| *stands);
    marks.map(|(_, key)| teller.say(key, &[])).collect()
}

fn is_pending(sources: &Sources<'_>) -> bool {
    sources.pending || sources.taken.iter().any(|taken| taken.pending)
}

fn head(teller: &Teller<'_>, meeting: &Meeting) -> Vec<Row> {
    let pack = &meeting.pack;
    let mut rows = vec![
        teller.row("paper-minutes-about", tables::days(teller, pack.days)),
        teller.row("paper-minutes-frozen", teller.moment(pack.at)),
    ];
    if let Some(opened) = &meeting.opened {
        rows.push(teller.row("paper-minutes-chair", &opened.by));
        rows.push(teller.row("paper-minutes-opened", teller.moment(opened.at)));
    }
    if let Some(closed) = &meeting.closed {
        rows.push(teller.row("paper-minutes-closed", teller.moment(closed.at)));
        rows.push(teller.row("paper-minutes-attendees", teller.listed(&closed.attendees)));
    }
    rows
}

fn end(teller: &Teller<'_>, user: &User, sources: &Sources<'_>) -> Vec<String> {
    let printed = [
        ("name", user.actor.name.as_str()),
        ("login", user.actor.user.0.as_str()),
        ("when", &teller.moment(teller.now)),
    ];
    let mut end = vec![
        teller.say("paper-written", &printed),
        teller.say("paper-texts-masked", &[]),
    ];
    if is_pending(sources) {
        end.push(teller.say("paper-pending-note", &[]));
    }
    end
}
