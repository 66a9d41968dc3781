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

# ── names that would be taken for markup, a class, a command ──
cd "$work" || exit 1
mkdir -p .runbook parts
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

# ── a run that is no GO, and of which no step failed ──
"$bin" run top.yaml --run-dir part --only 1 --report junit=part.xml >/dev/null 2>&1
grep -q '<testcase name="verdict"' part.xml && grep -q 'errors="1"' part.xml || fail 'a narrowed run looks green in JUnit'
"$bin" run top.yaml --run-dir part-ok --only 1 --partial-ok --report junit=part.xml >/dev/null 2>&1
grep -q 'errors="0"' part.xml || fail 'a run that was to be narrowed is an error in JUnit'
junit part.xml >/dev/null

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
