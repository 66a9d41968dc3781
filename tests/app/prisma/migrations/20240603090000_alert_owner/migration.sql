-- Every alert can have somebody who looks after it.
ALTER TABLE alerts ADD COLUMN owner TEXT;
CREATE INDEX alerts_owner ON alerts (owner);
