-- The audit stream: who looked at what, who came in, what was changed beside cases.

CREATE TABLE audit (
    -- From 1 without a gap, given under the lock that all writers take.
    sequence bigint NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    "user" text,
    case_id uuid,
    kind text NOT NULL,
    -- The entry, JSON. What the columns before it say is said in it, too.
    recorded text NOT NULL,
    -- SHA-256 over the digest before it and the entry (domain::audit).
    digest bytea NOT NULL
);

CREATE INDEX audit_by_time ON audit (at, sequence);
CREATE INDEX audit_by_user ON audit ("user", sequence);
CREATE INDEX audit_by_case ON audit (case_id, sequence) WHERE case_id IS NOT NULL;

-- The last number given: entries that are missing at the end are missed.
CREATE TABLE audit_head (
    single boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    last bigint NOT NULL
);

INSERT INTO audit_head (last) VALUES (0);

-- There is no policy for UPDATE or DELETE: not even the owner of the table does either.
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;

CREATE POLICY is_read ON audit FOR SELECT
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');
CREATE POLICY is_added ON audit FOR INSERT
    WITH CHECK ((SELECT current_setting('onemap.sees', true)) = 'all');
