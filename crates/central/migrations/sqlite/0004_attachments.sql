-- The bytes of attachments: in the database, so that a backup has them. Times are microseconds since
-- 1970 UTC, digests are 64 hexadecimal digits.

-- Which cases list which bytes: who may read them follows from who may see one of the cases.
CREATE TABLE listed (
    sha256 TEXT NOT NULL,
    case_id BLOB NOT NULL,
    PRIMARY KEY (sha256, case_id)
) STRICT, WITHOUT ROWID;

-- Those that came whole and are what their digest says.
CREATE TABLE attachments (
    sha256 TEXT NOT NULL PRIMARY KEY,
    -- What the bytes themselves say they are.
    media_type TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- What somebody sends, or has sent. By account: from how far the central holds something, nobody
-- learns that another one has sent it.
CREATE TABLE uploads (
    account TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    held INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    PRIMARY KEY (account, sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX uploads_by_content ON uploads (sha256);

-- The pieces of what is not whole yet.
CREATE TABLE pieces (
    account TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (account, sha256, start)
) STRICT;
