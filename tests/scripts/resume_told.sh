#!/usr/bin/env bash
# What a run that is taken up again has, and what it tells before it does anything: what touched nothing is made again, captures come
# back with their types, and whatever differs or is missing is said in time.
set -uo pipefail
# shellcheck source=tests/tools/taking_up.bash
source tests/tools/taking_up.bash

# ── captures come back with their types, at any depth ──
export TOKEN=s3cret-s3cret-s3cret
begin typed <<YAML
steps:
  - name: Made
    id: m
    shell: echo x
    capture:
      o: stdout.trim()
      a: "[duration('1s'), 1, true, null, timestamp('2026-01-01T00:00:00Z'), 'x']"
      b: "[b'\\\\xff', b'a', 'a']"
      c: "[{'x': duration('1s')}, {'x': timestamp('2026-01-01T00:00:00Z')}, {'x': [1, uint(2)]}]"
      d: "{'k': {'l': [uint(1), 1, 1.5]}, 'm': [[duration('2s')], ['2s']]}"
      e: "{1: duration('1s'), 2: 'b'}"
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
  - name: There
    check:
      - that: "steps.m.o == 'x' && steps.m.a[0] == duration('1s') && steps.m.a[1] == 1 && steps.m.a[4] == timestamp('2026-01-01T00:00:00Z') && steps.m.a[5] == 'x' && steps.m.b[0] == b'\\\\xff' && steps.m.b[1] == b'a' && steps.m.b[2] == 'a' && steps.m.c[0].x == duration('1s') && steps.m.c[1].x == timestamp('2026-01-01T00:00:00Z') && type(steps.m.c[2].x[1]) == uint && type(steps.m.d.k.l[0]) == uint && type(steps.m.d.k.l[1]) == int && steps.m.d.m[0][0] == duration('2s') && steps.m.d.m[1][0] == '2s' && steps.m.e[1] == duration('1s') && steps.m.e[2] == 'b'"
YAML
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
takes_up resume --answer ask=yes --as ada
is_so 0 '✓ 3 There' '-not in the journal'

# ── what cannot be restored is named, each of it, and why ──
begin lost <<YAML
secrets:
  token: { env: TOKEN }
steps:
  - name: First
    id: one
    shell: 'echo "tok \$TOKEN"; head -c 100000 /dev/zero | tr "\\\\0" x'
    env: { TOKEN: "\${secrets.token}" }
    capture:
      fine: stdout.size()
      long: stdout
      hid: stdout.split('\\n')[0]
    undo: [{ name: Back, exec: [./act, "\${steps.one.hid}"] }]
  - name: Second
    id: two
    shell: echo y
    capture: { y: stdout }
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
  - name: A read
    check: steps.one.hid != 'x'
  - name: Another
    check: steps.two.y == 'y\\n'
  - name: Asks for it
    check: "steps.one.?hid.orValue('none') == 'none'"
  - name: Asks whether it is there
    check: has(steps.one.hid)
  - name: Left out without it
    when: steps.one.?hid.hasValue()
    check: steps.two.y == 'y\\n'
YAML
sed -i 's/^title: .*/&\non_failure: continue/' r.yaml
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
takes_up resume --answer ask=yes --as ada
is_so 4 "kept 1 First: 100025" "(its 'long', 'hid' are not in the journal: what reads them is undecided)" \
  'needs steps.one.hid, which was captured before the run was taken up again: the journal does not hold it: where a secret was, it says tok' \
  '-was not captured' '? 6 Asks for it' '? 8 Left out without it' '✓ 7 Asks whether it is there'
takes_up undo
is_so 4 "2 Second" "to take back 1 First" "(its 'long', 'hid' are not in the journal: what reads them is undecided)"
# What an undo step reads of another step, and that cannot be had again, is said before it is agreed to; what is taken anew too.
begin lost-elsewhere <<YAML
secrets:
  token: { env: TOKEN }
