-- Sealed cases that were opened here and that the central has not been told of yet.

CREATE TABLE openings (
    id TEXT NOT NULL PRIMARY KEY,
    -- JSON of protocol::audit::Opening.
    body TEXT NOT NULL
) STRICT;
