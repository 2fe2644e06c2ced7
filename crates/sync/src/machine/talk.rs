//! What the machine is told, and what it says.

use jiff::Timestamp;
use onemap_protocol::feed::{Cursor, HistoryId, StreamTick};
use onemap_protocol::version::Impasse;

/// How far the cache has followed the central.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which history.
    pub history: HistoryId,
    /// How far.
    pub cursor: Cursor,
    /// Which register.
    pub register_version: u64,
}

/// How much of a snapshot has been taken in, durably, beside what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staged {
    /// As of which place is what is here.
    pub place: Place,
    /// Cases so far.
    pub done: u64,
    /// Cases in all, by the central's last word.
    pub total: u64,
}

/// How a snapshot came to the end of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A part of it is here; the rest is to be asked for.
    Part,
    /// It is whole, and is what is shown from now on.
    Whole(Place),
}

/// Why something did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or one that asks to come again (5xx, 408, 425, 429).
    Unreachable {
        /// The wait that the central asked for, seconds.
        retry_after: Option<u32>,
    },
    /// The session has lapsed (401).
    SignInNeeded,
    /// The request as a whole can never be accepted (another 4xx).
    Rejected,
    /// The central is of this history and not of the one that the batch named: it decided nothing.
    History(HistoryId),
    /// The central answers, and one of the two is too old for the other.
    Impasse(Impasse),
    /// The local files failed; they say so themselves. Tried again like an unreachable central.
    Local,
    /// What there is of a snapshot cannot be gone on with: it cannot be read, or what the central
    /// sent does not fit to it. It begins anew.
    Unusable,
}

/// What happens to the machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Somebody signed in; the cache is at this place (or empty), and so many orders wait.
    /// Without a session (signed in off line) there is nothing to talk with.
    SignedIn {
        /// How far the cache is.
        place: Option<Place>,
        /// What was taken in of a snapshot that is not whole yet.
        staged: Option<Staged>,
        /// Orders that wait.
        waiting: u32,
        /// Whether bytes of attachments wait whose orders the central has carried out.
        pieces: bool,
        /// Whether there is a session with the central.
        session: bool,
    },
    /// A session was opened again without asking anybody.
    Renewed(Result<(), Failure>),
    /// Nobody is signed in any more.
    SignedOut,
    /// The line was pulled or plugged in.
    Line {
        /// Whether it may be used.
        up: bool,
    },
    /// An order was made durable.
    Queued,
    /// The central has carried out the order of an attachment whose bytes wait.
    PiecesWait,
    /// A person wants what waits tried now.
    RetryNow,
    /// The stream said something.
    Heard(StreamTick),
    /// The stream ended.
    StreamLost,
    /// A batch was answered and the answers are durable; so many orders still wait.
    Sent(Result<u32, Failure>),
    /// A piece of an attachment was taken and how far it has come is durable, or none waited;
    /// whether others wait.
    PieceSent(Result<bool, Failure>),
    /// Orders that a history may have lost wait again, durably; so many orders wait in all.
    Replayed(Result<u32, Failure>),
    /// A page was taken in.
    Pulled(Result<Page, Failure>),
    /// A snapshot is on its way: so much of it is durable.
    Progress(Staged),
    /// An answer with a snapshot, or a part of one, was taken in.
    Snapshotted(Result<Taken, Failure>),
    /// A wake-up that was asked for, or any other moment.
    Timer,
}

/// A page of the feed that was taken in, or found to be of another history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it left the cache. When `history` or `register_version` differ from what the machine
    /// knows, the page was not taken in.
    pub place: Place,
    /// There is more.
    pub more: bool,
}

/// What whoever runs the machine is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// Send the oldest waiting orders, at most so many, and report [`Input::Sent`].
    Send {
        /// At most so many.
        limit: u32,
    },
    /// The order that was rejected alone can never be accepted: set it aside, report
    /// [`Input::Sent`].
    SetAsideOldest,
    /// Send the next piece of the oldest attachment that can go, and report [`Input::PieceSent`].
    SendPiece,
    /// The attachment whose piece was rejected can never be taken: set it aside, visibly, and
    /// report [`Input::PieceSent`].
    SetAsidePiece,
    /// Put back to waiting, before those that were given after them, the delivered orders that this
    /// history may not have: those answered under another one, and those answered under it from
    /// beyond `head`, where that is given. Batches name this history from now on. Nothing is to be
    /// done where they do already. Report [`Input::Replayed`].
    Replay {
        /// The central's history.
        history: HistoryId,
        /// Where the central stands, when that is behind what it had said before.
        head: Option<Cursor>,
    },
    /// Ask for the feed after this cursor, take the page in if it is of this history and register,
    /// and report [`Input::Pulled`].
    Pull(Place),
    /// Take a snapshot, report [`Input::Progress`] for every part of it that is durable, and
    /// [`Input::Snapshotted`].
    TakeSnapshot {
        /// Go on with what there is of one, if the central does, too; otherwise begin anew.
        go_on: bool,
    },
    /// Open a session with the password that is still in memory and report [`Input::Renewed`].
    Renew,
    /// Open the stream; report [`Input::Heard`] and [`Input::StreamLost`].
    Listen,
    /// Close the stream, if it is open.
    StopListening,
    /// Call again with [`Input::Timer`] at this moment; a newer one replaces it.
    WakeAt(Timestamp),
    /// How the line stands has changed, or the picture was found to be whole just now.
    Publish,
}
