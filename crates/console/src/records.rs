//! Records: reading them, and giving commands on them. Decided here first, as on cases.

use onemap_domain::decide_record;
use onemap_domain::people::User;
use onemap_domain::record::{Record, RecordCommand};
use onemap_protocol::desk::{
    KeepRecord, RecordCard, RecordRow, RecordSubmitted, RecordView, Records,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn records(&self, ask: &Records) -> Result<Vec<RecordRow>, Problem> {
        let user = self.user()?;
        self.ports.records(&user.scope, ask.kind).await
    }

    pub(crate) async fn record_card(&self, ask: &RecordCard) -> Result<RecordView, Problem> {
        let user = self.user()?;
        let row = self.ports.record(&user.scope, ask.id).await?;
        Ok(RecordView {
            row: row.ok_or_else(|| Problem::new(ProblemCode::NotFound))?,
            log: self.ports.record_log(&user.scope, ask.id).await?,
        })
    }

    pub(crate) async fn keep_record(&self, ask: &KeepRecord) -> Result<RecordSubmitted, Problem> {
        let user = self.user()?;
        let record = match ask.record {
            Some(id) => {
                let row = self.ports.record(&user.scope, id).await?;
                Some(
                    row.ok_or_else(|| Problem::new(ProblemCode::NotFound))?
                        .record,
                )
            }
            None => None,
        };
        self.decided_record(&user, record.as_ref(), &ask.keep)?;
        let subject = ask.record.map(|id| (id, ask.revision));
        self.ports.keep(&user, subject, ask.keep.clone()).await
    }

    /// Decides here what the central will decide again.
    pub(crate) fn decided_record(
        &self,
        user: &User,
        record: Option<&Record>,
        command: &RecordCommand,
    ) -> Result<(), Problem> {
        let county = self.county()?;
        let context = Self::context(user, &county, self.ports.now());
        decide_record(record, command, &context)?;
        Ok(())
    }
}
