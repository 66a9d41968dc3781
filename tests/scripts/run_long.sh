#!/usr/bin/env bash
# A long text, wherever it stands, is cut and says so: the run goes on, what was changed is undone, what must be cleaned up is, and the record
# is whole.
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

# six bytes each in JSON
head -c 200000 /dev/zero | tr '\0' '\001' >controls
head -c 200000 /dev/zero | tr '\0' '"' >quotes

# lasts NAME STATUS [OPTION …] <STEPS: behind a change that can be undone, under `on_failure: rollback`; $TOP stands at the top.
lasts() {
  local name=$1 wanted=$2 status
  shift 2
  count=$((count + 1))
  {
    printf 'runbook: 1\ntitle: Long\non_failure: rollback\n%s\nsteps:\n' "${TOP-}"
    printf -- '- {name: changes, id: changes, shell: touch %s.changed, undo: [{name: back, shell: rm %s.changed}]}\n' "$name" "$name"
    printf -- '- {name: reads, id: long, effect: read, exec: [cat, "%s"], capture: {text: stdout}}\n' "${FROM-controls}"
    cat
    printf 'finally:\n- {name: last, shell: touch %s.cleaned}\n' "$name"
  } >"$name.yaml"
  timeout 120 "$bin" run "$name.yaml" --root . --run-dir "runs/$name" "$@" >"$name.out" 2>&1 </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || {
    fail "$name ended with status $status, not $wanted"
    cut -c 1-200 "$name.out" | sed 's/^/    /'
  }
  [ -d "runs/$name" ] || return
  "$bin" verify "runs/$name" >"$name.verified" 2>&1 || fail "what $name left is not believed: $(cat "$name.verified")"
  [ -e "$name.cleaned" ] || fail "$name: what must be cleaned up was not"
  [ "$wanted" -eq 0 ] || [ ! -e "$name.changed" ] || fail "$name: what was changed was not undone"
  grep -q ' of [0-9]* bytes)\| more of [0-9]* \|(deeper)' "runs/$name/journal.jsonl" || fail "$name: nothing says that something was cut"
}
fails='effect: read, exec: ["false"]'

# ── texts of a step ──
lasts name 1 <<<"- {name: 'says \${steps.long.text}', $fails}"
FROM=quotes lasts name_quotes 1 <<<"- {name: 'says \${steps.long.text}', $fails}"
lasts name_of_group 1 <<<"- {name: 'a group \${steps.long.text}', steps: [{name: 'b \${steps.long.text}', $fails}]}"
lasts name_of_undo 1 <<<"- {name: a, id: a, shell: 'touch a', undo: [{name: \"a \${has(steps.long.text) ? steps.long.text : ''}\", shell: rm a}]}
- {name: b, $fails}"
lasts question 4 <<<"- {name: asks, confirm: 'is \${steps.long.text} fine?'}"
lasts question_shown 4 <<<"- {name: asks, confirm: {ask: 'is it fine?', show: '\${steps.long.text}'}}"
lasts loop_value 1 <<<"- {name: each, id: each, for_each: {x: ['\${steps.long.text}', '\${steps.long.text}', b]}, $fails}"
lasts loop_values 1 <<<"- {name: each, id: each, for_each: {x: ['\${steps.long.text}'], y: ['\${steps.long.text}'], z: ['\${steps.long.text}']}, $fails}"
lasts message 1 <<<"- {name: a, effect: read, exec: ['true'], expect: [{that: 'exit_code == 1', message: 'no: \${steps.long.text}'}]}"
lasts title 1 <<<"- {name: a, effect: read, exec: ['true'], expect: [{that: 'exit_code == 1', name: 'no: \${steps.long.text}'}]}"
lasts parts 1 <<<"- {name: a, check: 'steps.long.text + \"a\" == \"c\" || steps.long.text == steps.long.text + \"b\"'}"
lasts output 1 <<<"- {name: a, effect: read, exec: [sh, -ec, 'cat controls; exit 1']}"
lasts request 4 <<<"- {name: a, http: 'GET http://127.0.0.1:1/\${steps.long.text}'}"
lasts arguments 1 <<<"- {name: a, effect: read, exec: [sh, -c, 'exit 1', '\${steps.long.text.substring(0, 90000)}']}"
lasts changes_with 1 <<<"- {name: a, exec: [sh, -c, 'exit 1', '\${steps.long.text.substring(0, 90000)}']}"
lasts waits_for 1 <<<"- {name: a, effect: read, exec: ['true'], poll: {until: 'exit_code == 1', for: 100ms, every: 50ms, message: '\${steps.long.text}'}}"

