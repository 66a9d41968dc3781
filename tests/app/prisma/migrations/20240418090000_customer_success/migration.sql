-- The customers of each tenant, how they fare, and what is done about it.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  name TEXT NOT NULL,
  plan TEXT NOT NULL,
  health_score INTEGER NOT NULL,
  adoption_score INTEGER NOT NULL,
  onboarding_status TEXT NOT NULL,
  status TEXT NOT NULL,
  renewal_date TEXT NOT NULL,
  renewal_value_cents INTEGER NOT NULL,
  last_active_at TEXT NOT NULL
);
CREATE INDEX accounts_organization ON accounts (organization_id, status);

CREATE TABLE playbook_assignments (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  playbook TEXT NOT NULL,
  status TEXT NOT NULL,
  assigned_by TEXT NOT NULL,
  assigned_at TEXT NOT NULL,
  UNIQUE (account_id, playbook)
);