steps:
  - name: Looks
    id: look
    shell: 'echo "tok \$TOKEN"'
    effect: read
    env: { TOKEN: "\${secrets.token}" }
    capture: { hid: stdout.trim(), other: stdout.size() }
  - name: Signs in
    id: sign
    exec: [./act, signed]
    effect: read
    capture: { pass: { value: stdout.trim(), secret: true } }
  - name: Unread
    id: unread
    shell: 'echo "tok \$TOKEN"'
    effect: read
    env: { TOKEN: "\${secrets.token}" }
    capture: { hid: stdout.trim() }
  - name: Done
    id: done
    when: has(steps.look.hid) && has(steps.sign.pass)
    exec: [./act, one]
    undo:
      - name: Group
        steps: [{ name: Back, exec: [./act, "\${steps.look.hid}"], env: { PASS: "\${steps.sign.pass}" } }]
YAML
sed -i '/^steps:/i on_failure: continue' r.yaml && printf '  - {name: Fails, exec: ["false"], effect: read}\n' >>r.yaml
runs
is_so 1 'still in place: 4 Done'
takes_up undo
is_so 1 'to take back 4 Done is read 1 Looks (its '"'hid'"' is not in the journal: what reads it is undecided) made anew 2 runbook' '? 4.undo1'
acted signed one signed

# ── what was done stands, whatever its step is called by now ──
called() { # EFFECT: of the first step, which has no undo steps as a read
  printf 'runbook: 1\ntitle: A run\nsteps:\n- name: One\n  id: one\n  exec: [./act, one]\n  effect: %s\n' "$1"
  [ "$1" = read ] && echo "  expect: stdout.trim() == 'out-one'"
  printf '%s\n' "- name: Two" "  id: two" "  exec: [./act, two]" "- name: Asked" "  id: ask" "  confirm: { ask: 'go on?' }"
}
for then in change idempotent; do
  begin "called-$then" </dev/null
  called $then >r.yaml
  told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
  is_so 5 'still in place: 1 One, 2 Two'
  called read >r.yaml
  takes_up resume --accept-changed --park
  is_so 5 'made anew 1' 'still in place: 1 One, 2 Two'
  takes_up resume --accept-changed --park
  is_so 5 'still in place: 1 One, 2 Two'
  called read | sed 's/act, one/act, One/' >r.yaml
  sed -i 's/out-one/out-One/' r.yaml
  takes_up resume --accept-changed --park
  is_so 5 '✓ 1 One' 'still in place: 1 One, 2 Two'
  takes_up abandon --accept-changed
  is_so 4 'still in place: 1 One, 2 Two'
done

# ── items that are no longer in the list are taken back as ever, under the numbers that they had ──
for inner in '' nested; do
  begin "left-$inner" <<YAML
fresh_for: 1ms
steps:
  - name: The list
    id: l
    exec: [cat, list]
    effect: read
    expect: json.size() > 0
    capture: { items: json }
  - name: Each \${x}
    id: d
    for_each: { x: steps.l.items }
    ${inner:+steps:}
    ${inner:+- name: Do it}
      ${inner:+id: e}
      exec: [./act, "\${x}"]
      capture: { was: stdout }
      undo:
      - name: Back \${x}
        id: back
        exec: [./act, "undo-\${steps.$([ -n "$inner" ] && echo e || echo d).was.trim()}"]
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
YAML
  [ -n "$inner" ] || sed -i 's/^      /    /' r.yaml
  echo '["a","b","c"]' >list
  told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
  is_so 5 'still in place: 2.1'
  echo '["d","b"]' >list
  takes_up resume --answer ask=yes --as ada
  is_so 4 "still in place: 2.4" '2.1' '2.3' 'to take back: runbook undo R' '-by hand'
  acted a b c d
  takes_up undo 'd[x=a]'
  is_so 4 'to take back 2.1' 'still in place: 2.2' '-GO everything'
  takes_up undo
  is_so 4 'changed: nothing that is still in place'
  acted a b c d undo-out-a undo-out-d undo-out-c undo-out-b
done

# ── a session that waits for nothing does not say that it waits ──
for command in undo abandon; do
  begin "waits-not-$command" <<YAML
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: Back, exec: [./act, undo-one] }]
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
  - name: Two
    id: two
    exec: [./act, two]
YAML
  told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
  is_so 5 'the run waits for an answer'
  takes_up $command
  is_so 4 '-the run waits for an answer' '– 2 Asked not reached: the run was'
  takes_up resume --park
  is_so 5 '? 2 Asked' 'the run waits for an answer'
