-- Sign-ins whose password is being looked at, and when the last of them began, microseconds since 1970
-- UTC. They count as failures for half a minute, not for as long as failures do: a central that
-- died meanwhile is nobody's wrong password.
ALTER TABLE attempts ADD COLUMN in_hand integer NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN in_hand_at bigint NOT NULL DEFAULT 0;
