#!/usr/bin/env bash
# GO only on complete, positive evidence: each runbook here leaves something out, and must end with the status that says so.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0 count=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# ends NAME STATUS [OPTION …] <RUNBOOK: where it does not end so, what it said is shown.
ends() {
  local name=$1 wanted=$2 status
  shift 2
  count=$((count + 1))
  cat >"$name.yaml"
  timeout 60 "$bin" run "$name.yaml" --root . --run-dir "runs/$name" "$@" >"$name.out" 2>&1 </dev/null
  status=$?
  if [ -d "runs/$name" ] && ! "$bin" verify "runs/$name" >"$name.verified" 2>&1; then
    fail "what $name left is not believed"
    sed 's/^/    /' "$name.verified"
  fi
  [ "$status" -eq "$wanted" ] && return
  fail "$name ended with status $status, not $wanted"
  sed 's/^/    /' "$name.out"
}

# A runbook whose only step is a script: step SCRIPT [LINE OF THE STEP …]
step() {
  printf 'runbook: 1\ntitle: A step\nsteps:\n- name: it\n  id: it\n  shell: |\n    %s\n' "$1"
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@"
}

# ── an error in what is asked besides is never a quiet no ──
ends no_answer_error 4 < <(step 'echo no json' 'effect: read' 'no_answer: json.later')
ends until_error 1 < <(step 'echo no json' 'effect: read' 'poll: {until: json.done, for: 200ms, every: 50ms}')
ends stop_if_error 4 < <(step 'echo no json' 'effect: read' 'retry: {attempts: 2, every: 10ms, stop_if: json.done}' "expect: stdout == 'x'")
ends secret_capture_error 4 < <(step 'echo no json' 'effect: read' 'capture: {token: {value: json.token, secret: true}}')

# ── what is no text is not taken for one ──
RB_NO_TEXT=$'a\xffb' ends input_no_text 3 <<'YAML'
runbook: 1
title: An input that is not UTF-8
inputs: {name: {type: string, env: RB_NO_TEXT}}
steps:
- exec: [echo, "${inputs.name}"]
YAML

# ── what was skipped shows nothing ──
cat >part.yaml <<'YAML'
runbook: 1
title: All of it is skipped by its own condition
inputs: {go: {type: bool, default: false}, names: {type: list, default: []}}
steps:
- name: under a condition
  when: inputs.go
  shell: "true"
- name: for each of none
  id: none
  for_each: {name: inputs.names}
  allow_empty: true
  shell: "true"
YAML
# rest OF-THE-STEPS: behind a step that passes.
rest() {
  printf 'runbook: 1\ntitle: Behind one that passes\ninputs: {go: {type: bool, default: false}}\nsteps:\n- {name: passes, id: passes, shell: "true"}\n%s\n' "$1"
}
ends include_skipped 4 < <(rest '- {name: part, include: part.yaml}')
ends include_should 0 < <(rest '- {name: part, include: part.yaml, level: should}')
ends include_left_out 0 < <(rest '- {name: part, when: inputs.go, include: part.yaml}')
ends group_skipped 0 < <(rest $'- name: group\n  steps: [{name: a, when: inputs.go, shell: "true"}]')
ends group_required 4 < <(rest $'- name: group\n  required: true\n  steps: [{name: a, when: inputs.go, shell: "true"}]')
ends loop_required 4 < <(rest $'- name: group\n  id: group\n  required: true\n  for_each: {x: [1, 2]}\n  steps: [{name: a, id: a, when: inputs.go, shell: "true"}]')
grep -q 'required, but everything in it was skipped' group_required.out || fail "nothing says what was required"

# ── cleaning up is no evidence ──
ends only_finally 4 <<'YAML'
runbook: 1
title: Nothing is shown but that cleaning up went well
inputs: {go: {type: bool, default: false}}
steps:
- {name: a, id: a, when: inputs.go, shell: "true"}
- {name: b, id: b, shell: "true", when: "!inputs.go && inputs.go"}
finally:
- {name: cleans up, shell: "true"}
YAML

