#!/usr/bin/env bash
# What a person says became of a change in doubt: it counts in every list of what stands, may be said otherwise later, and each run comes to
# an end by it.
set -uo pipefail
source tests/tools/taking_up.bash

three() { # each with an undo step; what a step does is its name
  cat <<'YAML'
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
    exec: [./act, three]
    undo: [{ name: Three back, exec: [./act, three-back] }]
YAML
}

# ── what stays open ──
begin stays-open < <(three)
touch block.two
is_killed
takes_up resume --resolve two=skip --reason later
is_so 4 'resolved as skip by' 'done and still in place: 1 One, 2 Two (in doubt), 3 Three'
takes_up resume
is_so 4 'kept 2 Two (it stays open whether it happened)' 'done and still in place: 1 One, 2 Two (in doubt), 3 Three'
takes_up undo
is_so 4 'stays 2 Two (in doubt)' '2 Two is not taken back: nobody knows' 'done and still in place: 2 Two (in doubt)' -'nothing that is'
for format in markdown junit tap evidence; do
  if [ $format = evidence ]; then told=$("$bin" evidence R 2>&1); else told=$("$bin" report R $format 2>&1); fi
  status=$?
  is_so 0 '2 Two (in doubt)' 'still in place:'
done
told=$("$bin" show R 2>&1) status=$?
is_so 0 'done and still in place: 2 Two (in doubt)'
# Of what it is now a person is asked once more.
takes_up undo
is_so 6 'say what became of it: runbook undo R --resolve two=done' 'nothing was done'
takes_up undo two --resolve two=done --reason 'it is there'
is_so 4 'to take back 2 Two' '✓ 2.undo1 Two back' 'changed: nothing that is still in place'
acted one two three three-back one-back two-back

# What a run did by itself is told with what took it back.
begin rolled-back-then-closed <<'YAML'
on_failure: rollback
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: One back, exec: [./act, one-back] }]
  - name: Looks
    exec: [test, -e, there]
    effect: read
finally:
  - name: Cleans
    exec: [./act, clean]
    effect: read
YAML
touch block.clean
is_killed
takes_up abandon
is_so 1 '✓ 1 One kept' '✓ 1.undo1 One back kept' 'changed: nothing that is still in place'
acted one one-back clean clean

# Of a run that was killed both ways are at hand, and each says what it does.
begin killed-ways < <(three)
touch block.two
is_killed
for ((i = 0; i < 100; i++)); do
  told=$("$bin" show R 2>&1) status=$?
  [[ $told == *"still going on"* ]] || break
  sleep 0.1
done
is_so 0 'to go on: runbook resume R keeps what was done, and makes what is left to take back: runbook undo R makes nothing more, and runs the undo steps of what is in place'

begin open-made-again < <(three)
touch block.two
is_killed
takes_up resume --resolve two=skip --reason later
touch block.two
is_ended KILL resume R --go-on --resolve two=again --reason 'it is not'
takes_up resume
is_so 6 '2 Two is in doubt' 'nothing was done'
takes_up resume --resolve two=again --reason 'it is not'
is_so 0 'GO everything'
acted one two three two two

begin open-in-a-group <<'YAML'
on_failure: continue
steps:
  - name: Group
    id: g
    undo: [{ name: Group back, exec: [./act, group-back] }]
    steps:
      - name: One
        id: one
        exec: [./act, one]
  - name: Two
    id: two
    exec: [./act, two]
    undo: [{ name: Two back, exec: [./act, two-back] }]
YAML
touch block.one
is_killed
takes_up resume --resolve g/one=skip --reason later
is_so 4 'done and still in place: 1.1 One (in doubt), 2 Two'
takes_up undo
is_so 4 '✓ 2.undo1' -'Group back' 'done and still in place: 1.1 One (in doubt)'
acted one two two-back

begin said-while-closing < <(three)
touch block.two
is_killed
takes_up abandon --resolve two=skip --reason later
is_so 4 'done and still in place: 1 One, 2 Two (in doubt)'
takes_up resume --resolve two=done --reason 'it is there'
is_so 4 '✓ 3 Three' 'done and still in place: 1 One, 2 Two, 3 Three'
takes_up resume --resolve two=skip --reason 'or not'
is_so 2 'that step is not in doubt'

# ── what the run does not come to any more ──
for word in 'done' skip; do
  begin "left-the-list-$word" <<'YAML'
fresh_for: 1ms
steps:
  - name: The list
    id: l
    exec: [cat, list]
    effect: read
    capture: { l: json }
  - name: Do ${x}
    id: d
    for_each: { x: steps.l.l }
    exec: [./act, "${x}"]
    undo: [{ name: Back, id: u, exec: [./act, "${x}-back"] }]
  - name: After
    exec: [./act, after]
