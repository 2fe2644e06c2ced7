//! The cache file: a snapshot comes in beside what is shown, batch by batch, and goes on from where
//! it was, whatever happens between.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use onemap_domain::case::{Case, CaseId, Urgency};
use onemap_domain::clock::Calendar;
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::people::{User, UserId};
use onemap_domain::profile::Profile;
use onemap_domain::record::reception::{self, Plan};
use onemap_domain::record::{
    ReceptionMode, Record, RecordEntry, RecordEvent, RecordId, RecordKind,
};
use onemap_domain::{Context, apply, apply_record, decide};
use onemap_protocol::feed::{Cursor, Entry, FeedPage, HistoryId, SnapshotId};
use onemap_protocol::register::Register;
use onemap_store::Cache;
use onemap_store::cache::{Position, SnapshotHead};
use onemap_testkit::county::{COUNTY, SquareGround, code, facts, profile, small_county, users};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// Cases of a batch.
const FEW: usize = 7;

fn operator() -> User {
    let mut users = users().into_iter();
    users.find(|user| user.actor.user.0 == "wangmin").unwrap()
}

fn register() -> Register {
    small_county().into_register()
}

/// A central as far as its reader's scope goes: what is hidden is in it no more.
struct Central {
    history: HistoryId,
    log: Vec<Recorded>,
    cases: BTreeMap<CaseId, Case>,
    hidden: BTreeSet<CaseId>,
    chance: ChaCha8Rng,
    profile: Profile,
    user: User,
}

impl Central {
    fn new(seed: u64) -> Central {
        let mut central = Central {
            history: HistoryId(Uuid::from_u128(1)),
            log: Vec::new(),
            cases: BTreeMap::new(),
            hidden: BTreeSet::new(),
            chance: ChaCha8Rng::seed_from_u64(seed),
            profile: profile(),
            user: operator(),
        };
        for _ in 0..60 {
            central.report();
        }
        central
    }

    fn head(&self, total: usize) -> SnapshotHead {
        SnapshotHead {
            of: Some(SnapshotId(Uuid::from_u128(2))),
            position: Position {
                history: self.history,
                cursor: Cursor(self.log.len() as u64),
                register_version: 1,
            },
            total: total as u64,
        }
    }

    fn report(&mut self) {
        // Made anywhere, off line, too: its identity says nothing of when it comes to the central.
        let id = CaseId(Uuid::from_u128(self.chance.random()));
        let grid = self.chance.random_range(0..6);
        self.does(
            id,
            &Command::Report {
                facts: Box::new(facts("井盖破损", grid)),
            },
        );
    }

    fn does(&mut self, id: CaseId, command: &Command) {
        let context = Context {
            now: NOW,
            actor: &self.user.actor,
            scope: &self.user.scope,
            profile: &self.profile,
            calendar: &Calendar::BEIJING,
            ground: &SquareGround,
            number: None,
            drawing: None,
        };
        let decision = decide(self.cases.get(&id), None, command, &context).unwrap();
        for event in decision.here {
            let state = self.cases.remove(&id);
            let recorded = Recorded {
                case: id,
                revision: state.as_ref().map_or(0, |case| case.revision) + 1,
                at: NOW,
                actor: self.user.actor.clone(),
                command: Uuid::from_u128(self.chance.random()),
                event,
            };
            self.cases.insert(id, apply(state, &recorded).unwrap());
            self.log.push(recorded);
        }
    }

    /// Somebody reports, brings a case on, or takes it out of the scope.
    fn goes_on(&mut self) {
        let reported: Vec<CaseId> = self
            .cases
            .values()
            .filter(|case| case.revision == 1)
            .map(|case| case.id)
            .collect();
        let at = self.chance.random_range(0..reported.len() + 5);
        let Some(id) = reported.get(at) else {
            return self.report();
        };
        self.does(
            *id,
            &Command::Verify {
                note: "属实".to_owned(),
            },
        );
        match self.chance.random_range(0..4) {
            0 => {
                self.hidden.insert(*id);
            }
            1 => {
                let urgency = Urgency::Urgent;
                self.does(*id, &Command::Establish { urgency });
            }
            _ => {}
        }
    }

    fn line(&self, id: CaseId) -> Vec<Recorded> {
        let line = self.log.iter().filter(|event| event.case == id);
        line.cloned().collect()
    }

    fn shown(&self) -> impl Iterator<Item = &Case> {
        let cases = self.cases.values();
        cases.filter(|case| !self.hidden.contains(&case.id))
    }

    /// What happened in a part of the log to cases up to one, as they are now.
    fn changes(&self, part: &[Recorded], last: Option<CaseId>) -> Vec<Entry> {
        let touched: BTreeSet<CaseId> = part.iter().map(|event| event.case).collect();
        let touched = touched.into_iter().filter(|id| Some(*id) <= last);
        let entry = |id: CaseId| {
            if self.hidden.contains(&id) {
                return Entry::Tombstone { case: id };
            }
            Entry::Whole {
                case: Box::new(self.cases[&id].clone()),
                events: self.line(id),
            }
        };
        touched.map(entry).collect()
    }

