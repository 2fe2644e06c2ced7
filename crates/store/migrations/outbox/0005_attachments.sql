-- The bytes of attachments, beside the orders that list them: both are written in one transaction. They
-- go to the central in pieces, after the order.

CREATE TABLE attachments (
    -- The order that lists it.
    order_id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 over all bytes, hexadecimal.
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    -- How far the central has them, as it said itself.
    held INTEGER NOT NULL DEFAULT 0,
    -- 'waiting', 'whole' (the central has all of them), 'set_aside' (it will never take them) or
    -- 'damaged' (the bytes here are not what was attached).
    state TEXT NOT NULL DEFAULT 'waiting'
        CONSTRAINT attachment_state CHECK (state IN ('waiting', 'whole', 'set_aside', 'damaged')),
    -- The code of the last failure.
    last_failure TEXT,
    -- Milliseconds since 1970, device time.
    whole_at INTEGER
) STRICT;

CREATE INDEX attachments_by_content ON attachments (sha256);

CREATE TABLE pieces (
    order_id TEXT NOT NULL,
    -- Where it begins.
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    -- SHA-256, so that a byte that the disk changed is not sent.
    digest BLOB NOT NULL,
    PRIMARY KEY (order_id, start)
) STRICT;
