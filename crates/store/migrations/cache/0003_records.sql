-- Records, the second aggregate: confirmed, and the overlay over them, as cases are. Their place
-- in a scope is judged by the rule itself when they are read, so there are no columns for it.

CREATE TABLE records (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    -- JSON of domain::record::Record.
    state TEXT NOT NULL
) STRICT;

CREATE INDEX records_by_kind ON records (kind, begun_at);

CREATE TABLE record_entries (
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    -- JSON of domain::record::RecordEntry.
    body TEXT NOT NULL,
    PRIMARY KEY (record_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_overlay (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE record_overlay_entries (
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (record_id, revision)
) STRICT, WITHOUT ROWID;

CREATE VIEW shown_records AS
    SELECT *, 1 AS pending FROM record_overlay
    UNION ALL
    SELECT *, 0 AS pending FROM records WHERE id NOT IN (SELECT id FROM record_overlay);

-- A cache from before records has none; the next snapshot brings them.
DELETE FROM meta;