# ── values ──
lasts capture 1 <<<"- {name: a, effect: read, exec: [cat, controls], capture: {a: stdout, b: 'stdout + stdout', c: '[stdout, stdout]'}}
- {name: b, $fails}"
# json NAME PYTHON: what a program prints as JSON.
json() {
  python3 -c "import json; print(json.dumps($2))" >"$1.json"
  lasts "$1" 1 <<<"- {name: a, effect: read, exec: [cat, $1.json], expect: 'json.size() > 0', capture: {a: json}}
- {name: b, $fails}"
}
json keys '{"\x01" * 150000: 1}'
json many_keys '{str(i): "" for i in range(40000)}'
json empty_texts '[""] * 200000'
json empty_lists '[[]] * 200000'
json of_lists '[["\x01" * 10] * 100] * 100'
many=$(echo vars: && seq -f '  v%g: inputs.long' 100)
TOP="inputs: {long: {type: string, env: RB_LONG}}
$many" RB_LONG=$(head -c 90000 quotes) lasts vars 1 <<<"- {name: a, $fails}"
TOP="inputs: {$(for i in $(seq 60); do printf 'i%s: {type: string, env: RB_LONG}, ' "$i"; done) last: {type: bool, default: true}}" \
  RB_LONG=$(head -c 90000 quotes) lasts inputs 1 <<<"- {name: a, $fails}"
TOP='subject: {long: [cat, controls]}' lasts subject 1 <<<"- {name: a, $fails}"
cat >part.yaml <<'YAML'
runbook: 1
title: A part
inputs: {text: {type: string}}
vars: {twice: "inputs.text + inputs.text"}
steps: [{name: a, id: a, effect: read, exec: [cat, controls], capture: {text: stdout}}]
outputs: {one: steps.a.text, both: "steps.a.text + vars.twice"}
YAML
lasts include 1 <<<"- {name: part, id: part, include: part.yaml, inputs: {text: '\${steps.long.text}'}}
- {name: a, $fails}"

# ── what is given ──
python3 -c 'import json; print(json.dumps([{"address": "bad", "reason": "\"" * 600000, "by": "ann", "expires": "2999-01-01"}] * 3))' >accepted.yaml
lasts waivers 0 --waivers accepted.yaml <<<"- {name: a, id: bad, $fails}"
lasts named 1 --as "$(head -c 90000 quotes)" <<<"- {name: a, $fails}"

# ── addresses that were cut stay apart ──
names=$(for i in $(seq 200); do printf 'n%s: [%s], ' "$i" "$(printf 'x%.0s' $(seq 50))"; done)
lasts address 1 <<<"- {name: each, id: each, for_each: {$names x: [a, b]}, steps: [{name: one, id: one, effect: read, exec: ['true']}, {name: two, id: two, effect: read, exec: ['true']}]}
- {name: a, $fails}"
LC_ALL=C.UTF-8 python3 - <<'PYTHON' || fail "addresses are too long, or alike"
import json
events = [json.loads(line) for line in open("runs/address/journal.jsonl")]
ended = [event["address"] for event in events if event["event"] == "step_ended"]
assert len(ended) == len(set(ended)) and max(map(len, ended)) > 4000 and max(map(len, ended)) <= 4098, [len(a) for a in ended]
began = [event["address"] for event in events if event["event"] == "group_started"]
assert [event["address"] for event in events if event["event"] == "group_ended"] == [began[1], began[2], began[0]]
PYTHON

# ── more than a run may keep; it takes as much memory ──
if [ -n "${RUNBOOK_TORTURE-}" ]; then
  grows=''
  for i in $(seq 6); do
    grows+="- {name: d, id: d$i, effect: read, exec: ['true'], capture: {a: '$([ "$i" -eq 1 ] && echo steps.long.text || echo "steps.d$((i - 1)).a")', b: '$([ "$i" -eq 1 ] && echo 'steps.long.text + steps.long.text + steps.long.text' || echo "steps.d$((i - 1)).b + steps.d$((i - 1)).b")'}}"$'\n'
  done
  for i in $(seq 70); do grows+="- {name: e, id: e$i, effect: read, exec: ['true'], capture: {a: 'steps.d6.b + \"x\"'}}"$'\n'; done
  lasts full 4 <<<"$grows"
  grep -q 'because the run keeps more than' full.out || fail "nothing says why it was rolled back"
fi

printf '%d runs, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
