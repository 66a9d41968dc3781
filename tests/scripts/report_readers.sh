#!/usr/bin/env bash
# Reports as their readers take them: every file of the golden texts, and what is made of runs with all that a reader could trip over, goes
# through strict readers (tests/tools), and what they count is what the run counted.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }

# ── golden texts ──
junit() { python3 "$root/tests/tools/junit_check.py" "$@" || fail "JUnit of $*"; }
junit tests/transcripts/*/junit.xml tests/golden/*/junit.xml >/dev/null

nagios() { python3 "$root/tests/tools/nagios_check.py" "$@" || fail "nagios of $*"; }
metrics() {
  python3 "$root/tests/tools/openmetrics_check.py" "$@" || fail "OpenMetrics of $*"
  ! command -v promtool >/dev/null || promtool check metrics <"$1" >"$work/promtool" 2>&1 || fail "promtool: $(cat "$work/promtool")"
}
for file in tests/transcripts/*/nagios.txt; do nagios "$file" >/dev/null; done
for file in tests/transcripts/*/metrics.prom; do metrics "$file" >/dev/null; done

# ── names that would be taken for markup, a class, a command ──
cd "$work" || exit 1
mkdir -p .runbook parts
# ── one cause at nine steps: each is a case, and each but the first says whose cause it is ──
{
  printf 'runbook: 1\ntitle: Nine\non_failure: continue\nsteps:\n'
  for i in 1 2 3 4 5 6 7 8 9; do printf '  - {name: Part %s answers, http: GET http://127.0.0.1:9/p%s}\n' $i $i; done
  echo '  - {name: Another, exec: ["false"], effect: read}'
} >nine.yaml
"$bin" run nine.yaml --run-dir nine --report junit=nine.xml --report tap=nine.tap >/dev/null 2>&1
[ $? -eq 1 ] || fail 'nine.yaml is NO-GO'
[ "$(junit nine.xml)" = '10 cases, 10 not passed' ] || fail "nine.xml: $(junit nine.xml)"
cause='connection refused by 127.0.0.1:9'
[ "$(grep -c "message=\"undecided: $cause (same cause as 1 Part 1 answers)\"" nine.xml) $(grep -c "message=\"undecided: $cause\"" nine.xml)" = '8 1' ] ||
  fail "the messages of nine.xml: $(grep '<error' nine.xml)"
[ "$(grep -c "│ $cause (same cause as 1 Part 1 answers)" nine.tap) $(grep -c "│ $cause\$" nine.tap) $(grep -c '^not ok' nine.tap)" = '8 1 11' ] ||
  fail "nine.tap: $(cat nine.tap)"

cat >parts/part.yaml <<'Y'
runbook: 1
title: A part of it
steps:
  - {name: "It is in the part", exec: ["true"], effect: read}
  - {name: "It fails in the part", exec: ["false"], effect: read, expect: ['stdout == "a <b> & c"', 'exit_code == 0']}
Y
cat >top.yaml <<'Y'
runbook: 1
title: "<Top> & 'all'"
steps:
  - {name: "status >= 200 && status < 300 \"quoted\"", exec: ["true"], effect: read}
  - {name: "verdict", exec: ["true"], effect: read}
  - {name: "::error::x | <img src=x> ]]>", exec: [printf, '%b', '::set-output name=a::b\n\x1b[2J\0377 ]]> GO\n'], effect: read}
  - name: Each
    id: each
    for_each: {path: ["/a/b.c", "/d e\"<"]}
    steps: [{name: "Look at ${path}", id: look, exec: ["true"], effect: read}]
  - {name: A part, include: parts/part.yaml}
  - {name: Not reached, exec: ["true"], effect: read}
Y
"$bin" run top.yaml --run-dir top --report junit=top.xml >/dev/null 2>&1
[ $? -eq 1 ] || fail 'top.yaml is NO-GO'
[ "$(junit top.xml)" = '8 cases, 1 not passed' ] || fail "top.xml: $(junit top.xml)"
python3 - top.xml <<'P' || fail 'the suites of top.xml'
import sys, xml.etree.ElementTree as ET
root = ET.parse(sys.argv[1]).getroot()
suites = {suite.get("name"): [case.get("name") for case in suite.findall("testcase")] for suite in root}
assert list(suites) == ["top.yaml", "parts/part.yaml"], suites
assert suites["parts/part.yaml"] == ["5.1 It is in the part", "5.2 It fails in the part"], suites
assert suites["top.yaml"][0] == "1 status ›= 200 ＆＆ status ‹ 300 ”quoted”", suites
named = [p.get("value") for p in root.iter("property") if p.get("name") == "name"]
assert named[0] == 'status >= 200 && status < 300 "quoted"', named
assert root.get("failures") == "1", root.attrib
P

