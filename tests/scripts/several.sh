#!/usr/bin/env bash
# Several runbooks by one command: in turn and at once, what is wrong said before anything runs, one status, whole outputs, signals that reach
# every run once, and reports of all.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
mkdir .runbook other
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
is() { # is STATUS COMMAND …
  local wanted=$1 status
  shift
  timeout 60 "$@" >out 2>err </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || { fail "status $status, not $wanted: $*"; cat out err; }
}
has() { grep -qF -- "$1" "$2" || { fail "'$1' is not in $2"; cat "$2"; }; }
no_run() { [ ! -e .runbook/runs ] || { fail "something ran: $*"; rm -rf .runbook/runs; }; }
book() { printf 'runbook: 1\ntitle: %s\n%s\nsteps:\n%s\n' "$2" "${4:-}" "$3" >"$1.yaml"; }

book go 'All is well' '- {name: It is, exec: ["true"], effect: read}'
book no 'It is not' '- {name: It is not, exec: ["false"], effect: read}'
book unsure 'Nobody knows' '- {name: Nobody knows, exec: [no-such-program], effect: read}'
book denied 'It may not' '- {name: It may not, exec: [date], effect: read}' 'allow: {programs: [echo]}'
book wrong 'Wrong' '- {name: It is wrong, exce: ["true"]}'
book asks 'Asks' '- {name: Somebody looked, id: looked, confirm: Did you look?}' 'inputs: {tenant: {type: string}}'
book slow 'Slow' $'- {name: Before, exec: [touch, begun-slow], effect: change}\n- {name: Long, exec: [sleep, "30"], effect: read}\nfinally:\n- {name: After, exec: [touch, cleaned-slow], effect: change}'
book slower 'Slower' $'- {name: Before, exec: [touch, begun-slower], effect: change}\n- {name: Long, exec: [sleep, "30"], effect: read}\nfinally:\n- {name: After, exec: [touch, cleaned-slower], effect: change}'
book talks 'Talks' '- {name: Talks, shell: "for i in 1 2 3 4 5; do echo talks $i; sleep 0.1; done; exit 1", effect: read}'
book chats 'Chats' '- {name: Chats, shell: "for i in 1 2 3 4 5; do echo chats $i; sleep 0.1; done; exit 1", effect: read}'
cp go.yaml other/go.yaml

