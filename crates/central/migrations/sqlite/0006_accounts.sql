-- What one signs in by beside the password (sign_in.rs): a one-time secret, a second factor, and
-- whether the account waits for its grant. JSON.
ALTER TABLE accounts ADD COLUMN door TEXT NOT NULL DEFAULT '{}';

-- When a session was last used, microseconds since 1970 UTC; it lapses when nobody uses it.
ALTER TABLE sessions ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;

-- Sign-ins tried by a name since the last one that went well, whether anybody has the name or not.
CREATE TABLE attempts (
    name TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX attempts_by_time ON attempts (last_at);
