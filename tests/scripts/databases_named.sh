#!/usr/bin/env bash
# Whatever sends a statement to another database than the address seems to name: plan, transcript, journal, evidence and allow name
# the one that is asked. The server is a real one; what is named as "good" is nowhere.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
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
{ read -r tcp; read -r socket; } <"$work/addresses"
port=${tcp##*:} port=${port%%/*}
folder=${socket#*host=} folder=${folder%%&*}
cd "$work" || exit 1
export NO_COLOR=1 COLUMNS=300 PGUSER=runbook
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGSERVICE PGSERVICEFILE PGOPTIONS
failures=0 counted=0
fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# runbook ADDRESS [allowed]
runbook() {
  {
    printf 'runbook: 1\ntitle: Where it leads\n'
    [ $# -lt 2 ] || printf "allow: { databases: ['%s'] }\n" "$2"
    printf "connections: { db: { sql: '%s' } }\nsteps:\n  - name: It is asked\n    sql: SELECT 1 AS one\n    expect: value == 1\n" "$1"
  } >here.yaml
}
# named ADDRESS WHERE [VARIABLE=VALUE …]: it is asked there, and named so everywhere
named() {
  local address=$1 where=$2
  shift 2
  counted=$((counted + 1))
  runbook "$address"
  rm -rf run
  env "$@" "$bin" plan here.yaml >plan 2>&1
  env "$@" "$bin" run here.yaml --run-dir run --report markdown=report.md >transcript 2>&1 ||
    fail "$address $*: $(cat transcript)"
  "$bin" evidence run >evidence.md 2>&1
  local place
  for place in plan transcript run/journal.jsonl report.md evidence.md; do
    grep -qF -- "$where" <<<"$(tr '\n' ' ' <$place | tr -s ' ')" || fail "$address $*: $place does not name $where: $(cat $place)"
    grep -q 'good\.example' $place && [[ $where != *good.example* ]] && fail "$address $*: $place names good.example"
  done
  # What it seems to be is not what is allowed …
  runbook "$address" "*good.example*/*"
  env "$@" "$bin" run here.yaml --run-dir denied >transcript 2>&1
  local status=$?
  [ $status = 8 ] || fail "$address $*: status $status with only good.example allowed: $(cat transcript)"
  # … and what the message says would do does. Of a list it names the first that is missing.
  [[ $address != *,* ]] || { rm -rf denied; return; }
  local line
  line=$(grep -oE 'beneath allow:.ndatabases: \[[^"]*' denied/journal.jsonl | head -1 | sed -E "s/.*, '?([^,']*)'?\].*/\1/")
  rm -rf denied
  runbook "$address" "$line"
  env "$@" "$bin" run here.yaml --run-dir denied >transcript 2>&1 || fail "$address $*: '$line' does not permit it: $(cat transcript)"
  rm -rf denied
}

there="postgres://127.0.0.1:$port/postgres"
named "postgres://good.example/app?host=127.0.0.1&port=$port&dbname=postgres" "$there"
named "postgres://good.example:5432/postgres?host=127.0.0.1&port=$port" "$there"
named "postgres://good.example:$port/postgres?hostaddr=127.0.0.1&sslmode=disable" "postgres://good.example:$port/postgres?hostaddr=127.0.0.1"
named "postgres://good.example/postgres?host=$folder&port=$port" "postgres:///postgres?host=$folder&port=$port"
named "postgres://good.example/postgres?%68ost=127.0.0.1&port=$port" "$there"
named "postgres:///postgres" "$there" PGHOST=127.0.0.1 PGPORT="$port"
named "postgres://good.example:$port/postgres?sslmode=disable" "postgres://good.example:$port/postgres?hostaddr=127.0.0.1" PGHOSTADDR=127.0.0.1
named "postgres://127.0.0.1:$port" "$there" PGDATABASE=postgres
named "postgres://127.0.0.1/postgres" "$there" PGPORT="$port"
printf '[there]\nhost=127.0.0.1\nport=%s\ndbname=postgres\n' "$port" >services
named "postgres://?service=there" "$there" PGSERVICEFILE="$work/services"
named "postgres:///postgres" "$there" PGSERVICEFILE="$work/services" PGSERVICE=there PGHOST=good.example
named "postgres://good.example/postgres?service=there&host=127.0.0.1" "$there" PGSERVICEFILE="$work/services"
mkdir system && cp services system/pg_service.conf
named "postgres:///?service=there" "$there" PGSYSCONFDIR="$work/system" HOME="$work"
named "postgres://127.0.0.1:$port/postgres?options=-c%20search_path%3Dother" "$there?options=-c%20search_path%3Dother"
named "postgres://127.0.0.1:$port/postgres" "$there?options=-c%20search_path%3Dother" PGOPTIONS="-c search_path=other"
named "postgres://127.0.0.1:1,127.0.0.1:$port/postgres" "postgres://127.0.0.1:1,127.0.0.1:$port/postgres"
named "postgresql://LOCALHOST:$port/postgres" "postgres://localhost:$port/postgres"

# ── every host of a list must be allowed ──
runbook "postgres://127.0.0.1:$port,127.0.0.1:1/postgres" "127.0.0.1:$port/postgres"
"$bin" run here.yaml >transcript 2>&1
[ $? = 8 ] || fail "a list of which one is allowed: $(cat transcript)"

# ── files ──
mkdir data && python3 -c 'import sqlite3; c = sqlite3.connect("data/real.db"); c.execute("CREATE TABLE t (x)"); c.commit()'
ln -s data/real.db link.db
ln -s data else
real=$(realpath data/real.db)
for way in link.db else/real.db data/../link.db else/../data/real.db "$work/link.db"; do named "sqlite:$way" "sqlite:$real"; done
named "sqlite:data/real.db" "sqlite:data/real.db"
for pattern in data/real.db sqlite:data/real.db "data/*.db" "sqlite:$real"; do
  runbook sqlite:link.db "$pattern"
  "$bin" run here.yaml >transcript 2>&1 || fail "$pattern does not permit it: $(cat transcript)"
done
for pattern in link.db "*.db" sqlite:link.db "*/real.d" "sqlite:$work/*"; do
  runbook sqlite:link.db "$pattern"
  "$bin" run here.yaml >transcript 2>&1
  [ $? = 8 ] || fail "$pattern permits data/real.db: $(cat transcript)"
done
# A pattern is relative to the file that names it.
mkdir elsewhere && runbook sqlite:data/real.db '../data/real.db' && mv here.yaml elsewhere/
"$bin" run elsewhere/here.yaml >transcript 2>&1 || fail "a pattern of a file elsewhere: $(cat transcript)"

# ── a step makes it another one: it is told, and the evidence has it ──
moved() { # ADDRESS COMMAND WHERE [VARIABLE=VALUE …]
  local address=$1 command=$2 where=$3
  shift 3
  counted=$((counted + 1))
  rm -rf run
  printf "runbook: 1\ntitle: It moves\nconnections: { db: { sql: '%s' } }\nsteps:\n  - { name: Before, sql: SELECT 1 AS one, expect: value == 1 }\n  - { name: Moved, shell: '%s' }\n  - { name: Behind, sql: SELECT 1 AS one, expect: value == 1 }\n" \
    "$address" "$command" >here.yaml
  env "$@" "$bin" run here.yaml --run-dir run >transcript 2>&1 || fail "$address moved: $(cat transcript)"
  "$bin" evidence run >evidence.md 2>&1
  for place in transcript evidence.md; do
    [ "$(grep -cF "leads elsewhere than when the run began: $where" $place)" = 1 ] || fail "$address: $place does not say once that it is $where: $(cat $place)"
  done
}
cp data/real.db data/other.db
ln -sfn data/real.db turning.db
moved sqlite:turning.db 'ln -sfn data/other.db turning.db' "sqlite:$work/data/other.db"
printf '[turning]\nhost=127.0.0.1\nport=%s\ndbname=postgres\n' "$port" >turning.conf
moved 'postgres:///?service=turning' 'sed -i s/=postgres/=template1/ turning.conf' "postgres://127.0.0.1:$port/template1" "PGSERVICEFILE=$work/turning.conf"

printf '%d addresses, %d failures\n' $counted $failures
[ $failures -eq 0 ]
