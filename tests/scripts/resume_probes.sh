#!/usr/bin/env bash
# Before anybody agrees that a run goes on, the probes of kept changes are asked: what they say is told with the rest, from what each step saw
# then, and nothing of it is written; the session asks them again.
set -uo pipefail
# shellcheck source=tests/tools/taking_up.bash
source tests/tools/taking_up.bash

probed() { # how often each was asked, and what for
  tried=$((tried + 1))
  [ "$(sort probed 2>/dev/null | uniq -c | tr -s ' \n' ' ')" = " $* " ] && return
  printf 'not so: %s: probed:%s, and not: %s\n' "$what" "$(sort probed | uniq -c | tr -s ' \n' ' ')" "$*"
  failures=$((failures + 1))
}
begins() { # NAME; the steps from stdin, without `steps:`; ./look THING says whether it is there
  begin "$1"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\necho "$*" >>probed\nif [ -e "gone.$1" ]; then echo no; elif [ -e "dumb.$1" ]; then sleep 30; else echo yes; fi\n' >look
  chmod +x look
}

begins everywhere <<'YAML'
inputs:
  name: { default: inc }
vars:
  full: inputs.name + '-x'
steps:
  - name: Before
    id: before
    exec: [./act, before]
    effect: read
    capture: { said: stdout.trim() }
  - name: Group
    id: g
    steps:
      - name: One
        id: one
        exec: [./act, one]
        capture: { got: stdout.trim() }
        probe: { exec: [./look, one, "${steps.before.said}", "${steps.one.got}", "${vars.full}"], effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
  - name: Each ${x}
    id: each
    for_each: { x: "['a', 'b']" }
    steps:
      - name: Begins ${x}
        id: begins
        exec: [./act, "begins-${x}"]
        effect: read
        capture: { own: stdout.trim() }
      - name: Does ${x}
        id: does
        exec: [./act, "${x}"]
        probe: { exec: [./look, "${x}", "${steps.begins.own}"], effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
  - name: Part
    id: part
    include: part.yaml
    inputs: { which: "${steps.one.got}" }
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
YAML
cat >part.yaml <<'YAML'
runbook: 1
title: A part
inputs:
  which: {}
steps:
  - name: Two
    id: two
    exec: [./act, two]
    probe: { exec: [./look, two, "${inputs.which}"], effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
YAML
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
before=$(wc -l <R/journal.jsonl)
touch gone.b
# Nobody is there to say yes: it is told all the same, and nothing is written.
told=$("$bin" resume R --park </dev/null 2>&1) status=$?
is_so 2 'kept 2.1 One: "out-one" (its probe says: still there)' '3.1.2 Does a (its probe says: still there)' \
  '3.2.2 Does b (its probe says: not there any more; it will be undecided)' '4.1 Two (its probe says: still there)' 'nothing was done'
[ "$(wc -l <R/journal.jsonl)" = "$before" ] || { printf 'not so: something was written\n' && failures=$((failures + 1)); }
probed '1 a out-begins-a 1 b out-begins-b 1 one out-before out-one inc-x 1 two out-one'
rm gone.b
takes_up resume --answer ask=yes --as ada
is_so 0 '3.2.2 Does b (its probe says: still there)' 'GO everything'
probed '3 a out-begins-a 3 b out-begins-b 3 one out-before out-one inc-x 3 two out-one'
told=$(grep -c '"event":"probed"' R/journal.jsonl) status=0
is_so 0 4
acted before one begins-a a begins-b b two

# ── what does not tell is asked by the session ──
begins not-told <<'YAML'
steps:
  - name: One
    id: one
    exec: [./act, one]
    probe: { exec: [./look, one], timeout: 1s, effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
  - name: Two
    id: two
    exec: [./act, two]
    probe: { exec: [./look, two], effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
  - name: Asked
    id: ask
    confirm: { ask: 'go on?' }
YAML
told=$("$bin" run r.yaml --run-dir R --park </dev/null 2>&1) status=$?
is_so 5
touch dumb.one
takes_up resume --park
is_so 5 'kept 1 One (its probe looks first)' 'kept 2 Two (its probe says: still there)'
# Whoever takes it back is asked for nothing more.
rm -f dumb.one probed
takes_up undo
is_so 2 'nothing that run'
told=$(cat probed 2>/dev/null) status=0
is_so 0 '-one'

# What a probe did not find is not there for later sessions either, whichever does not come to it.
begins not-found <<'YAML'
on_failure: continue
steps:
  - name: Zero
    id: zero
    exec: [./act, zero]
    undo: [{ name: Zero back, exec: [./act, zero-back] }]
  - name: One
    id: one
    exec: [./act, one]
    probe: { exec: [./look, one], effect: read, done: "stdout.contains('yes')", not_done: "stdout.contains('no')" }
    undo: [{ name: One back, exec: [./act, one-back] }]
YAML
touch block.one gone.one
is_ended TERM run r.yaml --run-dir R
touch block.one
is_ended KILL resume R --go-on
takes_up undo
is_so 4 '✓ 1.undo1 Zero back' 'changed: nothing that is still in place'
touch block.zero
is_ended TERM resume R --go-on
told=$("$bin" show R 2>&1) status=$?
is_so 0 'done and still in place: 1 Zero (in doubt)'
is_so 0 -'(in doubt) 2 One' -'(in doubt), 2 One'
"$bin" verify R >/dev/null || { printf 'not so: %s: verify\n' "$what" && failures=$((failures + 1)); }
takes_up resume --resolve zero=done --reason seen
is_so 4 '✓ 2 One' 'done and still in place: 1 Zero, 2 One'
acted zero one one zero-back zero one

is_over
