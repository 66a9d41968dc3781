#!/usr/bin/env bash
# What a run that is taken up again keeps, makes anew and makes again: nothing is kept that rests on something else by now, no change is
# lost that a later session does not come to, and nothing that was taken back, or half taken back, passes for done.
set -uo pipefail
# shellcheck source=tests/tools/taking_up.bash
source tests/tools/taking_up.bash

# ── a read that rests on something else is made anew ──
# shellcheck disable=SC2016
reads='  - name: Up
    id: up
    exec: [cat, "up${steps.a.?v.orValue(0)}"]
    effect: read
    expect: stdout.trim() == "ok"'
for how in failed not-reached; do
  begin "rests-on-$how" <<YAML
on_failure: continue
steps:
  - name: Group
    id: g
    on_failure: stop
    steps:
      - name: Gate
        exec: [cat, gate]
        effect: read
        expect: stdout.trim() == 'open'
      - name: Which
        id: a
        exec: [cat, version]
        effect: read
        expect: stdout.trim() != '0'
        capture: { v: int(stdout.trim()) }
$reads
YAML
  echo 1 >version && echo ok >up0 && echo bad >up1 && echo open >gate
  if [ $how = failed ]; then echo 0 >version; else echo shut >gate; fi
  runs
  is_so 1 'NO-GO'
  echo 1 >version && echo open >gate
  takes_up resume
  is_so 1 '✗ 2 Up'
done

# ── a change that this session does not come to ──
loop() { # WHAT AN ITEM IS CALLED, AND AN EXPRESSION OF ALL OF THEM
  cat <<YAML
fresh_for: 1ms
steps:
  - name: The list
    id: l
    exec: [cat, list]
    effect: read
    expect: json.size() > 0
    capture: { items: json }
  - name: Do \${$1}
    id: d
    for_each: { x: steps.l.items }
    exec: [./act, "\${$1}"]
    probe:
      exec: [grep, -cx, "\${$1}", log]
      effect: read
      any_status: true
      done: stdout.trim() != '0'
      not_done: stdout.trim() == '0'
      capture: { got: $1 }
    capture: { got: $1 }
  - name: All
    check: steps.d.map(e, e.got) == steps.l.items$2
YAML
}
begin list-without-it < <(loop x '')
echo '["a", "b", "c"]' >list && touch block.b
is_killed
echo '["c", "d"]' >list
takes_up resume
is_so 6 'IN DOUBT' 'Do b (d[x=b])' 'it had begun before the run was taken up again' 'Do a (d[x=a])' '2.2 Do b (in doubt)'
echo '["a", "b", "c", "d"]' >list
takes_up resume
is_so 0 'GO everything'
acted a b c d

begin other-items < <(loop x.n '.map(e, e.n)')
echo '[{"n": "a"}, {"n": "b"}, {"n": "c"}]' >list && touch block.b
is_killed
echo '[{"n": "b"}, {"n": "a"}]' >list
takes_up resume
is_so 6 'IN DOUBT' 'is another item than when the run was made before' 'Do b (d[x=#2])'
takes_up resume
is_so 6 'IN DOUBT' 'Do b (d[x=#2])'
acted a b
echo '[{"n": "a"}, {"n": "b"}, {"n": "c"}]' >list
takes_up resume
is_so 0 'GO everything'
acted a b c

begin group-left-out <<'YAML'
fresh_for: 1ms
steps:
  - name: Which
    id: w
    exec: [cat, flag]
    effect: read
    capture: { f: stdout.trim() }
  - name: Group
    id: g
    when: steps.w.f == 'on'
    steps: [{ name: Do, id: d, exec: [./act, d] }]
  - name: Fine
    id: q
    confirm: Is it fine?
YAML
echo on >flag
"$bin" run r.yaml --run-dir R --park </dev/null >/dev/null 2>&1
echo off >flag
takes_up resume --answer q=yes --as ann
is_so 4 'UNDECIDED' '? Do (g/d) it was done before the run was taken up again, and still stands' 'done and still in place: 2.1 Do'
echo on >flag
takes_up resume
is_so 0 'GO everything'
acted d

