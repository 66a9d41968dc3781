#!/usr/bin/env bash
# Kerberos is left alone where nobody asks for it: its library would read files of its own at each connection to a database nearby.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
here=$(realpath "$(dirname "$0")/..")
failures=0
work=$(mktemp -d)
chmod 711 "$work"
mkfifo "$work/keep"
exec 8<>"$work/keep"
trap 'exec 8>&-; wait 2>/dev/null; rm -rf "$work"' EXIT
export NO_COLOR=1
unset "${!PG@}"
cd "$work" || exit 1
fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

"$here/tools/pg_cluster" >url <keep 8>&- &
server=$!
for _ in $(seq 300); do [ "$(wc -l <url)" -eq 2 ] && break; kill -0 $server 2>/dev/null || { echo 'skipped: no PostgreSQL'; exit 77; }; sleep 0.1; done
tcp=$(sed -n 1p url)
runbook() {
  printf 'runbook: 1\ntitle: Nearby\nconnections:\n  db: { sql: "%s" }\nsteps:\n- name: It answers\n  sql: SELECT 1 AS one\n  expect: value == 1\n' "$1" >main.yaml
}
runs=0 looked=no status=0
# The library keeps a trace where it is used at all.
run() {
  rm -f trace
  runs=$((runs + 1)) looked=no
  KRB5_TRACE=$work/trace "$bin" run main.yaml --run-dir "run$runs" >said 2>&1
  status=$?
  if [ -e trace ]; then looked=yes; fi
}
is_left_alone() {
  run
  if [ $looked = yes ] || [ $status -ne 0 ]; then fail "$1: $status, looked: $looked: $(cat said)"; fi
}
is_required() {
  run
  if [ $looked = no ] || [ $status -ne 4 ] || ! grep -q 'GSSAPI encryption required' said; then fail "$1: $status, looked: $looked: $(cat said)"; fi
}

runbook "$tcp?gssencmode=prefer"
run
if [ $looked = no ]; then
  echo 'skipped: the libpq that is here knows no Kerberos'
  exit 77
fi
[ $status -eq 0 ] || fail "an address that prefers it: $(cat said)"
runbook "$tcp"
is_left_alone 'nobody asks for it'
export PGGSSENCMODE=prefer
is_left_alone 'what libpq does by itself is no wish'
PGGSSENCMODE=require
is_required 'the environment requires it'
unset PGGSSENCMODE
printf '[near]\ngssencmode=require\n' >services
export PGSERVICEFILE=$work/services
runbook "$tcp?service=near"
is_required 'a service requires it'
runbook "$tcp?service=near&gssencmode=disable"
is_left_alone 'the address comes first'

printf '%d runs, %d failures\n' "$runs" "$failures"
[ "$failures" -eq 0 ]
