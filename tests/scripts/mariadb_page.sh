#!/usr/bin/env bash
# Every file of docs/MARIADB.md is checked and every command on it is run, against a real server on a port that the kernel picks.
# mariadb_page.sh [--update]   --update writes what was printed into the page; a person reads the difference
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test}
work=$(mktemp -d)
chmod 711 "$work"
pid=
stop() {
  exec 8>&-
  [ -z "$pid" ] || wait "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
unset CI GITHUB_STEP_SUMMARY COLUMNS
mkfifo "$work/keep"
exec 8<>"$work/keep"
mkdir "$work/bin" "$work/shop"
ln -s "$(realpath "$bin")" "$work/bin/runbook"
tests/tools/maria_server <"$work/keep" >"$work/addresses" 8>&- &
pid=$!
for _ in $(seq 600); do # a busy machine takes its time
  [ "$(wc -l <"$work/addresses")" = 2 ] && break
  kill -0 "$pid" 2>/dev/null || { wait "$pid"; exit $?; }
  sleep 0.1
done
socket=$(sed -n 's/.*socket=//p' "$work/addresses")
mariadb --no-defaults -uroot -S "$socket" app <<'SQL'
CREATE TABLE orders (id INT PRIMARY KEY, state VARCHAR(10) NOT NULL, total DECIMAL(10, 2) NOT NULL, made DATETIME NOT NULL);
INSERT INTO orders VALUES (1, 'cart', 10.10, '2025-11-02 10:00:00'), (2, 'cart', 20.10, '2025-12-03 11:00:00'),
  (3, 'cart', 5, '2026-02-01 12:00:00');
CREATE USER ops@'%' IDENTIFIED BY 'river-and-stone';
GRANT ALL ON app.* TO ops@'%';
SQL
address=$(sed -n '1s|.*@\([^/]*\)/.*|\1|p' "$work/addresses")
export DOC_SHOWN=127.0.0.1:3306 DOC_ADDRESS=$address APP_DB_PASSWORD=river-and-stone PATH="$work/bin:$PATH"
python3 tests/tools/doc_examples.py ${1:+"$1"} docs/MARIADB.md "$work/shop"
