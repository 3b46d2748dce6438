-- What paper needs: texts that go up, certificates and their numbers, entries of the statistics form.

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "from" TEXT,
  "to" TEXT,
  "theme_day" TEXT NOT NULL DEFAULT '',
  "event" BLOB,
  "day" TEXT,
  "number" TEXT NOT NULL DEFAULT '',
  "addressee" TEXT NOT NULL DEFAULT '',
  "copied_to" TEXT NOT NULL DEFAULT '',
  "approver" TEXT NOT NULL DEFAULT '',
  "author" TEXT NOT NULL DEFAULT '',
  "note" TEXT NOT NULL DEFAULT '',
  "letterhead" INTEGER NOT NULL DEFAULT 0 CHECK ("letterhead" IN (0, 1)),
  "sealed" INTEGER NOT NULL DEFAULT 0 CHECK ("sealed" IN (0, 1)),
  "contents" INTEGER NOT NULL DEFAULT 0 CHECK ("contents" IN (0, 1)),
  "imprint" INTEGER NOT NULL DEFAULT 0 CHECK ("imprint" IN (0, 1)),
  "annexes" TEXT NOT NULL DEFAULT '[]',
  "text" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT '',
  "figures" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE certificate (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "number" TEXT NOT NULL DEFAULT '',
  "person" BLOB,
  "name" TEXT NOT NULL DEFAULT '',
  "issued_on" TEXT,
  "from" TEXT,
  "to" TEXT,
  "minutes" INTEGER,
  "state" TEXT NOT NULL DEFAULT '',
  "applied_on" TEXT,
  "purpose" TEXT NOT NULL DEFAULT '',
  "handler" TEXT NOT NULL DEFAULT '',
  "head" TEXT NOT NULL DEFAULT '',
  "shown_from" TEXT,
  "shown_to" TEXT,
  "received_by" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT '',
  "services" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE stat_entry (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "year" INTEGER,
  "code" TEXT NOT NULL DEFAULT '',
  "name" TEXT NOT NULL DEFAULT '',
  "value" REAL,
  "absent" INTEGER NOT NULL DEFAULT 0 CHECK ("absent" IN (0, 1)),
  "source" TEXT NOT NULL DEFAULT '',
  "reason" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

-- A number belongs to one certificate for ever, rows in 回收站 included.
CREATE UNIQUE INDEX certificate_number ON certificate (office, number);
CREATE INDEX stat_entry_by_year ON stat_entry (year);

-- 服务类型 of the 2024 guideline, for the statistics of volunteer service.
ALTER TABLE event ADD COLUMN service_type TEXT NOT NULL DEFAULT '';
