-- The central's database on PostgreSQL. Times are microseconds since 1970 UTC. States and events
-- are JSON, but texts to the database: the digests of the log are over their bytes.

-- One row: which history, and the last number given to an event. The transaction that writes counts
-- on from it under the one lock that all writers take, so numbers follow the commits, a transaction
-- that is rolled back gives its numbers back, and no event can be missing unnoticed. A sequence
-- would leave gaps.
CREATE TABLE head (
    single boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    history_id uuid NOT NULL,
    cursor bigint NOT NULL
);

CREATE TABLE events (
    cursor bigint NOT NULL PRIMARY KEY,
    subject_id uuid NOT NULL,
    about text NOT NULL CONSTRAINT event_about CHECK (about IN ('case', 'record')),
    revision bigint NOT NULL,
    -- The command that made it: a consoles' line is asked for often, and `recorded` is a text.
    command uuid NOT NULL,
    recorded text NOT NULL,
    -- SHA-256 over the digest before it and the event (domain::chain).
    digest bytea,
    UNIQUE (subject_id, revision)
);

-- What the events have made, and the columns that lists are cut by.
CREATE TABLE cases (
    id uuid NOT NULL PRIMARY KEY,
    number text UNIQUE,
    revision bigint NOT NULL,
    stage text NOT NULL,
    is_open boolean NOT NULL,
    is_carried boolean NOT NULL,
    -- A subtree is a range of codes, so they are compared byte by byte.
    grid text COLLATE "C" NOT NULL,
    lead text,
    category text NOT NULL,
    reported_at bigint NOT NULL,
    due_at bigint,
    returned bigint NOT NULL,
    words text NOT NULL,
    compartment text,
    -- What the central looks after by itself. When the units that a whistle called must be there,
    -- while one of them is not; whether a running deadline waits for a year's calendar (暂定).
    whistle_by bigint,
    is_provisional boolean NOT NULL,
    state text NOT NULL
);

CREATE INDEX cases_by_report ON cases (reported_at DESC, id DESC);
CREATE INDEX cases_by_grid ON cases (grid);
CREATE INDEX cases_by_lead ON cases (lead, is_carried, due_at);
CREATE INDEX cases_by_whistle ON cases (whistle_by) WHERE whistle_by IS NOT NULL;
CREATE INDEX cases_provisional ON cases (id) WHERE is_provisional;

-- Every department that has a part in a case.
CREATE TABLE parts (
    department text NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (department, case_id)
);

CREATE INDEX parts_by_case ON parts (case_id);

-- Records, the second aggregate.
CREATE TABLE records (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    begun_at bigint NOT NULL,
    revision bigint NOT NULL,
    state text NOT NULL
);

CREATE INDEX records_by_kind ON records (kind, begun_at);

-- What every command was answered the first time; this makes delivery idempotent.
CREATE TABLE commands (
    device uuid NOT NULL,
    id uuid NOT NULL,
    answered_at bigint NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (device, id)
);

-- The last number given on a civil day.
CREATE TABLE numbers (
    day text NOT NULL PRIMARY KEY,
    last bigint NOT NULL
);

CREATE TABLE register (
    single boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    version bigint NOT NULL,
    body text NOT NULL
);

CREATE TABLE accounts (
    name text NOT NULL PRIMARY KEY,
    password_hash text NOT NULL,
    locked boolean NOT NULL,
    holder text NOT NULL
);

-- Tokens are kept as their SHA-256 only: who reads this database cannot sign in with it.
CREATE TABLE sessions (
    token bytea NOT NULL PRIMARY KEY,
    account text NOT NULL REFERENCES accounts (name),
    expires_at bigint NOT NULL
);

CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE grants (
    token bytea NOT NULL PRIMARY KEY,
    account text NOT NULL REFERENCES accounts (name),
    device uuid NOT NULL,
    expires_at bigint NOT NULL
);

CREATE INDEX grants_by_end ON grants (expires_at);

