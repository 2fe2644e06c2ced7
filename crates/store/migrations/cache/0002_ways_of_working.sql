-- Flags (',hard,paused,'), sealed groups, and every department that has a part in a case. What was
-- here is thrown away: its cases and events are of the form before; the next snapshot makes it anew.

DROP VIEW shown;
DROP TABLE cases;
DROP TABLE overlay;
DELETE FROM events;
DELETE FROM overlay_events;
DELETE FROM register;
DELETE FROM meta;

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
    -- A merged case is not open, whatever its stage.
    open INTEGER NOT NULL,
    carried INTEGER NOT NULL,
    lead TEXT,
    -- ',lead,assist,called,' for the scope of a department's clerk.
    departments TEXT NOT NULL,
    flags TEXT NOT NULL,
    compartment TEXT,
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

CREATE VIEW shown AS
    SELECT *, 1 AS pending FROM overlay
    UNION ALL
    SELECT *, 0 AS pending FROM cases WHERE id NOT IN (SELECT id FROM overlay);
