#!/usr/bin/env bash
# A journal that somebody removes, cuts or writes to while the run goes on: status 9, never GO, and no change begins after it.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# The step itself does it, so that there is no race.
harmed() { # NAME SCRIPT MESSAGE
  local name=$1 status
  printf 'runbook: 1\ntitle: A journal that is not kept\nsteps:\n- name: harm\n  id: harm\n  effect: read\n  shell: |\n    %s\n- name: a change\n  id: change\n  shell: touch %s\n' \
    "$2" "$work/$name.changed" >"$name.yaml"
  timeout 60 "$bin" run "$name.yaml" --root . --run-dir "$work/$name" >"$name.out" 2>&1 </dev/null
  status=$?
  [ "$status" -eq 9 ] || { fail "$name ended with status $status, not 9"; sed 's/^/    /' "$name.out"; }
  grep -q "$3" "$name.out" || fail "$name does not say: $3"
  grep -q '^GO' "$name.out" && fail "$name says GO"
  [ -e "$name.changed" ] && fail "$name: a change was made that no journal knows of"
}

harmed removed "rm -rf $work/removed" 'removed while the run went on'
harmed cut ": >$work/cut/journal.jsonl" 'changed by somebody else'
harmed written "echo '{}' >>$work/written/journal.jsonl" 'changed by somebody else'
harmed replaced "cp $work/replaced/journal.jsonl $work/copy; mv $work/copy $work/replaced/journal.jsonl" 'removed while the run went on'
harmed moved "mv $work/moved/journal.jsonl $work/moved/elsewhere" 'moved away or replaced while the run went on'
harmed copied "mv $work/copied/journal.jsonl $work/copied/was; cp $work/copied/was $work/copied/journal.jsonl" 'moved away or replaced'
harmed linked "mv $work/linked/journal.jsonl $work/linked/was; ln -s was $work/linked/journal.jsonl" 'moved away or replaced'
harmed folder "mv $work/folder $work/other; mkdir $work/folder" 'moved away or replaced'

# Also where nothing changes any more: the end of the run is looked at as well.
printf 'runbook: 1\ntitle: Only read\nsteps:\n- name: harm\n  effect: read\n  shell: mv %s %s\n' "$work/last/journal.jsonl" "$work/last/x" >last.yaml
"$bin" run last.yaml --root . --run-dir last >last.out 2>&1 </dev/null
[ $? -eq 9 ] || fail "the end of a run whose journal was moved away: $(cat last.out)"

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