# ── made again, and not made ──
begin again-not-made <<'YAML'
steps:
  - name: Once
    id: z
    exec: [./act, z]
  - name: End
    exec: [echo, end]
    effect: read
    expect: stdout.trim() == 'end'
YAML
touch block.z
is_killed
mv act off
takes_up resume --resolve z=again --reason gone
is_so 6 'it was to be made again, and was not: could not start'
mv off act
takes_up resume --resolve z=again --reason gone
is_so 0 'GO everything'
acted z z

begin again-not-reached <<'YAML'
steps:
  - name: Fine
    id: c
    confirm: Is it fine?
  - name: Once
    id: z
    ask_first: Really?
    exec: [./act, z]
YAML
touch block.z
is_killed --answer c=yes --answer z=yes --as ann
takes_up resume --resolve z=again --reason gone --answer c=no --as ben
is_so 6 'ben answered' 'resolved as again by ben, but not reached'
# An answer that is given now counts, not the one of then.
takes_up resume --resolve z=again --reason gone --answer c=yes --answer z=no --as ben
is_so 6 'it was to be made again, and was not: declined by ben'
acted z

# ── taken back, by half, by a group ──
begin half-undone <<'YAML'
on_failure: rollback
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo:
      - name: Half
        exec: [./act, half]
      - name: Rest
        exec: [./act, rest]
  - name: Gate
    exec: [test, -e, gate]
    effect: read
YAML
touch fail.rest
runs
is_so 1 'the rollback stops here'
rm fail.rest && touch gate
takes_up resume
is_so 6 'nothing was done'
takes_up undo
takes_up resume
is_so 0 'GO everything'
acted one half rest rest one

begin undone-around <<'YAML'
on_failure: rollback
steps:
  - name: Group ${x}
    id: g
    for_each: { x: [a, b] }
    undo:
      - name: Back ${x}
        id: back
        exec: [./act, "back-${x}"]
    steps:
      - name: One ${x}
        id: one
        exec: [./act, "${x}"]
  - name: Gate
    exec: [test, -e, gate]
    effect: read
YAML
runs
is_so 1 'NO-GO'
touch gate
takes_up resume
is_so 0 'GO everything'
acted a b back-b back-a a b

# What an earlier session took back, no later one tells of once more.
begin undone-earlier <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: Back one, exec: [./act, back-one] }]
  - name: Two
    id: two
    exec: [./act, two]
    undo: [{ name: Back two, exec: [./act, back-two] }]
  - name: Gate
    exec: [test, -e, gate]
    effect: read
YAML
touch fail.back-two
runs
takes_up undo one
is_so 1 'done and still in place: 2 Two'
takes_up undo
is_so 1 'the rollback stops here: undoing two failed' 'done and still in place: 2 Two' -'1 One, 2 Two'
acted one two back-one back-two

undone_and_again='on_failure: rollback
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: Back one, exec: [./act, back-one] }]
  - name: Two
    id: two
    exec: [./act, two]
    undo: [{ name: Back two, exec: [./act, back-two] }]
  - name: Gate
    exec: [test, -e, gate]
    effect: read'
for how in TERM KILL; do
  begin "undone-and-made-anew-$how" <<<"$undone_and_again"
  runs
  is_so 1 'nothing that is still in place'
  touch block.one
  is_ended $how resume R --go-on
  takes_up abandon
  [ $how = TERM ] || is_so 6 'done and still in place: 1 One (in doubt)'
  acted one two back-two back-one one
done

begin undo-left-open <<<"$undone_and_again"
touch block.back-two
is_killed
takes_up resume --resolve two/2.undo1=skip --reason later
is_so 1 '? 2.undo1 Back two' '✓ 1.undo1 Back one' 'done and still in place: 2 Two (in doubt)'
takes_up undo
is_so 6 '2.undo1 Back two is in doubt, and has no probe: look whether it happened'
acted one two back-two back-one
takes_up undo --resolve two/2.undo1=again --reason 'it did not'
is_so 1 '✓ 2.undo1 Back two' 'nothing that is still in place'
acted one two back-two back-one back-two

