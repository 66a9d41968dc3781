#!/usr/bin/env bash
# Which runs exclude each other, and what somebody who is turned away hears.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
failures=0
work=$(mktemp -d)
trap 'touch "$work"/*/go; wait; rm -rf "$work"' EXIT
export NO_COLOR=1 XDG_RUNTIME_DIR="$work/runtime"
mkdir "$XDG_RUNTIME_DIR"
cd "$work" || exit 1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# project NAME [lines that stand before the steps] → a project whose runbook waits until it may go on
project() {
  mkdir -p "$1/.runbook"
  printf 'runbook: 1\ntitle: A deployment\n%s\nsteps:\n' "${2:-}" >"$1/deploy.yaml"
}
waits='  - name: It is put
    exec: [sh, -ec, "touch here; while [ ! -e go ]; do sleep 0.05; done"]
    timeout: 30s'
reads="$waits"$'\n    effect: read'

# held FOLDER: begins its run and waits until that is at its step
held() {
  rm -f "$1/here" "$1/go"
  (cd "$1" && exec "$bin" run deploy.yaml --as ann >out 2>&1) &
  for _ in $(seq 600); do [ -e "$1/here" ] && return; sleep 0.05; done
  fail "the run in $1 did not come to its step: $(cat "$1/out")"
}
let_go() { touch "$1/go"; wait; }
# second STATUS FOLDER WHAT: another run there, while the first is held
second() {
  (cd "$2" && "$bin" run deploy.yaml --as bob >second 2>&1)
  local status=$?
  [ "$status" -eq "$1" ] || fail "$3: status $status, not $1: $(cat "$2/second")"
}

# ── the same runbook, twice: told who, since when, where ──
project one; echo "$waits" >>one/deploy.yaml
held one
second 7 one 'the same runbook'
run=$(basename one/.runbook/runs/*)
grep -Eq "^runbook: another run holds the lock: run ${run:0:8} of deploy.yaml, by ann \(pid [0-9]+\), since 20[0-9T:-]+Z, at 1 It is put\$" one/second ||
  fail "who holds it is not told: $(cat one/second)"

# ── another project with a file of that name ──
project other
printf '  - name: It is put\n    exec: [touch, there]\n' >>other/deploy.yaml
second 0 other 'an unrelated project'
let_go one
second 0 one 'once it is over'

# ── two clones that deploy to the same place, however it is written ──
for clone in clone1 clone2; do
  project $clone 'connections: { app: { http: "http://LOCALHOST:1" }, db: { sql: "postgres://ann@db-1/shop?password=x" } }'
  echo "$waits" >>$clone/deploy.yaml
done
sed -i 's/LOCALHOST/localhost/; s|ann@db-1/|bob@DB-1:5432/|' clone2/deploy.yaml
held clone1
second 7 clone2 'a clone'
touch clone2/go
sed -i 's|/shop|/test|' clone2/deploy.yaml
second 0 clone2 'a clone that deploys to elsewhere'
let_go clone1

# ── a relative database is one for each folder ──
for place in lite1 lite2; do
  project $place 'connections: { db: { sql: sqlite:data.db } }'
  echo "$waits" >>$place/deploy.yaml
done
held lite1
touch lite2/go
second 0 lite2 'another file of that name'
let_go lite1

# ── connections of an include count, and so do its changes ──
for clone in part1 part2; do
  project $clone
  printf '  - include: part.yaml\n' >>$clone/deploy.yaml
  printf 'runbook: 1\ntitle: A part\ninputs: { url: { type: url, default: "http://localhost:2" } }\nconnections: { app: { http: "${inputs.url}" } }\nsteps:\n%s\n' "$waits" >$clone/part.yaml
done
held part1
second 7 part2 'a clone whose include has the connection'
let_go part1

# ── what only reads takes none ──
project looks; echo "$reads" >>looks/deploy.yaml
held looks
(cd looks && touch go && "$bin" run deploy.yaml >second 2>&1) || fail "a second look was turned away: $(cat looks/second)"
let_go looks

# ── a change anywhere makes it one that changes ──
change='exec: [touch, changed]'
for where in finally undo idempotent; do
  project $where
  echo "$reads" >>$where/deploy.yaml
  case $where in
    finally) printf 'finally:\n  - name: It is told\n    %s\n' "$change" ;;
    undo) printf '  - name: It is agreed\n    when: "false == inputs.never"\n    exec: [echo]\n    effect: idempotent\n    undo: [{ name: back, %s }]\n' "$change" ;;
    idempotent) printf '  - name: It is put again\n    %s\n    effect: idempotent\n' "$change" ;;
  esac >>$where/deploy.yaml
  [ $where != undo ] || sed -i 's/^steps:/inputs: { never: { type: bool, default: true } }\nsteps:/' $where/deploy.yaml
  held $where
  second 7 $where "a change in $where"
  let_go $where
done

# ── a lock of a name is the name's, whoever has it ──
project named1 'lock: staging'; echo "$reads" >>named1/deploy.yaml
project named2 'lock: { name: staging }'; printf '  - exec: [touch, there]\n' >>named2/deploy.yaml
held named1
second 7 named2 'a lock of the same name'
let_go named1

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
