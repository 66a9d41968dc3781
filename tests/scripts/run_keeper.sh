#!/usr/bin/env bash
# What watches over the commands of a run is killed, stopped, or may not end them: nothing of a command lives on that the journal
# says was ended, no secret stays in a private file, and a change is in doubt.
# run_keeper.sh [ROUNDS]
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
rounds=${1:-20} failures=0
work=$(mktemp -d)
marker=86398.$$
export NO_COLOR=1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# Processes of the commands that are alive.
alive() { pgrep -f "sleep $marker" | wc -l; }
gone() { # within a second
  for _ in $(seq 50); do
    [ "$(alive)" -eq 0 ] && return 0
    sleep 0.02
  done
  return 1
}
clear_up() {
  pkill -9 -f "sleep $marker"
  rm -rf "$work"
}
trap clear_up EXIT

field() { # FIELD JOURNAL EVENT: the value of a field in the last such event
  grep "\"event\":\"$3\"" "$2" | tail -1 | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}
parent_of() { awk '{ sub(/.*\) /, ""); print $2 }' "/proc/$1/stat" 2>/dev/null; }

# ── the runner and what watches over the command are killed together ──
cat >"$work/hangs.yaml" <<EOF
runbook: 1
title: A change that hangs
steps:
  - name: it hangs
    id: hangs
    shell: |
      (trap '' TERM HUP; setsid sleep $marker & setsid --fork bash -c 'trap "" TERM; sleep $marker; true')
      sleep $marker &
      echo "\$KEY" > "\$OUT/key"
      echo "\$PPID" > "\$OUT/new"
      mv "\$OUT/new" "\$OUT/parent"
      wait "\$!"
    env: {KEY: {file: "hush-hush-$$"}, OUT: $work}
EOF
survivors=0 leaks=0
for round in $(seq "$rounds"); do
  rm -f "$work/parent" "$work/key"
  "$bin" run "$work/hangs.yaml" --root "$work" --run-dir "$work/run.$round" >/dev/null 2>&1 &
  runner=$!
  for _ in $(seq 3000); do
    [ -s "$work/parent" ] && break
    sleep 0.01
  done
  keeper=$(cat "$work/parent") guard=$(parent_of "$keeper") key=$(cat "$work/key")
  [ "$(cat "$key")" = "hush-hush-$$" ] || fail "the command's private file was not there"
  case $((round % 5)) in
    0) kill -9 "$runner" "$keeper" ;;
    1) kill -9 "$keeper" "$runner" ;;
    2) kill -9 "$runner" "$guard" ;;
    3) kill -9 "$guard" "$runner" ;;
    4) kill -9 "$runner" ;;
  esac
  wait "$runner" 2>/dev/null
  gone || survivors=$((survivors + $(alive)))
  pkill -9 -f "sleep $marker"
  for _ in $(seq 50); do
    [ -e "$key" ] || break
    sleep 0.02
  done
  [ -e "${key%/*}" ] && leaks=$((leaks + 1))
  journal=$work/run.$round/journal.jsonl
  grep -q '"event":"step_intent","address":"hangs"' "$journal" || fail "round $round: there is no intent"
  grep -q '"event":"step_ended"' "$journal" && fail "round $round: a run that was killed has ended its step"
done
[ "$survivors" -eq 0 ] || fail "$survivors processes lived on after $rounds kills"
[ "$leaks" -eq 0 ] || fail "$leaks private folders stayed after $rounds kills"