# ── the status is the first in the order ──
is 0 "$bin" run go.yaml other/go.yaml
has '2 runbooks: 2 GO' out
is 1 "$bin" run go.yaml no.yaml unsure.yaml
has '3 runbooks: 1 GO, 1 NO-GO, 1 UNDECIDED' out
has '✗ NO-GO' out
has '✗ 1 It is not: does not hold: exit_code == 0' out
is 4 "$bin" run unsure.yaml go.yaml
is 1 "$bin" run -j 3 unsure.yaml no.yaml go.yaml
[ "$(find .runbook/runs -name journal.jsonl | wc -l)" -eq 10 ] || fail 'each run has a journal of its own'
for journal in .runbook/runs/*/journal.jsonl; do "$bin" verify "$(dirname "$journal")" >/dev/null 2>&1 || fail "$journal is not intact"; done
rm -rf .runbook/runs

# ── what is wrong is said before anything runs ──
is 3 "$bin" run go.yaml wrong.yaml no.yaml; has "did you mean 'exec'" err; has '1 error in wrong.yaml' err; has 'nothing was run' err; no_run 'beside one that is wrong'
is 3 "$bin" run go.yaml missing.yaml; no_run 'beside one that is not there'
is 3 "$bin" run go.yaml asks.yaml; has "input 'tenant' has no value" err; no_run 'beside one without its input'
is 3 "$bin" run go.yaml asks.yaml -i tenant=x -i tenat=y; has "none of the runbooks has an input 'tenat'" err; no_run 'with an input that is nobody'"'s"
is 2 "$bin" run go.yaml asks.yaml -i tenant=x --answer loked=yes --as me; has "none of the runbooks asks 'loked'" err; no_run 'with an answer that is nobody'"'s"
is 8 "$bin" run --locked go.yaml denied.yaml; no_run 'with --locked'
for words in '--only 1' '--skip 1' '--from 1' '--run-dir x' '--waivers w.yaml' '--jobs 0' '--jobs many' '--report tap=r.tap' '--report junit=go.yaml' '--events e' \
  '--events - -j 2' '--report json=%s.json other/go.yaml' '--answer looked=yes' './go.yaml' '--report junit=none/x.xml' '--report junit=no.yaml'; do
  # shellcheck disable=SC2086
  is 2 "$bin" run go.yaml no.yaml $words
  no_run "$words"
done
is 0 "$bin" run go.yaml asks.yaml -i tenant=x --answer looked=yes --as me

# One lock keeps the other from beginning, and not where they follow each other.
for name in first second; do book $name Locked '- {name: Holds it, exec: [sleep, "2"], effect: change}' "lock: deploy-$$"; done
is 7 "$bin" run -j 2 first.yaml second.yaml
grep -qE '1 GO, 1 NOT RUN|1 NOT RUN, 1 GO' out || fail "not one of two was let in: $(cat out)"
has 'another run holds the lock' out
is 0 "$bin" run first.yaml second.yaml
is 1 "$bin" run -j 3 first.yaml second.yaml no.yaml
is 8 "$bin" run go.yaml denied.yaml
has '1 error in denied.yaml' err

# ── reports of all, and one for each ──
is 1 "$bin" run -j 2 go.yaml no.yaml asks.yaml -i tenant=x --answer looked=yes --as me --report junit=all.xml --report openmetrics=all.prom --report github=all.md \
  --report nagios=%s.txt --report 'junit=%s.xml' --events 'events-%s'
[ "$(python3 "$root/tests/tools/junit_check.py" all.xml)" = '3 cases, 1 not passed' ] || fail 'JUnit of all'
python3 "$root/tests/tools/openmetrics_check.py" all.prom 'runbook_verdict{runbook=no,verdict=NO-GO}=1' 'runbook_verdict{runbook=go,verdict=GO}=1' >/dev/null || fail 'OpenMetrics of all'
[ "$(grep -c '^## Runbook: ' all.md)" -eq 3 ] || fail 'the summary tells of all'
[ "$(grep -c '^::error ' out)" -eq 1 ] || fail 'what failed is annotated once'
for name in go no asks; do
  python3 "$root/tests/tools/nagios_check.py" $name.txt >/dev/null || fail "nagios of $name"
  python3 "$root/tests/tools/junit_check.py" $name.xml >/dev/null || fail "JUnit of $name"
  grep -q run_ended <<<"$(tail -n 1 events-$name)" || fail "events of $name"
done
is 3 "$bin" run go.yaml wrong.yaml --report junit=all.xml --report 'tap=%s.tap'
[ "$(python3 "$root/tests/tools/junit_check.py" all.xml)" = '2 cases, 2 not passed' ] || fail 'JUnit of runs that did not begin'
has 'NOT RUN' go.tap
# Two runbooks of one name are told apart.
is 0 "$bin" run go.yaml other/go.yaml --report openmetrics=all.prom --report junit=all.xml
python3 "$root/tests/tools/openmetrics_check.py" all.prom 'runbook_verdict{path=other/go.yaml,verdict=GO}=1' >/dev/null || fail 'OpenMetrics of namesakes'
python3 "$root/tests/tools/junit_check.py" all.xml >/dev/null || fail 'JUnit of namesakes'
# One stream of events after the other.
is 1 "$bin" run go.yaml no.yaml --events -
[ "$(grep -c '"event":"run_ended"' out)" -eq 2 ] && ! grep -qv '^{' out || fail 'the events of both on standard output'
has '2 runbooks: 1 GO, 1 NO-GO' err

# ── at once: outputs are whole, and it is quicker ──
is 1 "$bin" run -v -j 2 talks.yaml chats.yaml
python3 - out <<'P' || { fail 'the outputs are interleaved'; cat out; }
import re, sys
lines = [m.group(1) for m in re.finditer(r"(talks|chats) \d", open(sys.argv[1]).read().split("2 runbooks:")[0])]
assert len(lines) >= 10 and sum(a != b for a, b in zip(lines, lines[1:])) == 1, lines
P
has 'began talks.yaml' err

# ── signals ──
waits_for() { for _ in $(seq 200); do [ -e "$1" ] && return; sleep 0.05; done; fail "$1 never came"; }
stops() { # stops SIGNAL COMMAND …: both have begun, one signal to the program alone
  rm -f begun-* cleaned-*
  env --default-signal=INT "$bin" "${@:2}" >out 2>err </dev/null & local run=$!
  waits_for begun-slow
  [ -z "$beside" ] || waits_for begun-slower
  sleep 0.2
  kill "-$1" $run
  wait $run; local status=$?
  [ $status -eq 5 ] || { fail "status $status, not 5, after $1: ${*:2}"; cat out err; }
  [ -e cleaned-slow ] || fail "$1 left no time to clean up: ${*:2}"
}
beside=
stops TERM run slow.yaml go.yaml
has 'stopped by SIGTERM before it began' out
has '1 STOPPED, 1 NOT RUN' out
beside=yes
stops TERM run -j 2 slow.yaml slower.yaml go.yaml --report junit=stopped.xml
[ -e cleaned-slower ] || fail 'the second run was not stopped in order'
has '2 STOPPED, 1 NOT RUN' out
python3 "$root/tests/tools/junit_check.py" stopped.xml >/dev/null || fail 'JUnit of runs that were stopped'
stops INT run -j 2 slow.yaml slower.yaml
# As timeout does it: to the program, and then to all that is in its group.
rm -f begun-* cleaned-*
timeout 5 "$bin" run -j 2 slow.yaml slower.yaml >out 2>err </dev/null
[ -e cleaned-slow ] && [ -e cleaned-slower ] || fail 'what timeout stops is not cleaned up'
# Without whoever shows what they say, they stop in order.
rm -f begun-* cleaned-*
"$bin" run -j 2 slow.yaml slower.yaml >out 2>err </dev/null & run=$!
waits_for begun-slow; waits_for begun-slower
kill -KILL $run; wait $run 2>/dev/null
waits_for cleaned-slow; waits_for cleaned-slower
# One that dies is told, and the others go on.
rm -f begun-* cleaned-*
"$bin" run -j 2 go.yaml slow.yaml >out 2>err </dev/null & run=$!
waits_for begun-slow
for _ in $(seq 100); do grep -q '^GO' out && break; sleep 0.05; done
kill -KILL "$(pgrep -P $run | head -n 1)"
wait $run; status=$?
[ $status -eq 9 ] || { fail "status $status, not 9, where one was killed"; cat out err; }
has 'GO' out
has 'NO VERDICT' out

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