    fn after(&self, last: Option<CaseId>) -> Vec<(Case, Vec<Recorded>)> {
        let cases = self.shown().filter(|case| Some(case.id) > last);
        cases
            .take(FEW)
            .map(|case| (case.clone(), self.line(case.id)))
            .collect()
    }
}

/// A cache file that is read after a kill: what is in the file then, and nothing of the program.
struct File {
    folder: tempfile::TempDir,
    kills: u32,
    cache: Cache,
}

impl File {
    async fn new() -> File {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache-0.sqlite");
        let (cache, _) = Cache::open(&path).await.unwrap();
        File {
            folder,
            kills: 0,
            cache,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder
            .path()
            .join(format!("cache-{}.sqlite", self.kills))
    }

    /// Killed and started again: the files as they lie there, opened anew.
    async fn killed(&mut self) {
        let old = self.path();
        self.kills += 1;
        let new = self.path();
        for suffix in ["", "-wal"] {
            let name = |path: &PathBuf| format!("{}{suffix}", path.display());
            std::fs::copy(name(&old), name(&new)).unwrap();
        }
        let (cache, broken) = Cache::open(&new).await.unwrap();
        assert!(!broken, "a kill breaks no file");
        let killed = std::mem::replace(&mut self.cache, cache);
        killed.close().await;
    }

    async fn shows(&self, central: &Central) {
        let scope = central.user.scope.clone();
        let ids: Vec<CaseId> = central.cases.keys().copied().collect();
        let shown = self.cache.states(&scope, &ids).await.unwrap();
        let mut shown: Vec<Case> = shown.into_iter().map(|shown| shown.case).collect();
        shown.sort_by_key(|case| case.id);
        assert!(shown.iter().eq(central.shown()), "the cases of the central");
        for case in &shown {
            let line = self.cache.timeline(&scope, case.id).await.unwrap();
            let line: Vec<Recorded> = line.into_iter().map(|one| one.recorded).collect();
            assert_eq!(line, central.line(case.id));
        }
    }
}

/// Takes a snapshot in, with kills and other people's work between the batches as chance has it.
async fn fetched(file: &mut File, central: &mut Central) {
    loop {
        // An answer: of one moment.
        let head = central.head(central.shown().count());
        let staged = file.cache.staged().await.unwrap();
        let mut last = None;
        if let Some(staged) = staged.filter(|_| central.chance.random_range(0..8) > 0) {
            let place = staged.place.unwrap();
            last = place.case;
            file.cache.stage_total(head.total).await.unwrap();
            let log = central.log.clone();
            let mut cursor = place.cursor.0;
            for part in log[cursor as usize..].chunks(FEW) {
                cursor += part.len() as u64;
                let changes = central.changes(part, last);
                let cursor = Cursor(cursor);
                file.cache.stage_changes(cursor, &changes).await.unwrap();
                if central.chance.random_range(0..4) == 0 {
                    break;
                }
            }
            if cursor < head.position.cursor.0 {
                file.killed().await;
                central.goes_on();
                continue;
            }
        } else {
            file.cache.stage_anew(&head, &register()).await.unwrap();
        }
        let mut whole = false;
        while central.chance.random_range(0..6) > 0 {
            let batch = central.after(last);
            if batch.is_empty() {
                whole = true;
                break;
            }
            last = batch.last().map(|(case, _)| case.id);
            file.cache.stage_cases(&batch).await.unwrap();
        }
        let staged = file.cache.staged().await.unwrap().unwrap();
        assert_eq!(staged.position, head.position);
        let here = central.shown().filter(|case| Some(case.id) <= last).count();
        assert_eq!((staged.done, staged.total), (here as u64, head.total));
        if whole {
            let (position, of) = file.cache.finish_snapshot().await.unwrap().unwrap();
            assert_eq!(position, head.position);
            assert_eq!(of, register());
            return;
        }
        file.killed().await;
        for _ in 0..central.chance.random_range(0..6) {
            central.goes_on();
        }
    }
}

#[tokio::test]
async fn a_snapshot_in_pieces_between_kills_and_other_peoples_work_is_the_central_at_its_end() {
    for seed in 0..8 {
        println!("seed {seed}");
        let mut central = Central::new(seed);
        let mut file = File::new().await;
        fetched(&mut file, &mut central).await;
        println!("{} kills", file.kills);
        file.shows(&central).await;
        file.killed().await;
        file.shows(&central).await;
        assert_eq!(file.cache.staged().await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_was_shown_is_shown_until_the_next_snapshot_is_whole() {
    let mut central = Central::new(7);
    let mut file = File::new().await;
    fetched(&mut file, &mut central).await;
    let before = file.cache.position().await.unwrap();
    let head = central.head(central.shown().count());
    let batch = central.after(None);
    // A county that has changed, and a snapshot of it that does not get to its end.
    file.cache.stage_anew(&head, &register()).await.unwrap();
    file.cache.stage_cases(&batch).await.unwrap();
    file.killed().await;
    assert_eq!(file.cache.position().await.unwrap(), before);
    file.shows(&central).await;
    let staged = file.cache.staged().await.unwrap().unwrap();
    assert_eq!(staged.done, batch.len() as u64);
    // The feed goes on with what is shown, and leaves what is on its way alone.
    let from = central.log.len();
    central.report();
    let page = FeedPage {
        history_id: central.history,
        cursor: Cursor(central.log.len() as u64),
        more: false,
        register_version: 1,
        central_time: NOW,
        entries: central.changes(&central.log[from..], Some(CaseId(Uuid::max()))),
    };
    file.cache.apply(&page).await.unwrap();
    file.shows(&central).await;
    assert_eq!(file.cache.staged().await.unwrap(), Some(staged));
    // And it is gone on with.
    fetched(&mut file, &mut central).await;
    file.shows(&central).await;
}

#[tokio::test]
async fn a_snapshot_after_another_one_changes_places_with_it_again_and_again() {
    let mut central = Central::new(3);
    let mut file = File::new().await;
    for round in 0..4 {
        fetched(&mut file, &mut central).await;
        file.shows(&central).await;
        // Its counts, by the indexes that changed places with it.
        let scope = central.user.scope.clone();
        let counts = file.cache.counts(&scope, None, NOW).await.unwrap();
        let counted: u32 = counts.iter().map(|count| count.cases).sum();
        assert_eq!(counted as usize, central.shown().count(), "round {round}");
        central.goes_on();
        central.goes_on();
    }
}

#[tokio::test]
async fn a_cache_without_a_snapshot_on_its_way_has_none_to_finish() {
    let file = File::new().await;
    assert_eq!(file.cache.staged().await.unwrap(), None);
    assert_eq!(file.cache.finish_snapshot().await.unwrap(), None);
    assert_eq!(file.cache.position().await.unwrap(), None);
}

/// A reception that somebody planned.
fn reception(nth: u128) -> (Record, Vec<RecordEntry>) {
    let entry = RecordEntry {
        record: RecordId(Uuid::from_u128(nth)),
        revision: 1,
        at: NOW,
        actor: operator().actor,
        command: Uuid::from_u128(nth),
        event: RecordEvent::Reception(reception::Event::Planned(Plan {
            leader: UserId("chenhong".to_owned()),
            name: "陈宏".to_owned(),
            mode: ReceptionMode::Fixed,
            area: code(COUNTY),
            on: Date::constant(2030, 11, 25),
            from: Time::constant(9, 0, 0, 0),
            to: Time::constant(11, 0, 0, 0),
            place: "综治中心".to_owned(),
        })),
    };
    (apply_record(None, &entry).unwrap(), vec![entry])
}

#[tokio::test]
async fn records_come_before_the_cases_and_go_on_from_the_last_of_them() {
    let central = Central::new(5);
    let mut file = File::new().await;
    let head = central.head(0);
    file.cache.stage_anew(&head, &register()).await.unwrap();
    let batch = [reception(1), reception(3)];
    file.cache.stage_records(&batch).await.unwrap();
    file.killed().await;
    let place = file.cache.staged().await.unwrap().unwrap().place.unwrap();
    assert_eq!((place.record, place.case), (Some(batch[1].0.id), None));
    // One of them is gone meanwhile, another one has come among them.
    let (record, entries) = reception(2);
    let changes = [
        Entry::RecordGone {
            record: batch[0].0.id,
        },
        Entry::WholeRecord {
            record: Box::new(record),
            entries,
        },
    ];
    let cursor = Cursor(head.position.cursor.0 + 2);
    file.cache.stage_changes(cursor, &changes).await.unwrap();
    file.cache.stage_records(&[reception(4)]).await.unwrap();
    file.killed().await;
    let staged = file.cache.staged().await.unwrap().unwrap();
    let place = staged.place.unwrap();
    assert_eq!((place.cursor, place.case), (cursor, None));
    assert_eq!((place.record, staged.done), (Some(reception(4).0.id), 0));
    let (kind, scope) = (RecordKind::Reception, &central.user.scope);
    let before = file.cache.records(scope, kind, 9).await.unwrap();
    assert_eq!(before, [], "not before it is whole");
    file.cache.finish_snapshot().await.unwrap().unwrap();
    let shown = file.cache.records(scope, kind, 9).await.unwrap();
    let shown: BTreeSet<RecordId> = shown.into_iter().map(|shown| shown.record.id).collect();
    let wanted = [2, 3, 4].map(|nth| RecordId(Uuid::from_u128(nth)));
    assert_eq!(shown, BTreeSet::from(wanted));
    for id in wanted {
        assert_eq!(file.cache.record_log(scope, id).await.unwrap().len(), 1);
    }
}