# ── a command does it ──
one() { # NAME SCRIPT STATUS REASON: a step that runs this; how the run ends, and what is said of the step (a pattern)
  local dir=$work/one.$1 status reason
  printf 'runbook: 1\ntitle: %s\nsteps:\n  - name: it does\n    timeout: 2s\n    shell: |\n' "$1" >"$work/$1.yaml"
  printf '%s\n' "$2" | sed 's/^/      /' >>"$work/$1.yaml"
  "$bin" run "$work/$1.yaml" --root "$work" --run-dir "$dir" >"$work/$1.out" 2>&1
  status=$?
  # shellcheck disable=SC2053
  [[ $status == $3 ]] || fail "$1: status $status, not $3"
  reason=$(field reason "$dir/journal.jsonl" step_ended)
  # shellcheck disable=SC2053
  [[ $reason == $4 ]] || fail "$1: the journal says: $reason"
  [ "$(alive)" -eq 0 ] || fail "$1: $(alive) processes lived on"
  pkill -9 -f "sleep $marker"
}
# shellcheck disable=SC2016
{
  lost='the process that watched over it was killed, and it was ended with all it had started'
  one kills "(trap '' TERM; sleep $marker) & sleep 0.1; "'kill -9 $PPID'"; sleep $marker" 6 "$lost"
  one kills_late "setsid sleep $marker & (sleep 0.2; "'kill -9 $PPID'") & sleep $marker" 6 "$lost"
  # Nothing but the runner itself is left: what it found was ended, and no more than that is said.
  one kills_all "sleep $marker & "'kill -9 $(ps -o ppid= $PPID) $PPID'"; sleep $marker" 6 \
    'the process that watched over it was killed; what was found of it was ended: *sleep; whether something else still runs is not known'
  one stops 'kill -STOP $PPID; sleep 0.1; echo done' 0 ''
  # On a busy machine the one that is woken to end it may find that it has ended.
  one stops_all 'kill -STOP $(ps -o ppid= $PPID) $PPID; sleep 0.1; echo done' '[46]' \
    '@(it did not end within 2s, and was ended with all it had started|it ended by itself, but only after the 2s that it had*)'
}

# ── a program that became another user ──
helper=$work/as_root
if [ "$(id -u)" -eq 0 ] && [ -x /usr/bin/setpriv ] && id nobody >/dev/null 2>&1 &&
  install -m 4755 /usr/bin/setpriv "$helper" && install -d -m 777 "$work/theirs" && chmod 755 "$work" &&
  setpriv --reuid nobody --clear-groups "$helper" --ruid 0 --euid 0 true 2>/dev/null &&
  setpriv --reuid nobody --clear-groups test -x "$bin"; then
  cat >"$work/theirs/root.yaml" <<EOF
runbook: 1
title: What cannot be ended
steps:
  - name: it becomes root
    timeout: 300ms
    exec: [$helper, --ruid, "0", --euid, "0", sleep, "$marker"]
EOF
  setpriv --reuid nobody --clear-groups "$bin" run "$work/theirs/root.yaml" --root "$work/theirs" --run-dir "$work/theirs/run" \
    >"$work/root.out" 2>&1
  status=$? pid=$(pgrep -f "^sleep $marker")
  [ "$status" -eq 6 ] || fail "what cannot be ended: status $status"
  [ -n "$pid" ] || fail "what cannot be ended was ended"
  reason=$(field reason "$work/theirs/run/journal.jsonl" step_ended)
  [ "$reason" = "it did not end within 300ms; not everything that came from it could be ended; may still be running: $pid (sleep)" ] ||
    fail "what cannot be ended: the journal says: $reason"
  # It is watched over until it has ended by itself.
  keeper=$(parent_of "$pid")
  kill -9 "$pid"
  for _ in $(seq 100); do
    [ -e "/proc/$keeper" ] || break
    sleep 0.02
  done
  [ -e "/proc/$keeper" ] && fail "what watched over it did not end"
else
  echo "not tried here: a program that becomes root"
fi

# ── what nobody was left to remove ──
# Runner, supervisor and guard are killed at once: the next command removes the private files.
rm -f "$work/parent" "$work/key"
"$bin" run "$work/hangs.yaml" --root "$work" --run-dir "$work/run.all" >/dev/null 2>&1 &
runner=$!
for _ in $(seq 3000); do
  [ -s "$work/parent" ] && break
  sleep 0.01
done
keeper=$(cat "$work/parent") key=$(cat "$work/key")
kill -9 "$runner" "$keeper" "$(parent_of "$keeper")"
wait "$runner" 2>/dev/null
pkill -9 -f "sleep $marker"
printf 'runbook: 1\ntitle: The next one\nsteps:\n  - name: it waits\n    effect: read\n    shell: sleep 0.2\n' >"$work/next.yaml"
"$bin" run "$work/next.yaml" --root "$work" --run-dir "$work/run.next" >/dev/null 2>&1
[ -e "${key%/*}" ] && fail "the private files of a run that was killed with all that watched over it stayed"

printf '%d rounds, %d survivors, %d private folders left, %d failures\n' "$rounds" "$survivors" "$leaks" "$failures"
[ "$failures" -eq 0 ]
