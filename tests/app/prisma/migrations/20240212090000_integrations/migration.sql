-- Providers, the integrations built on them, their runs, and what is missing.
CREATE TABLE providers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  checked_at TEXT NOT NULL,
  credentials_status TEXT NOT NULL,
  credentials_expires_at TEXT NOT NULL,
  credentials_rotated_at TEXT NOT NULL
);

CREATE TABLE integrations (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  error_rate_percent INTEGER NOT NULL,
  lag_seconds INTEGER NOT NULL,
  last_success_at TEXT NOT NULL
);

CREATE TABLE pipelines (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  queued INTEGER NOT NULL,
  failed_last_24h INTEGER NOT NULL,
  lag_seconds INTEGER NOT NULL,
  last_run_at TEXT NOT NULL
);

CREATE TABLE integration_runs (
  run_id TEXT PRIMARY KEY,
  integration_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  status TEXT NOT NULL,
  error TEXT,
  attempts INTEGER NOT NULL,
  records INTEGER NOT NULL,
  failed_at TEXT,
  replay_started_at TEXT,
  settle_at TEXT,
  finished_at TEXT
);
CREATE INDEX integration_runs_status ON integration_runs (status);

CREATE TABLE data_gaps (
  id TEXT PRIMARY KEY,
  integration_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  range_start TEXT NOT NULL,
  range_end TEXT NOT NULL,
  missing_records INTEGER NOT NULL,
  status TEXT NOT NULL,
  detected_at TEXT NOT NULL,
  backfill_id TEXT
);

CREATE TABLE backfills (
  id TEXT PRIMARY KEY,
  integration_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  range_start TEXT NOT NULL,
  range_end TEXT NOT NULL,
  max_records INTEGER NOT NULL,
  processed INTEGER NOT NULL,
  status TEXT NOT NULL,
  error TEXT,
  reference TEXT,
  requested_by TEXT NOT NULL,
  started_at TEXT NOT NULL,
  settle_at TEXT,
  finished_at TEXT
);
