#!/usr/bin/env bash
# Which runs exclude each other, and what somebody who is turned away hears.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
failures=0
work=$(mktemp -d)
trap 'touch "$work"/*/go; wait; rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
# Locks are the host's: what names one here must be nobody else's, however often this runs at once.
own=$(basename "$work" | tr -dc 'A-Za-z0-9' | tr 'A-Z' 'a-z')-$$

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
told() { # told FOLDER PATTERN: what somebody who is turned away there hears, a whole line
  grep -Eq "^runbook: another run holds the lock: $2\$" "$1/second" || fail "not told '$2': $(cat "$1/second")"
}
since='since 20[0-9T:-]+Z'
told one "run ${run:0:13} of deploy.yaml, by ann \(pid [0-9]+\) on [^ ]+, $since, at 1 It is put; wait for its end, or look at it: runbook show ${run:0:13}"
grep -q 'It is put' <<<"$( (cd one && $(sed -n 's/.*look at it: runbook/"$bin"/p' second | sed "s|\"\$bin\"|$bin|")) )" || fail 'what it says to look at shows nothing'

# ── whatever its environment, its folders and whoever runs it ──
elsewhere() { # elsewhere WHAT COMMAND …: a second run, begun by that command
  local what=$1; shift
  (cd one && "$@" "$bin" run deploy.yaml --as bob >second 2>&1)
  local status=$?
  [ $status -eq 7 ] || fail "$what: status $status, not 7: $(cat one/second)"
  told one "run ${run:0:13} of deploy.yaml, by ann .*, at 1 It is put; wait for its end(, or look at it: .*)?"
}
mkdir -m 700 place1 place2
elsewhere 'another XDG_RUNTIME_DIR' env XDG_RUNTIME_DIR="$work/place1"
elsewhere 'no XDG_RUNTIME_DIR' env -u XDG_RUNTIME_DIR
elsewhere 'one that is not there' env XDG_RUNTIME_DIR=/nowhere
elsewhere 'another TMPDIR and HOME' env TMPDIR="$work/place1" HOME="$work/place2"
elsewhere 'no environment at all' env -i
elsewhere 'another umask' bash -c 'umask 777; exec "$@"' -
ln -s one linked
elsewhere 'by another path to the same project' bash -c 'cd ../linked && exec "$@"' -
# There is no file that could be removed, so all that might be one is.
rm -rf "${XDG_RUNTIME_DIR:-/nowhere}"/runbook-locks "$work"/place?/*
elsewhere 'with folders that were removed' env
if unshare -m true 2>/dev/null; then
  elsewhere 'with a /tmp, a /run and a /dev/shm of its own' unshare -m bash -c 'for f in /dev/shm /run; do mount -t tmpfs none $f; done; exec "$@"' -
fi
other=65534 # of nobody; it cannot read the project of root, and has one of its own with the same lock

# ── another project with a file of that name ──
project other
printf '  - name: It is put\n    exec: [touch, there]\n' >>other/deploy.yaml
second 0 other 'an unrelated project'
let_go one
second 0 one 'once it is over'

# ── two clones that deploy to the same place, however it is written ──
for clone in clone1 clone2; do
  project $clone "connections: { app: { http: 'http://APP.$own:1' }, db: { sql: 'postgres://ann@db-1/shop-$own?password=x' } }"
  echo "$waits" >>$clone/deploy.yaml
done
sed -i 's/APP/app/; s|ann@db-1/|bob@DB-1:5432/|' clone2/deploy.yaml
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
  printf 'runbook: 1\ntitle: A part\ninputs: { url: { type: url, default: "http://part.%s:2" } }\nconnections: { app: { http: "${inputs.url}" } }\nsteps:\n%s\n' "$own" "$waits" >$clone/part.yaml
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
project named1 "lock: staging-$own"; echo "$reads" >>named1/deploy.yaml
project named2 "lock: { name: staging-$own }"; printf '  - exec: [touch, there]\n' >>named2/deploy.yaml
held named1
second 7 named2 'a lock of the same name'
told named2 "run [0-9a-f-]+ of deploy.yaml, by ann .*, at 1 It is put; wait for its end, or look at it: runbook show [0-9a-f-]+ --root $work/named1"
# Another user's run is told of, and not where it keeps what it does.
if [ "$(id -u)" = 0 ] && chmod 755 "$work" && cp "$bin" "$work/theirs" 2>/dev/null && setpriv --reuid=$other --clear-groups "$work/theirs" version >/dev/null 2>&1; then
  mkdir -m 777 theirs2 && project theirs2 "lock: staging-$own" && printf '  - exec: ["true"]\n' >>theirs2/deploy.yaml
  chown -R $other theirs2
  (cd theirs2 && setpriv --reuid=$other --clear-groups "$work/theirs" run deploy.yaml) >theirs2.second 2>&1
  status=$?
  [ $status -eq 7 ] || fail "another user: status $status, not 7: $(cat theirs2.second)"
  grep -Eq "run [0-9a-f-]+ of deploy.yaml, by ann \(pid [0-9]+ of root \(uid 0\)\) on [^ ]+, $since, at 1 It is put; wait for its end\$" theirs2.second ||
    fail "another user is not told who: $(cat theirs2.second)"
else
  echo 'skipped: another user cannot be had here'
fi
let_go named1
second 0 named2 'once the one of that name is over'

# ── names of every kind ──
for name in "$own a b" "$own/../../etc" "$own: 'ü' \\" "$own$(printf 'x%.0s' $(seq 900))"; do
  project odd1 "lock: '${name//\'/\'\'}'"; echo "$waits" >>odd1/deploy.yaml
  project odd2 "lock: { name: '${name//\'/\'\'}' }"; printf '  - exec: ["true"]\n' >>odd2/deploy.yaml
  held odd1
  second 7 odd2 "the lock '${name:0:40}'"
  let_go odd1
  rm -rf odd1 odd2
done

# ── after a step, and while it is stopped ──
project later; printf '  - { name: First, exec: [touch, here] }\n  - { name: They agree, confirm: "Go on?" }\n%s\n' "$waits" >>later/deploy.yaml
sed -i 's/- { name: They agree.*/- { name: A while, wait: 20s }/' later/deploy.yaml
(cd later && exec "$bin" run deploy.yaml --as ann >out 2>&1) &
waiting=$!
# Whoever comes before it is at its step is let in.
for _ in $(seq 600); do [ -e later/here ] && break; sleep 0.05; done
for _ in $(seq 200); do second_said=$(cd later && "$bin" run deploy.yaml 2>&1); [[ $second_said == *"at 2 A while"* ]] && break; sleep 0.05; done
[[ $second_said == *"at 2 A while; wait for its end"* ]] || fail "the second step is not told: $second_said"
kill -STOP $waiting
second 7 later 'one that is stopped'
told later "run [0-9a-f-]+ \(pid $waiting\), $since; it is stopped: \`kill -CONT $waiting\` lets it go on"
kill -CONT $waiting; kill -9 $waiting; wait $waiting 2>/dev/null
sed -i '/wait: 20s/d; /It is put/,$d' later/deploy.yaml
# What watches over its commands lets go once it sees that.
for _ in $(seq 40); do (cd later && "$bin" run deploy.yaml >second 2>&1) && break; sleep 0.05; done
second 0 later 'one that was killed, and had started nothing that goes on'

