#!/usr/bin/env bash
# What was taken back in part is not there whole, and not gone either: no list, report or later session says so, and each command that is
# told goes on.
set -uo pipefail
source tests/tools/taking_up.bash

halves() { # EFFECT of the second undo step
  cat <<YAML
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo:
      - { name: One half, exec: [./act, half] }
      - { name: Other half, exec: [./act, other], effect: $1 }
      - { name: The rest, exec: [./act, rest] }
  - name: Looks
    exec: [test, -e, there]
    effect: read
YAML
}

dies() { # RUN : while it is undone; then what it had started is gone too
  local i
  is_ended KILL undo "$1" --go-on
  for ((i = 0; i < 100; i++)); do
    told=$("$bin" show "$1" 2>&1) status=$?
    [[ $told == *"still going on"* ]] || return
    sleep 0.1
  done
}

reports() { # STATUS of the evidence, WORDS… : in each of them
  local format
  local evidence=$1
  shift
  for format in markdown junit tap evidence; do
    if [ $format = evidence ]; then told=$("$bin" evidence R 2>&1); else told=$("$bin" report R $format 2>&1); fi
    status=$?
    [ $format != evidence ] || is_so "$evidence" "$@"
    [ $format = evidence ] || is_so 0 "$@"
  done
}

for effect in change idempotent read; do
  begin "cut-off-at-$effect" < <(halves $effect)
  runs
  touch block.other
  dies R
  is_so 0 'still in place: 1 One (in doubt) to go on: runbook undo R'
  reports 9 'still in place:' 'then perhaps taken back' '1 One (in doubt)'
  takes_up resume
  is_so 2 'resume takes nothing back' 'runbook undo R [ADDRESS…]' 'runbook abandon R'
  takes_up abandon
  is_so 1 '‽ 1 One kept' 'it was taken back since, perhaps in part' -'✓ 1 One' 'still in place: 1 One (in doubt)' 'to take back: runbook undo R'
  reports 0 'then perhaps taken back' '1 One (in doubt)'
  takes_up resume
  is_so 6 '1 One was taken back, perhaps in part' 'runbook resume R --resolve one=done'
  if [ $effect = change ]; then
    takes_up undo
    is_so 6 'runbook undo R --resolve one/1.undo2=done'
    takes_up undo --resolve one/1.undo2=again --reason 'it is not'
  else
    takes_up undo
  fi
  is_so 1 '✓ 1.undo1 One half kept' '✓ 1.undo2 Other half' '✓ 1.undo3 The rest' 'changed: nothing that is still in place' -'(in doubt)'
  acted one half other other rest
done

# Nothing was undone before the first undo step that acts.
begin not-yet <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo:
      - { name: A look, exec: [./act, look], effect: read }
      - { name: One back, exec: [./act, back] }
  - name: Looks
    exec: [test, -e, there]
    effect: read
YAML
runs
touch block.look
dies R
is_so 0 'still in place: 1 One to go on: runbook undo R' -'(in doubt)'
takes_up undo
is_so 1 '✓ 1 One kept' 'changed: nothing that is still in place'
acted one look look back

# The list of runs names the command that goes on.
begin listed < <(halves read)
"$bin" run r.yaml >/dev/null 2>&1
touch block.other
dies latest
told=$("$bin" runs 2>&1) status=$?
is_so 0 'no verdict' '(1 change still in place)' '→ undo' -'→ resume'
told=$("$bin" runs --json 2>&1) status=$?
is_so 0 '"resumable": false'
told=$("$bin" undo latest --go-on 2>&1) status=$?
is_so 1 'changed: nothing that is still in place'
told=$("$bin" runs 2>&1) status=$?
is_so 0 '→ resume'

is_over
