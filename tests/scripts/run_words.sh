#!/usr/bin/env bash
# A secret may read like anything, since a server may choose it: the record stays whole, what it says in words of its own stays as
# it is, and `eval` and `report` read it.
set -uo pipefail
export LC_ALL=C NO_COLOR=1
bin=${RUNBOOK_BIN:?the program under test}
failures=0 count=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

cat >words.yaml <<'YAML'
runbook: 1
title: A secret that reads like a word
inputs: {word: {type: string, env: RB_WORD}}
subject: {word: "${inputs.word}"}
secrets: {other: {env: RB_OTHER, optional: true, weak: true}}
vars: {kept: "{'observed': 1, 'steps': duration('1s')}"}
steps:
- name: take
  id: take
  effect: read
  exec: [printf, "%s", "${inputs.word}"]
  capture: {token: {value: stdout, secret: true}}
- name: loops
  id: loops
  for_each: {item: [acme, passed, observed-1, other, "${inputs.word}", "${inputs.word}-2", {id: "${inputs.word}"}]}
  effect: read
  exec: [printf, '{"passed": true, "observed": {"verdict": ["must", 1]}}']
  capture: {passed: json.passed, at: "timestamp('2026-01-01T00:00:00Z')"}
  expect: json.passed
- name: a group
  id: group
  steps:
  - {name: changes, id: changes, shell: touch changed, undo: [{name: back, shell: rm changed}]}
- {name: judged, id: judged, check: steps.loops.size() == 7}
outputs: {seen: steps.take.verdict}
finally:
- {name: last, shell: "true"}
YAML

cat >look.py <<'PYTHON'
import json, sys
events = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
def of(kind): return [event for event in events if event["event"] == kind]
ended = of("step_ended")
def same(what, is_, wanted):
    if is_ != wanted: print(f"{what}: {is_}, not {wanted}")
same("verdicts", [event["verdict"] for event in ended], ["passed"] * 11)
same("addresses", len({event["address"] for event in ended}), 11)
same("places of items", [event["address"] for event in ended if "#" in event["address"]][-3:],
     ["loops[item=#5]", "loops[item=#6]", "loops[item=#7]"])
same("addresses of what began", [event["address"] for event in of("step_started")], [event["address"] for event in ended])
same("ends", {event["end"] for event in of("attempt_ended")}, {"answered"})
same("effects", {event["effect"] for event in of("step_started")}, {"change", "read"})
same("phases", {event["phase"] for event in ended}, {"steps", "finally"})
same("levels", {event["level"] for event in of("expectation")}, {"must"})
same("captures", [event["title"] for event in of("captured")][:3], ["token", "passed", "at"])
same("counts", events[-1]["counts"]["passed"], 11)
same("groups", {event["kind"] for event in of("group_started")}, {"loop", "group"})
same("results", {name for event in of("attempt_ended") for name in event["observed"]}, {"elapsed", "exit_code", "signal", "stderr", "stdout"})
same("inputs", [given["name"] for given in events[0]["inputs"]], ["word"])
same("the time captured", {event["kinds"]["value"] for event in of("captured") if event["title"] == "at"} <= {"timestamp", "«token»", "«other»"}, True)
PYTHON

# looked NAME WORD: the run is whole, and says what it says without a secret.
looked() {
  local name=$1 word=$2 status
  count=$((count + 1))
  rm -f changed
  timeout 60 "$bin" run words.yaml --root . --run-dir "runs/$name" >"$name.out" 2>&1 </dev/null
  status=$?
  "$bin" verify "runs/$name" >"$name.verified" 2>&1 || {
    fail "'$word': status $status, and the record is not believed"
    cat "$name.verified"
    return
  }
  # What a step captures must have 8 bytes to be kept out of sight.
  if [ ${#RB_WORD} -lt 8 ]; then
    [ $status -eq 4 ] || fail "'$word': status $status, not 4"
    return
  fi
  [ $status -eq 0 ] || {
    fail "'$word': status $status, not 0"
    sed 's/^/    /' "$name.out"
    return
  }
  LC_ALL=C.UTF-8 python3 look.py "runs/$name/journal.jsonl" >"$name.looked" 2>&1
  [ ! -s "$name.looked" ] || fail "'$word': $(cat "$name.looked")"
  timeout 60 "$bin" eval --run "runs/$name" --at judged 'steps.loops.size() == 7 && steps.group.verdict == "passed"' --root . >"$name.eval" 2>&1 ||
    fail "'$word': its values cannot be read: $(cat "$name.eval")"
  timeout 60 "$bin" report "runs/$name" json --root . 2>&1 | LC_ALL=C.UTF-8 python3 -c 'import json, sys; assert json.load(sys.stdin)["verdict"] == "GO"' ||
    fail "'$word': the report is no GO"
}

captured='observed verdict 12345678 sha256:0 undecided sequence expectation step_ended run_started 00000000 {"seq":1, «token» ……… \\\\\\\\ 2026-01-
 exit_code attempt_ended change\nchange "address" timestamp captured'
for word in $captured; do
  unset RB_OTHER
  RB_WORD=$word
  export RB_WORD
  looked "captured$count" "$word"
done
given='steps passed must kind true null journal loops finally undo item take digest 0000 =#5] [item name'
for word in $given; do
  RB_OTHER=$word RB_WORD=longer-$word-longer
  export RB_WORD RB_OTHER
  looked "given$count" "$word"
done

# Bytes that are no UTF-8 beside a secret.
RB_OTHER=hello-hello RB_WORD=hello-hello HOSTNAME=$'a\xff' looked no_text hello-hello

printf '%d words, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