begin undo-killed <<<"${undone_and_again#*$'\n'}"
touch block.back-one
runs
is_so 1 'done and still in place: 1 One, 2 Two'
is_ended KILL undo R --go-on
takes_up resume --resolve one/1.undo1=done --reason seen
acted one two back-two back-one

# ── cut off, and it may be done again ──
cut_off='steps:
  - name: One
    id: one
    exec: [./act, one]
    effect: idempotent
    undo: [{ name: Back, exec: [./act, back], effect: idempotent }]
  - name: Two
    exec: [./act, two]
    effect: idempotent'
begin cut-off-resumed <<<"$cut_off"
touch block.one
is_killed
takes_up resume
is_so 0 'GO everything'
acted one one two

begin cut-off-undone <<<"$cut_off"
touch block.one
is_killed
takes_up undo
is_so 4 'to take back 1 One (whether it happened is not known)' '? 1 One r.yaml:4:5 the run was cut off after it had begun' '✓ 1.undo1 Back' -'done and still in place'
acted one back
takes_up undo
is_so 2 'nothing that run'
acted one back

begin cut-off-abandoned <<<"$cut_off"
touch block.one
is_killed
takes_up abandon
is_so 4 '? 1 One r.yaml:4:5 the run was cut off after it had begun' 'to take back' 'runbook undo'
acted one
takes_up undo
is_so 4 '✓ 1.undo1 Back'
acted one back

# ── once more, by hand ──
# What a variable gave may be another thing in the next shell, and what acted is not done twice.
begin given-by-a-variable <<'YAML'
inputs: { target: { type: string, default: here, env: RUN_TARGET } }
steps:
  - name: One
    id: one
    exec: [./act, "${inputs.target}"]
YAML
touch fail.here fail.there
runs
is_so 1 'again: runbook run r.yaml --only one'
rm -rf R
RUN_TARGET=there runs
is_so 1 -'runbook run' -'runbook resume R'

begin acted-and-not-seen <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    capture: { value: json.value }
YAML
runs
is_so 4 'done and still in place: 1 One' -'again: runbook run' -'runbook resume R'

# ── said twice ──
begin said-twice <<'YAML'
steps:
  - name: Once
    id: z
    exec: [./act, z]
YAML
touch block.z
is_killed
for twice in 'z=done 1=again' 'z=done z=done'; do
  told=$("$bin" resume R --go-on --resolve "${twice% *}" --resolve "${twice#* }" --reason gone </dev/null 2>&1) status=$?
  is_so 2 "resolve $(sed 's/.* //; s/=.*//' <<<"$twice"): what became of step 1 Once is said twice; say it once"
done
acted z

# ── too old for the verdict ──
begin too-old <<'YAML'
valid_for: 2s
steps:
  - name: Up
    exec: [./act, up]
    effect: read
  - name: Gate
    exec: [test, -e, gate]
    effect: read
YAML
runs
is_so 1 'NO-GO'
sleep 2.1
touch gate
takes_up resume
is_so 0 'GO everything'
acted up up

# ── said to have happened, and a probe that tells it later ──
said() { # NAME
  begin "$1" <<'YAML'
steps:
  - name: Once
    id: z
    exec: [./act, z]
    probe:
      exec: [cat, seen]
      effect: read
      any_status: true
      done: stdout.trim() == 'yes'
      not_done: stdout.trim() == 'no'
  - name: Next
    exec: [./act, next]
YAML
  touch block.z
  is_killed
  takes_up resume --resolve z=done --reason looked
  is_so 4 'resolved as done by' 'UNDECIDED'
  takes_up resume
  is_so 4 'kept 1 Once (its probe looks first)' 'resolved as done by' 'done and still in place: 1 Once, 2 Next'
}
said said-and-seen
echo yes >seen
takes_up resume
is_so 0 'GO everything' 'the probe shows that it happened'
acted z next

said said-and-not-seen
echo no >seen
takes_up resume
is_so 4 'it was said to have happened, and its probe does not find it' -'place: 1 Once'
takes_up resume
is_so 0 'GO everything'
acted z next z

