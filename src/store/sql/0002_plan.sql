-- Everything the plan names beside events and people. Made from the declarations in src/model, one table a record!;
-- a test holds the columns against them. References are checked when a step ends, for records may point both ways.

ALTER TABLE event ADD COLUMN campaigns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE event ADD COLUMN emergency_topics TEXT NOT NULL DEFAULT '[]';
ALTER TABLE event ADD COLUMN incident BLOB REFERENCES incident (uid);
ALTER TABLE event ADD COLUMN venue BLOB REFERENCES venue (uid);
ALTER TABLE event ADD COLUMN hazardous INTEGER NOT NULL DEFAULT 0;

CREATE TABLE paper (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "number" TEXT NOT NULL DEFAULT '',
  "archive_no" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "kept" TEXT NOT NULL DEFAULT '',
  "in_force_from" TEXT,
  "revised_on" TEXT,
  "chair" TEXT NOT NULL DEFAULT '',
  "attendees" TEXT NOT NULL DEFAULT '',
  "decisions" TEXT NOT NULL DEFAULT '',
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "start" TEXT,
  "end" TEXT,
  "kind" TEXT NOT NULL DEFAULT '',
  "level" TEXT NOT NULL DEFAULT '',
  "topics" TEXT NOT NULL DEFAULT '[]',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "actions" TEXT NOT NULL DEFAULT '',
  "plan" BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE venue (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "address" TEXT NOT NULL DEFAULT '',
  "area" REAL,
  "length" REAL,
  "opened_on" TEXT,
  "open_hours" TEXT NOT NULL DEFAULT '',
  "weekly_hours" REAL,
  "changes_wanted" INTEGER,
  "keeper" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "state" TEXT NOT NULL DEFAULT '',
  "grade" TEXT NOT NULL DEFAULT '',
  "grade_until" TEXT,
  "sector" TEXT NOT NULL DEFAULT '',
  "union" TEXT NOT NULL DEFAULT '',
  "project" TEXT NOT NULL DEFAULT '',
  "investment" INTEGER,
  "investment_source" TEXT NOT NULL DEFAULT '',
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE expert (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "person" BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
  "roles" TEXT NOT NULL DEFAULT '[]',
  "field" TEXT NOT NULL DEFAULT '',
  "title" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "full_time" TEXT NOT NULL DEFAULT '',
  "offers" TEXT NOT NULL DEFAULT '',
  "titled" TEXT NOT NULL DEFAULT '',
  "log" TEXT NOT NULL DEFAULT '',
  "joined_on" TEXT,
  "left_on" TEXT
) STRICT;

CREATE TABLE membership (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "person" BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
  "team" BLOB REFERENCES team (uid) DEFERRABLE INITIALLY DEFERRED,
  "duty" TEXT NOT NULL DEFAULT '',
  "from" TEXT,
  "to" TEXT,
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE credit (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "person" BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "content" TEXT NOT NULL DEFAULT '',
  "by" TEXT NOT NULL DEFAULT '',
  "minutes" INTEGER,
  "score" INTEGER,
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE training (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "start" TEXT,
  "end" TEXT,
  "kind" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '[]',
  "platform" TEXT NOT NULL DEFAULT '',
  "host" TEXT NOT NULL DEFAULT '',
  "place" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "trainees" INTEGER,
  "people" INTEGER,
  "minutes" INTEGER,
  "certificates" INTEGER,
  "counts" INTEGER NOT NULL DEFAULT 0,
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "evidence_no" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE contest (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "start" TEXT,
  "kind" TEXT NOT NULL DEFAULT '',
  "level" TEXT NOT NULL DEFAULT '',
  "host" TEXT NOT NULL DEFAULT '',
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE contest_entry (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "entrant" TEXT NOT NULL DEFAULT '',
  "contest" BLOB REFERENCES contest (uid) DEFERRABLE INITIALLY DEFERRED,
  "unit" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "group" TEXT NOT NULL DEFAULT '',
  "work" TEXT NOT NULL DEFAULT '',
  "coach" TEXT NOT NULL DEFAULT '',
  "result" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE work (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "author" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "field" TEXT NOT NULL DEFAULT '',
  "made_on" TEXT,
  "published_in" TEXT NOT NULL DEFAULT '',
  "contest" BLOB REFERENCES contest (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE service_order (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "asked_on" TEXT,
  "asked_by" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "channel" TEXT NOT NULL DEFAULT '',
  "service" TEXT NOT NULL DEFAULT '',
  "place" TEXT NOT NULL DEFAULT '',
  "wanted_on" TEXT,
  "sent_on" TEXT,
  "sent_to" TEXT NOT NULL DEFAULT '',
  "claimed_on" TEXT,
  "taken_on" TEXT,
  "team" BLOB REFERENCES team (uid) DEFERRABLE INITIALLY DEFERRED,
  "refusals" TEXT NOT NULL DEFAULT '[]',
  "cancelled_on" TEXT,
  "done_on" TEXT,
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "rated_on" TEXT,
  "stars" INTEGER,
  "comment" TEXT NOT NULL DEFAULT '',
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE venue_log (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "venue" BLOB REFERENCES venue (uid) DEFERRABLE INITIALLY DEFERRED,
  "day" TEXT,
  "kind" TEXT NOT NULL DEFAULT '',
  "content" TEXT NOT NULL DEFAULT '',
  "visitors" INTEGER,
  "minutes" INTEGER,
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE stock (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "count" INTEGER,
  "unit" TEXT NOT NULL DEFAULT '',
  "topics" TEXT NOT NULL DEFAULT '[]',
  "emergency_topics" TEXT NOT NULL DEFAULT '[]',
  "audience" TEXT NOT NULL DEFAULT '[]',
  "venue" BLOB REFERENCES venue (uid) DEFERRABLE INITIALLY DEFERRED,
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "acquired_on" TEXT,
  "source" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE loan (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "stock" BLOB REFERENCES stock (uid) DEFERRABLE INITIALLY DEFERRED,
  "count" INTEGER,
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "borrower" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "lent_on" TEXT,
  "due_on" TEXT,
  "returned_on" TEXT,
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE tour (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "start" TEXT,
  "end" TEXT,
  "place" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "host" TEXT NOT NULL DEFAULT '',
  "visitors" INTEGER,
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE partner (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "contact" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "agreed_on" TEXT,
  "agreed_until" TEXT,
  "cross_region" INTEGER NOT NULL DEFAULT 0,
  "facilities" TEXT NOT NULL DEFAULT '',
  "openings" INTEGER,
  "visitors" INTEGER,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE connection (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "platform" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "since" TEXT,
  "proof" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE money (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "direction" TEXT NOT NULL DEFAULT '',
  "amount" INTEGER,
  "source" TEXT NOT NULL DEFAULT '',
  "purpose" TEXT NOT NULL DEFAULT '',
  "voucher" TEXT NOT NULL DEFAULT '',
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "donor" TEXT NOT NULL DEFAULT '',
  "beneficiaries" INTEGER,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE budget (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "item" TEXT NOT NULL DEFAULT '',
  "year" INTEGER,
  "source" TEXT NOT NULL DEFAULT '',
  "requested" INTEGER,
  "approved" INTEGER,
  "paid" INTEGER,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "measures" TEXT NOT NULL DEFAULT '[]',
  "duty" TEXT NOT NULL DEFAULT '',
  "reason" TEXT NOT NULL DEFAULT '',
  "owner" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE work_item (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "month" TEXT,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "theme_day" TEXT NOT NULL DEFAULT '',
  "form" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "owner" TEXT NOT NULL DEFAULT '',
  "state" TEXT NOT NULL DEFAULT '',
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE theme_year (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "from" TEXT,
  "to" TEXT,
  "theme" TEXT NOT NULL DEFAULT '',
  "source" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "platform" TEXT NOT NULL DEFAULT '',
  "author" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "url" TEXT NOT NULL DEFAULT '',
  "times" INTEGER,
  "views" INTEGER,
  "adopted_by" TEXT NOT NULL DEFAULT '',
  "adopted_level" TEXT NOT NULL DEFAULT '',
  "event" BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
  "incident" BLOB REFERENCES incident (uid) DEFERRABLE INITIALLY DEFERRED,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "caption" TEXT NOT NULL DEFAULT '',
  "taken_on" TEXT,
  "owner" BLOB,
  "owner_table" TEXT NOT NULL DEFAULT '',
  "hash" TEXT NOT NULL DEFAULT '',
  "extension" TEXT NOT NULL DEFAULT '',
  "bytes" INTEGER,
  "width" INTEGER,
  "height" INTEGER
) STRICT;

CREATE TABLE indicator (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "year" INTEGER,
  "target" REAL,
  "value" REAL,
  "source" TEXT NOT NULL DEFAULT '',
  "as_of" TEXT,
  "district" REAL,
  "city" REAL,
  "province" REAL,
  "nation" REAL,
  "compared" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE honour (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "receiver" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT '',
  "level" TEXT NOT NULL DEFAULT '',
  "given_by" TEXT NOT NULL DEFAULT '',
  "number" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "until" TEXT,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE creation (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "sheet" TEXT NOT NULL DEFAULT '',
  "subject" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "year" INTEGER,
  "state" TEXT NOT NULL DEFAULT '',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE assessment_item (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "creation" BLOB REFERENCES creation (uid) DEFERRABLE INITIALLY DEFERRED,
  "row" TEXT NOT NULL DEFAULT '',
  "met" TEXT NOT NULL DEFAULT '',
  "score" REAL,
  "evidence" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE inspection (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "title" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "by" TEXT NOT NULL DEFAULT '',
  "community" BLOB REFERENCES community (uid) DEFERRABLE INITIALLY DEFERRED,
  "remedy" TEXT NOT NULL DEFAULT '',
  "owner" TEXT NOT NULL DEFAULT '',
  "due_on" TEXT,
  "closed_on" TEXT,
  "measures" TEXT NOT NULL DEFAULT '[]',
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE explanation (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "what" TEXT NOT NULL DEFAULT '',
  "text" TEXT NOT NULL DEFAULT '',
  "day" TEXT,
  "about" BLOB
) STRICT;

CREATE TABLE group_member (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  "name" TEXT NOT NULL DEFAULT '',
  "role" TEXT NOT NULL DEFAULT '',
  "post" TEXT NOT NULL DEFAULT '',
  "duty" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "from" TEXT,
  "to" TEXT,
  "remark" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX credit_by_person ON credit (person);
CREATE INDEX attachment_by_owner ON attachment (owner);
CREATE INDEX assessment_by_creation ON assessment_item (creation);
