-- The tables of trawl.db as the first migration creates them. Times are milliseconds since 1970, UTC.
-- Words (statuses, kinds) are the names of the API. A change of this file is a new migration.

-- One row: what this database is.
CREATE TABLE meta (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  instance       TEXT    NOT NULL,            -- UUID, made once; a restored copy keeps it
  epoch          INTEGER NOT NULL DEFAULT 0,  -- counts the daemons that opened it
  journal_pruned INTEGER NOT NULL DEFAULT 0   -- highest journal seq that retention removed
);

CREATE TABLE runs (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,   -- ids of pruned runs never come back
  epoch            INTEGER NOT NULL,                    -- the daemon that made it
  status           TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'partial', 'failed',
                                                      'cancelled', 'interrupted', 'expired')),
  trigger_kind     TEXT    NOT NULL,
  trigger_text     TEXT    NOT NULL,
  parent_run_id    INTEGER REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  root_run_id      INTEGER NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  attempt          INTEGER NOT NULL CHECK (attempt >= 1),
  schedule         TEXT    NOT NULL,
  nominal          INTEGER,
  actor_uid        INTEGER,
  actor_pid        INTEGER,
  actor_name       TEXT    NOT NULL,
  note             TEXT    NOT NULL,
  config_digest    TEXT    NOT NULL,
  skipped          TEXT    NOT NULL,                    -- JSON [{"name","reason"}]
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL,
  started_at       INTEGER,
  finished_at      INTEGER,
  UNIQUE (root_run_id, attempt)
);
CREATE INDEX runs_parent ON runs (parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX runs_active ON runs (id) WHERE status IN ('queued', 'running');
CREATE INDEX runs_schedule ON runs (schedule, id) WHERE schedule <> '';

CREATE TRIGGER runs_terminal_is_final BEFORE UPDATE ON runs
WHEN OLD.status NOT IN ('queued', 'running')
BEGIN
  SELECT RAISE(ABORT, 'a run that has ended never changes');
END;

-- One row per requested platform, written with the run. `edition` numbers what the platform did to the
-- items: the journal seq of its start, so editions of one platform ascend in the order they ran. A
-- platform that ended without a start gets the edition that was the newest then.
CREATE TABLE platform_outcomes (
  run_id          INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  name            TEXT    NOT NULL,
  status          TEXT    NOT NULL CHECK (status IN ('pending', 'running', 'succeeded', 'partial', 'failed',
                                                     'cancelled', 'interrupted', 'not_run')),
  edition         INTEGER,
  started_at      INTEGER,
  finished_at     INTEGER,
  items_total     INTEGER NOT NULL DEFAULT 0,
  items_added     INTEGER NOT NULL DEFAULT 0,
  items_changed   INTEGER NOT NULL DEFAULT 0,
  items_removed   INTEGER NOT NULL DEFAULT 0,
  items_unchanged INTEGER NOT NULL DEFAULT 0,
  errors          INTEGER NOT NULL DEFAULT 0,
  fetches         INTEGER NOT NULL DEFAULT 0,
  bytes           INTEGER NOT NULL DEFAULT 0,
  tries           INTEGER NOT NULL DEFAULT 0,
  plugin_id       TEXT    NOT NULL DEFAULT '',
  plugin_version  TEXT    NOT NULL DEFAULT '',
  plugin_digest   TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (run_id, name)
) WITHOUT ROWID;
CREATE INDEX outcomes_history ON platform_outcomes (name, status, edition);
-- No platform has two active attempts, in any run.
CREATE UNIQUE INDEX outcomes_running ON platform_outcomes (name) WHERE status = 'running';

CREATE TRIGGER outcomes_terminal_is_final BEFORE UPDATE ON platform_outcomes
WHEN OLD.status NOT IN ('pending', 'running')
BEGIN
  SELECT RAISE(ABORT, 'a platform that has ended never changes');
END;

CREATE TABLE errors (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id      INTEGER NOT NULL,
  platform    TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  severity    TEXT    NOT NULL CHECK (severity IN ('warning', 'error')),
  message     TEXT    NOT NULL,
  url         TEXT    NOT NULL,
  http_status INTEGER,
  time        INTEGER NOT NULL,
  FOREIGN KEY (run_id, platform) REFERENCES platform_outcomes (run_id, name) ON DELETE CASCADE
);
CREATE INDEX errors_run ON errors (run_id, platform);

-- Items. An item is a key with a chain of versions, newest first: items.version_id, then previous_id.
-- A version without data says that the item was removed. Versions of an edition that is still open are
-- staged: no ended outcome has an edition as high, so no view reaches them, and a new item stays absent
-- (present = 0) until its edition is published. No foreign keys on the hot tables: publishing keeps
-- them together in one transaction.
CREATE TABLE platforms (
  id      INTEGER PRIMARY KEY,
  name    TEXT    NOT NULL UNIQUE,
  edition INTEGER NOT NULL DEFAULT 0,         -- the newest published one
  items   INTEGER NOT NULL DEFAULT 0          -- present now
);
CREATE TABLE items (
  id          INTEGER PRIMARY KEY,            -- order of first emission
  platform_id INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  version_id  INTEGER NOT NULL,
  first_run   INTEGER NOT NULL,
  present     INTEGER NOT NULL,
  UNIQUE (platform_id, key, kind)
);
CREATE INDEX items_present ON items (platform_id) WHERE present = 1;
CREATE TABLE item_versions (
  id          INTEGER PRIMARY KEY,
  item_id     INTEGER NOT NULL,
  edition     INTEGER NOT NULL,
  run_id      INTEGER NOT NULL,
  previous_id INTEGER,
  data        TEXT
);
CREATE UNIQUE INDEX item_versions_edition ON item_versions (edition, item_id);
-- Staged emissions that equal the item's present version.
CREATE TABLE seen (
  edition INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  PRIMARY KEY (edition, item_id)
) WITHOUT ROWID;

CREATE TABLE journal (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  time     INTEGER NOT NULL,
  type     TEXT    NOT NULL,
  run_id   INTEGER,
  platform TEXT    NOT NULL,
  schedule TEXT    NOT NULL,
  data     TEXT    NOT NULL
);

CREATE TABLE schedule_state (
  name         TEXT PRIMARY KEY,
  last_nominal INTEGER,
  created_at   INTEGER,
  paused       INTEGER NOT NULL,
  paused_at    INTEGER,
  pause_reason TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE platform_override (
  platform TEXT PRIMARY KEY,
  enabled  INTEGER NOT NULL,
  time     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE plugin_state (
  platform TEXT NOT NULL,
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (platform, key)
) WITHOUT ROWID;

CREATE TABLE idempotency (
  actor      TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  digest     TEXT    NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX idempotency_run ON idempotency (run_id);

CREATE TABLE audit (
  id            INTEGER PRIMARY KEY,
  time          INTEGER NOT NULL,
  actor_uid     INTEGER,
  actor_pid     INTEGER,
  actor_name    TEXT    NOT NULL,
  transport     TEXT    NOT NULL,
  method        TEXT    NOT NULL,
  params_digest TEXT    NOT NULL,
  outcome       TEXT    NOT NULL,
  run_id        INTEGER
);
