#!/usr/bin/env bash
# The index of runs, .runbook/history.db: `runs` says with it what it says without; what happened to a journal since is seen; and
# whatever becomes of the index, no run is lost, none is told wrongly, and no run ends otherwise.
set -uo pipefail
export LC_ALL=C.UTF-8 NO_COLOR=1
room=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; chmod -R u+w "$room"; rm -rf "$room"' EXIT
many=$PWD/tests/tools/many_runs.py
failed=0
runbook() { "$RUNBOOK_BIN" "$@"; }
wrong() {
  printf 'WRONG: %s\n' "$*"
  failed=1
}
db=.runbook/history.db
ask() { python3 -c 'import sqlite3, sys; print(*(row[0] for row in sqlite3.connect(".runbook/history.db").execute(sys.argv[1])))' "$1"; }
# What the journals say: where a folder has its name, there is no index.
without() {
  mkdir -p "$room/aside" && mv -f $db* "$room/aside" 2>/dev/null
  mkdir $db
  runbook "$@" 2>/dev/null
  local status=$?
  rmdir $db && mv -f "$room"/aside/* .runbook 2>/dev/null
  return $status
}
still() { sed -E 's/(running +)[0-9ms. ]+s +/\1… /'; } # how long it has been running
alike() { # WHAT, ARGUMENTS OF runs
  local what=$1
  shift
  runbook runs "$@" 2>"$room/said" | still >"$room/with"
  local with=$?
  without runs "$@" | still >"$room/without"
  [ $with = $? ] && cmp -s "$room/with" "$room/without" || {
    wrong "$what: runs $* is not what the journals say:"
    diff "$room/without" "$room/with" | head -20
  }
  [ ! -s "$room/said" ] || wrong "$what: runs $* says $(cat "$room/said")"
}
all_alike() {
  for arguments in "--json" "--json" "-n 3" "--failed" "--failed -n 2" "book" "other -n 1" "b*k --failed --json"; do
    # shellcheck disable=SC2086
    alike "$1" $arguments
  done
}
verdict_of() { runbook runs --json | jq -r --arg id "$1" '.[] | select(.folder | endswith("/" + $id)) | .verdict'; }
newest() { basename "$(ls -d .runbook/runs/*-*-* | tail -1)"; }

mkdir "$room/project" && cd "$room/project" && git init -q . || exit 1
cat >book.yaml <<'YAML'
runbook: 1
title: A book
inputs:
  how: { type: string, default: good }
subject: { commit: "0123456789abcdef0123" }
steps:
  - name: Makes it
    id: make
    exec: [touch, made]
    effect: change
    probe: { exec: [test, -e, made], effect: read, done: exit_code == 0, not_done: exit_code == 1 }
    undo:
      - { name: Take it away, exec: [rm, -f, made], effect: idempotent }
  - name: Is good
    exec: [test, "${inputs.how}", "!=", bad]
    effect: read
  - name: Waits
    when: inputs.how == "slow"
    exec: [sleep, "600"]
    effect: read
  - name: Asks
    when: inputs.how == "asks"
    confirm: Is it well?
YAML
cat >other.yaml <<'YAML'
runbook: 1
title: Another
steps:
  - name: Asks
    confirm: Is it well?
YAML

# ── every kind of run ──
runbook run book.yaml >/dev/null && good=$(newest)
runbook run book.yaml --input how=bad >/dev/null; bad=$(newest)
runbook run book.yaml --only 2 >/dev/null; narrowed=$(newest)
runbook run other.yaml </dev/null >/dev/null; undecided=$(newest)
runbook run other.yaml --park </dev/null >/dev/null; parked=$(newest)
runbook run book.yaml --input how=asks </dev/null >/dev/null; undone=$(newest)
runbook undo "$undone" --as ops --go-on </dev/null >/dev/null 2>&1
runbook run other.yaml </dev/null >/dev/null; resumed=$(newest)
runbook resume "$resumed" --answer 1=yes --as ops --go-on </dev/null >/dev/null 2>&1
runbook again "$good" 2 >/dev/null 2>&1
slow() {
  local before pid tries=0
  before=$(newest)
  "$RUNBOOK_BIN" run book.yaml --input how=slow >/dev/null 2>&1 &
  pid=$!
  until [ "$(newest)" != "$before" ] && grep -qs '"step_started".*"name":"Waits"' ".runbook/runs/$(newest)/journal.jsonl"; do
    sleep 0.1
    tries=$((tries + 1))
    [ $tries -lt 200 ] || break
  done
  eval "$1=$pid"
}
slow killed_pid && killed=$(newest)
end() { # PID: nobody is left that holds its journal
  kill -9 "$1" && wait "$1" 2>/dev/null
  while [ "$(verdict_of "$2")" = running ]; do sleep 0.1; done
}
end "$killed_pid" "$killed" 2>/dev/null
slow running_pid && running=$(newest)
cp -r ".runbook/runs/$good" .runbook/runs/nightly
cp -r ".runbook/runs/$good" ".runbook/runs/01977a16-b918-7e2d-8039-e4458294a414"
cp -r ".runbook/runs/$good" ".runbook/runs/01977a16-b919-7e2d-8039-e4458294a414"
sed -i '2s/Makes/Fakes/' .runbook/runs/01977a16-b919-7e2d-8039-e4458294a414/journal.jsonl
sed "s/$good/01977a16-b91a-7e2d-8039-e4458294a414/" ".runbook/runs/$good/journal.jsonl" >"$room/renamed"
mkdir .runbook/runs/{empty,01977a16-b91b-7e2d-8039-e4458294a414,01977a16-b91a-7e2d-8039-e4458294a414} .runbook/runs/01977a16-b91c-7e2d-8039-e4458294a414
: >.runbook/runs/01977a16-b91b-7e2d-8039-e4458294a414/journal.jsonl
cp "$room/renamed" .runbook/runs/01977a16-b91a-7e2d-8039-e4458294a414/journal.jsonl
mkdir .runbook/runs/01977a16-b91c-7e2d-8039-e4458294a414/journal.jsonl
echo text >.runbook/runs/no-folder
kinds=$(runbook runs --json | jq -r '[.[].verdict] | unique | join(" ")')
for kind in GO NO-GO PARTIAL UNDECIDED damaged running "no verdict" "never began"; do
  [[ " $kinds " == *" $kind "* ]] || wrong "no run is '$kind': $kinds"
done
all_alike "new"
sleep 3
all_alike "settled"
[ "$(verdict_of "$killed")" = "no verdict" ] && [ "$(verdict_of "$running")" = running ] || wrong "killed or running"
runbook runs --json | jq -e --arg id "$parked" '.[] | select(.run == $id) | .waits_for == "1"' >/dev/null || wrong "parked"
runbook runs --json | jq -e --arg id "$undone" '.[] | select(.run == $id) | .sessions == 2 and .standing == 0' >/dev/null || wrong "undone"
[ "$(stat -c %a $db)" = 600 ] || wrong "the mode of the index is $(stat -c %a $db)"

# ── what happened since is seen ──
runbook resume "$undecided" --answer 1=yes --as ops --go-on </dev/null >/dev/null 2>&1
[ "$(verdict_of "$undecided")" = GO ] || wrong "a run that was taken up again is $(verdict_of "$undecided")"
end "$running_pid" "$running" 2>/dev/null
[ "$(verdict_of "$running")" = "no verdict" ] || wrong "a run that was killed is $(verdict_of "$running")"
runbook runs >/dev/null
journal=.runbook/runs/$bad/journal.jsonl
cp -p "$journal" "$room/kept"
touch -r "$journal" "$room/time"
# As long as before, in place, and with the times of before.
python3 - "$journal" <<'PY'
import sys
with open(sys.argv[1], "r+b") as file:
    text = file.read()
    at = text.index(b'"name":"Is good"')
    file.seek(at)
    file.write(b'"name":"Is bade"')
PY
touch -r "$room/time" "$journal"
[ "$(verdict_of "$bad")" = damaged ] || wrong "a journal that was altered is $(verdict_of "$bad")"
grep -q damaged <<<"$(runbook runs --failed)" || wrong "--failed leaves out what was altered"
cat "$room/kept" >"$journal"
[ "$(verdict_of "$bad")" = NO-GO ] || wrong "a journal that is as it was is $(verdict_of "$bad")"
journal=.runbook/runs/$good/journal.jsonl
cp "$journal" "$room/kept"
head -c -20 "$room/kept" >"$journal"
grep -q . <<<"$(runbook runs book --failed)" || wrong "a journal that was cut is not among the failed ones"
[ "$(verdict_of "$good")" != GO ] || wrong "a journal that was cut is GO"
rm "$journal"
[ "$(verdict_of "$good")" = "never began" ] || wrong "a journal that is gone is $(verdict_of "$good")"
cp "$room/kept" "$journal"
mv ".runbook/runs/$narrowed" "$room/moved"
[ -z "$(verdict_of "$narrowed")" ] || wrong "a run that was moved away is listed"
mv "$room/moved" ".runbook/runs/$narrowed"
[ "$(verdict_of "$narrowed")" = PARTIAL ] || wrong "a run that came back is not listed"
all_alike "after all that"

# ── what becomes of the index ──
rm -f $db*
alike "deleted" --json
[ -s $db ] || wrong "the index was not made again"
says_once() { # WHAT
  runbook runs --json >"$room/with" 2>"$room/said" || wrong "$1: status $?"
  grep -q "$db was damaged, or not of this program: it is made anew" "$room/said" || wrong "$1: it says '$(cat "$room/said")'"
  alike "$1" --json
}
head -c 40000 /dev/urandom >$db; says_once "random bytes"
printf 'SQLite format 3\0 and so on' >$db; says_once "the beginning of a database"
rm $db; python3 -c 'import sqlite3; c = sqlite3.connect(".runbook/history.db"); c.execute("CREATE TABLE run(x)"); c.commit()'
says_once "another program's"
python3 - <<'PY'
with open(".runbook/history.db", "r+b") as file:
    file.seek(4096)
    file.write(b"\xff" * 8192)
PY
runbook runs --json >"$room/with" 2>/dev/null || wrong "damaged within: status $?"
without runs --json | cmp -s - "$room/with" || wrong "damaged within: not what the journals say"
runbook runs >/dev/null 2>&1; alike "damaged within" --json
grep -qx 1 <<<"$(ask "PRAGMA user_version")" || wrong "version $(ask "PRAGMA user_version")"
python3 -c 'import sqlite3; c = sqlite3.connect(".runbook/history.db"); c.execute("PRAGMA user_version = 99"); c.commit()'
alike "another version" --failed
grep -qx 1 <<<"$(ask "PRAGMA user_version")" || wrong "another version is left"
python3 -c 'import sqlite3; c = sqlite3.connect(".runbook/history.db"); c.execute("UPDATE run SET verdict = \"GO\", state = 0"); c.commit()'
alike "a false verdict in the index" --json
for other in folder link name; do
  rm -rf $db* && echo precious >"$room/precious"
  case $other in
  folder) mkdir $db ;;
  link) ln -s "$room/precious" $db ;;
  name) ln "$room/precious" $db ;;
  esac
  runbook runs --json >"$room/with" 2>"$room/said" || wrong "$other: status $?"
  grep -q 'and is not used: runs are read from their journals' "$room/said" || wrong "$other: it says '$(cat "$room/said")'"
  runbook run book.yaml >"$room/out" 2>&1 || wrong "$other: a run ends with $?"
  ! grep -q history "$room/out" || wrong "$other: the run says $(grep history "$room/out")"
  grep -q 'the index of runs was not written' <<<"$(runbook run book.yaml -v 2>&1)" || wrong "$other: -v does not say it"
  [ "$(cat "$room/precious")" = precious ] || wrong "$other: what it leads to was written"
done
rm -rf $db*

# ── nothing can be written ──
if [ "$(id -u)" != 0 ]; then
  chmod a-w .runbook
  alike "a folder that is read-only" --json
  chmod u+w .runbook
elif command -v setpriv >/dev/null && chmod 755 "$room" && cp "$RUNBOOK_BIN" "$room/program"; then
  cp -r . "$room/theirs" && chown -R nobody "$room/theirs"
  theirs() { (cd "$room/theirs" && setpriv --reuid nobody --regid nogroup --clear-groups "$room/program" runs --json); }
  theirs >"$room/without" && chmod a-w "$room/theirs/.runbook" && theirs >"$room/with" 2>"$room/said" || wrong "read-only: status $?"
  rm -f "$room/theirs/"$db* && theirs >"$room/again" 2>>"$room/said" || wrong "read-only, without an index: status $?"
  cmp -s "$room/with" "$room/without" && cmp -s "$room/again" "$room/without" && [ -s "$room/with" ] || wrong "read-only: not what the journals say"
  [ ! -s "$room/said" ] || wrong "read-only: it says $(cat "$room/said")"
  [ ! -e "$room/theirs/$db" ] || wrong "read-only: there is an index"
fi
rm -rf $db*
LD_AUDIT=$TEST_TOOLS/hide_library.so HIDE_LIBRARY=libsqlite3.so.0 "$RUNBOOK_BIN" runs --json >"$room/with" 2>"$room/said"
without runs --json | cmp -s - "$room/with" || wrong "without SQLite: not what the journals say: $(cat "$room/said")"
[ ! -e $db ] || wrong "without SQLite: there is an index"

# ── several at once ──
for each in 1 2 3 4 5 6; do
  sed "s/A book/Book $each/" book.yaml >"book$each.yaml"
  { runbook run "book$each.yaml" >/dev/null; } &
  { runbook runs --json >/dev/null || touch "$room/one-failed"; } &
done
wait
[ ! -e "$room/one-failed" ] || wrong "of several at once one failed"
[ "$(runbook runs --json | jq length)" = "$(find .runbook/runs -mindepth 1 -maxdepth 1 -type d | wc -l)" ] || wrong "several at once: one is not listed"
alike "several at once" --json
grep -qx ok <<<"$(ask "PRAGMA integrity_check")" || wrong "several at once: the index is not whole"

# ── very many ──
mkdir -p "$room/many/.runbook" && cp .runbook/runs/"$bad"/journal.jsonl "$room/bad"
python3 "$many" "$room/many" 5000 "$room/kept" "$room/bad"
cd "$room/many" && git init -q . || exit 1
alike "5,000 runs" -n 20
alike "5,000 runs" --failed -n 20
alike "5,000 runs" book -n 3
[ "$(ask "SELECT count(*) FROM run")" = 5000 ] || wrong "5,000 runs: $(ask "SELECT count(*) FROM run") rows"
opened=$(strace -f -e trace=openat -o "$room/trace" "$RUNBOOK_BIN" runs -n 20 >/dev/null 2>&1 && grep -c journal.jsonl "$room/trace")
[ -z "$opened" ] || [ "$opened" -lt 100 ] || wrong "5,000 runs: -n 20 opens $opened journals"
exit $failed
