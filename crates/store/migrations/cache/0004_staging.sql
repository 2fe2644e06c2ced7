-- A snapshot on its way in. The staged tables have the form of those that are shown: when it is
-- whole, they change names with them (`cache/staging.rs`), and so do their indexes, whose names
-- therefore say nothing. Whoever changes a table of the one set changes the other's too.

-- One row while a snapshot is on its way.
CREATE TABLE staging (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    -- What the central calls it; without a name it cannot be gone on with.
    snapshot TEXT,
    history TEXT NOT NULL,
    -- As of which place in the log is what is here.
    cursor INTEGER NOT NULL,
    -- The last record and the last case that came, by which the rest is asked for.
    record TEXT,
    last_case TEXT,
    -- Cases here, and in all by the central's last word.
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- JSON of protocol::register::Register.
    register_version INTEGER NOT NULL,
    register TEXT NOT NULL
) STRICT;

CREATE TABLE staged_cases (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    address TEXT NOT NULL,
    category TEXT NOT NULL,
    grid TEXT NOT NULL,
    lon REAL NOT NULL,
    lat REAL NOT NULL,
    stage TEXT NOT NULL,
    open INTEGER NOT NULL,
    carried INTEGER NOT NULL,
    lead TEXT,
    departments TEXT NOT NULL,
    flags TEXT NOT NULL,
    compartment TEXT,
    returned INTEGER NOT NULL,
    due_from INTEGER,
    due_at INTEGER,
    reported_at INTEGER NOT NULL,
    closed_at INTEGER,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE INDEX staged_cases_open ON staged_cases (open, stage, due_at);
CREATE INDEX staged_cases_by_grid ON staged_cases (open, grid);
CREATE INDEX staged_cases_by_lead ON staged_cases (carried, lead);
CREATE INDEX staged_cases_closed ON staged_cases (open, closed_at);

CREATE TABLE staged_events (
    case_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (case_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE staged_records (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE INDEX staged_records_by_kind ON staged_records (kind, begun_at);

CREATE TABLE staged_record_entries (
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (record_id, revision)
) STRICT, WITHOUT ROWID;