YAML
  echo '["a", "b"]' >list && touch block.b
  is_killed
  echo '["a"]' >list
  takes_up resume --resolve 'd[x=b]=again' --reason 'it is not'
  is_so 6 'IN DOUBT' 'it was to be made again, and this time the run did not come to it' "resume R --resolve 'd[x=b]=done|skip'"
  takes_up resume
  is_so 6 'Do b is in doubt, and the run does not come to it any more' '(or =skip)'
  takes_up resume --resolve 'd[x=b]=again' --reason 'it is not'
  is_so 2 'the run does not come to that step any more'
  doubt='2.2 Do b (in doubt)'
  if [ $word = 'done' ]; then doubt='2.2 Do b '; fi
  takes_up resume --resolve "d[x=b]=$word" --reason 'I looked'
  is_so 4 "resolved as $word by" 'I looked; this time the run did not come to it' "3 After, $doubt"
  takes_up resume
  is_so 4 "2.2 Do b (resolved before as $word)" "resolved as $word by" "3 After, $doubt"
  takes_up undo
  is_so 4 'to take back 2.1 Do a' '(the run does not come to it any more)' "in place: 3 After, $doubt"
  acted a b after a-back
  # It is on the list once more, and nobody has said of that what became of it.
  echo '["a", "b"]' >list
  takes_up resume
  takes_up resume
  is_so 6 '2.2 Do b is in doubt, and has no probe'
  takes_up resume --resolve 'd[x=b]=again' --reason 'it is not'
  is_so 0 'GO everything'
  acted a b after a-back a b
done

begin left-the-page < <(three)
touch block.two
is_killed
sed -i '/Two$/,/Two back/d' r.yaml
takes_up resume --accept-changed
is_so 6 '2 Two is in doubt, and the run does not come to it any more' 'nothing was done' '(or =skip)'
takes_up resume --accept-changed --resolve two=again --reason 'it is not'
is_so 2 'the run does not come to that step any more'
takes_up resume --accept-changed --resolve two=done --reason 'I looked'
is_so 4 'not any more 2 Two: it had begun, and is no part' 'in place: 1 One, 2 Three, 2 Two '
takes_up undo --accept-changed
is_so 4 '✓ 2.undo1 Three back' '✓ 1.undo1' 'in place: 2 Two '
acted one two three three-back one-back

