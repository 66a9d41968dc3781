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

# ── a pipe that nobody reads, or whose reader stops, does not keep the run ──
# told STATUS WHY COMMAND …: within ten seconds, with this in the message
told() {
  local wanted=$1 why=$2
  shift 2
  is "$wanted" timeout 10 "$@"
  grep -qF "$why" out || fail "it does not say '$why': $(cat out)"
}
# /dev/stdout leads to a file here: it is written behind what stands there, and stays what it is.
"$bin" run a.yaml --root . --run-dir told -q --report nagios=/dev/stdout </dev/null >both 2>&1 || fail "a report to standard output ends with $?"
[ -L /dev/stdout ] || fail "a file took the place of /dev/stdout"
grep -q '^GO ' both && grep -q '^RUNBOOK OK\|^OK' both || fail "a report to standard output: $(cat both)"

mkfifo lonely slow gone
for format in junit markdown json; do
  told 9 'the report lonely could not be written: it is a pipe, and nobody reads from it' "$bin" run a.yaml --root . --run-dir "lonely-$format" --report $format=lonely
done
told 9 'nobody reads from it' "$bin" run a.yaml --root . --run-dir lonely-github --report github=lonely
told 9 'nobody reads from it' "$bin" report first tap --out lonely
told 9 'nobody reads from it' "$bin" evidence first --out lonely
told 9 'nobody reads from it' "$bin" run a.yaml --root . --run-dir refused --report junit=lonely --input none=1
told 9 'nobody reads from it' "$bin" doc a.yaml --out lonely
told 0 'intact' "$bin" verify lonely-junit
[ -p lonely ] || fail "a file took the place of a pipe"
# A reader that comes late.
{ sleep 0.5; cat lonely >late; } &
is 0 timeout 10 "$bin" report first junit --out lonely
wait $!
grep -q '<testsuite' late || fail "the late reader was given no report"
# More than a pipe holds, and a reader that reads none of it.
printf 'runbook: 1\ntitle: Much\nsteps:\n- {name: a, id: a, for_each: {n: "[%s1]"}, steps: [{id: b, name: "%0200d", shell: "true"}]}\n' "$(printf '1, %.0s' $(seq 400))" 0 >much.yaml
sleep 60 <slow &
sleeper=$!
exec 7<>slow
is 0 "$bin" run much.yaml --root . --run-dir much
told 9 'its reader has stopped reading' "$bin" report much junit --out slow
exec 7<&-
kill $sleeper 2>/dev/null
wait $sleeper 2>/dev/null
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
told 2 'socket is a socket' "$bin" run a.yaml --root . --run-dir sock --report junit=socket
told 9 'it is a socket' "$bin" report first junit --out socket

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

# ── a link stays a link, and what it leads to is written ──
mkdir kept latest
echo old >kept/report.xml
ln -s ../kept/report.xml latest/report.xml
ln -s latest/report.xml chain
ln -s kept/new.xml dangling
ln -s around around
is 0 "$bin" run a.yaml --root . --run-dir linked --report junit=chain --report tap=dangling
for link in chain latest/report.xml dangling; do [ -L $link ] || fail "a file took the place of the link $link"; done
grep -q '<testsuite' kept/report.xml || fail "what the link leads to holds no report: $(cat kept/report.xml)"
grep -q '^TAP' kept/new.xml || fail "what the link leads to was not made"
is 9 "$bin" evidence linked --out around
is 2 "$bin" run a.yaml --root . --run-dir looped --report tap=around
grep -q 'it is a link that cannot be followed: Too many levels of symbolic links' out || fail "not told why: $(cat out)"
[ -L around ] || fail "a file took the place of a link that leads to itself"
ln -s first/journal.jsonl hidden
is 2 "$bin" run a.yaml --root . --run-dir fifth --report json=hidden
is 9 "$bin" report first json --out hidden

# ── a journal ──
is 2 "$bin" run a.yaml --root . --run-dir fourth --report json=fourth/journal.jsonl
is 2 "$bin" run a.yaml --root . --run-dir fourth --report json=first/journal.jsonl
is 9 "$bin" report first json --out first/journal.jsonl
is 9 "$bin" evidence first --out first/journal.jsonl
is 0 "$bin" verify first

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
