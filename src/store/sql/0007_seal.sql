-- The running seal of the history after each step: it covers steps without records too (a look at personal data), and
-- with the head kept among the settings it tells when the newest steps were cut off.
CREATE TABLE seal (
  step INTEGER PRIMARY KEY REFERENCES step (id),
  chain BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT;
CREATE TRIGGER seal_is_append_only_u BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER seal_is_append_only_d BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'append only'); END;