done

# ── all that differs is told at once, also beside a doubt; of another page nothing is run before somebody agreed to it ──
differing() {
  begin "$1" <<YAML
inputs:
  count: { type: int, default: 1 }
subject:
  version: [./looks, version]
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: Back, exec: [./act, undo-one] }]
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
YAML
  # shellcheck disable=SC2016
  printf '#!/bin/sh\necho looked >>looks.log\ncat "$1"\n' >looks
  chmod +x looks
  echo s1 >version
}
looked() { # so often, of the subject's command
  tried=$((tried + 1))
  [ "$(grep -c . looks.log 2>/dev/null)" = "$([ "$1" = 0 ] || echo "$1")" ] && return
  printf 'not so: %s: looked %s times\n' "$what" "$(grep -c . looks.log)"
  failures=$((failures + 1))
}
differing differs
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
cp r.yaml then.yaml
echo '# more' >>r.yaml && echo s2 >version
rm looks.log
for command in resume undo abandon; do
  takes_up $command --input count=2
  is_so 3 'r.yaml is not what it was' "input 'count' was 1 in run" 'what is judged is looked at only then' '-version was' 'nothing was run'
done
looked 0
cp then.yaml r.yaml
for command in resume undo abandon; do
  takes_up $command --input count=2
  is_so 3 "input 'count' was 1 in run" "version was 's1' in run" "is 's2' now" '-looked at only then' 'nothing was run'
done
looked 3
echo s1 >version
takes_up resume --input count=2
is_so 3 "input 'count' was 1 in run" '-version was' 'nothing was run'
differing doubtful
touch block.one
# shellcheck disable=SC2119
is_killed
echo s2 >version
for command in resume undo; do
  takes_up $command --input count=2
  is_so 6 "input 'count' was 1 in run" "version was 's1' in run" '1 One is in doubt' "say what became of it: runbook $command R"
done
echo '# more' >>r.yaml
rm looks.log
for command in resume undo; do
  takes_up $command --input count=2
  is_so 6 'r.yaml is not what it was' "input 'count' was 1 in run" '-version was' '1 One is in doubt' "say what became of it: runbook $command R"
done
looked 0

# ── several doubts: one command settles all of them ──
begin several <<'YAML'
steps:
  - name: Both
    parallel: 2
    steps:
      - name: One
        id: one
        exec: [./act, one]
        undo: [{ name: Back, exec: [./act, undo-one] }]
      - name: Two
        id: two
        exec: [./act, two]
        undo: [{ name: Back, exec: [./act, undo-two] }]
  - name: Three
    id: three
    exec: [./act, three]
YAML
touch block.one block.two
"$bin" run r.yaml --run-dir R </dev/null >/dev/null 2>&1 &
pid=$!
for ((i = 0; i < 200; i++)); do
  [ "$(sort -u log 2>/dev/null | wc -l)" = 2 ] && break
  sleep 0.05
done
kill -KILL $pid
wait $pid 2>/dev/null
rm -f block.*
pasted() { # COMMAND: what its hint names
  sed -n "s/.*say what became of each: \(runbook $1 R.*\) (each is .*/\1/p" <<<"$told"
}
takes_up undo
is_so 6 '1.1 One is in doubt' '1.2 Two is in doubt' "runbook undo R --resolve one=done --resolve two=done --reason 'WHY' (each is =done or =skip)"
takes_up resume
is_so 6 '1.1 One is in doubt' '1.2 Two is in doubt' "runbook resume R --resolve one=done --resolve two=done --reason 'WHY' (each is =done, =again or =skip)"
command=$(pasted resume)
takes_up resume --resolve 'two=done' --reason "it's there"
is_so 6 'say what became of it' "runbook resume R --resolve two=done --resolve one=done --reason 'it'\\''s there' (or =again, or =skip)"
told=$(eval "${command/#runbook/\"\$bin\"} --go-on" </dev/null 2>&1) status=$?
is_so 4 'resolved as done by' '✓ 2 Three'
told=$("$bin" undo R --go-on </dev/null 2>&1) status=$?
is_so 4 'to take back 1.2 Two' 'to take back 1.1 One'

