#!/usr/bin/env bash
# A thread that waits for the end of the run is told so by a descriptor: where that write fails, the run ends all the same.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
at_call=${TEST_TOOLS:?its tools}/at_call
[ ! -x "${RUNBOOK_RELEASE_BIN:-}" ] || bin=$RUNBOOK_RELEASE_BIN
"$at_call" count true >/dev/null 2>&1 || {
  echo 'a process may not be traced here (ptrace): skipped'
  exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export NO_COLOR=1
cat >main.yaml <<'YAML'
runbook: 1
title: A change, with a lock
steps:
- name: It changes something
  shell: "true"
YAML
"$at_call" -o calls io 1000000 EIO "$bin" run main.yaml --run-dir whole >/dev/null 2>&1 || exit 1
read -r count _ <calls
failures=0 hit=0
for at in $(seq $((count - 24)) "$count"); do
  timeout -s KILL 20 "$at_call" -o calls io "$at" EIO "$bin" run main.yaml --run-dir "run$at" >said 2>&1
  status=$?
  [ "$status" -ne 137 ] && hit=$((hit + 1)) && continue
  printf 'not so: it ends where call %d of %d fails\n%s\n' "$at" "$count" "$(tail -5 said)"
  failures=$((failures + 1))
done
printf '%d calls, %d failures\n' "$hit" "$failures"
[ "$failures" -eq 0 ]
