#!/usr/bin/env bash
# kill -9 at any instant: every step is not started, decided or in doubt, as the journal says, and no change was made that
# the journal does not know of. No child is left behind, and no private file.
# run_kill.sh [ROUNDS]
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
rounds=${1:-40} failures=0 doubts=0 whole=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
marker=86399.$$
export NO_COLOR=1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

{
  printf 'runbook: 1\ntitle: Changes that are counted from outside\ninputs:\n  effects: {type: path}\nsteps:\n'
  for step in 1 2 3 4 5 6 7 8; do
    printf -- '- name: change %d\n  id: s%d\n  shell: |\n    echo %d >> "$EFFECTS"\n    sleep 0.01\n  env: {EFFECTS: "${inputs.effects}", KEY: {file: "hush"}}\n' "$step" "$step" "$step"
    printf -- '  undo: [{name: revert %d, shell: "true"}]\n' "$step"
  done
  # shellcheck disable=SC2016
  printf -- '- name: one that hangs with a child of its own\n  id: s9\n  shell: |\n    echo 9 >> "$EFFECTS"\n    setsid sleep %s & sleep %s\n    wait "$!"\n  env: {EFFECTS: "${inputs.effects}"}\n' "$marker" "$marker"
} >"$work/main.yaml"

# Whether the journal has this event of this step.
told() { grep -q "\"event\":\"$2\",\"address\":\"$3\"" "$1"; }

check_round() {
  local journal=$1 effects=$2 step count
  for step in 1 2 3 4 5 6 7 8 9; do
    count=$(grep -cx "$step" "$effects" 2>/dev/null)
    [ "${count:-0}" -le 1 ] || fail "change $step was made $count times"
    if told "$journal" step_ended "s$step"; then
      told "$journal" step_intent "s$step" || fail "change $step has an end and no intent"
      [ "$count" -eq 1 ] || fail "change $step is decided, and was made $count times"
    elif told "$journal" step_intent "s$step"; then
      doubts=$((doubts + 1))
    else
      [ "${count:-0}" -eq 0 ] || fail "change $step was made, and the journal does not know of it"
    fi
  done
}

for round in $(seq "$rounds"); do
  effects=$work/effects.$round dir=$work/run.$round
  "$bin" run "$work/main.yaml" --root "$work" --run-dir "$dir" --input "effects=$effects" >/dev/null 2>&1 &
  pid=$!
  # From before the first step to after the last but one.
  sleep "$(awk -v r="$round" -v n="$rounds" 'BEGIN { srand(r); printf "%.4f", rand() * 0.5 + (r == n ? 1.5 : 0) }')"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  [ -s "$dir/journal.jsonl" ] || continue
  whole=$((whole + 1))
  check_round "$dir/journal.jsonl" "$effects"
done

# An answer that was given before the kill stands, though its step had no end, and the journal is believed.
cat >"$work/asked.yaml" <<YAML
runbook: 1
title: Asked first
steps:
- name: It is read where somebody says so
  id: read
  ask_first: Read it?
  exec: [sh, -ec, 'test -e $work/there || sleep $marker']
  effect: read
  expect: exit_code == 0
YAML
"$bin" run "$work/asked.yaml" --root "$work" --run-dir "$work/asked" --answer read=yes --as ann >/dev/null 2>&1 &
pid=$!
for _ in $(seq 100); do
  grep -q '"event":"answered"' "$work/asked/journal.jsonl" 2>/dev/null && break
  sleep 0.05
done
kill -9 "$pid"
wait "$pid" 2>/dev/null
touch "$work/there"
"$bin" resume "$work/asked" --root "$work" --go-on >"$work/said" 2>&1 || fail "an answered step is not taken up: $(cat "$work/said")"
grep -q 'ann answered' "$work/said" || fail "the answer is not told: $(cat "$work/said")"
"$bin" verify "$work/asked" --root "$work" >"$work/said" 2>&1 || fail "what was answered before a kill: $(cat "$work/said")"

# Private files of a run of which nobody is left go when a run is taken up, also where there is nothing to do.
of_another=${XDG_RUNTIME_DIR:-/dev/shm}/runbook-private-0123456789abcdef
mkdir -m 700 "$of_another" && echo secret >"$of_another/file"
"$bin" undo "$work/asked" --root "$work" >"$work/said" 2>&1 && fail "an undo of nothing: $(cat "$work/said")"
[ ! -e "$of_another" ] || fail "a private file outlives undo: $(cat "$work/said")"

sleep 1.2
left=$(pgrep -f "sleep $marker" | wc -l)
[ "$left" -eq 0 ] || fail "$left children were left behind"
private=$(find "${XDG_RUNTIME_DIR:-/dev/shm}" -maxdepth 1 -name 'runbook-private-*' | wc -l)
[ "$private" -eq 0 ] || fail "$private folders of private files were left behind"
[ "$whole" -gt 0 ] || fail "no run got far enough to show anything"
[ "$doubts" -gt 0 ] || fail "no run was killed within a change"
printf '%d rounds, %d with a journal, %d steps in doubt, %d failures\n' "$rounds" "$whole" "$doubts" "$failures"
[ "$failures" -eq 0 ]
