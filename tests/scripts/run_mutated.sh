#!/usr/bin/env bash
# A journal that was changed in one place (tests/tools/journal_mutations.py) is not intact: `verify` ends with 9.
# run_mutated.sh [full]   full: every byte of it, and of three more, which is what tools/torture asks for
set -uo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 NO_COLOR=1
bin=${RUNBOOK_BIN:?the program under test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'not so: %s\n' "$*"; exit 1; }

printf 'runbook: 1\ntitle: All is well\nsteps:\n- {name: Look, effect: read, exec: [echo, b], expect: exit_code == 0}\n' >"$work/go.yaml"
printf 'runbook: 1\ntitle: It is not\nsteps:\n- {name: Look, effect: read, exec: [echo, b], expect: exit_code == 1}\n' >"$work/no_go.yaml"
printf 'runbook: 1\ntitle: Nobody is there\nsteps:\n- {name: Is it good?, confirm: Is it good?}\n' >"$work/undecided.yaml"
cat >"$work/undone.yaml" <<'YAML'
runbook: 1
title: It is taken back
on_failure: rollback
steps:
- {name: Change, shell: ":", undo: [{name: Back, shell: ":"}]}
- {name: Fail, effect: read, exec: [test, a, =, b]}
YAML
journals=()
for name in go no_go undecided undone; do
  "$bin" run "$work/$name.yaml" --root "$work" --run-dir "$work/$name" >"$work/said" 2>&1 </dev/null
  "$bin" verify "$work/$name" >"$work/verified" 2>&1 || fail "the journal of $name is not intact before it is changed: $(cat "$work/said" "$work/verified")"
  journals+=("$work/$name/journal.jsonl")
done
if [ "${1:-}" = full ]; then
  tests/tools/journal_mutations.py "$bin" 1 "${journals[@]}"
else
  tests/tools/journal_mutations.py "$bin" 211 "${journals[0]}" "${journals[3]}"
fi
