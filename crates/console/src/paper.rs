//! Papers of a case, the case file (一案一册) and the supervision slip (督办单); and those of a meeting,
//! its minutes (会议纪要) and the ledger of decisions (议定事项台账): as far as the asker may see them,
//! masked. And any table of figures, as the page shows it.
//!
//! Deliberately absent: fonts and files. The port prints the markup and keeps the paper.

mod case_file;
mod chart;
mod decided;
mod ledger;
mod minutes;
mod parts;
mod sheet;
mod slip;
mod speaker;
mod tables;

use onemap_domain::people::User;
use onemap_exchange::paper::Frame;
use onemap_protocol::desk::{CaseCard, CaseView, KeepCaseFile, KeepSlip, Kept, OpenKept};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::text::Language;
use onemap_protocol::told::Voice;

use self::speaker::{Speaker, Teller, date};
use crate::{Console, County, Paper, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn keep_case_file(&self, ask: &KeepCaseFile) -> Result<Kept, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let view = self.case_card(&CaseCard { id: ask.case }).await?;
        let (name, markup) = {
            let speaker = self.speaker(ask.language, &county, &view);
            let number = speaker.number();
            let name = speaker.say("paper-case-file-name", &[("number", &number)]);
            (name, case_file::of(&speaker, &user).markup())
        };
        self.ports.keep_paper(&name, Paper::Print(markup)).await
    }

    pub(crate) async fn keep_slip(&self, ask: &KeepSlip) -> Result<Kept, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let view = self.case_card(&CaseCard { id: ask.case }).await?;
        let (name, markup) = {
            let speaker = self.speaker(ask.language, &county, &view);
            let slip =
                slip::of(&speaker, &user).ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
            let number = slip.frame.number.clone();
            let name = speaker.say("paper-slip-name", &[("number", &number)]);
            (name, slip.markup())
        };
        self.ports.keep_paper(&name, Paper::Print(markup)).await
    }

    fn speaker<'a>(
        &self,
        language: Language,
        county: &'a County,
        view: &'a CaseView,
    ) -> Speaker<'a> {
        Speaker::new(self.teller(language, county), view)
    }

    fn teller<'a>(&self, language: Language, county: &'a County) -> Teller<'a> {
        let simulated = !self.ports.demonstration().is_empty();
        Teller::new(language, county, self.ports.now(), simulated)
    }

    pub(crate) async fn open_kept(&self, ask: &OpenKept) -> Result<(), Problem> {
        self.user()?;
        self.ports.open_kept(&ask.name).await
    }
}

/// What every page of a paper has that this user prints now.
fn frame(speaker: &Teller<'_>, user: &User, kind: &str, number: String) -> Frame {
    let now = speaker.moment(speaker.now);
    let who = [
        ("name", user.actor.name.as_str()),
        ("login", user.actor.user.0.as_str()),
        ("when", now.as_str()),
    ];
    let day = date(speaker.now);
    Frame {
        language: speaker.language().tag().to_owned(),
        title: speaker.say(kind, &[]),
        number,
        watermark: speaker.say("paper-watermark", &who),
        page: speaker.say("paper-page", &[("page", "<page>"), ("pages", "<pages>")]),
        author: user.actor.name.clone(),
        day: (day.year(), day.month(), day.day()),
    }
}

/// What must not be overlooked on any paper of a case.
fn marks(speaker: &Speaker<'_>, view: &CaseView) -> Vec<String> {
    let case = &view.case;
    let sealed = case.compartment.as_ref().map(|group| {
        let group = speaker.compartment(&group.0);
        speaker.say("paper-sealed", &[("group", &group)])
    });
    let expedited = case.expedited.as_ref().map(|_| "case-expedited");
    let pending = view.pending.then_some("pending");
    let simulated = speaker.simulated.then_some("simulated");
    let others = [expedited, pending, simulated].into_iter().flatten();
    sealed
        .into_iter()
        .chain(others.map(|key| speaker.say(key, &[])))
        .collect()
}
