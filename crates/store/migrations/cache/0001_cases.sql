-- The cache file: what the central has confirmed, and the pending overlay over it. It can be
-- thrown away at any time; the next snapshot makes it anew.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The register, JSON of protocol::register::Register; one row.
CREATE TABLE register (
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

-- Confirmed cases. The columns are what lists and counts need; `state` has the rest.
-- Times are milliseconds since 1970.
CREATE TABLE cases (
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
    -- ',lead,assist,assist,' for the scope of a department's clerk.
    departments TEXT NOT NULL,
    returned INTEGER NOT NULL,
    -- The nearest running clock.
    due_from INTEGER,
    due_at INTEGER,
    reported_at INTEGER NOT NULL,
    closed_at INTEGER,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE INDEX cases_open ON cases (open, stage, due_at);
CREATE INDEX cases_by_grid ON cases (open, grid);
CREATE INDEX cases_by_lead ON cases (carried, lead);
CREATE INDEX cases_closed ON cases (open, closed_at);

CREATE TABLE events (
    case_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    -- JSON of domain::event::Recorded.
    body TEXT NOT NULL,
    PRIMARY KEY (case_id, revision)
) STRICT, WITHOUT ROWID;

-- The overlay: waiting orders decided again on the confirmed state. Derived, never sent.
CREATE TABLE overlay (
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
    returned INTEGER NOT NULL,
    due_from INTEGER,
    due_at INTEGER,
    reported_at INTEGER NOT NULL,
    closed_at INTEGER,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE overlay_events (
    case_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (case_id, revision)
) STRICT, WITHOUT ROWID;

-- What screens read.
CREATE VIEW shown AS
    SELECT *, 1 AS pending FROM overlay
    UNION ALL
    SELECT *, 0 AS pending FROM cases WHERE id NOT IN (SELECT id FROM overlay);
