-- What a person decided about an order, for the record; how sure it is that the central never had
-- it; and whether the file itself was ever damaged.

-- Why it was dropped, in the person's words.
ALTER TABLE orders ADD COLUMN reason TEXT;
-- JSON of domain::people::User: who settled it.
ALTER TABLE orders ADD COLUMN settled_by TEXT;
ALTER TABLE orders ADD COLUMN settled_at INTEGER;
-- The order that was given in its place.
ALTER TABLE orders ADD COLUMN replaced_by TEXT;
-- When it was put on the line for the first time: from then on the central may have it.
ALTER TABLE orders ADD COLUMN sent_at INTEGER;
-- SHA-256 over envelope and author, so that a byte that the disk changed is not sent as an order.
-- Orders of an earlier version have none.
ALTER TABLE orders ADD COLUMN digest BLOB;

CREATE INDEX orders_by_subject ON orders (subject_id, state, seq);

-- The file was damaged, and what could be read was taken over into this one.
CREATE TABLE salvages (
    at INTEGER NOT NULL PRIMARY KEY,
    -- The damaged file's name, beside this one.
    file TEXT NOT NULL,
    -- Orders that were taken over.
    saved INTEGER NOT NULL,
    -- At most so many could not be read; NULL when nobody can tell.
    unreadable INTEGER,
    -- The device's id could not be read, and it has a new one.
    new_device INTEGER NOT NULL,
    -- Somebody has read of it.
    dismissed INTEGER NOT NULL DEFAULT 0
) STRICT;
