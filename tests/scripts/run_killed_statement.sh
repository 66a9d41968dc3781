#!/usr/bin/env bash
# What becomes of a statement of PostgreSQL when the run that asked for it is killed: it is gone from the server within seconds,
# whichever way it was sent.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
here=$(realpath "$(dirname "$0")/..")
command -v psql >/dev/null || { echo 'skipped: psql is missing'; exit 77; }
failures=0
work=$(mktemp -d)
chmod 711 "$work"
mkfifo "$work/keep"
exec 8<>"$work/keep"
servers=()
trap 'exec 8>&-; wait 2>/dev/null; rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
mkdir .runbook
fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

"$here/tools/pg_cluster" >url <keep 8>&- &
servers+=($!)
for _ in $(seq 300); do [ "$(wc -l <url)" -eq 2 ] && break; kill -0 ${servers[0]} 2>/dev/null || { echo 'skipped: no PostgreSQL'; exit 77; }; sleep 0.1; done
tcp=$(sed -n 1p url) socket=$(sed -n 2p url)
ask() { psql -qAt "$socket" -c "$1"; }
ask "CREATE TABLE kept (n int); CREATE PROCEDURE slow() LANGUAGE plpgsql AS \$\$ BEGIN INSERT INTO kept VALUES (1); COMMIT; PERFORM pg_sleep(60); INSERT INTO kept VALUES (2); END \$\$" 2>/dev/null
asleep="SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep'"

# killed WHAT URL STEPS [HOW MANY AT ONCE]: kills the run once that many of its statements sleep, and waits until none does
killed() {
  local began took run
  printf 'runbook: 1\ntitle: Killed\nconnections: { db: { sql: "%s" } }\nsteps:\n%s\n' "$2" "$3" >killed.yaml
  "$bin" run killed.yaml --root "$work" >out 2>&1 &
  run=$!
  for _ in $(seq 400); do [ "$(ask "$asleep")" != "${4:-1}" ] && kill -0 $run 2>/dev/null || break; sleep 0.05; done
  [ "$(ask "$asleep")" = "${4:-1}" ] || fail "$1: it did not begin: $(cat out)"
  kill -9 $run
  wait $run 2>/dev/null
  began=$(date +%s%N)
  for _ in $(seq 200); do [ "$(ask "$asleep")" = 0 ] && break; sleep 0.05; done
  took=$((($(date +%s%N) - began) / 1000000))
  [ "$(ask "$asleep")" = 0 ] || fail "$1: it still runs after $took ms"
  [ $took -lt 5000 ] || fail "$1: it was gone only after $took ms"
  # Nothing of a change is there that did not say so itself, and nobody is left waiting.
  [ "$(ask 'SELECT count(*) FROM kept WHERE n <> 1')" = 0 ] || fail "$1: it was kept"
  # A second process that waited for the run's end has ended as well.
  for _ in $(seq 100); do [ "$(pgrep -fc "$bin run killed.yaml --root $work")" = 0 ] && break; sleep 0.05; done
  [ "$(pgrep -fc "$bin run killed.yaml --root $work")" = 0 ] || fail "$1: a process is left"
  ask "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" >/dev/null
}
read='  - { name: a, sql: { query: "SELECT pg_sleep(60) IS NULL AS x" }, expect: "row_count == 1" }'
insert='  - { name: a, sql: { query: "INSERT INTO kept SELECT 2 FROM pg_sleep(60)", write: true } }'
block='  - { name: a, sql: { query: "DO $$ BEGIN INSERT INTO kept VALUES (2); PERFORM pg_sleep(60); END $$", write: true } }'
looks=$(ask "SELECT current_setting('server_version_num')::int >= 140000")

for url in "$socket" "$tcp"; do
  killed 'a procedure' "$url" '  - { name: a, sql: { query: "CALL slow()", write: true } }'
  killed 'a block' "$url" "$block"
  killed 'a table' "$url" '  - { name: a, sql: { query: "CREATE TABLE other AS SELECT 1 FROM pg_sleep(60)", write: true } }'
  [ "$looks" = t ] || { echo 'skipped: before version 14 a server does not look for its client'; continue; }
  killed 'a read' "$url" "$read"
  killed 'a read of many rows' "$url" '  - { name: a, sql: { query: "WITH a AS (SELECT pg_sleep(60)) SELECT 1 AS x FROM a" }, expect: "row_count == 1" }'
  killed 'a copy' "$url" '  - { name: a, sql: { query: "COPY (SELECT pg_sleep(60)) TO STDOUT" }, expect: "row_count == 1" }'
  killed 'a change by itself' "$url" "$insert"
  killed 'a change that gives rows' "$url" '  - { name: a, sql: { query: "INSERT INTO kept SELECT 2 FROM pg_sleep(60) RETURNING n", write: true }, expect: "row_count == 1" }'
  killed 'a function that acts' "$url" '  - { name: a, sql: { query: "SELECT pg_sleep(60)::text AS x", write: true }, expect: "row_count == 1" }'
  killed 'a change in a transaction' "$url" '  - { name: a, sql: { query: "INSERT INTO kept SELECT 2 FROM pg_sleep(60)", write: true, transaction: true } }'
done
killed 'in finally' "$socket" "  - { name: b, exec: [\"true\"] }
finally:
$block"
killed 'in undo' "$socket" "  - { name: b, exec: [\"true\"], undo: [{ name: back, sql: { query: \"DO \$\$ BEGIN PERFORM pg_sleep(60); END \$\$\", write: true } }] }
  - { name: c, exec: [\"false\"], effect: read }
on_failure: rollback"
killed 'several at once' "$tcp" '  - name: All
    parallel: 3
    steps:
    - { name: a, sql: { query: "DO $$ BEGIN PERFORM pg_sleep(60); END $$", write: true } }
    - { name: b, sql: { query: "CALL slow()", write: true } }
    - { name: c, sql: { query: "DO $$ BEGIN PERFORM pg_sleep(61); END $$", write: true } }' 3
"$here/tools/pooler" "$tcp" transaction >pooler <keep 8>&- &
servers+=($!)
for _ in $(seq 50); do [ -s pooler ] && break; sleep 0.1; done
if [ -s pooler ]; then
  killed 'a read through a pooler' "$(cat pooler)" "$read"
  killed 'a change through a pooler' "$(cat pooler)" "$insert"
  killed 'a block through a pooler' "$(cat pooler)" "$block"
  [ "$(psql -qAt "$(cat pooler)" -c "SELECT count(*) FROM pg_settings WHERE source = 'session' AND name IN ('statement_timeout', 'client_connection_check_interval')")" = 0 ] ||
    fail 'a setting was left in a session of the pooler'
else
  echo 'skipped: no pgbouncer'
fi

# ── a run that lives on: the second process ends with its statement, and ends nothing ──
printf 'runbook: 1\ntitle: Done\nconnections: { db: { sql: "%s" } }\nsteps:\n%s\n' "$socket" '  - { name: a, sql: { query: "DO $$ BEGIN PERFORM pg_sleep(0.3); INSERT INTO kept VALUES (3); END $$", write: true } }
  - { name: b, sql: "SELECT count(*) AS n FROM kept WHERE n = 3", expect: "value == 1" }' >done.yaml
"$bin" run done.yaml --root "$work" >out 2>&1 || fail "a run that is left alone: $(cat out)"

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
