-- The outbox file: what must never be lost. Only ever added to; nothing here can be made again.

-- This device; one row.
CREATE TABLE device (
    id TEXT NOT NULL PRIMARY KEY,
    -- Somebody pulled the line; it stays pulled until somebody plugs it in.
    line_pulled INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who has signed in on this device, so that they can do so without the line for some days.
CREATE TABLE sign_ins (
    login TEXT NOT NULL PRIMARY KEY,
    -- JSON of domain::people::User.
    user TEXT NOT NULL,
    -- argon2id, PHC string.
    password_hash TEXT NOT NULL,
    -- The author grant that the central gave; every order carries it.
    author_grant TEXT NOT NULL,
    -- Milliseconds since 1970, device time.
    signed_in_at INTEGER NOT NULL
) STRICT;

-- Orders in the sequence they were given. `state` is 'waiting', 'delivered', 'set_aside' or
-- 'settled' (set aside once, and since dealt with by a person).
CREATE TABLE orders (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    case_id TEXT NOT NULL,
    -- JSON of protocol::command::Envelope, exactly as it is sent.
    envelope TEXT NOT NULL,
    -- JSON of domain::people::User: who gave it.
    author TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
        CONSTRAINT order_state CHECK (state IN ('waiting', 'delivered', 'set_aside', 'settled')),
    tries INTEGER NOT NULL DEFAULT 0,
    last_failure TEXT,
    -- JSON of protocol::command::Answer, once there is one.
    answer TEXT,
    answered_at INTEGER,
    -- The cache was seen to have its effect, so the overlay need not show it any more.
    confirmed INTEGER NOT NULL DEFAULT 0,
    -- How a person settled it, if they did: 'send_again' or 'drop'.
    settlement TEXT
) STRICT;

CREATE INDEX orders_by_state ON orders (state, seq);