-- Which cases list which bytes: who may read them follows from who may see one of the cases.
CREATE TABLE listed (
    sha256 text NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (sha256, case_id)
);

-- Those that came whole and are what their digest says.
CREATE TABLE attachments (
    sha256 text NOT NULL PRIMARY KEY,
    -- What the bytes themselves say they are.
    media_type text NOT NULL,
    kept_at bigint NOT NULL,
    bytes bytea NOT NULL
);

-- A picture does not get smaller; trying takes longer than writing it.
ALTER TABLE attachments ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What somebody sends, or has sent. By account: from how far the central holds something, nobody
-- learns that another one has sent it.
CREATE TABLE uploads (
    account text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    held bigint NOT NULL,
    touched_at bigint NOT NULL,
    is_whole boolean NOT NULL,
    PRIMARY KEY (account, sha256)
);

CREATE INDEX uploads_by_content ON uploads (sha256);

-- The pieces of what is not whole yet.
CREATE TABLE pieces (
    account text NOT NULL,
    sha256 text NOT NULL,
    start bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (account, sha256, start)
);

ALTER TABLE pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The second wall behind postgres/scope.rs: what a transaction may see is what its settings say. A
-- query that forgot to say anything sees nothing.
--
--   onemap.sees          'all' (who writes, and what judges each state by the rule itself), 'scope'
--   onemap.role, onemap.area, onemap.department, onemap.compartments     the scope
--
-- A setting is asked for in a query of its own, so that it is asked once and not for every row.

ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE parts FORCE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE records ENABLE ROW LEVEL SECURITY;
ALTER TABLE records FORCE ROW LEVEL SECURITY;
ALTER TABLE listed ENABLE ROW LEVEL SECURITY;
ALTER TABLE listed FORCE ROW LEVEL SECURITY;
ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachments FORCE ROW LEVEL SECURITY;

CREATE POLICY everything ON cases
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');
CREATE POLICY everything ON parts
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');
CREATE POLICY everything ON events
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');
CREATE POLICY everything ON records
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');
CREATE POLICY everything ON listed
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');
CREATE POLICY everything ON attachments
    USING ((SELECT current_setting('onemap.sees', true)) = 'all');

CREATE POLICY in_scope ON parts FOR SELECT USING (
    (SELECT current_setting('onemap.sees', true)) = 'scope'
    AND department = (SELECT current_setting('onemap.department', true))
);

CREATE POLICY in_scope ON cases FOR SELECT USING (
    (SELECT current_setting('onemap.sees', true)) = 'scope'
    AND grid >= (SELECT current_setting('onemap.area', true))
    AND grid < (SELECT current_setting('onemap.area', true) || ':')
    AND (compartment IS NULL OR compartment = ANY (ARRAY (
        SELECT unnest(string_to_array(current_setting('onemap.compartments', true), E'\x1f')))))
    AND ((SELECT current_setting('onemap.role', true)) <> 'clerk'
        OR EXISTS (SELECT 1 FROM parts p WHERE p.case_id = cases.id))
);

-- A wall is told states only, and of no attachments.
CREATE POLICY in_scope ON events FOR SELECT USING (
    (SELECT current_setting('onemap.sees', true)) = 'scope'
    AND (SELECT current_setting('onemap.role', true)) <> 'wall'
    AND about = 'case'
    AND EXISTS (SELECT 1 FROM cases c WHERE c.id = events.subject_id)
);

CREATE POLICY in_scope ON listed FOR SELECT USING (
    (SELECT current_setting('onemap.sees', true)) = 'scope'
    AND (SELECT current_setting('onemap.role', true)) <> 'wall'
    AND EXISTS (SELECT 1 FROM cases c WHERE c.id = listed.case_id)
);

CREATE POLICY in_scope ON attachments FOR SELECT USING (
    (SELECT current_setting('onemap.sees', true)) = 'scope'
    AND EXISTS (SELECT 1 FROM listed l WHERE l.sha256 = attachments.sha256)
);
