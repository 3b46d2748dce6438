-- The first schema. Every record has an identity that can be merged (uid), an office, a revision, and a mark
-- instead of being deleted. References go by uid, so that a merged row needs no translation.

CREATE TABLE office (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL,
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  superior TEXT NOT NULL,
  document_mark TEXT NOT NULL,
  head TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  clerk TEXT NOT NULL,
  phone TEXT NOT NULL,
  plan TEXT NOT NULL
) STRICT;

CREATE TABLE community (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  contact TEXT NOT NULL
) STRICT;

CREATE TABLE population (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  community BLOB NOT NULL REFERENCES community (uid),
  count INTEGER NOT NULL,
  households INTEGER,
  basis TEXT NOT NULL,
  as_of TEXT NOT NULL,
  source TEXT NOT NULL
) STRICT;

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  name TEXT NOT NULL,
  former_name TEXT NOT NULL,
  sex TEXT NOT NULL,
  id_number TEXT,
  birth TEXT,
  phone TEXT,
  political TEXT NOT NULL,
  education TEXT NOT NULL,
  title_level TEXT NOT NULL,
  employer TEXT NOT NULL,
  community BLOB REFERENCES community (uid),
  may_publish INTEGER NOT NULL,
  guardian TEXT NOT NULL,
  remark TEXT NOT NULL,
  pending TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE team (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  name TEXT NOT NULL,
  leader TEXT NOT NULL,
  deputies TEXT NOT NULL,
  founded TEXT,
  direction TEXT NOT NULL,
  registration_no TEXT NOT NULL,
  remark TEXT NOT NULL
) STRICT;

CREATE TABLE volunteer (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  person BLOB NOT NULL REFERENCES person (uid),
  registration_no TEXT NOT NULL,
  registered_on TEXT,
  source TEXT NOT NULL,
  specialty TEXT NOT NULL,
  service_types TEXT NOT NULL DEFAULT '[]',
  team BLOB REFERENCES team (uid),
  duty TEXT NOT NULL,
  insured_until TEXT,
  left_on TEXT
) STRICT;

CREATE TABLE officer (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  person BLOB NOT NULL REFERENCES person (uid),
  source TEXT NOT NULL,
  registered_on TEXT,
  verified INTEGER NOT NULL,
  grid TEXT NOT NULL,
  left_on TEXT
) STRICT;

CREATE TABLE reach (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  officer BLOB NOT NULL REFERENCES officer (uid),
  month TEXT NOT NULL,
  shares INTEGER NOT NULL,
  source TEXT NOT NULL,
  as_of TEXT
) STRICT;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  title TEXT NOT NULL,
  start_day TEXT,
  start_time TEXT,
  end_day TEXT,
  end_time TEXT,
  place TEXT NOT NULL,
  community BLOB REFERENCES community (uid),
  host TEXT NOT NULL,
  organizer TEXT NOT NULL,
  co_organizer TEXT NOT NULL,
  form TEXT NOT NULL,
  mode TEXT NOT NULL,
  theme TEXT NOT NULL,
  theme_day TEXT NOT NULL,
  groups TEXT NOT NULL DEFAULT '[]',
  group_counts TEXT NOT NULL DEFAULT '[]',
  measures TEXT NOT NULL DEFAULT '[]',
  topics TEXT NOT NULL DEFAULT '[]',
  five_places TEXT NOT NULL DEFAULT '[]',
  attendance INTEGER,
  attendance_note TEXT NOT NULL,
  online_attendance INTEGER,
  volunteers_count INTEGER,
  volunteer_minutes INTEGER,
  speakers TEXT NOT NULL,
  materials INTEGER,
  boards INTEGER,
  banners INTEGER,
  cost_fen INTEGER,
  fund_source TEXT NOT NULL,
  media TEXT NOT NULL,
  summary TEXT NOT NULL,
  effect TEXT NOT NULL,
  state TEXT NOT NULL,
  evidence_no TEXT NOT NULL,
  remark TEXT NOT NULL,
  pending TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  office BLOB NOT NULL REFERENCES office (uid),
  rev INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  event BLOB NOT NULL REFERENCES event (uid),
  person BLOB NOT NULL REFERENCES person (uid),
  role TEXT NOT NULL,
  minutes INTEGER NOT NULL
) STRICT;

CREATE INDEX event_by_day ON event (start_day);
CREATE INDEX reach_by_officer ON reach (officer, month);
CREATE INDEX volunteer_by_person ON volunteer (person);
CREATE INDEX officer_by_person ON officer (person);
CREATE INDEX attendance_by_event ON attendance (event);
CREATE INDEX attendance_by_person ON attendance (person);
CREATE INDEX population_by_community ON population (community);

-- One row for each thing a clerk did; undo and redo are steps too.
CREATE TABLE step (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  target INTEGER REFERENCES step (id),
  records INTEGER NOT NULL
) STRICT;

-- The whole record before and after. The chain hashes each row's header and the hash of its payload.
CREATE TABLE history (
  seq INTEGER PRIMARY KEY,
  step INTEGER NOT NULL REFERENCES step (id),
  tbl TEXT NOT NULL,
  uid BLOB NOT NULL CHECK (length(uid) = 16),
  before TEXT,
  after TEXT,
  payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
  chain BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT;
CREATE INDEX history_by_step ON history (step);
CREATE INDEX history_by_uid ON history (uid);

CREATE TRIGGER step_is_append_only_u BEFORE UPDATE ON step BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER step_is_append_only_d BEFORE DELETE ON step BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER history_is_append_only_u BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER history_is_append_only_d BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- Settings that travel with the file: values are JSON.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- What was typed and not saved yet: survives a crash.
CREATE TABLE draft (
  key TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
