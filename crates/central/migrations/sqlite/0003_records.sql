-- Records, the second aggregate. Their events stand in the same log, and so in the same feed: what
-- an event is about is a case or a record.

ALTER TABLE events RENAME COLUMN case_id TO subject_id;
ALTER TABLE events ADD COLUMN about TEXT NOT NULL DEFAULT 'case'
    CONSTRAINT event_about CHECK (about IN ('case', 'record'));

CREATE TABLE records (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE INDEX records_by_kind ON records (kind, begun_at);