cp top.yaml "odd & 'name'.yaml"
"$bin" run "odd & 'name'.yaml" --run-dir odd --report junit=odd.xml >/dev/null 2>&1
[ "$(junit odd.xml)" = '8 cases, 1 not passed' ] || fail "odd.xml: $(junit odd.xml)"

# ── a run that is no GO, and of which no step failed ──
"$bin" run top.yaml --run-dir part --only 1 --report junit=part.xml >/dev/null 2>&1
grep -q '<testcase name="verdict"' part.xml && grep -q 'errors="1"' part.xml || fail 'a narrowed run looks green in JUnit'
"$bin" run top.yaml --run-dir part-ok --only 1 --partial-ok --report junit=part.xml >/dev/null 2>&1
grep -q 'errors="0"' part.xml || fail 'a run that was to be narrowed is an error in JUnit'
junit part.xml >/dev/null

# ── monitoring ──
told() { # told STATUS WORD COMMAND …: the plugin's word and status
  local status
  "$bin" "${@:3}" >plugin.txt 2>/dev/null
  status=$?
  [ $status -eq "$1" ] || fail "status $status, not $1: ${*:3}"
  [ "$(nagios plugin.txt "$1")" = "$2" ] || fail "$(cat plugin.txt) is not $2: ${*:3}"
}
told 2 CRITICAL report top nagios
told 1 WARNING report part nagios
told 0 OK report part-ok nagios
told 3 UNKNOWN report no-such-run nagios
told 3 UNKNOWN report latest:no-such-runbook nagios
told 3 UNKNOWN report part-ok nagios --max-age 1ms
told 2 CRITICAL report top nagios --max-age 1ms
told 0 OK report part-ok nagios --max-age 1h
"$bin" report top nagios --out passive.txt; status=$?
[ $status -eq 0 ] || fail "status $status, not 0, where the plugin's output goes to a file"
nagios passive.txt 2 >/dev/null
cat >warned.yaml <<'Y'
runbook: 1
title: Warned
steps: [{name: It must, exec: ["true"], effect: read}, {name: It should, exec: ["true"], effect: read, level: should, expect: ['stdout == "x"']}]
Y
"$bin" run warned.yaml --run-dir warned --report nagios=warned.txt --report openmetrics=warned.prom >/dev/null || fail 'warned.yaml is no GO'
[ "$(nagios warned.txt 1)" = WARNING ] || fail "a warning is $(cat warned.txt)"
mkdir torn; head -n 4 top/journal.jsonl >torn/journal.jsonl; sed 's/"exit_code"/"exit_c0de"/' top/journal.jsonl >damaged.jsonl
mkdir damaged; mv damaged.jsonl damaged/journal.jsonl
told 3 UNKNOWN report torn nagios
told 3 UNKNOWN report damaged nagios
{ printf 'runbook: 1\ntitle: Much\nsteps:\n'; for n in $(seq 60); do printf -- '- {name: "%0150d", exec: ["false"], effect: read, on_failure: continue}\n' "$n"; done; } >much.yaml
"$bin" run much.yaml --run-dir much --report nagios=much.txt --report openmetrics=much.prom --report junit=much.xml >/dev/null 2>&1
nagios much.txt 2 >/dev/null
grep -q '^and [0-9]* more$' much.txt || fail "what was left out is not told: $(tail -n 3 much.txt)"
metrics much.prom 'runbook_steps{verdict=failed}=60' >/dev/null
junit much.xml >/dev/null
"$bin" report top openmetrics --out top.prom
metrics top.prom 'runbook_verdict{runbook=top,verdict=NO-GO}=1' 'runbook_verdict{verdict=GO}=0' 'runbook_steps{verdict=passed}=6' 'runbook_steps{verdict=failed}=1' \
  'runbook_checks{result=missed}=1' 'runbook_checks{result=not_judged}=1' 'runbook_step_ok{number=5.2}=0' 'runbook_step_ok{number=5.1}=1' 'runbook_run{title=<Top> & '"'all'"'}=1' >/dev/null
metrics warned.prom 'runbook_verdict{verdict=GO}=1' 'runbook_steps{verdict=warned}=1' >/dev/null
"$bin" run nothing.yaml --report openmetrics=none.prom --report nagios=none.txt >/dev/null 2>&1
metrics none.prom 'runbook_verdict{verdict=NOT RUN}=1' >/dev/null
nagios none.txt 3 >/dev/null

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
