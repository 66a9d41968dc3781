-- Incidents, alerts, releases and backups; the legacy tenant code goes.
ALTER TABLE organizations DROP COLUMN legacy_code;

CREATE TABLE incidents (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  title TEXT NOT NULL,
  severity TEXT NOT NULL,
  status TEXT NOT NULL,
  is_public INTEGER NOT NULL,
  reference TEXT,
  opened_by TEXT NOT NULL,
  started_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT
);

CREATE TABLE incident_updates (
  id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL,
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  posted_by TEXT NOT NULL,
  posted_at TEXT NOT NULL
);

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  resolved_at TEXT
);
CREATE INDEX alerts_open ON alerts (severity, resolved_at);

CREATE TABLE releases (
  version TEXT PRIMARY KEY,
  commit_id TEXT NOT NULL,
  status TEXT NOT NULL,
  deployed_at TEXT NOT NULL,
  deployed_by TEXT NOT NULL
);

CREATE TABLE backups (
  id TEXT PRIMARY KEY,
  created_at TEXT NOT NULL,
  release_version TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL
);

CREATE TABLE restores (
  id TEXT PRIMARY KEY,
  backup_id TEXT NOT NULL,
  status TEXT NOT NULL,
  rows_restored INTEGER NOT NULL,
  error TEXT,
  reference TEXT,
  requested_by TEXT NOT NULL,
  started_at TEXT NOT NULL,
  settle_at TEXT,
  finished_at TEXT
);
