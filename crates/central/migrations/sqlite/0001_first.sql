-- The central's database. Times are microseconds since 1970 UTC; identities are 16 bytes.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per event, in commit order: there is one writer at a time, so the number that a row gets
-- is its place in the feed. AUTOINCREMENT never gives a number twice.
CREATE TABLE events (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    recorded TEXT NOT NULL,
    UNIQUE (case_id, revision)
) STRICT;

-- What the events have made, and the columns that lists are cut by.
CREATE TABLE cases (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT UNIQUE,
    revision INTEGER NOT NULL,
    stage TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    is_carried INTEGER NOT NULL,
    grid TEXT NOT NULL,
    lead TEXT,
    category TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    due_at INTEGER,
    returned INTEGER NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE INDEX cases_by_report ON cases (reported_at DESC, id DESC);
CREATE INDEX cases_by_grid ON cases (grid);
CREATE INDEX cases_by_lead ON cases (lead, is_carried, due_at);

CREATE TABLE assists (
    department TEXT NOT NULL,
    case_id BLOB NOT NULL,
    PRIMARY KEY (department, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX assists_by_case ON assists (case_id);

-- What every command was answered the first time; this makes delivery idempotent.
CREATE TABLE commands (
    device BLOB NOT NULL,
    id BLOB NOT NULL,
    answered_at INTEGER NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (device, id)
) STRICT, WITHOUT ROWID;

-- The last number given on a civil day.
CREATE TABLE numbers (
    day TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE register (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    name TEXT NOT NULL PRIMARY KEY,
    password_hash TEXT NOT NULL,
    locked INTEGER NOT NULL DEFAULT 0,
    user TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens are kept as their SHA-256 only: who reads this file cannot sign in with it.
CREATE TABLE sessions (
    token BLOB NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    token BLOB NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    device BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
