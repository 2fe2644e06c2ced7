-- Of which history an answer is and what was durable there with it, so that a central that was
-- restored from a backup gets again what it has lost. NULL: answered before this was kept.
ALTER TABLE orders ADD COLUMN history_id TEXT;
ALTER TABLE orders ADD COLUMN durable_cursor INTEGER;

-- The central did not know the grant: the order waits until its author has signed in.
ALTER TABLE orders ADD COLUMN lapsed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX orders_lapsed ON orders (seq) WHERE state = 'waiting' AND lapsed;

-- The history that batches name.
ALTER TABLE device ADD COLUMN history_id TEXT;
