#!/usr/bin/env bash
# docs/ODBC.md: every file on it is checked and every command is run, against a PostgreSQL of the test's own by its ODBC driver.
# odbc_page.sh [--update]   --update writes what was printed into the page; a person reads the difference
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test}
compgen -G '/usr/lib/*/odbc/psqlodbcw.so' >/dev/null || { echo "there is no odbc-postgresql"; exit 77; }
work=$(mktemp -d)
mkfifo "$work/keep"
tests/tools/pg_cluster >"$work/addresses" <"$work/keep" &
server=$!
exec 8>"$work/keep"
trap 'exec 8>&-; wait $server; rm -rf "$work"' EXIT
for _ in $(seq 600); do
  [ "$(wc -l <"$work/addresses")" -ge 2 ] && break
  kill -0 $server 2>/dev/null || break
  sleep 0.05
done
[ -s "$work/addresses" ] || { wait $server; exit $?; }
read -r tcp <"$work/addresses"
port=${tcp##*:} port=${port%%/*}
psql -qX "$tcp" <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2) NOT NULL, shipped date);
INSERT INTO orders VALUES (1, 'Ada', 12.50, '2026-02-27'), (2, 'Ørsted', 7.00, NULL);
SQL
mkdir "$work/bin" "$work/desk" "$work/drivers"
ln -s "$(realpath "$bin")" "$work/bin/runbook"
printf '[PostgreSQL Unicode]\nDriver=psqlodbcw.so\n' >"$work/drivers/odbcinst.ini"
printf '[shop]\nDriver=PostgreSQL Unicode\nServername=127.0.0.1\nPort=%s\nDatabase=postgres\nUsername=runbook\n' "$port" >"$work/drivers/odbc.ini"
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGSERVICE PGOPTIONS CI GITHUB_STEP_SUMMARY COLUMNS ODBCINSTINI
export ODBCSYSINI=$work/drivers ODBCINI=/dev/null PATH="$work/bin:$PATH"
python3 tests/tools/doc_examples.py "$@" docs/ODBC.md "$work/desk"
