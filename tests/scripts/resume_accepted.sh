#!/usr/bin/env bash
# A run that goes on with something else than it began with, since somebody accepted that: it is on record, counts from then on, and nothing
# that was seen of the other one does.
set -uo pipefail
# shellcheck source=tests/tools/taking_up.bash
source tests/tools/taking_up.bash

# ── what was accepted once is not asked for again ──
begin once <<'YAML'
inputs:
  count: { type: int, default: 1 }
subject:
  version: [cat, version]
steps:
  - name: Looks
    id: look
    exec: [./act, look]
    effect: read
    capture: { seen: stdout.trim() }
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
  - name: Counts
    check: "inputs.count == 2 && steps.look.seen == 'out-look'"
YAML
echo s1 >version
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
takes_up resume --park
is_so 5 'kept 1 read' 'runbook and inputs, and what is judged, are the same'
acted look
echo '# more' >>r.yaml && echo s2 >version
takes_up resume --park
is_so 3 'r.yaml is not what it was' 'accept-changed goes on'
takes_up resume --park --accept-changed --input count=2
is_so 5 'accepted r.yaml is not what it was' "accepted input 'count' was 1 in run" 'and is 2 (--input)' "accepted version was 's1' in run" 'made anew 1'
acted look look
# Neither of the page, of what it was given, nor of what is judged; what was seen since is kept.
takes_up resume --park
is_so 5 'runbook and inputs, and what is judged, are as they were accepted last' 'kept 1 read' '-made anew'
acted look look
# What it began with is another thing by now.
echo s1 >version
takes_up resume --park
is_so 3 "version was 's2' in run" "is 's1' now"
sed -i '$d' r.yaml
takes_up resume --park
is_so 3 'r.yaml is not what it was'
echo '# more' >>r.yaml && echo s2 >version
takes_up resume --park --input count=1
is_so 3 "input 'count' was 2 in run" 'and is 1 (--input)'
takes_up resume --answer ask=yes --as ada
is_so 0 '✓ 3 Counts' 'GO everything'
acted look look
told=$("$bin" evidence R 2>&1) status=$?
# shellcheck disable=SC2016
is_so 0 '| count | `2` |' '-| count | `1` |'

# ── what was seen before it was accepted is made anew, whenever the run comes to it ──
begin older <<'YAML'
steps:
  - name: First
    id: first
    exec: [./act, first]
    effect: read
  - name: Second
    id: second
    exec: [./act, second]
    effect: read
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
YAML
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
echo '# more' >>r.yaml
touch block.first
is_ended KILL resume R --go-on --accept-changed --park
takes_up resume --park
is_so 5 'made anew 1 2' 'are as they were accepted last'
takes_up resume --park
is_so 5 'kept 2 reads' '-made anew'
acted first second first first second

# ── what left the page was agreed to, and is no reason any more; what was done stands ──
begin gone <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
  - name: Two
    id: two
    exec: [./act, two]
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
YAML
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
sed -i '/name: One/,/act, one/d' r.yaml
takes_up resume --park --accept-changed
is_so 5 'not any more 1 One: it was done, and is no part' 'kept 2 Two' 'in place: 1 Two'
takes_up resume --park
is_so 5 'not any more 1 One: it was done, and is no part' '-did not come to it'
takes_up resume --answer ask=yes --as ada
is_so 0 'GO everything'
acted one two

# ── what each step saw is asked of the journal: what was given, what is judged, and who had it by then ──
begin asked <<'YAML'
inputs:
  count: { type: int, default: 1 }
vars:
  word: "'one'"
subject:
  version: [cat, version]
steps:
  - name: First
    id: first
    exec: [echo, "${subject.version} ${vars.word} ${string(inputs.count)} ${run.by}"]
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
  - name: Second
    id: second
    exec: [echo, "${subject.version} ${vars.word} ${string(inputs.count)} ${run.by}"]
  - name: Asked more
    id: more
    confirm: { ask: 'go on?' }
  - name: Third
    id: third
    exec: [echo, "${subject.version} ${vars.word} ${string(inputs.count)} ${run.by}"]
YAML
saw='[stdout.trim(), subject.version, vars.word, string(inputs.count), run.by]'
echo s1 >version
told=$("$bin" run r.yaml --run-dir R --park --as ann </dev/null 2>&1) status=$?
is_so 5
sed -i "s/'one'/'two'/" r.yaml && echo s2 >version
takes_up resume --park --accept-changed --input count=2 --answer ask=yes --as ada
is_so 5
sed -i "s/'two'/'three'/" r.yaml && echo s3 >version
takes_up resume --accept-changed --input count=3 --answer ask=yes --answer more=yes --as bob
is_so 0 'GO everything'
for step in first second third; do
  told=$told$'\n'$("$bin" eval --run R --at "$step" "$saw" 2>&1)
done
is_so 0 '["s1 one 1 ann", "s1", "one", "1", "ann"] ["s2 two 2 ada", "s2", "two", "2", "ada"] ["s3 three 3 bob", "s3", "three", "3", "bob"]'

is_over
