#!/usr/bin/env bash
# Where reports are written to: a device stays a device, a journal is not overwritten, and what could not be written is
# status 9.
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
# is STATUS COMMAND …
is() {
  local wanted=$1 status
  shift
  "$@" >out 2>&1 </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] && return
  fail "status $status, not $wanted: $*"
  sed 's/^/    /' out
}

printf 'runbook: 1\ntitle: A run\nsteps:\n- {name: a, shell: "true"}\n' >a.yaml
is 0 "$bin" run a.yaml --root . --run-dir first

# ── a pipe takes what is written and stays a pipe ──
mkfifo pipe
cat pipe >taken &
reader=$!
is 0 "$bin" run a.yaml --root . --run-dir second --report junit=pipe
# Where nobody wrote into the pipe, its reader waits for ever.
[ -p pipe ] || { fail "a file took the place of a pipe"; kill "$reader" 2>/dev/null; }
wait "$reader" 2>/dev/null
grep -q '<testsuite' taken || fail "the pipe was given no report"

# ── a device of its own, since a mistake here would replace it ──
if mknod full c 1 7 2>/dev/null && [ -w full ] && ! printf x 2>/dev/null >full; then
  is 9 "$bin" run a.yaml --root . --run-dir third --report junit=full
  [ -c full ] || fail "a file took the place of a device"
  is 9 "$bin" report first tap --out full
  [ -c full ] || fail "a file took the place of a device"
fi

# ── standard output ──
if [ -c /dev/full ]; then
  for words in 'report first junit' 'report first github' 'evidence first'; do
    # shellcheck disable=SC2086
    "$bin" $words >/dev/full 2>/dev/null
    status=$?
    [ "$status" -eq 9 ] || fail "status $status, not 9, where $words could not be written"
  done
fi

# ── no file, or one twice ──
is 2 "$bin" run a.yaml --root . --run-dir fourth --report json=-
grep -q 'runbook report RUN FORMAT' out || fail "- is refused without a way out: $(cat out)"
[ ! -e ./- ] || fail "a file called - was written"
is 2 "$bin" run a.yaml --root . --run-dir fourth --report json=./twice --report tap=twice
touch plain
is 9 "$bin" evidence first --out plain/evidence.md
[ "$(cat out)" = 'runbook: there is no folder for plain/evidence.md: Not a directory' ] || fail "not told why: $(cat out)"

# ── a journal ──
is 2 "$bin" run a.yaml --root . --run-dir fourth --report json=fourth/journal.jsonl
is 2 "$bin" run a.yaml --root . --run-dir fourth --report json=first/journal.jsonl
is 9 "$bin" report first json --out first/journal.jsonl
is 9 "$bin" evidence first --out first/journal.jsonl
is 0 "$bin" verify first

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
