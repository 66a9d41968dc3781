#!/usr/bin/env bash
# The events of a run as they happen: the very lines of the journal, each when it is written, and a reader that comes late, reads slowly,
# goes away or never comes changes nothing of the run.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
mkdir .runbook
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
is() { # is STATUS COMMAND …
  local wanted=$1 status
  shift
  timeout 30 "$@" >out 2>err </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || { fail "status $status, not $wanted: $*"; cat out err; }
}
same() { cmp -s "$1" "$2" || fail "$1 is not $2"; }

printf 'runbook: 1\ntitle: A run\nsecrets: {token: {env: TOKEN}}\nsteps:\n- {name: a, shell: "echo $T \\"##vso[x]\\"", env: {T: "${secrets.token}"}, effect: read}\n- {name: b, exec: [sleep, "1"], effect: read}\n' >a.yaml
export TOKEN=canary-0123456789

# ── a file, a pipe, standard output ──
printf 'of an earlier run\n' >file
is 0 "$bin" run a.yaml --run-dir file.run --events file
same file file.run/journal.jsonl
[ "$(stat -c %a file)" = 644 ] || fail "a file that is there changed its mode"
is 0 "$bin" run a.yaml --run-dir new.run --events new
[ "$(stat -c %a new)" = 600 ] || fail "a new file of events is open to others"
! grep -q "$TOKEN" file new || fail 'a secret is among the events'
mkfifo pipe
cat pipe >taken & reader=$!
is 0 "$bin" run a.yaml --run-dir pipe.run --events pipe
wait $reader
same taken pipe.run/journal.jsonl
is 0 "$bin" run a.yaml --run-dir out.run --events -
python3 - out out.run/journal.jsonl <<'P' || fail 'standard output does not hold the events'
import json, sys
told, kept = ([json.loads(line) for line in open(name)] for name in sys.argv[1:])
assert told == kept and len(told) > 5
P
! grep -q '##vso' out || fail 'a line on standard output acts on a CI system'
grep -q '^GO ' err && grep -q '✓ 1 a' err || fail "the view is not on standard error: $(cat err)"
is 0 "$bin" run a.yaml --run-dir quiet.run --events - -q
! grep -qv '^{' out || fail 'something else is on standard output'

"$bin" run a.yaml --run-dir shell.run --events >(cat >shell) >out 2>err || fail "a pipe that the shell makes: $(cat err)"
for _ in $(seq 50); do cmp -s shell shell.run/journal.jsonl && break; sleep 0.1; done
same shell shell.run/journal.jsonl

# ── as they happen ──
"$bin" run a.yaml --run-dir live.run --events live >/dev/null 2>&1 & run=$!
seen=
for _ in $(seq 100); do
  grep -q '"event":"step_started","address":"2"' live 2>/dev/null && { kill -0 $run 2>/dev/null && ! grep -q run_ended live && seen=yes; break; }
  sleep 0.02
done
[ -n "$seen" ] || fail 'the events come after the run'
wait $run

# ── readers ──
is 9 "$bin" run a.yaml --run-dir lonely.run --events pipe
grep -q 'nobody reads from it' err && [ ! -e lonely.run ] || fail "a pipe without a reader: $(cat err)"
(head -c 10 pipe >/dev/null) & reader=$!
is 0 "$bin" run a.yaml --run-dir gone.run --events pipe
wait $reader
grep -q 'not all events were written to pipe: its reader went away' err || fail "a reader that went away is not told: $(cat err)"
is 0 "$bin" verify gone.run
"$bin" run a.yaml --run-dir head.run --events - 2>err | head -n 1 >/dev/null
[ "${PIPESTATUS[0]}" -eq 0 ] || fail 'head ends the run'
grep -q 'its reader went away' err || fail 'that head went away is not told'
# More than a pipe holds, and nobody reads it.
printf 'runbook: 1\ntitle: Much\nsteps:\n- {name: each, id: each, for_each: {n: "[%s1]"}, steps: [{id: b, name: "%0400d", exec: ["true"], effect: read}]}\n' "$(printf '1, %.0s' $(seq 60))" 0 >much.yaml
sleep 60 <>pipe & sleeper=$!
exec 7<>pipe
start=$(date +%s)
is 0 "$bin" run much.yaml --run-dir stopped.run --events pipe
[ $(($(date +%s) - start)) -lt 25 ] || fail 'a reader that does not read keeps the run'
grep -q 'its reader has stopped reading' err || fail "that nobody reads is not told: $(cat err)"
exec 7<&-
kill $sleeper; wait $sleeper 2>/dev/null
is 0 "$bin" verify stopped.run
(sleep 1; cat pipe >slow) & reader=$!
is 0 "$bin" run much.yaml --run-dir slow.run --events pipe
wait $reader
same slow slow.run/journal.jsonl

# ── what cannot be written ──
if [ -c /dev/full ]; then
  is 9 "$bin" run a.yaml --run-dir full.run --events /dev/full
  grep -q 'not all events were written to /dev/full: No space left' err || fail "a full device: $(cat err)"
  is 0 "$bin" verify full.run
fi
for path in none/events . a.yaml x.yaml full.run/journal.jsonl; do
  is 2 "$bin" run a.yaml --run-dir refused.run --events "$path"
  [ ! -e refused.run ] || fail "something ran although events could not be written to $path"
done
is 2 "$bin" run a.yaml --run-dir refused.run --events both --report junit=both

# ── a run that is taken up again tells of its session alone ──
printf 'runbook: 1\ntitle: B\nsteps:\n- {name: a, exec: [cat, there], effect: read}\n' >b.yaml
is 1 "$bin" run b.yaml --run-dir b.run
before=$(wc -c <b.run/journal.jsonl)
touch there
is 0 "$bin" resume b.run --go-on --events again
tail -c +$((before + 1)) b.run/journal.jsonl >session
same again session

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
