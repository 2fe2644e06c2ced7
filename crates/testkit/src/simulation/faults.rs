//! What can go wrong, and what can be broken on purpose.
//!
//! To add a row of the fault matrix: a variant of [`Fault`] with its place in [`Fault::ALL`], and
//! an arm in `run::World::inject` that does it to the network, the disk, a clock or the central.
//! Nothing else: the checker knows no faults, only promises. When the new fault can break the sync
//! in a new way, add the [`Mutation`] that does, at the place where the rule is kept.

/// What chance does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The line of a console is cut: connections break, new ones are refused.
    Cut,
    /// Half-open: what is sent vanishes, and nobody is told.
    BlackHole,
    /// Requests and answers are dropped, duplicated, delayed and overtake one another.
    Lossy,
    /// Everything takes seconds; snapshots break off.
    Slow,
    /// Somebody pulls a console's line for minutes to days.
    Pulled,
    /// A console is killed between two writes (kill -9).
    Kill,
    /// A console's power fails between a write and its sync.
    PowerCut,
    /// A console is switched off for hours to days.
    SwitchedOff,
    /// A console's clock is set, up to a day forward or back.
    ClockSet,
    /// A console's disk is full for a while.
    DiskFull,
    /// A console's cache cannot be read any more.
    CorruptCache,
    /// The central stops and starts again; what is not committed is lost.
    CentralStops,
    /// The central stops in the middle of a batch: before or after its commit, unanswered.
    CentralStopsInBatch,
    /// The central is restored from a backup, under a new history.
    CentralRestored,
    /// The central answers 5xx for a while, having done what was asked or not.
    CentralErrs,
    /// It does so for commands only.
    CommandsErr,
    /// Sessions lapse (401), in the middle of a batch, too.
    SessionsLapse,
    /// Somebody's password is changed: the next renewal fails.
    PasswordChanged,
    /// The grants of somebody on a device lapse: their orders wait for them.
    GrantsLapse,
    /// A new version of the register forces new snapshots.
    RegisterChanges,
    /// An order that the central answers with a 4xx for ever.
    Poison,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Fault; 21] = [
        Fault::Cut,
        Fault::BlackHole,
        Fault::Lossy,
        Fault::Slow,
        Fault::Pulled,
        Fault::Kill,
        Fault::PowerCut,
        Fault::SwitchedOff,
        Fault::ClockSet,
        Fault::DiskFull,
        Fault::CorruptCache,
        Fault::CentralStops,
        Fault::CentralStopsInBatch,
        Fault::CentralRestored,
        Fault::CentralErrs,
        Fault::CommandsErr,
        Fault::SessionsLapse,
        Fault::PasswordChanged,
        Fault::GrantsLapse,
        Fault::RegisterChanges,
        Fault::Poison,
    ];
}

/// A rule of the sync that is broken on purpose: the test of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mutation {
    /// An order counts as given before the outbox is synced.
    SkipFsync,
    /// The central forgets which (device, id) it has answered.
    ForgetIds,
    /// The central writes effects and remembered answers in two transactions.
    EffectWithoutAnswer,
    /// The central answers before its commit is durable.
    AcknowledgeBeforeCommit,
    /// A page of the feed is taken in back to front.
    FeedOutOfOrder,
    /// The cursor is written before the page that it stands for.
    CursorBeforePage,
    /// Orders are thrown away once they are sent, answered or not.
    ForgetOnSend,
    /// An order that was not answered is sent again under a new id.
    NewIdOnResend,
    /// The console does not look at which history the central is of.
    IgnoreHistory,
    /// A new history brings a new snapshot, and nothing delivered is given again.
    SkipReplay,
    /// The central decides a batch that names another history.
    IgnoreNamedHistory,
    /// What is pending is written into the cache as confirmed.
    OptimisticAsConfirmed,
    /// A poison order is settled without showing it to anybody.
    SetAsideSilently,
    /// A batch goes out back to front.
    ReorderBatch,
    /// Edits are decided on whatever revision is there.
    IgnoreRevision,
    /// Edits look at the revision's number only, not at what made it.
    NumberOnly,
    /// Orders go past one that waits for its author, on the same case.
    PassLapsed,
    /// Answers are put to the wrong orders of their batch.
    ShiftAnswers,
    /// The machine is not told when a stream should have said something.
    IgnoreSilence,
    /// The machine is not told of an order that is queued.
    LoseWakeUp,
    /// What happened while a snapshot was interrupted is not taken in.
    SkipChanges,
}

impl Mutation {
    /// Every one.
    pub const ALL: [Mutation; 21] = [
        Mutation::SkipFsync,
        Mutation::ForgetIds,
        Mutation::EffectWithoutAnswer,
        Mutation::AcknowledgeBeforeCommit,
        Mutation::FeedOutOfOrder,
        Mutation::CursorBeforePage,
        Mutation::ForgetOnSend,
        Mutation::NewIdOnResend,
        Mutation::IgnoreHistory,
        Mutation::SkipReplay,
        Mutation::IgnoreNamedHistory,
        Mutation::OptimisticAsConfirmed,
        Mutation::SetAsideSilently,
        Mutation::ReorderBatch,
        Mutation::IgnoreRevision,
        Mutation::NumberOnly,
        Mutation::PassLapsed,
        Mutation::ShiftAnswers,
        Mutation::IgnoreSilence,
        Mutation::LoseWakeUp,
        Mutation::SkipChanges,
    ];
}
