//! What a console can do: the use cases behind every screen.
//!
//! A console stands on two narrow ports: [`Reads`], what is known, and [`Submit`], what is to be
//! done. In the desktop they are the cache and the outbox; in the browser form they are the
//! central's own database. Either way a screen asks the same [`Query`] and does the same [`Act`].
//!
//! Everything that leaves here is within the scope of who asked, and masked but for the one answer that
//! is for nothing else ([`onemap_protocol::desk::Reveal`]).
//!
//! Deliberately absent: SQL, sockets, windows. There is no way to read a case without a
//! [`Scope`](onemap_domain::people::Scope), and no way to change one but a command.

mod accounts;
mod advice;
mod areas;
mod around;
mod attachments;
mod board;
mod cases;
mod clocks;
mod county;
mod departments;
mod inbox;
mod index;
mod kept;
mod looks;
mod many;
mod mask;
mod meeting;
mod opening;
mod orders;
mod paper;
mod ports;
mod posts;
mod rates;
mod records;
mod search;
mod service;
mod standard;
mod submit;
mod tiles;
mod wall;
mod ways;

pub use county::{County, CountyError};
pub use ports::{
    AreaCount, CasePointRow, HeldOrder, Instead, Led, Paper, Reads, Shown, StageCount, Subjects,
    Submit,
};
pub use tiles::{Tile, TileLayer};

use std::sync::Arc;

use onemap_domain::people::{Scope, User};
use onemap_protocol::desk::{Act, Ask, Query};
use onemap_protocol::problem::{Problem, ProblemCode};

/// A console over its ports.
pub struct Console<P> {
    ports: P,
    memory: Arc<Memory>,
}

/// What a console keeps beside the cases of one scope, all of which could be made anew from them. Consoles
/// of the same scope over the same cases may share one.
#[derive(Default)]
pub struct Memory {
    tiles: tiles::CaseTileCache,
    keeping: kept::Keeping,
    opened: looks::Opened,
}

/// An answer as JSON text, ready for either wire.
pub type Json = String;

impl<P: Reads + Submit> Console<P> {
    /// A console over these ports.
    pub fn new(ports: P) -> Console<P> {
        Console::sharing(ports, Arc::default())
    }

    /// The same with what other consoles of the user's scope keep.
    pub fn sharing(ports: P, memory: Arc<Memory>) -> Console<P> {
        Console { ports, memory }
    }

    /// The ports, for whoever wired them.
    pub fn ports(&self) -> &P {
        &self.ports
    }

    /// Answers a screen's question. The larger answers stand on the heap, so that whoever awaits one
    /// does not carry the largest of all.
    pub async fn answer(&self, query: Query) -> Result<Json, Problem> {
        match query {
            Query::Opening(ask) => reply(&ask, self.opening()),
            Query::Status(ask) => reply(&ask, self.ports.status().await?),
            Query::Directory(ask) => reply(&ask, self.directory()?),
            Query::Lanes(ask) => reply(&ask, self.lanes(&ask).await?),
            Query::Cases(ask) => reply(&ask, self.cases(&ask).await?),
            Query::CaseCard(ask) => reply(&ask, Box::pin(self.case_card(&ask)).await?),
            Query::AreaCard(ask) => reply(&ask, self.area_card(&ask).await?),
            Query::DepartmentCard(ask) => reply(&ask, self.department_card(&ask).await?),
            Query::Loads(ask) => reply(&ask, self.loads().await?),
            Query::Locate(ask) => reply(&ask, self.locate(&ask)?),
            Query::Layers(ask) => reply(&ask, self.layers().await?),
            Query::Resources(ask) => reply(&ask, self.resources()?),
            Query::AskAround(ask) => reply(&ask, self.around(&ask)?),
            Query::AskBaseMaps(ask) => {
                self.user()?;
                reply(&ask, self.ports.base_maps().await)
            }
            Query::AskForces(ask) => reply(&ask, self.forces()?),
            Query::AskHeat(ask) => reply(&ask, self.heat(&ask).await?),
            Query::AskShade(ask) => reply(&ask, Box::pin(self.shade(&ask)).await?),
            Query::Suggest(ask) => reply(&ask, self.suggest(&ask).await?),
            Query::AlikeTo(ask) => reply(&ask, self.alike_to(&ask).await?),
            Query::Compute(ask) => reply(&ask, self.compute(&ask)?),
            Query::CaseIds(ask) => reply(&ask, self.case_ids(&ask).await?),
            Query::Lasso(ask) => reply(&ask, self.lasso(&ask).await?),
            Query::Rates(ask) => reply(&ask, self.rates(&ask).await?),
            Query::RankBy(ask) => reply(&ask, self.rank_by(&ask).await?),
            Query::Behind(ask) => reply(&ask, self.behind(&ask).await?),
            Query::Matrix(ask) => reply(&ask, self.matrix(&ask).await?),
            Query::Ways(ask) => reply(&ask, self.ways()?),
            Query::ReplayRoutes(ask) => reply(&ask, self.replay_routes(&ask).await?),
            Query::Records(ask) => reply(&ask, self.records(&ask).await?),
            Query::RecordCard(ask) => reply(&ask, Box::pin(self.record_card(&ask)).await?),
            Query::Meetings(ask) => reply(&ask, self.meetings(&ask).await?),
            Query::CountedIn(ask) => reply(&ask, self.counted_in(&ask).await?),
            Query::AskBoard(ask) => reply(&ask, Box::pin(self.board(&ask)).await?),
            Query::Picked(ask) => reply(&ask, Box::pin(self.picked(&ask)).await?),
            Query::Course(ask) => reply(&ask, self.course(&ask).await?),
            Query::InHand(ask) => reply(&ask, Box::pin(self.in_hand()).await?),
            Query::Population(ask) => reply(&ask, self.population(&ask).await?),
            Query::AskWall(ask) => reply(&ask, Box::pin(self.wall(&ask)).await?),
            Query::AskGaps(ask) => reply(&ask, Box::pin(self.gaps(&ask)).await?),
            Query::AskSheet(ask) => reply(&ask, Box::pin(self.sheet(&ask)).await?),
            Query::AskRoster(ask) => reply(&ask, self.roster(&ask).await?),
            Query::AskStaffing(ask) => reply(&ask, self.staffing(&ask)?),
            Query::AskStandard(ask) => reply(&ask, Box::pin(self.standard(&ask)).await?),
            Query::AskScorecards(ask) => reply(&ask, Box::pin(self.scorecards(&ask)).await?),
            Query::AskIndex(ask) => reply(&ask, Box::pin(self.index(&ask)).await?),
            Query::CasesOf(ask) => reply(&ask, self.cases_of(&ask).await?),
            Query::AskDrive(ask) => reply(&ask, self.ports.drive()),
            Query::Search(ask) => reply(&ask, self.search(&ask).await?),
            Query::Orders(ask) => reply(&ask, Box::pin(self.orders(&ask)).await?),
            Query::AskUnsent(ask) => reply(&ask, self.unsent(&ask).await?),
            Query::ReadAttachment(ask) => reply(&ask, self.read_attachment(&ask).await?),
            Query::AskAccounts(ask) => reply(&ask, self.accounts().await?),
            Query::TakeOver(ask) => reply(&ask, Box::pin(self.take_over(&ask)).await?),
        }
    }

