-- What the district sent back about a submission, and what the office did about it.

CREATE TABLE return_note (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "text" TEXT NOT NULL DEFAULT '',
  "subject" TEXT NOT NULL DEFAULT '',
  "field" TEXT NOT NULL DEFAULT '',
  "submission" TEXT NOT NULL DEFAULT '',
  "given_by" TEXT NOT NULL DEFAULT '',
  "given_on" TEXT,
  "done_on" TEXT,
  "answer" TEXT NOT NULL DEFAULT '',
  "about" TEXT NOT NULL DEFAULT '',
  "about_table" TEXT NOT NULL DEFAULT '',
  "hash" TEXT NOT NULL DEFAULT ''
) STRICT;
