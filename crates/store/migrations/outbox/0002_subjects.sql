-- An order is about a case or a record.

ALTER TABLE orders RENAME COLUMN case_id TO subject_id;