# ── results grow old ──
cat >part.yaml <<'YAML'
runbook: 1
title: What it shows is soon too old
valid_for: 50ms
steps:
- {name: a, id: a, shell: "true"}
YAML
old() { printf 'runbook: 1\ntitle: Old results\n%s\nsteps:\n%s\n- {name: a pause, wait: 200ms}\n' "$1" "$2"; }
ends too_old 4 < <(old 'valid_for: 50ms' '- {name: a, id: a, shell: "true"}')
ends too_old_part 4 < <(old 'valid_for: 1h' '- {name: part, include: part.yaml}')
sed -i '/valid_for/d' part.yaml
ends too_old_within 4 < <(old 'valid_for: 50ms' '- {name: part, include: part.yaml}')
sed -i 's/^steps/valid_for: 1h\nsteps/' part.yaml
ends too_old_around 4 < <(old 'valid_for: 50ms' '- {name: part, include: part.yaml}')
ends fresh_enough 0 < <(old 'valid_for: 1h' '- {name: part, include: part.yaml}')

# ── an answer is for one question ──
cat >part.yaml <<'YAML'
runbook: 1
title: It asks too
steps:
- {name: sure, id: sure, confirm: The database may be dropped}
YAML
asks() { printf 'runbook: 1\ntitle: Questions\nsteps:\n%s\n' "$1"; }
top='- {name: sure, id: sure, confirm: All are sure}'
each=$'- name: sure\n  id: sure\n  for_each: {who: [ann, bob]}\n  confirm: ${who} is sure'
ends answered 0 --answer sure=yes --as ann < <(asks "$top")
ends answered_twice 2 --answer sure=yes --answer sure=no --as ann < <(asks "$top")
ends answered_there 0 --answer part/sure=yes --as ann < <(asks '- {name: part, id: part, include: part.yaml}')
ends answered_within 0 --answer sure=yes --as ann < <(asks '- {name: part, id: part, include: part.yaml}')
ends answered_elsewhere 4 --answer sure=yes --as ann < <(asks "$top"$'\n- {name: part, id: part, include: part.yaml}')
ends answered_either 2 --answer sure=yes --as ann < <(asks $'- {name: a, id: a, include: part.yaml}\n- {name: b, id: b, include: part.yaml}')
ends answered_both 0 --answer a/sure=yes --answer b/sure=yes --as ann < <(asks $'- {name: a, id: a, include: part.yaml}\n- {name: b, id: b, include: part.yaml}')
ends answered_each 0 --answer sure=yes --as ann < <(asks "$each")
ends answered_one 4 --answer 'sure[who=ann]=yes' --as ann < <(asks "$each")
ends answered_otherwise 1 --answer sure=yes --answer 'sure[who=bob]=no' --as ann < <(asks "$each")
grep -q 'by its address: a/sure or b/sure' answered_either.out || fail "nothing says which questions there are"

# ── a waiver covers one step, until it expires ──
waives() { printf -- '- {address: %s, reason: known, by: ann, expires: "%s"}\n' "$1" "$2" >waivers.yaml; }
fails() { printf 'runbook: 1\ntitle: A failure\non_failure: continue\nsteps:\n- {name: first, id: first, shell: "%s"}\n- {name: bad, id: bad, shell: "exit 1"}\n' "$1"; }
waives bad 2999-01-01
ends waived 0 --waivers waivers.yaml < <(fails true)
waives first 2999-01-01
ends waived_another 1 --waivers waivers.yaml < <(fails true)
waives bad 2020-01-01
ends waived_once 1 --waivers waivers.yaml < <(fails true)
waives bad "$(date -u -d '+2 seconds' +%FT%TZ)"
ends waived_no_more 1 --waivers waivers.yaml < <(fails 'sleep 2.5')
grep -q 'before the step began' <<<"$(tr -s '\n ' ' ' <waived_no_more.out)" || fail "nothing says that the waiver expired in between"
waives bad 2999-01-01
ends waived_only 4 --waivers waivers.yaml < <(fails true | grep -v first)
ends waived_undecided 4 --waivers waivers.yaml < <(fails true | sed 's|shell: "exit 1"|exec: [/none/there]|')

