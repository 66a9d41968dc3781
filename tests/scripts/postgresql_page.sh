#!/usr/bin/env bash
# docs/POSTGRESQL.md: every file on it is checked and every command is run, against a PostgreSQL and a pgbouncer of the test's own.
# postgresql_page.sh [--update]   --update writes what was printed into the page; a person reads the difference
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test}
work=$(mktemp -d)
servers=()
stop() {
  local server
  for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
  for server in "${servers[@]}"; do wait "$server" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT
# serve FILE TOOL …: the addresses that it prints go to the file; ends with the tool's status where it cannot serve.
serve() {
  local to=$1 status=0
  shift
  mkfifo "$to.kept"
  "$@" <"$to.kept" >"$to" 2>"$to.said" &
  local server=$!
  exec {kept}>"$to.kept"
  for _ in $(seq 300); do
    [ ! -s "$to" ] || { servers+=("$server"); return 0; }
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  wait "$server" || status=$?
  cat "$to.said" >&2
  exit "$status"
}
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGSERVICE PGSERVICEFILE PGPASSFILE PGOPTIONS CI GITHUB_STEP_SUMMARY COLUMNS
serve "$work/server" tests/tools/pg_cluster
server=$(head -n 1 "$work/server")
psql -qX "$server" -c 'CREATE DATABASE shop'
shop=${server%/*}/shop
psql -qX "$shop" <<'SQL'
CREATE TABLE invoices (id int PRIMARY KEY, customer text, total numeric(10,2) NOT NULL);
INSERT INTO invoices VALUES (1, 'Ada', 12.50), (2, 'Lovelace, B.', 7.00);
CREATE ROLE reporting LOGIN PASSWORD 'hush-hush';
GRANT SELECT ON invoices TO reporting;
DO $$ BEGIN EXECUTE format('COPY (SELECT unnest(ARRAY[''host all reporting all scram-sha-256'', ''host all all all trust'',
  ''local all all trust''])) TO %L', current_setting('hba_file')); PERFORM pg_reload_conf(); END $$;
SQL
serve "$work/pooler" tests/tools/pooler "$shop" transaction admin_users=runbook
pooled=$(head -n 1 "$work/pooler")
mkdir "$work/bin" "$work/desk"
ln -s "$(realpath "$bin")" "$work/bin/runbook"
address=${shop#*@} address=${address%/*}
printf '[shop]\nhost=%s\nport=%s\ndbname=shop\nuser=reporting\n' "${address%:*}" "${address#*:}" >"$work/desk/services.conf"
export DATABASE_URL=$shop CONSOLE_URL=${pooled%/*}/pgbouncer PATH="$work/bin:$PATH"
python3 tests/tools/doc_examples.py "$@" docs/POSTGRESQL.md "$work/desk"
