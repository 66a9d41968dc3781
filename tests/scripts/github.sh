#!/usr/bin/env bash
# What a run does by itself on GitHub Actions: annotations in the log, a summary in the step's file, once, whatever stands in them, and
# without a part in how the run ends.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
mkdir .runbook
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
on() { # on STATUS COMMAND …: on GitHub Actions
  local wanted=$1 status
  shift
  rm -f summary
  GITHUB_ACTIONS=${actions-true} GITHUB_STEP_SUMMARY=${summary-$work/summary} "$bin" "$@" >out 2>err </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || { fail "status $status, not $wanted: $*"; cat out err; }
}
annotations() { [ "$(grep -cE '^::(error|warning|notice)' "${2:-out}")" -eq "$1" ] || { fail "$1 annotations were asked for: $(cat "${2:-out}")"; }; }
summaries() { [ "$(grep -c '^## Runbook: ' summary 2>/dev/null || true)" -eq "$1" ] 2>/dev/null || { [ "$1" -eq 0 ] && [ ! -s summary ]; } || fail "$1 summaries were asked for: $(cat summary)"; }
has() { grep -qF -- "$1" "$2" || { fail "'$1' is not in $2"; cat "$2"; }; }

cat >bad.yaml <<'Y'
runbook: 1
title: "Bad | <b>title</b> ::error::x"
steps:
  - name: Criterion one
    steps:
      - {name: "It holds", exec: ["true"], effect: read}
  - {name: "It should", level: should, exec: [echo, no], effect: read, expect: ['stdout == "yes"']}
  - name: Criterion two
    steps:
      - {name: "::set-output name=a::b | <img src=x onerror=alert(1)>", shell: "printf '::stop-commands::x\\n##[error]y\\n</details><h1>GO</h1>\\n```\\n'; exit 1", effect: read}
Y
printf 'runbook: 1\ntitle: Good\nsteps:\n- {name: It is, exec: ["true"], effect: read}\n' >good.yaml
printf 'runbook: 1\ntitle: Wrong\n' >wrong.yaml

# ── by itself ──
on 1 run bad.yaml
annotations 2
has '::error file=bad.yaml,line=10,col=' out
has '::warning file=bad.yaml,line=' out
summaries 1
has '| ✓ | <b>1 Criterion one</b> | met |  |' summary
has '| ✗ | <b>3 Criterion two</b> | not met |  |' summary
grep -q '^| ✗ | ↳ \[3.1\](#step-[0-9a-f]*-3.1) .* | failed | does not hold: ' summary || fail 'the step that failed does not stand beneath its criterion'
line() { grep -nE -- "$1" summary | head -n 1 | cut -d: -f1; }
grep -q '^#### <a id="step-[0-9a-f]*-3.1"></a>✗ 3.1 ' summary || fail 'the step that failed has no place of its own'
[ "$(line '^#### .*✗ 3.1 ')" -lt "$(line '^<details>')" ] || fail 'what failed does not stand open'
[ "$(line '^\| ✓ \| 1.1 It holds ')" -gt "$(line '^<details><summary>✓ <b>1 Criterion one</b>: passed; 1 step: 1 passed')" ] || fail 'what passed is not folded'
[ "$(grep -c '^<details>' summary)" -eq "$(grep -c '^</details>' summary)" ] || fail 'a fold is not closed'
grep -q "^runbook again .* 3.1$" <<<"$(grep -A 2 '^```sh$' summary)" || fail 'the next command cannot be copied'
! grep -q '^::set\|^::stop\|^::error::\|##\[error\]' out || fail 'a line of somebody else acts on the log'
! grep -q '<img\|^</details><h1>\|<b>title' summary || fail 'markup of somebody else is in the summary'
on 0 run good.yaml
annotations 0
summaries 1
on 3 run wrong.yaml
annotations 1
has '::error file=wrong.yaml,title=nothing was run::' out
has 'NOT RUN' summary
on 1 run bad.yaml --events -
annotations 0; annotations 2 err
on 10 again latest:good 1
summaries 1