    /// Does what a person asks for.
    pub async fn perform(&self, act: Act) -> Result<Json, Problem> {
        match act {
            Act::EnterSession(ask) => reply(&ask, self.ports.sign_in(&ask).await?),
            Act::LeaveSession(ask) => reply(&ask, self.ports.sign_out().await?),
            Act::Submit(ask) => reply(&ask, self.submit(&ask).await?),
            Act::AttachFile(ask) => reply(&ask, Box::pin(self.attach_file(&ask)).await?),
            Act::KeepAttachment(ask) => reply(&ask, self.keep_attachment(&ask).await?),
            Act::SubmitMany(ask) => reply(&ask, self.submit_many(&ask).await?),
            Act::KeepRecord(ask) => reply(&ask, self.keep_record(&ask).await?),
            Act::SetLine(ask) => reply(&ask, self.ports.set_line(ask.up).await?),
            Act::RetryNow(ask) => reply(&ask, self.ports.retry_now().await?),
            Act::Settle(ask) => reply(&ask, Box::pin(self.settle(&ask)).await?),
            Act::GiveInstead(ask) => reply(&ask, Box::pin(self.give_instead(&ask)).await?),
            Act::DismissSalvage(ask) => reply(&ask, self.ports.dismiss_salvage().await?),
            Act::KeepCaseFile(ask) => reply(&ask, Box::pin(self.keep_case_file(&ask)).await?),
            Act::KeepSlip(ask) => reply(&ask, Box::pin(self.keep_slip(&ask)).await?),
            Act::OpenKept(ask) => reply(&ask, self.open_kept(&ask).await?),
            Act::Resolve(ask) => reply(&ask, Box::pin(self.resolve(&ask)).await?),
            Act::KeepMinutes(ask) => reply(&ask, Box::pin(self.keep_minutes(&ask)).await?),
            Act::KeepLedger(ask) => reply(&ask, Box::pin(self.keep_ledger(&ask)).await?),
            Act::KeepMap(ask) => reply(&ask, self.keep_map(&ask).await?),
            Act::KeepTable(ask) => reply(&ask, self.keep_table(&ask).await?),
            Act::ChangeAccount(ask) => reply(&ask, self.change_account(&ask).await?),
            Act::DriveWall(ask) => reply(&ask, self.drive_wall(&ask).await?),
            Act::Reveal(ask) => reply(&ask, self.reveal(&ask).await?),
            Act::ReadAudit(ask) => reply(&ask, self.audit(&ask).await?),
            Act::ReadLooks(ask) => reply(&ask, self.looks(&ask).await?),
        }
    }

    fn user(&self) -> Result<User, Problem> {
        self.ports
            .user()
            .ok_or_else(|| Problem::new(ProblemCode::SignInNeeded))
    }

    /// What is kept of the cases of a scope, up to date, for as long as it is held.
    async fn kept(&self, county: &County, scope: &Scope) -> Result<kept::Held<'_>, Problem> {
        self.memory.keeping.of(&self.ports, county, scope).await
    }

    fn county(&self) -> Result<Arc<County>, Problem> {
        self.ports
            .county()
            .ok_or_else(|| Problem::new(ProblemCode::NotReady))
    }
}

/// Ties the answer's type to the question's.
fn reply<A: Ask>(_asked: &A, answer: A::Answer) -> Result<Json, Problem> {
    serde_json::to_string(&answer)
        .map_err(|error| Problem::new(ProblemCode::Internal).with("reference", error))
}
