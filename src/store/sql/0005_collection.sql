-- Rounds of blank workbooks that were handed out, and what came back.

CREATE TABLE collection (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "due" TEXT,
  "year" INTEGER,
  "registers" TEXT NOT NULL DEFAULT '[]',
  "sheets" TEXT NOT NULL DEFAULT ''
) STRICT;