# ── several ──
on 1 run bad.yaml good.yaml
annotations 2
summaries 2
on 1 run bad.yaml good.yaml -j 2
annotations 2
summaries 2
on 3 run good.yaml wrong.yaml
summaries 2

# ── asked for, or not wanted ──
on 1 run bad.yaml --report github=mine
annotations 2
summaries 0
has '## Runbook: ' mine
on 1 run bad.yaml --no-github
annotations 0
summaries 0
on 1 run bad.yaml good.yaml --no-github
annotations 0
summaries 0
actions=false on 1 run bad.yaml
annotations 0
summaries 0
unset actions

# ── a summary that cannot be written is told, and no more ──
summary=$work/none/summary on 0 run good.yaml
has 'the summary of this step could not be written to' err
summary=$work on 0 run good.yaml
has 'the summary of this step could not be written to' err
summary='' on 1 run bad.yaml
annotations 2
mkfifo pipe
summary=$work/pipe on 0 run good.yaml
has 'nobody reads from it' err

# ── no longer than GitHub takes: a MiB for a step, ten annotations of each kind ──
much() { # much NAME STEPS LEVEL: each fails for a cause of its own, and says a lot
  printf 'runbook: 1\ntitle: Much %s\nsteps:\n' "$1"
  for n in $(seq "$2"); do
    printf -- '- {name: "It holds %d %0900d", id: s%d, exec: [echo, "%d %0900d"], effect: read, level: %s, expect: "stdout == \x27x%d\x27", on_failure: continue}\n' \
      "$n" 0 "$n" "$n" 0 "$3" "$n"
  done
}
small() { [ "$(wc -c <summary)" -lt 1048576 ] || fail "the summary has $(wc -c <summary) bytes"; }
much one 900 must >much.yaml
on 1 run much.yaml
small
annotations 10
has '::error title=891 more that did not pass::GitHub shows 10 of them' out
has '%0A│ 10 It holds 10 ' out
grep -qE '^There is no room here for [0-9]+ more that did not pass: [0-9]+, ' summary || fail 'it is not said which failures were left out'
has '✗' summary
grep -qE '^There are too many steps for this page\. All of them:$' summary || fail 'it is not said that steps were left out'
grep -q '^runbook report [0-9a-f-]* markdown$' summary || fail 'it is not said how to see the rest'
[ "$(grep -c '^<details>' summary)" -eq "$(grep -c '^</details>' summary)" ] || fail 'a fold is not closed'
has 'digest of its last event' summary
much two 10 should >ten.yaml
on 4 run ten.yaml
annotations 10
[ "$(grep -c '^::warning file=' out)" -eq 10 ] || fail 'ten annotations are all there'
much three 11 should >eleven.yaml
on 1 run ten.yaml eleven.yaml bad.yaml
[ "$(grep -c '^::warning ' out)" -eq 10 ] && [ "$(grep -c '^::error ' out)" -eq 1 ] || fail "not ten of a kind: $(grep -o '^::[a-z]* ' out)"
has '::warning title=13 more that a reader must know of::' out
for n in 1 2 3 4 5; do cp much.yaml "much$n.yaml"; done
on 1 run much1.yaml much2.yaml much3.yaml much4.yaml much5.yaml
small
summaries 5
annotations 10
{ printf 'runbook: 1\ntitle: x\nsteps:\n'; for n in $(seq 15); do printf -- '- {name: s%d, exek: [a]}\n' "$n"; done; } >many.yaml
on 3 check many.yaml
annotations 10
has '::error title=6 more errors::' out
# What other commands of the step have written counts as well.
full() { head -c "$1" /dev/zero | tr '\0' x >filled; GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$work/filled "$bin" run bad.yaml >out 2>err; tail -c "+$(($1 + 1))" filled >summary; [ "$(wc -c <filled)" -lt 1048576 ] || fail "with $1 bytes before it the file has $(wc -c <filled)"; }
full 990000
has '### Journal' summary
full 998000
has 'There is no room here for the rest of it:' summary
has '**NO-GO**' summary
full 999900
has 'There is no room here for 1 more run.' summary

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