# ── a size that is expected only in passing does not excuse an empty list ──
ends size_expected 1 < <(step 'echo []' 'effect: read' 'expect: ["json.size() > 0", "json.all(x, x == 1)"]')
ends size_or 4 < <(step "echo '{\"ok\":true,\"rows\":[]}'" 'effect: read' 'expect: ["json.ok || json.rows.size() > 0", "json.rows.all(r, r.ok)"]')
ends size_of_one 4 < <(step "echo '[{\"of\":[1]},{\"of\":[]}]'" 'effect: read' 'expect: ["json.size() == 2", "json.exists(s, s.of.size() > 0)", "json.all(s, s.of.all(i, i == 1))"]')
ends size_of_each 1 < <(step "echo '[{\"of\":[1]},{\"of\":[]}]'" 'effect: read' 'expect: ["json.size() == 2", "json.all(s, s.of.size() > 0)", "json.all(s, s.of.all(i, i == 1))"]')
ends size_of_others 4 < <(step "echo '{\"a\":[{\"of\":[1]}],\"b\":[{\"of\":[]}]}'" 'effect: read' \
  'expect: ["json.a.size() == 1", "json.b.size() == 1", "json.a.all(s, s.of.size() == 1)", "json.b.all(s, s.of.all(i, i == 1))"]')

# ── what an input decides alone reads no answer ──
unread() { printf 'runbook: 1\ntitle: An input may decide\ninputs: {skip: {type: bool, default: %s}}\nsteps:\n%s\n' "$1" "$2"; }
ends unread_implied 1 < <(unread true '- {name: it, shell: exit 3, expect: inputs.skip || exit_code == 3}')
grep -q 'exit_code == 0 .*asked of every shell' unread_implied.out || fail "nothing says that the exit status counts where no expectation read it"
ends read_after_all 0 < <(unread false '- {name: it, shell: exit 3, expect: inputs.skip || exit_code == 3}')
ends read_either_way 0 < <(unread true "- {name: it, shell: exit 3, expect: 'inputs.skip ? exit_code == 3 : exit_code == 4'}")
ends read_first 0 < <(unread true '- {name: it, shell: exit 3, expect: exit_code == 3 || inputs.skip}')
ends unread_beside 0 < <(unread true '- {name: it, shell: echo a, expect: ["inputs.skip || stdout == '"'b'"'", "stdout.contains('"'a'"')"]}')
grep -q ', 1 did not apply' unread_beside.out || fail "what an input decided is counted as if it had been looked at"
a='- {name: a, id: a, shell: echo 1, capture: {n: stdout}}'
ends unread_check 4 < <(unread true "$a"$'\n- {name: b, check: "inputs.skip || steps.a.n == \'2\'"}')
grep -q 'shows nothing: inputs.skip' unread_check.out || fail "nothing says why the check shows nothing"
ends read_check 1 < <(unread false "$a"$'\n- {name: b, check: "inputs.skip || steps.a.n == \'2\'"}')
ends should_of_its_own 0 < <(printf 'runbook: 1\ntitle: A level for all\nsteps:\n- {name: a, shell: "true"}\n- {name: b, level: should, shell: exit 3, expect: exit_code == 3}\n')
grep -q '2 steps planned = 2 passed' should_of_its_own.out || fail "a should step that reads its exit status is held against 0 too"

# ── an include that is judged by what it leaves ──
cat >part.yaml <<'YAML'
runbook: 1
title: All of it should hold
steps:
- {name: a, id: a, level: should, shell: echo 1, capture: {n: stdout}}
outputs: {n: steps.a.n}
YAML
ends include_outputs 0 <<'YAML'
runbook: 1
title: By its outputs
steps:
- {name: part, id: part, include: part.yaml, expect: "n.startsWith('1')"}
YAML

# ── a transcript that nobody could read ──
step 'echo fine' >full.yaml
timeout 60 "$bin" run full.yaml --root . --run-dir runs/full >/dev/full 2>full.err </dev/null
status=$?
[ "$status" -eq 9 ] || fail "a run whose transcript could not be written ended with status $status, not 9"
grep -q 'standard output could not be written: No space left on device' full.err || fail "nothing says that the transcript is lost: $(cat full.err)"
"$bin" show runs/full >/dev/full 2>/dev/null
[ $? -eq 9 ] || fail "showing a run to nobody ended well"
"$bin" reference 2>full.err | head -n 1 >/dev/null
[ "${PIPESTATUS[0]}" -ne 9 ] && [ ! -s full.err ] || fail "a reader that went away is complained about: $(cat full.err)"

printf '%d runbooks, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