# ── hints, refusals ──
begin hints <<YAML
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: Back, exec: [./act, undo-one] }]
  - name: Group
    id: g
    steps:
      - name: Asked
        id: ask
        confirm: { ask: 'go on?' }
      - name: Two
        id: two
        exec: [./act, two]
YAML
told=$("$bin" run r.yaml --park </dev/null 2>&1) status=$?
is_so 5
run=$(sed -n 's/.*to go on: runbook resume //p' <<<"$told")
told=$("$bin" resume 01a --go-on --park </dev/null 2>&1) status=$?
is_so 5 "run $run, parked" "to go on: runbook resume $run" "to take back: runbook undo $run" '-resume 01a '
told=$(tail -1 .runbook/runs/*/journal.jsonl) status=0
is_so 0 "\"resume\":\"runbook resume $run\""
told=$("$bin" resume 01a --go-on --resolve g/two=done --reason seen </dev/null 2>&1) status=$?
is_so 2 'resolve g/two: ' '-no such step'
told=$("$bin" resume 01a --go-on --resolve g/too=done --reason seen </dev/null 2>&1) status=$?
is_so 2 'no such step'
touch block.two
is_ended KILL resume 01a --go-on --answer g/ask=yes --as ada
begin unreached <<YAML
steps:
  - name: One
    id: one
    exec: [./act, one]
  - name: Two
    id: two
    exec: [./act, two]
YAML
touch block.one
# shellcheck disable=SC2119
is_killed
resolves() { # ADDRESS=WORD …
  local i
  for ((i = 0; i < 100; i++)); do
    told=$("$bin" resume R --go-on --resolve "$@" </dev/null 2>&1) status=$?
    [[ $told == *"still going on"* ]] || break
    sleep 0.1
  done
}
resolves two=done --reason seen
is_so 2 'resolve two: run R did not reach that step' '-no such step'
resolves 2=done --reason seen
is_so 2 'resolve 2: run R did not reach that step'
resolves tow=done --reason seen
is_so 2 'no such step'
# A journal of a later version.
sed -i '1s/"format":1/"format":2/; 1s/"tool":"runbook [0-9.]*"/"tool":"runbook 9.1.0"/; 1s/"event":"run_started"/"event":"run_started","more":1/' R/journal.jsonl
for command in 'resume R' 'undo R' 'abandon R' 'verify R' 'show R' 'evidence R' 'again R one'; do
  # shellcheck disable=SC2086
  told=$("$bin" $command </dev/null 2>&1) status=$?
  is_so 9 'of a newer version: runbook 9.1.0 wrote it in format 2, and this program (runbook ' '-damaged'
done

# ── behind a change that did not pass ──
begin stopped-by-what-is-kept <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
  - name: Group
    id: g
    steps:
      - { name: Two, id: two, exec: [./act, two] }
      - { name: Inner, exec: [test, -e, inner], effect: read }
  - { name: Looks, exec: [test, -e, there], effect: read }
YAML
touch fail.two
runs
takes_up resume
is_so 1 'kept 2.1 Two (it did not pass, and is not repeated)' -'goes on at 2.2' -'goes on at 3' -'goes on at Looks' \
  'goes on at nothing: 2.1 Two did not pass and is not repeated, and what comes behind it is not begun' '– 3 Looks not reached'
acted one two

begin stopped-in-its-group <<'YAML'
steps:
  - name: Group
    id: g
    level: should
    steps:
      - { name: Two, id: two, exec: [./act, two] }
      - { name: Inner, exec: [test, -e, inner], effect: read }
  - { name: Looks, id: looks, exec: [test, -e, there], effect: read }
YAML
touch fail.two
runs
takes_up resume
is_so 1 'goes on at 2 Looks' 'ended NO-GO' 'ago at 2 (' -'goes on at 1.2' '▸ taken up again' 'goes on at looks'

begin goes-on-behind-it <<'YAML'
on_failure: continue
steps:
  - { name: Two, id: two, exec: [./act, two] }
  - { name: Looks, id: looks, exec: [test, -e, there], effect: read }
YAML
touch fail.two
runs
takes_up resume
is_so 1 'goes on at 2 Looks' -'goes on at nothing'

is_over
