-- What went up in packs: the figures and a digest of each record as they were.

CREATE TABLE submission (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "from" TEXT,
  "to" TEXT,
  "sequence" INTEGER,
  "day" TEXT,
  "addressee" TEXT NOT NULL DEFAULT '',
  "check_code" TEXT NOT NULL DEFAULT '',
  "hash" TEXT NOT NULL DEFAULT '',
  "previous" TEXT NOT NULL DEFAULT '',
  "personal" INTEGER NOT NULL DEFAULT 0 CHECK ("personal" IN (0, 1)),
  "counts" TEXT NOT NULL DEFAULT '',
  "figures" TEXT NOT NULL DEFAULT '',
  "records" TEXT NOT NULL DEFAULT ''
) STRICT;
