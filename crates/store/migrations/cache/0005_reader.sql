-- For whom the cache was filled: the scope, JSON. One row.
CREATE TABLE reader (
    single INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (single = 1),
    scope TEXT NOT NULL
);
