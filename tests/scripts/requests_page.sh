#!/usr/bin/env bash
# docs/REQUESTS.md: every file on it is checked and every command is run, against a web server of the test's own that tells what it was asked.
# requests_page.sh [--update]   --update writes what was printed into the page; a person reads the difference
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test} tools=${TEST_TOOLS:?where the test server is}
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  rm -rf "$work"
}
trap stop EXIT
unset CI GITHUB_STEP_SUMMARY COLUMNS
mkdir "$work/bin" "$work/desk"
ln -s "$(realpath "$bin")" "$work/bin/runbook"
mkfifo "$work/kept"
"$tools/httpd" plain <"$work/kept" >"$work/port" 2>"$work/said" &
server=$!
exec {kept}>"$work/kept"
for _ in $(seq 300); do
  [ ! -s "$work/port" ] || break
  kill -0 "$server" 2>/dev/null || { cat "$work/said" >&2; exit 1; }
  sleep 0.1
done
export DOC_ADDRESS=127.0.0.1:$(cat "$work/port") PATH="$work/bin:$PATH"
python3 tests/tools/doc_examples.py "$@" docs/REQUESTS.md "$work/desk"