# ── what stands, and cannot be made anew ──
# shellcheck disable=SC2016
begin stands-not-anew <<'YAML'
steps:
  - name: The key
    id: s
    exec: [cat, key]
    effect: read
    capture: { v: { value: stdout.trim(), secret: true } }
  - name: Set
    id: i
    exec: [./act, set]
    effect: idempotent
    env: { V: "${steps.s.v}" }
    capture: { t: { value: "stdout.trim() + 'abcdefgh'", secret: true } }
    undo: [{ name: Unset, exec: [./act, unset] }]
  - name: Gate
    exec: [test, -e, gate]
    effect: read
YAML
echo secretvalue33 >key
runs
is_so 1 'NO-GO' 'done and still in place: 2 Set'
mv key off
takes_up resume
is_so 1 '? 2 Set' 'done and still in place: 2 Set' 'to take back: runbook undo'
takes_up resume
is_so 1 'done and still in place: 2 Set'
takes_up undo
is_so 1 '✓ 2.undo1 Unset' 'changed: nothing that is still in place'
takes_up undo
is_so 2 'nothing that run'
mv off key && touch gate
takes_up resume
is_so 0 'GO everything'
acted set unset set

# ── made again behind an undo: another key, until it is taken back again ──
# shellcheck disable=SC2016
begin another-key <<'YAML'
on_failure: rollback
steps:
  - name: Made
    id: z
    shell: 'if [ -e block.z ]; then touch at; sleep 60; fi; echo "made $K" >>keys; echo made >>log'
    env: { K: "${step.key}" }
    probe:
      shell: 'grep -c "^made $K\$" keys'
      env: { K: "${step.key}" }
      effect: read
      any_status: true
      done: stdout.trim() == '1'
      not_done: stdout.trim() == '0'
    undo: [{ name: Gone, shell: 'echo "gone $K" >>keys; echo gone >>log', env: { K: "${step.key}" } }]
  - name: Gate
    exec: [test, -e, gate]
    effect: read
YAML
keys() { # HOW MANY THERE ARE, AND HOW MANY OTHERS
  tried=$((tried + 1))
  [ "$(wc -l <keys) $(sort -u keys | wc -l)" = "$1 $2" ] && return
  printf 'not so: %s: keys: %s\n' "$what" "$(cat keys)"
  failures=$((failures + 1))
}
runs
is_so 1 'NO-GO'
acted made gone
touch block.z
"$bin" resume R --go-on </dev/null >/dev/null 2>&1 &
pid=$!
for ((i = 0; i < 200; i++)); do [ -e at ] && break; sleep 0.05; done
kill -9 "$pid"
wait "$pid" 2>/dev/null
rm block.z
takes_up resume
is_so 1 'NO-GO'
acted made gone made gone
keys 4 4
touch gate
takes_up resume
is_so 0 'GO everything'
acted made gone made gone made
keys 5 5

# ── cut off, and made again: the same key ──
# shellcheck disable=SC2016
begin same-key <<'YAML'
steps:
  - name: Made
    id: z
    shell: 'echo "$K" >>keys; if [ -e block.z ]; then touch at; exec sleep 60; fi'
    effect: idempotent
    env: { K: "${step.key}" }
YAML
touch block.z
is_killed
takes_up resume
is_so 0 'GO everything'
keys 2 1

# ── said of a step in a group, a list, an included runbook: what comes behind is done ──
for where in group list include closing; do
  begin "said-within-$where" < <(
    once='{ name: Once, id: z, exec: [./act, z] }'
    echo 'steps:'
    case $where in
    group) echo "  - { name: In, id: g, steps: [$once] }" ;;
    list) echo "  - { name: Once, id: g, for_each: { x: [a, b] }, steps: [{ name: Once, id: z, exec: [./act, z] }] }" ;;
    *) echo "  - { name: In, id: g, include: in.yaml }" ;;
    esac
    echo '  - { name: Next, exec: [./act, next] }'
  )
  step='{ name: Once, id: z, exec: [./act, z] }' look='{ name: Look, exec: [echo, x], effect: read }'
  printf 'runbook: 1\ntitle: In\nsteps: [%s%s]\n' "$look" "$([ $where = include ] && echo ", $step")" >in.yaml
  if [ $where = closing ]; then echo "finally: [$step]" >>in.yaml; fi
  touch block.z
  is_killed
  meant=g/z
  if [ $where = list ]; then meant='g[x=a]/z'; fi
  takes_up resume --resolve "$meant=done" --reason looked
  is_so 4 'resolved as done by' '✓ 2 Next' 'UNDECIDED'
  takes_up resume
  is_so 4 '✓ 2 Next'
  if [ $where = list ]; then acted z z next; else acted z next; fi
