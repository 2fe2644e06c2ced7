-- What one signs in by beside the password (sign_in.rs): a one-time secret, a second factor, and
-- whether the account waits for its grant. JSON.
ALTER TABLE accounts ADD COLUMN door text NOT NULL DEFAULT '{}';

-- When a session was last used, microseconds since 1970 UTC; it lapses when nobody uses it.
ALTER TABLE sessions ADD COLUMN used_at bigint NOT NULL DEFAULT 0;

-- Sign-ins tried by a name since the last one that went well, whether anybody has the name or not.
CREATE TABLE attempts (
    name text NOT NULL PRIMARY KEY,
    failures integer NOT NULL,
    last_at bigint NOT NULL
);

CREATE INDEX attempts_by_time ON attempts (last_at);

-- The three administrators see no cases.
ALTER POLICY in_scope ON cases USING (
    (SELECT current_setting('onemap.sees', true)) = 'scope'
    AND grid >= (SELECT current_setting('onemap.area', true))
    AND grid < (SELECT current_setting('onemap.area', true) || ':')
    AND (compartment IS NULL OR compartment = ANY (ARRAY (
        SELECT unnest(string_to_array(current_setting('onemap.compartments', true), E'\x1f')))))
    AND (SELECT current_setting('onemap.role', true))
        NOT IN ('system_admin', 'security_admin', 'audit_admin')
    AND ((SELECT current_setting('onemap.role', true)) <> 'clerk'
        OR EXISTS (SELECT 1 FROM parts p WHERE p.case_id = cases.id))
);
