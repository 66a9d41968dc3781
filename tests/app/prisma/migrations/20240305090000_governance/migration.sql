-- How long data is kept, who may delete or export it, and whether purges run.
CREATE TABLE retention_policies (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  data_class TEXT NOT NULL,
  retention_days INTEGER NOT NULL,
  action TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

CREATE TABLE legal_holds (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  active INTEGER NOT NULL,
  enforced INTEGER NOT NULL,
  placed_by TEXT NOT NULL,
  placed_at TEXT NOT NULL,
  released_at TEXT
);

CREATE TABLE deletion_requests (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL,
  approvals_required INTEGER NOT NULL,
  requested_by TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  decided_at TEXT
);

CREATE TABLE deletion_approvals (
  deletion_request_id TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  approved_at TEXT NOT NULL,
  PRIMARY KEY (deletion_request_id, approved_by)
);

CREATE TABLE pii_export_policies (
  organization_id TEXT PRIMARY KEY,
  enforced INTEGER NOT NULL,
  approval_required INTEGER NOT NULL,
  max_rows INTEGER NOT NULL,
  masked_fields TEXT NOT NULL,
  link_expires_hours INTEGER NOT NULL,
  updated_at TEXT NOT NULL
);

CREATE TABLE pii_export_approvals (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  dataset TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  approved_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);

CREATE TABLE pii_exports (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  dataset TEXT NOT NULL,
  reason TEXT NOT NULL,
  approval_id TEXT,
  status TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  requested_at TEXT NOT NULL
);

CREATE TABLE audit_retention (
  organization_id TEXT PRIMARY KEY,
  retention_days INTEGER NOT NULL,
  minimum_days INTEGER NOT NULL,
  immutable INTEGER NOT NULL,
  updated_at TEXT NOT NULL
);

CREATE TABLE purge_schedules (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  data_class TEXT NOT NULL,
  interval_hours INTEGER NOT NULL,
  last_run_at TEXT NOT NULL,
  last_status TEXT NOT NULL,
  last_deleted INTEGER NOT NULL,
  next_run_at TEXT NOT NULL
);