done

# ── the runbook is another one by now ──
take_twice='steps:
  - name: One
    exec: [./act, one]
    undo: [{ name: Back, exec: [./act, back] }]
  - name: Gate
    id: gate
    exec: [test, -e, gate]
    effect: read'
begin without-an-id <<<"$take_twice"
runs
sed -i 's/^steps:/&\n  - name: Zero\n    exec: [.\/act, zero]/' r.yaml && touch gate
for way in resume undo; do
  takes_up $way --accept-changed
  is_so 3 '1 One acted, and has no id' 'which step of the changed runbook it is cannot be told' 'nothing was done' -'kept'
done
acted one
sed -i '3,/zero/{/Zero/d;/zero/d}' r.yaml
takes_up resume
is_so 0 'GO everything'
acted one

# A read stood where a change stands now.
begin read-then-change <<'YAML'
steps:
  - name: Look
    exec: ['true']
    effect: read
  - name: Gate
    id: gate
    exec: [test, -e, gate]
    effect: read
YAML
runs
sed -i 's/^steps:/&\n  - name: Zero\n    exec: [.\/act, zero]/' r.yaml && touch gate
takes_up resume --accept-changed
is_so 0 '✓ 1 Zero' 'GO everything'
acted zero

begin undo-without-an-id <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: One back, exec: [./act, one-back] }]
  - name: Two
    id: two
    exec: [./act, two]
    undo: [{ name: Two back, exec: [./act, two-back] }]
  - name: Three
    id: three
    exec: ['false']
    effect: read
YAML
runs
takes_up undo one
sed -i 's/^steps:/&\n  - name: Zero\n    exec: [.\/act, zero]/' r.yaml
takes_up undo --accept-changed
is_so 1 'to take back 2 Two' -'to take back 3' -'it has no undo' -'to take back 1' 'nothing that is still in place' '✓ 2.undo1 One back kept'
takes_up undo --accept-changed
is_so 2 'nothing that run'
acted one two one-back two-back

# What was begun as a change stays in doubt, whatever it is called now.
for effect in read idempotent; do
  begin "now-$effect" <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
  - name: Two
    exec: [./act, two]
YAML
  touch block.one
  is_killed
  sed -i "s/^    exec: .*one.*/&\n    effect: $effect/" r.yaml
  takes_up resume --accept-changed
  is_so 6 '1 One is in doubt' 'nothing was done'
  takes_up abandon --accept-changed
  is_so 6 'IN DOUBT' '1 One (in doubt)'
  takes_up resume --accept-changed --resolve one=done --reason seen
  is_so 4 '✓ 2 Two' 'UNDECIDED' 'done and still in place: 1 One'
  acted one two
done

# ── what a session changed and did not clean up is cleaned up by the next, though that changes nothing ──
cleans() { # NAME
  begin "$1" <<'YAML'
steps:
  - name: Part
    id: part
    include: part.yaml
  - name: Looks
    id: look
    exec: [./act, look]
    effect: read
  - name: Opens
    id: open
    exec: [./act, open]
  - name: Looks again
    id: again
    exec: [./act, again]
    effect: read
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
finally:
  - name: Closes
    id: close
    exec: [./act, close]
YAML
  cat >part.yaml <<'YAML'
runbook: 1
title: A part
steps:
  - name: Begins
    id: begins
    exec: [./act, begins]
finally:
  - name: Ends
    id: ends
    exec: [./act, ends]
YAML
  touch fail.look
  runs
  is_so 1
  rm fail.look
  acted begins ends look close
}
cleans cleans-parked
takes_up resume --park
is_so 5 'Closes' 'not reached: the run waits for 5'
acted begins ends look close look open again
takes_up resume --answer ask=no --as ada
is_so 1 '✗ 5 Asked' '-6 Closes kept'
acted begins ends look close look open again close
takes_up resume --answer ask=yes --as ada
is_so 0 '6 Closes kept' 'GO everything'
acted begins ends look close look open again close
cleans cleans-killed
touch block.again
is_ended KILL resume R --go-on
touch fail.again
takes_up resume
is_so 1 '✗ 4 Looks again' '-6 Closes kept'
acted begins ends look close look open again again close
cleans cleans-abandoned
touch block.again
is_ended KILL resume R --go-on
takes_up abandon
is_so 4 '-6 Closes kept'
acted begins ends look close look open again close

