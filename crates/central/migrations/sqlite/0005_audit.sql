-- The audit stream: who looked at what, who came in, what was changed beside cases. Times are
-- microseconds since 1970 UTC.

CREATE TABLE audit (
    -- From 1 without a gap, given in the transaction that writes.
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    user TEXT,
    case_id BLOB,
    kind TEXT NOT NULL,
    -- The entry, JSON. What the columns before it say is said in it, too.
    recorded TEXT NOT NULL,
    -- SHA-256 over the digest before it and the entry (domain::audit).
    digest BLOB NOT NULL
) STRICT;

CREATE INDEX audit_by_time ON audit (at, sequence);
CREATE INDEX audit_by_user ON audit (user, sequence);
CREATE INDEX audit_by_case ON audit (case_id, sequence) WHERE case_id IS NOT NULL;

-- The last number given: entries that are missing at the end are missed.
CREATE TABLE audit_head (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    last INTEGER NOT NULL
) STRICT;

INSERT INTO audit_head (only_one, last) VALUES (1, 0);

-- No program of ours changes or deletes an entry; these say so to one that would.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'an entry of the audit stream is never changed'); END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'an entry of the audit stream is never deleted'); END;
