#!/usr/bin/env bash
# A change of no row that does not pass is made again where it is known that nothing was done, and is kept where a trigger, a rule, a
# function or another part of the statement may have acted for it.
set -uo pipefail
here=$PWD
# shellcheck source=tests/tools/taking_up.bash
source tests/tools/taking_up.bash

moves() { # NAME ADDRESS STATEMENT MORE…
  begin "$1" <<YAML
connections:
  db: { sql: '$2' }
steps:
  - name: It is moved
    id: move
    sql:
      query: $3
      write: true
    ${4:-}
  - name: After
    id: after
    exec: [./act, after]
YAML
}

# ── SQLite ──
lite() { python3 -c 'import sqlite3, sys; sqlite3.connect("x.db").executescript(sys.argv[1])' "$1"; }
jobs='CREATE TABLE job (id INTEGER, state TEXT); CREATE TABLE seen (id INTEGER);'
for more in '' 'expect: affected == 1'; do
  moves "no-row-${#more}" sqlite:x.db "UPDATE job SET state = 'done' WHERE id = 1" "$more"
  lite "$jobs"
  runs
  is_so $((${#more} ? 1 : 4)) 'again: runbook run r.yaml --only move' '-still in place'
  lite 'INSERT INTO job VALUES (1, NULL)'
  takes_up resume
  is_so 0 'goes on at 1 It is moved' '✓ 1 It is moved' '-kept' GO
done
moves beside sqlite:x.db "UPDATE open SET state = 'done' WHERE id = 1"
lite "$jobs CREATE VIEW open AS SELECT * FROM job; INSERT INTO job VALUES (1, NULL);
CREATE TRIGGER moved INSTEAD OF UPDATE ON open BEGIN INSERT INTO seen VALUES (1); END;"
runs
is_so 4 '-again: runbook run' 'still in place: 1 It is moved'
takes_up resume
is_so 4 'kept 1 It is moved'

# ── PostgreSQL ──
cd "$work" && mkfifo keep && exec 8<>keep
"$here/tests/tools/pg_cluster" >url <keep 8>&- &
server=$!
trap 'exec 8>&-; wait $server; rm -rf "$work"' EXIT
for _ in $(seq 300); do [ "$(wc -l <url)" -eq 2 ] && break; kill -0 $server 2>/dev/null || is_over; sleep 0.1; done
url=$(head -1 url)
psql -q "$url" <<'SQL'
CREATE TABLE job (id int, state text);
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION elsewhere() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE watched (id int);
CREATE TRIGGER away BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION elsewhere();
CREATE TABLE ruled (id int);
CREATE RULE away AS ON DELETE TO ruled DO INSTEAD INSERT INTO job VALUES (9);
CREATE VIEW seen AS SELECT * FROM job;
SQL
known=('UPDATE job SET state = now()::text WHERE id = 1' 'DELETE FROM job WHERE id IN (1, 2)'
  'INSERT INTO job (id, state) SELECT id, state FROM job WHERE id = 1')
for i in "${!known[@]}"; do
  moves "known-$i" "$url" "${known[i]}"
  runs
  is_so 4 'again: runbook run r.yaml --only move' '-still in place'
done
unknown=('DELETE FROM job WHERE id = one()' 'INSERT INTO watched VALUES (7)' 'INSERT INTO "watched" (id) VALUES (7)' 'DELETE FROM ruled'
  'DELETE FROM seen WHERE id = 1' 'WITH d AS (DELETE FROM job RETURNING id) UPDATE job SET id = 2 WHERE id = 3')
for i in "${!unknown[@]}"; do
  moves "unknown-$i" "$url" "${unknown[i]}"
  runs
  is_so 4 'shows nothing: it touched no row' '-again: runbook run' 'still in place: 1 It is moved'
done
# A table that inherits is reached by the name of another one.
psql -q "$url" -c 'CREATE TABLE part () INHERITS (job)' -c 'CREATE TRIGGER away BEFORE DELETE ON part FOR EACH ROW EXECUTE FUNCTION elsewhere()'
moves inherited "$url" 'DELETE FROM job WHERE id = 1'
runs
is_so 4 '-again: runbook run' 'still in place: 1 It is moved'
is_over