# An undo step that was made for what was taken back, and is not come to for what was made again since.
begin undone-made-and-undone-in-part <<'YAML'
on_failure: rollback
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo:
      - { name: One back, exec: [./act, back] }
      - { name: And more, exec: [./act, more] }
  - name: Waits
    exec: [./act, waits]
    effect: read
  - name: Looks
    exec: [test, -e, there]
    effect: read
YAML
runs
touch block.waits
is_ended KILL resume R --go-on
touch fail.back
takes_up resume
is_so 1 '✓ 1 One kept' '✗ 1.undo1 One back' '– 1.undo2 And more'
rm fail.back
takes_up undo
is_so 1 '✓ 1.undo1 One back' '✓ 1.undo2 And more' 'changed: nothing that is still in place'
acted one waits back more one waits waits back back more

# What was looked at before something was made again is looked at again, whichever session comes to it.
again_made() {
  begin "$1" <<'YAML'
on_failure: rollback
steps:
  - name: Value
    id: value
    exec: [cat, value]
    effect: read
    capture: { v: text }
  - name: One
    id: one
    exec: [sh, -c, 'set -e; ./act one; cp new state']
    effect: change
    undo: [{ name: One back, exec: [./act, one-back] }]
  - name: Waits
    id: waits
    exec: [./act, waits]
    effect: read
  - name: Good
    id: good
    exec: [grep, -q, good, state]
    effect: read
  - name: Looks
    exec: [test, -e, there]
    effect: read
YAML
  echo good >new
  echo 1 >value
  runs
  is_so 1 '✓ 4 Good' '✓ 2.undo1 One back'
  echo bad >new
  touch there
}
again_made made-again-and-killed
touch block.waits
is_ended KILL resume R --go-on
takes_up resume
is_so 1 'made anew 3 4' '✓ 2 One kept' '✗ 4 Good' 'NO-GO' -'4 Good kept'
again_made made-again-and-killed-twice
touch block.waits
is_ended KILL resume R --go-on
touch block.waits
is_ended KILL resume R --go-on
takes_up resume
is_so 1 '✓ 2 One kept' '✗ 4 Good' 'NO-GO'
again_made made-again-and-stopped
touch block.waits
is_ended TERM resume R --go-on
takes_up resume
is_so 1 '✓ 2 One kept' '✗ 4 Good' 'NO-GO'
again_made made-again-and-left
touch block.waits
is_ended TERM resume R --go-on
takes_up abandon
takes_up resume
is_so 1 '✓ 2 One kept' '✗ 4 Good' 'NO-GO'

# What is looked at behind a rollback that did not come to that is no look that an earlier session had.
begin stopped-before-it-looked-back <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: One back, id: back, exec: [./act, back] }]
  - name: Looks
    exec: [test, -e, there]
    effect: read
after_rollback:
  - { name: Looked back, id: looked, exec: [./act, looked], effect: read }
YAML
runs
is_so 1 '– 3 Looked back'
touch block.back
rm -f at
"$bin" undo R --go-on </dev/null >/dev/null 2>&1 &
undoing=$!
for ((i = 0; i < 200; i++)); do
  [ -e at ] && break
  sleep 0.05
done
kill -TERM $undoing
sleep 0.3
kill -TERM $undoing
wait $undoing
rm -f block.back
told=$("$bin" show R 2>&1) status=$?
is_so 0 '– 3 Looked back not reached: stopped again by SIGTERM'
takes_up undo --resolve one/back=again --reason seen
is_so 1 '✓ 1.undo1 One back' '✓ 3 Looked back' 'changed: nothing that is still in place'
acted one back back looked

is_over
