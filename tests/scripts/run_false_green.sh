#!/usr/bin/env bash
# GO only on complete, positive evidence: each runbook here leaves something out, and must end with the status that says so.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0 count=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# ends NAME STATUS [OPTION …] <RUNBOOK: where it does not end so, what it said is shown.
ends() {
  local name=$1 wanted=$2 status
  shift 2
  count=$((count + 1))
  cat >"$name.yaml"
  timeout 60 "$bin" run "$name.yaml" --root . --run-dir "runs/$name" "$@" >"$name.out" 2>&1 </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] && return
  fail "$name ended with status $status, not $wanted"
  sed 's/^/    /' "$name.out"
}

# A runbook whose only step is a script: step SCRIPT [LINE OF THE STEP …]
step() {
  printf 'runbook: 1\ntitle: A step\nsteps:\n- name: it\n  id: it\n  shell: |\n    %s\n' "$1"
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@"
}

# ── an error in what is asked besides is no answer to it ──
ends no_answer_error 0 < <(step 'echo no json' 'effect: read' 'no_answer: json.later')
ends until_error 1 < <(step 'echo no json' 'effect: read' 'poll: {until: json.done, for: 200ms, every: 50ms}')
ends stop_if_error 1 < <(step 'echo no json' 'effect: read' 'retry: {attempts: 2, every: 10ms, stop_if: json.done}' "expect: stdout == 'x'")
ends secret_capture_error 4 < <(step 'echo no json' 'effect: read' 'capture: {token: {value: json.token, secret: true}}')

printf '%d runbooks, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
