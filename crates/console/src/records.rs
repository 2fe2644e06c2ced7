//! Records: reading them, and giving commands on them. Decided here first, as on cases.

use onemap_domain::decide_record;
use onemap_domain::pack::Pack;
use onemap_domain::people::User;
use onemap_domain::record::{Matter, Record, RecordCommand, RecordEntry, RecordEvent, meeting};
use onemap_protocol::desk::{
    KeepRecord, RecordCard, RecordRow, RecordSubmitted, RecordView, Records,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn records(&self, ask: &Records) -> Result<Vec<RecordRow>, Problem> {
        let user = self.user()?;
        let all = u32::MAX;
        let mut rows = self.ports.records(&user.scope, ask.kind, all).await?;
        let records = rows.iter_mut().map(|row| &mut row.record);
        self.readable(&user, records.filter_map(pack).collect())
            .await?;
        Ok(rows)
    }

    pub(crate) async fn record_card(&self, ask: &RecordCard) -> Result<RecordView, Problem> {
        let user = self.user()?;
        let row = self.ports.record(&user.scope, ask.id).await?;
        let mut row = row.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let mut log = self.ports.record_log(&user.scope, ask.id).await?;
        let frozen = log.iter_mut().filter_map(|(entry, _)| frozen(entry));
        let packs = pack(&mut row.record).into_iter().chain(frozen).collect();
        self.readable(&user, packs).await?;
        Ok(RecordView { row, log })
    }

    pub(crate) async fn keep_record(&self, ask: &KeepRecord) -> Result<RecordSubmitted, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        // Of what can be about one record only, that one is meant, whether it is there yet or not.
        if let Some(id) = ask.keep.identity(|code| county.profile.duty(code)) {
            let row = self.ports.record(&user.scope, id).await?;
            let record = row.map(|row| row.record);
            self.decided_record(&user, record.as_ref(), &ask.keep)?;
            let revision = record.map_or(0, |record| record.revision);
            let subject = Some((id, revision));
            return self.ports.keep(&user, subject, ask.keep.clone()).await;
        }
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

/// The pack of a meeting.
fn pack(record: &mut Record) -> Option<&mut Pack> {
    match &mut record.matter {
        Matter::Meeting(meeting) => Some(&mut meeting.pack),
        _ => None,
    }
}

/// The pack that an entry froze.
fn frozen(entry: &mut RecordEntry) -> Option<&mut Pack> {
    match &mut entry.event {
        RecordEvent::Meeting(meeting::Event::Frozen { pack }) => Some(pack),
        _ => None,
    }
}