# ── a killed run whose command goes on ──
deaf='set -e; trap "" TERM HUP; touch here; i=0; while [ ! -e go ] && [ $i -lt 400 ]; do i=$((i + 1)); echo $i >beat; sleep 0.05; done'
project killed; printf "  - name: It is put\n    exec: [sh, -c, '%s']\n    timeout: 60s\n" "$deaf" >>killed/deploy.yaml
held killed
pid=$(pgrep -f "^$bin run deploy.yaml --as ann" | head -n 1)
printf 'runbook: 1\ntitle: A deployment\nsteps:\n  - exec: [sh, -c, "a=$(cat beat); sleep 0.2; [ $a = $(cat beat) ]"]\n' >killed/after.yaml
cp killed/deploy.yaml killed/as-it-was; 
kill -9 "$pid"
ended=0 turned=0
for _ in $(seq 400); do
  cp killed/after.yaml killed/deploy.yaml
  (cd killed && "$bin" run deploy.yaml >second 2>&1); status=$?
  case $status in
    7) turned=$((turned + 1)); cp killed/second killed/turned ;;
    0) ended=1; break ;;
    *) fail "a run beside a command of a killed one: status $status: $(cat killed/second)"; break ;;
  esac
  sleep 0.02
done
[ $ended -eq 1 ] && [ $turned -gt 0 ] || fail "a killed run whose command went on: turned away $turned times, then $ended"
[ ! -e killed/turned ] || mv killed/turned killed/second
[ $turned -eq 0 ] || told killed "(run [0-9a-f-]+ \(pid $pid\), $since|pid $pid); it has died, and what it had started is still being ended: try again in a moment"
touch killed/go

# ── what is left running on purpose holds no lock ──
project daemon; printf '  - name: It is started\n    exec: [sh, -c, "sleep 5 >/dev/null 2>&1 &"]\n    background: keep\n' >>daemon/deploy.yaml
second 0 daemon 'one that leaves something running'
second 0 daemon 'a second one after it'

# ── races: never both ──
project race; printf '  - name: Alone\n    exec: [sh, -ec, "mkdir inside; sleep 0.01; rmdir inside"]\n' >>race/deploy.yaml
both=0 none=0 races=${RACES:-40}
for _ in $(seq "$races"); do
  (cd race && exec "$bin" run deploy.yaml >a 2>&1) & a=$!
  (cd race && exec "$bin" run deploy.yaml >b 2>&1) & b=$!
  wait $a; a=$?
  wait $b; b=$?
  case $a$b in 00 | 07 | 70) ;; 77) none=$((none + 1)) ;; *) both=$((both + 1)); cat race/a race/b ;; esac
done
[ $both -eq 0 ] || fail "in $both of $races races both were in at once"
[ $none -eq 0 ] || fail "in $none of $races races nobody was let in"

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