# ── why it is in doubt is told once, whatever was seen of it since ──
begin why-once <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    probe: { exec: [cat, seen], effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
YAML
touch block.one && echo perhaps >seen
is_killed
takes_up resume
is_so 6 'in doubt: the run was cut off after it had begun; the probe says neither'
rm seen
takes_up resume
is_so 6 'in doubt: the run was cut off after it had begun; of the probe'
echo perhaps >seen
takes_up resume
is_so 6 'in doubt: the run was cut off after it had begun; the probe says neither' -'of the probe'
echo yes >seen
takes_up resume
is_so 0 'GO everything'
acted one

# ── an undo that was cut off ──
fails() { # three, and a read that fails
  three
  cat <<'YAML'
  - name: Looks
    exec: [test, -e, there]
    effect: read
finally:
  - name: Cleans
    exec: [./act, clean]
YAML
}

begin undo-killed < <(fails)
runs
touch block.two-back
is_ended KILL undo R --go-on
for ((i = 0; i < 100; i++)); do # until what the killed run had started is gone
  told=$("$bin" show R 2>&1) status=$?
  [[ $told == *"still going on"* ]] || break
  sleep 0.1
done
is_so 0 'in place: 1 One, 2 Two (in doubt)' 'to go on: runbook undo R'
for format in markdown junit tap; do
  told=$("$bin" report R $format 2>&1) status=$?
  is_so 0 'then perhaps taken back' '2 Two (in doubt)' -'undo failed'
done
told=$("$bin" evidence R 2>&1) status=$?
is_so 9 'met, then perhaps taken back' '2 Two (in doubt)' -'undo failed'
takes_up resume
is_so 2 'was being taken back by' 'runbook undo R [ADDRESS…]' 'runbook abandon R'
takes_up resume --resolve two/2.undo1=done --reason 'I looked'
is_so 2 'was being taken back by'
takes_up undo --resolve two/2.undo1=again --reason 'it was not'
is_so 1 '✓ 2.undo1 Two back' 'changed: nothing that is still in place'
told=$("$bin" evidence R 2>&1) status=$?
is_so 0 '`two/2.undo1` | looked at, and made again' '`three/3.undo1` | kept |'
takes_up resume
is_so 1 '✓ 2 Two' 'in place: 1 One, 2 Two, 3 Three'
acted one two three clean three-back two-back two-back one-back one two three clean

# Nothing is named for what is said to be undone, and is not undone once more.
begin undo-said < <(fails)
runs
touch block.two-back
is_ended KILL undo R --go-on
takes_up undo --resolve two/2.undo1=done --reason 'I looked'
is_so 1 'in place: 2 Two (in doubt) to take back: 2: by hand, its undo is said to have happened' -'runbook undo R'
for command in markdown junit tap; do
  told=$("$bin" report R $command 2>&1) status=$?
  is_so 0 'then perhaps taken back' 'its undo is said to have happened' -'undo failed' -'runbook undo R'
done
takes_up undo
is_so 2 'nothing that run'
takes_up resume
is_so 6 'say what became of it: runbook resume R --resolve two=done'
takes_up resume --resolve two=skip --reason 'who knows'
is_so 1 'in place: 1 One, 2 Two (in doubt), 3 Three' '2: by hand, its undo is said to have happened'
acted one two three clean three-back two-back one-back one three clean

begin undo-killed-closed < <(fails)
runs
touch block.two-back
is_ended KILL undo R --go-on
# Both that are at hand say what they do; what was taken back is not told as if it were kept.
for ((i = 0; i < 100; i++)); do
  told=$("$bin" show R 2>&1) status=$?
  [[ $told == *"still going on"* ]] || break
  sleep 0.1
done
is_so 0 'in place: 1 One, 2 Two (in doubt) to go on: runbook undo R goes on taking back what is still in place' 'journal: R'
takes_up abandon
is_so 1 'NO-GO' '‽ 2 Two kept' 'it was taken back since, perhaps in part' '– 3 Three not reached: it was taken back, and the run was abandoned by' 'in place: 1 One, 2 Two (in doubt)'
takes_up undo --resolve two/2.undo1=again --reason 'it was not'
is_so 1 'changed: nothing that is still in place'
acted one two three clean three-back two-back two-back one-back

# What is told to still run does so: `finally` was gone through when the run ended.
begin undo-stopped-twice < <(fails)
runs
touch block.two-back
rm -f at
"$bin" undo R --go-on </dev/null >said 2>&1 &
pid=$!
for ((i = 0; i < 200; i++)); do
  [ -e at ] && break
  sleep 0.05
done
kill -TERM $pid
for ((i = 0; i < 200; i++)); do
  grep -q 'stopped by' said && break
  sleep 0.05
done
kill -TERM $pid
wait $pid
status=$? told=$(cat said)
rm -f block.two-back
is_so 6 'stopped by SIGTERM: the rollback is done to its end; another' 'what runs is ended at once; nothing more begins; a third SIGTERM would leave at once, for `runbook undo`' -'Cleans still runs'
takes_up undo --resolve two/2.undo1=again --reason 'it was ended'
is_so 1 'changed: nothing that is still in place'
acted one two three clean three-back two-back two-back one-back

# Killed behind its last undo step: nothing is left to be taken back, and it comes to its end.
begin undo-killed-behind < <(three && printf '  - {name: Looks, exec: [test, -e, there], effect: read}\nafter_rollback:\n  - {name: Sees, exec: [./act, see], effect: read}\n')
runs
touch block.see
is_ended KILL undo R --go-on
takes_up resume
is_so 2 'was being taken back by'
takes_up undo
is_so 1 '✓ 1.undo1 One back kept' '✓ 5 Sees' 'changed: nothing that is still in place'
takes_up undo
is_so 2 'nothing that run'
acted one two three three-back two-back one-back see see

# What was taken back is not there while its run is stopped before it.
begin undone-not-reached < <(printf 'on_failure: rollback\n' && fails)
runs
touch block.one
is_ended TERM resume R --go-on
told=$("$bin" show R 2>&1) status=$?
is_so 0 'IN DOUBT' '– 2 Two not reached: 1 is in doubt' -'✓ 2 Two kept' 'changed: nothing that is still in place'
"$bin" verify R >/dev/null || { printf 'not so: %s: verify\n' "$what" && failures=$((failures + 1)); }
touch block.one
is_ended KILL resume R --go-on --resolve one=again --reason 'it is not'
takes_up abandon
is_so 6 'in place: 1 One (in doubt)' -'2 Two,'
takes_up resume --resolve one=again --reason 'it is not'
is_so 1 '✓ 3.undo1 Three back' 'changed: nothing that is still in place'
acted one two three three-back two-back one-back clean one clean one clean one two three three-back two-back one-back clean

printf '%d looked at, %d failures\n' "$tried" "$failures"
exit $((failures > 0))
